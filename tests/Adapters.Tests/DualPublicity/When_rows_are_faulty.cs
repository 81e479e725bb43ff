using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// A clerk who is told of one fault at a time gives up after the fifth. So all are told at once, where they stand, in the
/// words of the
/// file, with what would be right; and nothing of the file has been imported, unless the clerk asked for the good rows.
/// </summary>
public sealed class When_rows_are_faulty
{
    public static TheoryData<string, string, string> BadCells => new()
    {
        { "CF_NR_FK", "１２.５", "“１２.５”（含全角字符，请改用半角）" },
        { "CF_NR_FK", "12.3456789", "“12.3456789”" },
        { "CF_NR_FK", "-3", "“-3”" },
        { "CF_NR_FK", "99999999999999999999", "“999" },
        { "CF_NR_FK", "12.5万元", "“12.5万元”" },
        { "CF_NR_FK", "=12.5", "“=12.5”" },
        { "CF_JDRQ", "2026-02-30", "“2026-02-30”（该日期不存在" },
        { "CF_JDRQ", "２０２６-３-１８", "“２０２６-３-１８”（含全角字符，请改用半角）" },
        { "CF_JDRQ", "2026-3-18 13:00:00", "“2026-3-18 13:00:00”" },
        { "CF_JDRQ", "46099", "“46099”" },
        { "CF_XDR_SHXYM", "91310118MAHUB0021H", "校验码为 G 的统一社会信用代码" },
        { "CF_XDR_SHXYM", "91310118mahub0021g", "字母应为大写" },
        { "CF_CFJGDM", "1131O118MAHUBQP13X", "代码中没有字符“O”" },
        { "CF_CFLB", "罚金", "“罚金”无法读取：请写下列之一：警告、通报批评、罚款" },
        { "CF_CFLB", "暂扣许可证件、降低资质等级、吊销许可证件", "无法读取" },
        { "CF_XDR_LB", "4", "“4”" },
        { "CF_YJ", "有关规定", "写明法律名称和条款的处罚依据" },
        { "CF_YJ", "《青浦区试行办法》第三条", "“青浦区试行办法”" },
        { "CF_WSH", "沪0118环罚〔2026〕17号\n附件", "换行" },
        { "CF_SY", "排放\0废水", "U+0000（空字符）" },
        { "CF_SY", "排放\r\f废水", "U+000C（控制字符）" },
        { "CF_XDR_MC", "上海淀绿\u202E司公限有", "U+202E（文字方向控制符）" },
        { "CF_XDR_MC", "上海淀绿\u200B公司", "U+200B（零宽字符）" },
        { "CF_NR_WFFF", "3", "仅当“CF_CFLB”含 P04、P05时填写" },
        { "CF_GSJZQ", "", "第 2 行“CF_GSJZQ”列为空：请写日期" },
        { "CF_WFXW", "无", "第 2 行“CF_WFXW”列为空" },
        { "CF_NR_FK", "0", "第 2 行“CF_NR_FK”列为空：请只写阿拉伯数字" },
    };

    [Fact]
    public async Task One_fault_is_told_in_the_words_of_the_style_sheet()
    {
        var titled = Tables.Penalty(1).ToDictionary(cell => Tables.Titles[cell.Key], cell => cell.Value);
        var faulty = new Dictionary<string, string>(titled) { ["行政处罚决定书文号"] = "沪0118环罚〔2026〕2号" };

        var report = await Tables.CheckAsync(Tables.Csv(titled, faulty.With("罚款金额（万元）", "12,5")));

        Assert.Equal(
            "第 3 行“罚款金额（万元）”列的值“12,5”无法读取：请只写阿拉伯数字、至多一个小数点和六位小数，例如 12.5（即 12.5 万元）。整个文件未导入。",
            report.ToChinese());
        Assert.Equal(
            "Row 3, column \"罚款金额（万元）\": \"12,5\" cannot be read. Write digits with at most one point and six decimals, "
            + "for example 12.5 (125 000 yuan). Nothing of this file has been imported.",
            report.ToString());
        var fault = Assert.Single(report.Faults);
        Assert.Equal((3, "penalty.fineFen", FaultKind.ValueUnreadable), (fault.Row, fault.Field, fault.Kind));
    }

    [Theory]
    [MemberData(nameof(BadCells))]
    public async Task A_bad_cell_is_the_only_fault_and_is_explained(string column, string value, string explanation)
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty().With(column, value)));

        var fault = Assert.Single(report.Faults);
        Assert.Equal((2, column), (fault.Row, fault.Column));
        Assert.Contains(explanation, fault.ToChinese(), StringComparison.Ordinal);
        Assert.StartsWith($"Row 2, column \"{column}\": ", fault.ToString(), StringComparison.Ordinal);
        Assert.False(report.IsImportable);
        Assert.DoesNotContain('\u202E', report.ToChinese());
    }

    [Theory]
    [InlineData("CF_XDR_MC")]
    [InlineData("CF_XDR_LB")]
    [InlineData("CF_XDR_SHXYM")]
    [InlineData("CF_WSH")]
    [InlineData("CF_WFXW")]
    [InlineData("CF_SY")]
    [InlineData("CF_YJ")]
    [InlineData("CF_CFLB")]
    [InlineData("CF_NR")]
    [InlineData("CF_NR_FK")]
    [InlineData("CF_JDRQ")]
    [InlineData("CF_GSJZQ")]
    [InlineData("CF_CFJG")]
    [InlineData("CF_CFJGDM")]
    public async Task A_missing_value_is_told_with_its_column(string column)
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty().With(column, "")));

        Assert.NotEmpty(report.Faults);
        Assert.All(
            report.Faults, fault => Assert.Equal((2, column, FaultKind.ValueMissing), (fault.Row, fault.Column, fault.Kind)));
    }

    [Fact]
    public async Task A_row_of_blanks_is_passed_over_and_counted_by_the_spreadsheet()
    {
        var blank = Tables.Penalty().ToDictionary(cell => cell.Key, _ => "");

        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty(1), blank, Tables.Penalty(2).With("CF_JDRQ", "?")));

        Assert.Equal(2, report.Rows);
        Assert.Equal(4, Assert.Single(report.Faults).Row);
    }

    [Fact]
    public async Task All_faults_of_all_rows_are_told_at_once()
    {
        var report = await Tables.CheckAsync(Tables.Csv(
            Tables.Penalty(1).With("CF_NR_FK", "a").With("CF_JDRQ", "b"),
            Tables.Penalty(2),
            Tables.Penalty(3).With("CF_CFLB", "c")));

        Assert.Equal(
            [(2, "CF_NR_FK"), (2, "CF_JDRQ"), (4, "CF_CFLB")], report.Faults.Select(fault => (fault.Row!.Value, fault.Column!)));
        Assert.Equal((3, 1, 2), (report.Rows, report.AcceptedRows, report.RefusedRows));
        Assert.Equal(4, report.ToChinese().Split('\n').Length);
    }

    [Fact]
    public async Task A_hundred_faults_are_listed_and_the_others_counted()
    {
        var rows = Enumerable.Range(1, 512).Select(number => Tables.Penalty(number).With("CF_NR_FK", "x")).ToArray();

        var report = await Tables.CheckAsync(Tables.Csv(rows));

        Assert.Equal(100, report.Faults.Length);
        Assert.Equal(512, report.FaultCount);
        Assert.EndsWith("\nand 412 more.\nNothing of this file has been imported.", report.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\n另有 412 处错误未列出。\n整个文件未导入。", report.ToChinese(), StringComparison.Ordinal);
        Assert.Equal(new FaultTally("CF_NR_FK", FaultKind.ValueUnreadable, 512), Assert.Single(report.Tallies));
    }

    [Fact]
    public async Task Nothing_is_handed_out_of_a_file_with_a_fault()
    {
        await using var source = await Tables.OpenAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2).With("CF_NR_FK", "x")));
        var import = new TableImport(TableMapping.Penalties, Tables.Settings);
        var report = await import.CheckAsync(source);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await import.ReadAsync(source, report).GetAsyncEnumerator().MoveNextAsync());
    }

    [Fact]
    public async Task The_good_rows_are_handed_out_when_the_faulty_ones_are_to_be_skipped()
    {
        await using var source = await Tables.OpenAsync(
            Tables.Csv(Tables.Penalty(1), Tables.Penalty(2).With("CF_NR_FK", "x"), Tables.Penalty(3)));
        var import = new TableImport(TableMapping.Penalties, Tables.Settings, FaultyRows.Skip);
        var report = await import.CheckAsync(source);

        var rows = new List<long>();
        await foreach (var record in import.ReadAsync(source, report))
        {
            rows.Add(record.Row);
        }

        Assert.Equal([2, 4], rows);
        Assert.EndsWith("有误的 1 行不导入，其余 2 行可以导入。", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_says_the_same_again_is_imported_once()
    {
        await using var source = await Tables.OpenAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(1), Tables.Penalty(2)));

        Assert.Equal([2, 4], (await Tables.ImportAsync(source)).Select(record => record.Row));
    }

    [Fact]
    public async Task A_number_that_comes_again_with_another_content_is_a_fault()
    {
        var report = await Tables.CheckAsync(Tables.Csv(
            Tables.Penalty(1), Tables.Penalty(1).With("CF_NR_FK", "13").With("CF_WSH", "沪0118环罚[2026]1 号")));

        Assert.Equal((3, FaultKind.KeyRepeated), (Assert.Single(report.Faults).Row, report.Faults[0].Kind));
        Assert.Contains("第 2 行已有同一文号、内容不同", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_contract_knows_is_told_with_the_column_of_the_file()
    {
        var report = await Tables.CheckAsync(Tables.Csv(
            Tables.Penalty().With("CF_CFLB", "罚款;按日连续处罚").With("属地行政区划代码", "310000")));

        var columns = report.Faults.Select(fault => fault.Column).Order(StringComparer.Ordinal);
        Assert.Equal(["penalty.dailyPenalty", "属地行政区划代码"], columns);
        Assert.All(report.Faults, fault => Assert.Equal(FaultKind.RecordUnfit, fault.Kind));
        Assert.Contains("第 2 行“属地行政区划代码”列：应为县级行政区划代码", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_table_lacks_is_asked_of_the_operator_once()
    {
        await using var source = await Tables.OpenAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2)));

        var report = await new TableImport(TableMapping.Penalties, null, FaultyRows.Skip).CheckAsync(source);

        Assert.Equal(
            ["jurisdiction", "legalIssuer.division", "penalty.filedOn", "penalty.procedure"],
            report.Faults.Select(fault => fault.Field));
        Assert.Contains("设置 filedOn（立案日期）", report.ToChinese(), StringComparison.Ordinal);
        Assert.Contains("the setting filedOn (day on which the cases were filed)", report.ToString(), StringComparison.Ordinal);
        Assert.False(report.IsImportable);
    }

    [Fact]
    public async Task A_setting_that_is_unknown_or_unreadable_is_told()
    {
        await using var source = await Tables.OpenAsync(Tables.Csv(Tables.Penalty()));
        var settings = new Dictionary<string, string>(Tables.Settings) { ["filedOn"] = "2026-13-01", ["filed"] = "2026-01-01" };

        var report = await new TableImport(TableMapping.Penalties, settings).CheckAsync(source);

        Assert.All(report.Faults.Take(2), fault => Assert.Equal(FaultKind.SettingUnfit, fault.Kind));
        Assert.Contains("设置 filedOn（立案日期）：应为日期", report.ToChinese(), StringComparison.Ordinal);
        Assert.Contains("设置名称：应为下列之一：sensitivity、jurisdiction", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_every_record_needs_is_missed_once()
    {
        var rows = Enumerable.Range(1, 3).Select(Tables.Penalty).ToArray();
        Array.ForEach(rows, row => row.Remove("CF_WSH"));

        var report = await Tables.CheckAsync(Tables.Csv(rows));

        Assert.Equal((null, "penalty.documentNumber", FaultKind.ColumnMissing),
            (Assert.Single(report.Faults).Row, report.Faults[0].Field, report.Faults[0].Kind));
        Assert.Contains("“CF_WSH”或“行政处罚决定书文号”", report.ToChinese(), StringComparison.Ordinal);
    }
}
