using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What sort of fault was found. The names are for programs and stay; the sentences may be improved.</summary>
public enum FaultKind
{
    /// <summary>The file is no table that could be read, or not from this row on.</summary>
    TableUnreadable = 1,

    /// <summary>A setting is missing, unknown, or holds a value that cannot be read.</summary>
    SettingUnfit = 2,

    /// <summary>The file lacks a column without which no row can become a record.</summary>
    ColumnMissing = 3,

    /// <summary>The file has a column twice.</summary>
    ColumnRepeated = 4,

    /// <summary>The row cannot be taken apart: quotation marks, JSON, number of cells, length.</summary>
    RowUnreadable = 5,

    /// <summary>A value that the record must have is missing.</summary>
    ValueMissing = 6,

    /// <summary>A value has a shape that cannot be read.</summary>
    ValueUnreadable = 7,

    /// <summary>A value is not in its list of codes.</summary>
    ValueUnlisted = 8,

    /// <summary>A value stands where the rest of the row forbids one.</summary>
    ValueOutOfPlace = 9,

    /// <summary>A text is too long, or holds characters that no record may hold.</summary>
    TextUnfit = 10,

    /// <summary>The row names a natural person in clear.</summary>
    PersonInClear = 11,

    /// <summary>A row nearby states the same decision or permit otherwise.</summary>
    KeyRepeated = 12,

    /// <summary>The record that the row gives breaks a rule of the wire contract.</summary>
    RecordUnfit = 13,
}

/// <summary>One thing that keeps a row, or the whole table, from being imported.</summary>
/// <param name="Row">The row as a spreadsheet or editor numbers it, from 1, header included; null when it is about the
/// table.</param>
/// <param name="Column">The column in the words of the file; null when it is about the row.</param>
/// <param name="Field">The field of the record in proto3 JSON, such as <c>penalty.fineFen</c>; null when none is meant.</param>
/// <param name="Kind">What sort of fault it is.</param>
/// <param name="Violation">What was expected and found; null when <paramref name="Sentence"/> alone says it.</param>
/// <param name="Sentence">The whole in full sentences: where, what was found, what would be right. Holds no personal
/// data.</param>
public sealed record RowFault(
    long? Row, string? Column, string? Field, FaultKind Kind, Violation? Violation, Wording Sentence)
{
    /// <summary>Says it in English.</summary>
    /// <returns>One or two sentences.</returns>
    public override string ToString() => Sentence.English;

    /// <summary>Says it in Chinese.</summary>
    /// <returns>One or two sentences.</returns>
    public string ToChinese() => Sentence.Chinese;

    /// <summary>Makes a fault of a cell.</summary>
    internal static RowFault OfCell(long row, string column, string field, CellFault fault)
    {
        var (expected, found) = fault.Violation;
        var advice = fault.Advice ?? new Wording($"请写{expected.Chinese}", $"Write {expected.English}");
        var place = new Wording($"第 {row} 行“{column}”列", $"Row {row}, column \"{column}\"");
        var sentence = found.Chinese switch
        {
            ['“', ..] => new Wording(
                $"{place.Chinese}的值{found.Chinese}无法读取：{advice.Chinese}。",
                $"{place.English}: {Requote(found.English)} cannot be read. {advice.English}."),
            "空值" => new Wording($"{place.Chinese}为空：{advice.Chinese}。", $"{place.English}: found nothing. {advice.English}."),
            _ => new Wording(
                $"{place.Chinese}：{found.Chinese}。{advice.Chinese}。",
                $"{place.English}: found {found.English}. {advice.English}."),
        };
        return new RowFault(row, column, field, fault.Kind, fault.Violation, sentence);
    }

    /// <summary>Makes a fault of a row.</summary>
    internal static RowFault OfRow(long row, FaultKind kind, Violation violation) => new(
        row, null, null, kind, violation, new Wording(
            $"第 {row} 行：应为{violation.Expected.Chinese}；实为{violation.Found.Chinese}。",
            $"Row {row}: expected {violation.Expected.English}; found {violation.Found.English}."));

    /// <summary>Makes a fault of the table.</summary>
    internal static RowFault OfTable(Wording table, FaultKind kind, Violation violation) => new(
        null, null, null, kind, violation, new Wording(
            $"{table.Chinese}：应为{violation.Expected.Chinese}；实为{violation.Found.Chinese}。",
            $"{table.English}: expected {violation.Expected.English}; found {violation.Found.English}."));

    // The quotation marks of a table's messages are double in English: single ones are hard to see beside a cell.
    private static string Requote(string found)
    {
        var end = found.EndsWith('\'') ? found.Length - 1 : found.LastIndexOf("' (", StringComparison.Ordinal);
        return found.StartsWith('\'') && end > 0 ? $"\"{found[1..end]}\"{found[(end + 1)..]}" : found;
    }
}
