using System.Collections;
using System.Globalization;
using System.Text;
using ExchangeHub.Protos.Recognition.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Messages as rows of a sheet as RFC 4180 has it, which opens in a spreadsheet and does nothing there.</summary>
/// <remarks>A column for each field, and for each of a part. Lists of parts have no place in a sheet, but for decisions: one cell
/// says for whom each is, what it is, and on which grounds.</remarks>
public static class SheetText
{
    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        ["record_id"] = "记录标识", ["dossier"] = "卷宗", ["kind"] = "种类", ["jurisdiction"] = "属地", ["issuer_name"] = "署名机关",
        ["issuer"] = "署名机关代码", ["document_number"] = "文号", ["subject_names"] = "行政相对人", ["subjects"] = "统一社会信用代码",
        ["subject"] = "统一社会信用代码", ["subject_name"] = "行政相对人", ["decided_on"] = "决定日期", ["version"] = "版本",
        ["violation"] = "违法行为", ["industries"] = "行业", ["water_body"] = "水体", ["place"] = "地点", ["known_on"] = "知悉日期",
        ["list"] = "名单", ["grounds"] = "列入情形", ["minimum_until"] = "最短公示期至", ["maximum_until"] = "最长公示期至",
        ["position"] = "位置", ["since_on"] = "起始日期", ["known_at"] = "知悉时间", ["code"] = "代码", ["title_zh"] = "名称",
        ["title_en"] = "英文名称", ["legal_basis"] = "法律依据", ["effect"] = "效果", ["name"] = "名称", ["head"] = "日志末尾",
        ["at"] = "时间", ["reader"] = "成员", ["purpose"] = "用途", ["case_number"] = "案号", ["person"] = "经办人",
        ["method"] = "方法", ["reason"] = "拒绝原因", ["count"] = "件数", ["records"] = "记录", ["decisions"] = "互认结论",
        ["number"] = "案号", ["title"] = "案由", ["opener"] = "立案方", ["opened_on"] = "立案日期", ["members"] = "参与方",
        ["state"] = "状态", ["next_due_on"] = "下一期限", ["is_overdue"] = "有逾期任务", ["open_tasks"] = "未完成任务",
        ["tasks"] = "任务", ["has_result"] = "已公开结果", ["left_on"] = "退出日期", ["certificate"] = "执法证号", ["home"] = "派出方",
        ["from_on"] = "起始日期", ["until_on"] = "截止日期", ["is_member"] = "当日在队", ["source"] = "来源陈述",
    };

    /// <summary>Writes the row of headings.</summary>
    /// <param name="row">What the rows are.</param>
    /// <param name="withMark">Whether a byte order mark stands first, without which Excel misreads Chinese.</param>
    /// <returns>UTF-8 with CR LF.</returns>
    public static byte[] Head(MessageDescriptor row, bool withMark)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            .. withMark ? Encoding.UTF8.Preamble : [],
            .. Line(Columns(row).Select(path => Heads.GetValueOrDefault(path[^1].Name, path[^1].JsonName))),
        ];
    }

    /// <summary>Writes one row.</summary>
    /// <param name="row">The message.</param>
    /// <returns>UTF-8 with CR LF.</returns>
    public static byte[] Row(IMessage row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Line(Columns(row.Descriptor).Select(path => Cell(row, path)));
    }

    private static byte[] Line(IEnumerable<string> cells) =>
        Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Quoted)) + "\r\n");

    // The parts of a part are columns too; lists of parts have no place in a sheet.
    private static IEnumerable<FieldDescriptor[]> Columns(MessageDescriptor row) =>
        row.Fields.InDeclarationOrder().SelectMany<FieldDescriptor, FieldDescriptor[]>(field =>
            field.FieldType != FieldType.Message || field.MessageType == Timestamp.Descriptor
                || field.MessageType == Duration.Descriptor || field.Name == "place"
                || field.MessageType == Decision.Descriptor ? [[field]]
            : field.IsRepeated || field.Name == "signed" ? []
            : field.MessageType.Fields.InDeclarationOrder()
                .Where(inner => inner.FieldType != FieldType.Message && row.FindFieldByName(inner.Name) is null)
                .Select(inner => new[] { field, inner }).ToArray());

    private static string Cell(IMessage row, FieldDescriptor[] path)
    {
        object? value = row;
        foreach (var field in path)
        {
            value = value is IMessage message ? field.Accessor.GetValue(message) : null;
        }

        return Text(path[^1], value);
    }

    private static string Text(FieldDescriptor field, object? value) => value switch
    {
        null => "",
        Timestamp at => at.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8))
            .ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
        Protos.Record.V1.GeoPoint point => string.Create(
            CultureInfo.InvariantCulture, $"{point.LatitudeMicrodegrees / 1e6} {point.LongitudeMicrodegrees / 1e6}"),
        string text => text,
        Decision decision => Text(decision),
        IList list => string.Join('；', list.Cast<object>().Select(one => Text(field, one))),
        System.Enum => EnumWords.Of(
            field.EnumType.FindValueByNumber(Convert.ToInt32(value, CultureInfo.InvariantCulture))),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // Such as 330421 refused REF-PROC-SERVICE, or parties−320509 recognised.
    private static string Text(Decision decision) => string.Join(' ', decision.Grounds.Select(ground => ground.Code)
        .Prepend(Text(Decision.Descriptor.FindFieldByNumber(Decision.OutcomeFieldNumber), decision.Outcome))
        .Prepend(decision.Receivers?.WhoCase == Receivers.WhoOneofCase.Only ? decision.Receivers.Only
            : string.Concat((decision.Receivers?.Group?.Except ?? []).Select(division => $"−{division}")
                .Prepend(decision.Receivers?.Group?.Name))));

    // A cell that begins like a formula is one; long numbers lose their end in a spreadsheet and stand as text.
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
