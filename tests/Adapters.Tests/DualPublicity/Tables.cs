using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.DualPublicity;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>Tables of invented firms and organs, as a clerk would hand them in; every call makes a new one.</summary>
internal static class Tables
{
    /// <summary>What the tables lack and the operator says.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["jurisdiction"] = "310118",
        ["issuerDivision"] = "310118",
        ["filedOn"] = "2026-02-03",
        ["procedure"] = "普通程序",
        ["officers"] = "09180012026, 09180012027",
    };

    public static readonly IReadOnlyDictionary<string, string> PermitSettings = new Dictionary<string, string>
    {
        ["jurisdiction"] = "310118",
        ["issuerDivision"] = "310118",
        ["management"] = "重点管理",
    };

    /// <summary>The Chinese titles of the columns of a penalty, in the order of the table.</summary>
    public static readonly IReadOnlyDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["CF_XDR_MC"] = "行政相对人名称",
        ["CF_XDR_LB"] = "行政相对人类别",
        ["CF_XDR_SHXYM"] = "行政相对人代码_1（统一社会信用代码）",
        ["CF_FRDB"] = "法定代表人",
        ["CF_WSH"] = "行政处罚决定书文号",
        ["CF_WFXW"] = "违法行为类型",
        ["CF_SY"] = "违法事实",
        ["CF_YJ"] = "处罚依据",
        ["CF_CFLB"] = "处罚类别",
        ["CF_NR"] = "处罚内容",
        ["CF_NR_FK"] = "罚款金额（万元）",
        ["CF_NR_WFFF"] = "没收违法所得、没收非法财物的金额（万元）",
        ["CF_NR_ZKDX"] = "暂扣或吊销证照名称及编号",
        ["CF_JDRQ"] = "处罚决定日期",
        ["CF_YXQ"] = "处罚有效期",
        ["CF_GSJZQ"] = "公示截止期",
        ["CF_CFJG"] = "处罚机关",
        ["CF_CFJGDM"] = "处罚机关统一社会信用代码",
        ["CF_SJLY"] = "数据来源单位",
        ["CF_SJLYDM"] = "数据来源单位统一社会信用代码",
        ["BZ"] = "备注",
    };

    /// <summary>A good row of the penalty table.</summary>
    public static Dictionary<string, string> Penalty(int number = 17) => new()
    {
        ["CF_XDR_MC"] = "上海淀绿精密电镀有限公司",
        ["CF_XDR_LB"] = "法人及非法人组织",
        ["CF_XDR_SHXYM"] = "91310118MAHUB0021G",
        ["CF_FRDB"] = "陆测一",
        ["CF_WSH"] = $"沪0118环罚〔2026〕{number}号",
        ["CF_WFXW"] = "超过水污染物排放标准排放水污染物",
        ["CF_SY"] = "2026年1月12日，当事人经 DW001 排放口排放废水，\n总镍 2.1 mg/L，限值 0.5 mg/L。",
        ["CF_YJ"] = "《中华人民共和国水污染防治法》第八十三条第（二）项",
        ["CF_CFLB"] = "罚款",
        ["CF_NR"] = "罚款壹拾贰万伍仟元",
        ["CF_NR_FK"] = "12.5",
        ["CF_NR_WFFF"] = "",
        ["CF_NR_ZKDX"] = "无",
        ["CF_JDRQ"] = "2026/3/18",
        ["CF_YXQ"] = "",
        ["CF_GSJZQ"] = "2026年6月18日",
        ["CF_CFJG"] = "上海市青浦区生态环境局",
        ["CF_CFJGDM"] = "11310118MAHUBQP13X",
        ["CF_SJLY"] = "上海市青浦区生态环境局",
        ["CF_SJLYDM"] = "11310118MAHUBQP13X",
        ["BZ"] = "",
    };

    /// <summary>A good row of the permit table.</summary>
    public static Dictionary<string, string> Permit() => new()
    {
        ["XK_XDR_MC"] = "上海淀绿精密电镀有限公司",
        ["XK_XDR_LB"] = "法人及非法人组织",
        ["XK_XDR_SHXYM"] = "91310118MAHUB0021G",
        ["XK_FRDB"] = "陆测一",
        ["XK_XKWS"] = "排污许可证核发决定",
        ["XK_WSH"] = "青环许〔2026〕8号",
        ["XK_XKLB"] = "普通",
        ["XK_XKZS"] = "排污许可证",
        ["XK_XKBH"] = "91310118MAHUB0021G001P",
        ["XK_NR"] = "废水总镍许可排放浓度 0.5 mg/L",
        ["XK_JDRQ"] = "20260301",
        ["XK_YXQZ"] = "2026-03-01",
        ["XK_YXQZI"] = "2031-02-28",
        ["XK_XKJG"] = "上海市青浦区生态环境局",
        ["XK_XKJGDM"] = "11310118MAHUBQP13X",
        ["XK_ZT"] = "1",
        ["XK_LYDW"] = "上海市青浦区生态环境局",
        ["XK_LYDWDM"] = "11310118MAHUBQP13X",
        ["BZ"] = "",
    };

    /// <summary>Writes rows as CSV; the columns are those of the first.</summary>
    public static string Csv(params IReadOnlyList<Dictionary<string, string>> rows) => Csv(',', rows);

    public static string Csv(char separator, params IReadOnlyList<Dictionary<string, string>> rows)
    {
        var text = new StringBuilder();
        foreach (var cells in rows.Select(row => row.Values.AsEnumerable()).Prepend(rows[0].Keys))
        {
            _ = text.AppendJoin(separator, cells.Select(cell => Quote(cell, separator))).Append("\r\n");
        }

        return text.ToString();
    }

    public static Dictionary<string, string> With(this Dictionary<string, string> row, string column, string value)
    {
        row[column] = value;
        return row;
    }

    public static Task<TableSource> OpenAsync(string text) => OpenAsync(Encoding.UTF8.GetBytes(text));

    public static async Task<TableSource> OpenAsync(byte[] bytes, TableEncoding encoding = TableEncoding.Detect)
    {
        using var stream = new MemoryStream(bytes);
        return await TableSource.SpoolAsync(stream, "table.csv", encoding);
    }

    /// <summary>Checks a table of penalties.</summary>
    public static async Task<ImportReport> CheckAsync(string text, FaultyRows faultyRows = FaultyRows.Refuse)
    {
        await using var source = await OpenAsync(text);
        return await new TableImport(TableMapping.Penalties, Settings, faultyRows, Examine).CheckAsync(source);
    }

    /// <summary>Checks a table and takes every record of it.</summary>
    public static async Task<List<ImportedRecord>> ImportAsync(
        TableSource source, TableMapping? mapping = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var import = new TableImport(mapping ?? TableMapping.Penalties, settings ?? Settings, examine: Examine);
        var report = await import.CheckAsync(source);
        Assert.True(report.IsImportable, report.ToString());
        var records = new List<ImportedRecord>();
        await foreach (var record in import.ReadAsync(source, report))
        {
            records.Add(record);
        }

        return records;
    }

    public static async Task<List<ImportedRecord>> ImportAsync(string text)
    {
        await using var source = await OpenAsync(text);
        return await ImportAsync(source);
    }

    /// <summary>Reads the one record of a table.</summary>
    public static async Task<Record> ImportOneAsync(Dictionary<string, string> row) =>
        Parse(Assert.Single(await ImportAsync(Csv(row))).Record);

    public static Record Parse(JsonObject json) => JsonParser.Default.Parse<Record>(json.ToJsonString());

    /// <summary>What the node would say of a record.</summary>
    public static IEnumerable<FieldViolation> Examine(JsonObject json) => FieldRules.Check(Parse(json));

    /// <summary>The folder of this repository.</summary>
    public static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));

    private static string Quote(string cell, char separator) => cell.AsSpan().IndexOfAny(['"', '\n', '\r', separator]) < 0
        ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
