using System.Text;
using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// Files come from spreadsheets, databases, e-mail and people who mean harm. Each has one defined answer, and none crashes,
/// hangs or is
/// imported in another sense than it was written.
/// </summary>
public sealed class When_a_file_is_hostile
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static TheoryData<string, string> UnfitFiles => new()
    {
        { "", "空文件" },
        { "\uFEFF", "空文件" },
        { " \r\n\r\n", "空文件" },
        { ",,,\n,,\n", "首行没有一列为映射所知" },
        { "[{\"CF_WSH\":1}]", "一个 JSON 数组" },
        { "PK\u0003\u0004xxxx", "Excel 工作簿" },
        { "姓名,身份证号\n沈测三,330421190001010017\n", "首行没有一列为映射所知" },
    };

    [Theory]
    [MemberData(nameof(UnfitFiles))]
    public async Task A_file_that_is_no_table_says_what_it_is(string text, string found)
    {
        var report = await Tables.CheckAsync(text, FaultyRows.Skip);

        Assert.Contains(found, Assert.Single(report.Faults).ToChinese(), StringComparison.Ordinal);
        Assert.DoesNotContain("330421190001010017", report.ToString(), StringComparison.Ordinal);
        Assert.Empty(report.UnusedColumns);
        Assert.False(report.IsImportable);
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_told_to_be_saved_again()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("CF_WSH\n1\n")];
        await using var source = await Tables.OpenAsync(bytes);

        var report = await new TableImport(TableMapping.Penalties, Tables.Settings).CheckAsync(source);

        Assert.Contains("请另存为 UTF-8", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_without_rows_is_a_table_without_rows()
    {
        var report = await Tables.CheckAsync(string.Join(',', Tables.Penalty().Keys));

        Assert.Equal((0, true), (report.Rows, report.IsImportable));
    }

    [Fact]
    public async Task Lines_of_two_encodings_are_refused_and_named()
    {
        var bytes = OfTwoEncodings();
        await using var source = await Tables.OpenAsync(bytes);

        var report = await new TableImport(TableMapping.Penalties, Tables.Settings, FaultyRows.Skip).CheckAsync(source);

        Assert.Equal(FaultKind.TableUnreadable, Assert.Single(report.Faults).Kind);
        Assert.Contains("第 2 行是 UTF-8、第 4 行不是", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_mean_nothing_are_a_fault_of_their_row_when_the_encoding_is_told()
    {
        var bytes = OfTwoEncodings();
        await using var source = await Tables.OpenAsync(bytes, TableEncoding.Utf8);

        var report = await new TableImport(TableMapping.Penalties, Tables.Settings, FaultyRows.Skip).CheckAsync(source);

        Assert.Equal((1, 1), (report.AcceptedRows, report.RefusedRows));
        Assert.Contains(report.Faults, fault => fault.ToString().Contains("cannot be decoded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cell_of_five_megabytes_is_a_fault_of_its_row()
    {
        var report = await Tables.CheckAsync(
            Tables.Csv(Tables.Penalty(1).With("CF_SY", new string('水', 5_000_000)), Tables.Penalty(2)));

        var fault = Assert.Single(report.Faults);
        Assert.Equal((2, "CF_SY", FaultKind.TextUnfit), (fault.Row, fault.Column, fault.Kind));
        Assert.Contains("5000000 个字符", report.ToChinese(), StringComparison.Ordinal);
        Assert.Equal(1, report.AcceptedRows);
        Assert.True(report.ToChinese().Length < 300);
    }

    [Theory]
    [InlineData("CF_JDRQ")]
    [InlineData("CF_CFLB")]
    [InlineData("CF_YJ")]
    [InlineData("CF_NR_FK")]
    [InlineData("CF_XDR_SHXYM")]
    [InlineData("CF_CFJGDM")]
    public async Task A_cell_of_megabytes_is_quoted_shortly_whatever_it_should_hold(string column)
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty().With(column, new string('《', 600_000))));

        Assert.Equal(column, Assert.Single(report.Faults.DistinctBy(fault => fault.Column)).Column);
        Assert.True(report.ToChinese().Length < 3_000);
    }

    [Fact]
    public async Task A_quotation_mark_that_is_not_closed_stops_the_file_even_when_faulty_rows_are_skipped()
    {
        var text = Tables.Csv(Tables.Penalty(1)) + "\"沪0118" + LastRow(Tables.Penalty(2)) + LastRow(Tables.Penalty(3));

        var report = await Tables.CheckAsync(text, FaultyRows.Skip);

        Assert.Equal(FaultKind.TableUnreadable, Assert.Single(report.Faults).Kind);
        Assert.Contains("没有闭合的引号", report.ToChinese(), StringComparison.Ordinal);
        Assert.False(report.IsImportable);
    }

    [Fact]
    public async Task A_row_without_end_is_not_read_into_memory()
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty()) + "\"" + new string('x', 40_000_000), FaultyRows.Skip);

        Assert.Contains("超过 16 MiB", Assert.Single(report.Faults).ToChinese(), StringComparison.Ordinal);
        Assert.False(report.IsImportable);
    }

    [Theory]
    [InlineData("a\"b", "未加引号的单元格内有英文引号")]
    [InlineData("\"a\"b", "引号闭合之后还有文字")]
    public async Task A_stray_quotation_mark_is_a_fault_of_its_row(string cell, string found)
    {
        var bad = LastRow(Tables.Penalty(2)).Replace("罚款壹拾贰万伍仟元", cell, StringComparison.Ordinal);

        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty(1)) + bad);

        Assert.Equal((3, FaultKind.RowUnreadable), (Assert.Single(report.Faults).Row, report.Faults[0].Kind));
        Assert.Contains(found, report.ToChinese(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", 1)]
    [InlineData("x,y,z", 3)]
    public async Task A_row_of_another_width_is_a_fault(string row, int cells)
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty(1)) + row + "\r\n");

        Assert.Contains($"应为21 列，与表头一致；实为{cells} 列", Assert.Single(report.Faults).ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_cells_behind_the_last_column_are_forgiven() =>
        Assert.Equal(
            2, (await Tables.ImportAsync(Tables.Csv(Tables.Penalty(1)) + LastRow(Tables.Penalty(2)).TrimEnd() + ",,,")).Count);

    [Fact]
    public async Task A_column_that_comes_twice_is_a_fault_of_the_file()
    {
        var text = Tables.Csv(Tables.Penalty()).Replace("BZ", "行政处罚决定书文号", StringComparison.Ordinal);

        var report = await Tables.CheckAsync(text, FaultyRows.Skip);

        Assert.Equal(FaultKind.ColumnRepeated, Assert.Single(report.Faults).Kind);
        Assert.Contains("“CF_WSH”、“行政处罚决定书文号”", report.ToChinese(), StringComparison.Ordinal);
        Assert.False(report.IsImportable);
    }

    [Fact]
    public async Task Names_of_columns_cannot_forge_a_message()
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty().With("注\u202E释\n第 9 行全部导入", "x")));

        Assert.Equal("注\\u{202E}释第 9 行全部导入", Assert.Single(report.UnusedColumns));
    }

    [Fact]
    public async Task A_formula_stays_the_text_that_it_is()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty().With("BZ", "=cmd|' /C calc'!A0").With("CF_WFXW", "@SUM(1+1)"));

        Assert.Equal("=cmd|' /C calc'!A0", record.Penalty.Remark);
        Assert.Equal("@SUM(1+1)", record.Penalty.ViolationType);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Any_line_end_ends_a_row_and_breaks_a_line_in_a_cell(string lineEnd)
    {
        var text = Tables.Csv(Tables.Penalty(1), Tables.Penalty(2)).ReplaceLineEndings(lineEnd);

        var records = await Tables.ImportAsync(text);

        Assert.Equal([2, 3], records.Select(record => record.Row));
        Assert.Contains("废水，\n总镍", Tables.Parse(records[0].Record).Penalty.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task White_space_around_values_is_nobodys_meaning()
    {
        var padded = Tables.Penalty().ToDictionary(cell => $" {cell.Key}　", cell => $" {cell.Value}　");

        Assert.Equal(
            Assert.Single(await Tables.ImportAsync(Tables.Csv(Tables.Penalty()))).ClientKey,
            Assert.Single(await Tables.ImportAsync(Tables.Csv(padded))).ClientKey);
    }

    [Fact]
    public async Task Random_bytes_are_reported_and_never_thrown()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var good = Encoding.UTF8.GetBytes(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2), Tables.Penalty(3)));
            for (var spoiled = random.Next(1, 40); spoiled > 0; spoiled--)
            {
                good[random.Next(good.Length)] = (byte)random.Next(256);
            }

            await using var source = await Tables.OpenAsync(good);
            var report = await new TableImport(TableMapping.Penalties, Tables.Settings).CheckAsync(source);
            Assert.True(report.ToChinese().Length > 0 && report.ToString().Length > 0, $"Seed {seed}.");
        }
    }

    private static byte[] OfTwoEncodings() =>
        [.. Encoding.UTF8.GetBytes(Tables.Csv(Tables.Penalty(1))), .. Gb18030.GetBytes(LastRow(Tables.Penalty(2)))];

    private static string LastRow(Dictionary<string, string> row)
    {
        var flat = row.ToDictionary(cell => cell.Key, cell => cell.Value.ReplaceLineEndings(""));
        return Tables.Csv(flat).Split("\r\n")[1] + "\r\n";
    }
}
