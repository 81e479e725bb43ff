using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>How many faults of one sort a column has.</summary>
/// <param name="Column">The column in the words of the file; null for faults of whole rows.</param>
/// <param name="Kind">The sort.</param>
/// <param name="Count">How many.</param>
public sealed record FaultTally(string? Column, FaultKind Kind, long Count);

/// <summary>What checking a table found.</summary>
public sealed record ImportReport
{
    /// <summary>The number of faults that are listed; the others are counted.</summary>
    public const int FaultsListedMax = 100;

    private const int UnusedShownMax = 20;

    /// <summary>Gets the digest of the table that was checked: only that one is imported with this report.</summary>
    public required Digest TableDigest { get; init; }

    /// <summary>Gets what happens to faulty rows.</summary>
    public required FaultyRows FaultyRows { get; init; }

    /// <summary>Gets the number of rows, without the header and blank rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the number of rows that give a record.</summary>
    public required long AcceptedRows { get; init; }

    /// <summary>Gets the number of rows with at least one fault.</summary>
    public required long RefusedRows { get; init; }

    /// <summary>Gets the number of rows that say exactly what an earlier one says; they are passed over.</summary>
    public required long RepeatedRows { get; init; }

    /// <summary>Gets the number of all faults.</summary>
    public required long FaultCount { get; init; }

    /// <summary>Gets the first 100 faults: those of settings and columns, then those of the rows in their order.</summary>
    public required ImmutableArray<RowFault> Faults { get; init; }

    /// <summary>Gets all faults counted by column and sort, most frequent first.</summary>
    public required ImmutableArray<FaultTally> Tallies { get; init; }

    /// <summary>Gets the columns of the file that the mapping does not use, in their order.</summary>
    public required ImmutableArray<string> UnusedColumns { get; init; }

    /// <summary>Gets the fields that records need and the mapping has no source for.</summary>
    public required ImmutableArray<MissingField> MissingFields { get; init; }

    /// <summary>Gets a value indicating whether something is wrong with the table as a whole, so that no row is
    /// imported.</summary>
    public required bool IsTableUnfit { get; init; }

    /// <summary>Gets a value indicating whether records may be taken from the table.</summary>
    public bool IsImportable => !IsTableUnfit && (RefusedRows == 0 || FaultyRows == FaultyRows.Skip);

    /// <summary>Gets what the operator should know although it stops nothing; full sentences.</summary>
    public ImmutableArray<Wording> Notices
    {
        get
        {
            var notices = ImmutableArray.CreateBuilder<Wording>();
            if (UnusedColumns.Length > 0)
            {
                var more = UnusedColumns.Length > UnusedShownMax ? "…" : "";
                var names = string.Join('、', UnusedColumns.Take(UnusedShownMax)) + more;
                notices.Add(new Wording(
                    $"{UnusedColumns.Length} 列未使用：{names}。", $"{UnusedColumns.Length} columns are not used: {names}."));
            }

            if (RepeatedRows > 0)
            {
                notices.Add(new Wording(
                    $"{RepeatedRows} 行与前面的行内容相同，只导入一次。", $"{RepeatedRows} rows repeat earlier ones and are imported once."));
            }

            if (MissingFields.Where(missing => !missing.IsAlwaysNeeded).ToArray() is { Length: > 0 } sometimesMissing)
            {
                var names = string.Join('、', sometimesMissing.Select(missing => missing.Field));
                notices.Add(new Wording(
                    $"映射不提供 {names}；需要这些字段的记录，节点会退回。",
                    $"The mapping does not provide {names}; the node will turn down records that need them."));
            }

            return notices.ToImmutable();
        }
    }

    /// <summary>Says in Chinese what is wrong and what happens to the table.</summary>
    /// <returns>A line for each listed fault, the number of the others, and the state of the world; with one fault, one
    /// line.</returns>
    public string ToChinese() => Compose(
        Faults.Select(fault => fault.ToChinese()), $"另有 {FaultCount - Faults.Length} 处错误未列出。", State.Chinese, "");

    /// <summary>Says in English what is wrong and what happens to the table.</summary>
    /// <returns>A line for each listed fault, the number of the others, and the state of the world; with one fault, one
    /// line.</returns>
    public override string ToString() => Compose(
        Faults.Select(fault => fault.ToString()), $"and {FaultCount - Faults.Length} more.", State.English, " ");

    private Wording State => IsImportable
        ? RefusedRows == 0
            ? new Wording($"{Rows} 行全部可以导入。", $"All {Rows} rows can be imported.")
            : new Wording(
                $"有误的 {RefusedRows} 行不导入，其余 {AcceptedRows} 行可以导入。",
                $"The {RefusedRows} faulty rows are left out; the other {AcceptedRows} can be imported.")
        : new Wording("整个文件未导入。", "Nothing of this file has been imported.");

    private string Compose(IEnumerable<string> faults, string more, string state, string space)
    {
        var lines = faults.ToList();
        if (FaultCount > Faults.Length)
        {
            lines.Add(more);
        }

        return lines.Count == 1 ? $"{lines[0]}{space}{state}" : string.Join('\n', [.. lines, state]);
    }
}
