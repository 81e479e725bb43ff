using System.Text.Json.Nodes;
using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// NDJSON comes from programs, so its faults are those of programs: half a surrogate, a number where a text was meant, an
/// object in an
/// object, the same name twice. Each costs its line, and the others go on.
/// </summary>
public sealed class When_lines_are_JSON
{
    private static readonly string Good = Line(Tables.Penalty());

    public static TheoryData<string, string> BadLines => new()
    {
        { "{\"CF_WSH\":", "第 11 个字节处" },
        { "not json", "第 2 个字节处" },
        { "[1]", "不是 JSON 对象" },
        { "null", "不是 JSON 对象" },
        { "{\"CF_WSH\":\"1\",\"CF_WSH\":\"2\"}", "名称不重复" },
        { string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "嵌套不超过 32 层" },
        { "{\"CF_\\ud800WSH\":1}", "不成对的代理项" },
    };

    [Fact]
    public async Task An_object_gives_the_record_that_a_row_gives() => Assert.Equal(
        Assert.Single(await Tables.ImportAsync(Tables.Csv(Tables.Penalty()))).ClientKey,
        Assert.Single(await Tables.ImportAsync(Good)).ClientKey);

    [Fact]
    public async Task A_mark_blank_lines_and_any_line_ends_are_passed_over()
    {
        var records = await Tables.ImportAsync($"\uFEFF{Good}\r\r\n\n{Line(Tables.Penalty(18))}\n");

        Assert.Equal([1, 4], records.Select(record => record.Row));
    }

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task A_bad_line_is_a_fault_of_its_number(string line, string found)
    {
        var report = await Tables.CheckAsync($"{Good}\n{line}\n{Line(Tables.Penalty(18))}\n");

        Assert.All(report.Faults, fault => Assert.Equal(2, fault.Row));
        Assert.Contains(found, report.Faults[0].ToChinese(), StringComparison.Ordinal);
        Assert.Equal((3, 2, 1), (report.Rows, report.AcceptedRows, report.RefusedRows));
    }

    [Theory]
    [InlineData("\"\\ud800\"", "不成对的代理项")]
    [InlineData("\"\\u0000\"", "空字符")]
    [InlineData("{\"a\":1}", "JSON 对象")]
    [InlineData("[[1]]", "列表中的列表")]
    [InlineData("[\"a\",\"b\"]", "2 个值")]
    [InlineData("null", "列为空")]
    [InlineData("\"\"", "列为空")]
    public async Task A_value_that_is_no_text_is_a_fault_of_its_column(string value, string found)
    {
        var line = Good.Replace("\"超过水污染物排放标准排放水污染物\"", value, StringComparison.Ordinal);

        var report = await Tables.CheckAsync(line);

        Assert.Equal("CF_WFXW", Assert.Single(report.Faults).Column);
        Assert.Contains(found, report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_are_read_as_they_are_written()
    {
        var record = Tables.Parse(Assert.Single(await Tables.ImportAsync(
            Good.Replace("\"12.5\"", "12.500000", StringComparison.Ordinal))).Record);

        Assert.Equal(12_500_000, record.Penalty.FineFen);
    }

    [Fact]
    public async Task Names_that_the_mapping_does_not_use_are_told_once()
    {
        var line = "{\"采集日期\":1," + Good[1..];

        Assert.Equal("采集日期", Assert.Single((await Tables.CheckAsync($"{line}\n{line}")).UnusedColumns));
    }

    [Fact]
    public async Task A_list_gives_several_values()
    {
        var line = Good.Replace("\"罚款\"", "[\"罚款\",\"警告\",\"罚款\"]", StringComparison.Ordinal);

        var record = Tables.Parse(Assert.Single(await Tables.ImportAsync(line)).Record);

        Assert.Equal(["P03", "P01"], record.Penalty.Penalties.Select(item => item.Kind));
    }

    [Fact]
    public async Task A_line_without_end_is_passed_over()
    {
        var endless = $"{{\"CF_SY\":\"{new string('x', 20_000_000)}\"}}";

        var report = await Tables.CheckAsync($"{Good}\n{endless}\n{Line(Tables.Penalty(18))}");

        Assert.Contains("超过 16 MiB 的一行", Assert.Single(report.Faults).ToChinese(), StringComparison.Ordinal);
        Assert.Equal(2, report.AcceptedRows);
    }

    [Fact]
    public async Task Lines_are_the_same_however_the_text_arrives()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, 2_000).Select(_ => random.Next(6) switch
            {
                0 => "\r",
                1 => "\n",
                2 => "\r\n",
                _ => new string('字', random.Next(40)),
            }));
            using var expected = new StringReader(text);
            using var lines = new LineReader(new StringReader(text), lengthMax: 30);

            while (expected.ReadLine() is { } line)
            {
                var found = await lines.ReadAsync(default);
                Assert.Equal((line.Length > 30, true), (lines.IsOverlong, line.StartsWith(found!, StringComparison.Ordinal)));
                Assert.True(lines.IsOverlong || line == found, $"Seed {seed}.");
            }

            Assert.Null(await lines.ReadAsync(default));
        }
    }

    private static string Line(Dictionary<string, string> row)
    {
        var line = new JsonObject(row.Select(cell => KeyValuePair.Create(cell.Key, (JsonNode?)JsonValue.Create(cell.Value))));
        return line.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
