using System.Text;
using ExchangeHub.DualPublicity;
using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// The dual-publicity table is what every district has. The dangerous places are the quiet ones: a unit, an encoding or a code
/// that is read in another sense than it was written, and gives a record that is wrong and well-formed.
/// </summary>
public sealed class When_a_penalty_table_is_imported
{
    [Fact]
    public async Task A_row_becomes_the_record_that_it_states()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty());

        Assert.Equal(
            new Organ { Name = "上海市青浦区生态环境局", CreditCode = "11310118MAHUBQP13X", Division = "310118" }, record.LegalIssuer);
        Assert.Equal(record.LegalIssuer.Name, record.ActingUnit.Name);
        Assert.Equal("310118", record.Jurisdiction);
        Assert.Equal("2026-03-18", record.DecidedOn);
        Assert.Equal(Sensitivity.Gov, record.Sensitivity);
        Assert.Equal("上海淀绿精密电镀有限公司", record.Subjects.Single().Name);
        Assert.Equal("陆测一", record.Subjects.Single().LegalRepresentative.Name);
        Assert.Equal(
            new LegalBasis { InstrumentId = "水污染防治法", Edition = "2017", Article = "83", Item = 2 }, record.LegalBasis.Single());
        Assert.Equal("沪0118环罚〔2026〕17号", record.Penalty.DocumentNumber);
        Assert.Equal(
            new PenaltyItem { Kind = "P03", Text = "罚款壹拾贰万伍仟元", AmountFen = 12_500_000 }, record.Penalty.Penalties.Single());
        Assert.Equal(12_500_000, record.Penalty.FineFen);
        Assert.Equal("2026-06-18", record.Penalty.PublicUntil);
        Assert.Equal("2026-02-03", record.Penalty.FiledOn);
        Assert.Equal(Procedure.Ordinary, record.Penalty.Procedure);
        Assert.Equal(CreditClass.General, record.Penalty.CreditClass);
        Assert.Equal(["09180012026", "09180012027"], record.Penalty.Officers.Select(officer => officer.CertificateNumber));
        Assert.Equal(2, record.Penalty.Facts.Split('\n').Length);
        Assert.Empty(record.Penalty.CertificateAffected); // 无
    }

    [Fact]
    public async Task Codes_and_Chinese_titles_of_columns_give_the_same_record()
    {
        var codes = Assert.Single(await Tables.ImportAsync(Tables.Csv(Tables.Penalty())));
        var titled = Tables.Penalty().ToDictionary(cell => Tables.Titles[cell.Key].Replace('（', '('), cell => cell.Value);

        Assert.Equal(codes.ClientKey, Assert.Single(await Tables.ImportAsync(Tables.Csv(titled))).ClientKey);
    }

    [Fact]
    public async Task The_order_of_the_columns_does_not_matter()
    {
        var reversed = Tables.Penalty().Reverse().ToDictionary();

        Assert.Equal(
            Assert.Single(await Tables.ImportAsync(Tables.Csv(Tables.Penalty()))).ClientKey,
            Assert.Single(await Tables.ImportAsync(Tables.Csv(reversed))).ClientKey);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("gb18030", false)]
    public async Task Encodings_and_tabs_give_the_same_record(string encoding, bool hasMark)
    {
        var decoder = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? new UTF8Encoding(false);
        byte[] bytes = [.. hasMark ? "\uFEFF"u8 : [], .. decoder.GetBytes(Tables.Csv('\t', Tables.Penalty()))];
        await using var source = await Tables.OpenAsync(bytes);

        var record = Assert.Single(await Tables.ImportAsync(source));

        Assert.Equal(encoding == "gb18030" ? TableEncoding.Gb18030 : TableEncoding.Utf8, source.Encoding);
        Assert.Equal(Assert.Single(await Tables.ImportAsync(Tables.Csv(Tables.Penalty()))).ClientKey, record.ClientKey);
    }

    [Fact]
    public async Task The_same_file_twice_gives_the_same_keys_and_a_corrected_row_another()
    {
        var first = await Tables.ImportAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2)));
        var again = await Tables.ImportAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2)));
        var corrected = await Tables.ImportAsync(Tables.Csv(Tables.Penalty(1), Tables.Penalty(2).With("CF_NR_FK", "13")));

        Assert.Equal(first.Select(record => record.ClientKey), again.Select(record => record.ClientKey));
        Assert.Equal(first[0].ClientKey, corrected[0].ClientKey);
        Assert.NotEqual(first[1].ClientKey, corrected[1].ClientKey);
        Assert.All(first, record => Assert.Matches(@"\Adual-publicity-penalty:[0-9a-f]{64}\z", record.ClientKey));
    }

    [Fact]
    public async Task Several_kinds_in_one_cell_become_several_items()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty()
            .With("CF_CFLB", "罚款;没收违法所得、没收非法财物；罚款").With("CF_NR_WFFF", "0.000001"));

        Assert.Equal(["P03", "P04"], record.Penalty.Penalties.Select(item => item.Kind));
        Assert.Equal(1, record.Penalty.ConfiscatedFen);
        Assert.Equal([12_500_000, 0], record.Penalty.Penalties.Select(item => item.AmountFen));
    }

    [Theory]
    [InlineData("警告", "", CreditClass.Minor)]
    [InlineData("罚款", "12.5", CreditClass.General)]
    [InlineData("责令停产整治", "", CreditClass.Serious)]
    [InlineData("警告；责令关闭", "0", CreditClass.Serious)]
    public async Task The_degree_of_dishonesty_follows_from_the_kinds(string kinds, string fine, CreditClass degree)
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty().With("CF_CFLB", kinds).With("CF_NR_FK", fine));

        Assert.Equal(degree, record.Penalty.CreditClass);
    }

    [Fact]
    public async Task A_column_of_the_file_comes_before_the_setting()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty().With("立案日期", "2026.1.15").With("程序", "简易程序"));

        Assert.Equal("2026-01-15", record.Penalty.FiledOn);
        Assert.Equal(Procedure.Summary, record.Penalty.Procedure);
        Assert.Equal(CreditClass.Minor, record.Penalty.CreditClass);
    }

    [Fact]
    public async Task A_sole_trader_is_a_firm_whose_operator_is_not_named()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty()
            .With("CF_XDR_LB", "个体工商户").With("CF_XDR_MC", "吴江区盛泽镇瑞丝喷织厂").With("CF_XDR_SHXYM", "92320509MAHUB0072D"));

        Assert.Null(record.Subjects.Single().LegalRepresentative);
    }

    [Fact]
    public async Task A_natural_person_is_refused_and_not_quoted()
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty()
            .With("CF_XDR_LB", "自然人").With("CF_XDR_MC", "沈测三").With("CF_XDR_SHXYM", "330421190001010017")));

        Assert.Equal(FaultKind.PersonInClear, Assert.Single(report.Faults).Kind);
        Assert.DoesNotContain("沈测三", report.ToChinese(), StringComparison.Ordinal);
        Assert.DoesNotContain("330421190001010017", report.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_identifiers_keep_the_name_of_their_system()
    {
        var record = await Tables.ImportOneAsync(Tables.Penalty()
            .With("CF_XDR_SWDJ", "310118MAHUB0021").With("CF_XDR_ZZJG", "-"));

        var id = Assert.Single(record.Subjects.Single().LegacyIds);
        Assert.Equal(new LegacyId { System = "TAX-REGISTRATION", Value = "310118MAHUB0021" }, id);
    }

    [Fact]
    public async Task Certificates_of_persons_stay_outside_and_other_columns_are_named()
    {
        var report = await Tables.CheckAsync(Tables.Csv(Tables.Penalty()
            .With("CF_FR_ZJHM", "330421190001010017").With("采集日期", "2026")));

        Assert.Equal("采集日期", Assert.Single(report.UnusedColumns));
        Assert.Contains(report.Notices, notice => notice.Chinese == "1 列未使用：采集日期。");
    }

    [Fact]
    public async Task A_file_handed_in_through_a_pipe_is_read_like_one_on_disk()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, Tables.Csv(Tables.Penalty()));
        try
        {
            await using var onDisk = await TableSource.OpenAsync(path);
            await using var piped = await Tables.OpenAsync(await File.ReadAllBytesAsync(path));

            Assert.Equal(onDisk.Digest, piped.Digest);
            Assert.Equal(
                Assert.Single(await Tables.ImportAsync(onDisk)).ClientKey,
                Assert.Single(await Tables.ImportAsync(piped)).ClientKey);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_permit_becomes_the_record_that_it_states()
    {
        await using var source = await Tables.OpenAsync(Tables.Csv(Tables.Permit()));

        var records = await Tables.ImportAsync(source, TableMapping.Permits, Tables.PermitSettings);
        var record = Tables.Parse(Assert.Single(records).Record);

        Assert.Equal("91310118MAHUB0021G001P", record.Permit.PermitNumber);
        Assert.Equal(1, record.Permit.VersionNumber);
        Assert.Equal(("2026-03-01", "2031-02-28"), (record.Permit.ValidFrom, record.Permit.ValidTo));
        Assert.Equal(Permit.Types.Management.Key, record.Permit.Management);
        Assert.Equal(Permit.Types.State.Valid, record.Permit.State);
        Assert.Equal("上海淀绿精密电镀有限公司", record.Permit.Site.Name);
        Assert.Equal("2026-03-01", record.DecidedOn);
    }
}
