using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// Registers that nobody made for this hub are the best test of a mapping: money with a currency, lists, tax ids that are no
/// credit codes, dates that are missing. What cannot be had is said, and nothing crashes. The registers are not part of the
/// repository: the tests that count their rows read a copy beside it and have nothing to say where there is none.
/// </summary>
public sealed class When_foreign_registers_are_imported
{
    private const string Taiwanese =
        """{"COUNTY":"高雄市","DOCUMENTNO":"20-115-010002","PENALTYDATE":"2026/03/18","TRANSGRESSDATE":"2026/01/12","""
        + """ "TRANSGRESSNAME":"上海淀绿精密电镀有限公司 ","TRANSGRESSADDRESS":"青浦\n","FACUNIFORMNO":"00000000","""
        + """ "TRANSGRESSCONTROLID":"","TRANSGRESSTYPE":"水污染","TRANSGRESSSTATE":"","GISTDEFINE":"違反規定","SUBJECT":"罰鍰","""
        + """ "PENALTYKIND":"罰鍰(非連續處罰)，限期改善，罰鍰(非連續處罰)","PENALTYMONEY":"NT$1,125,000","IMPROVEDEADLINE":"2026/05/01","""
        + """ "ISPETITION":"是","ILLEGALMONEY":"-"}""";

    [Fact]
    public async Task A_line_of_the_Taiwanese_register_becomes_a_record_with_the_tax_id_beside()
    {
        var (report, records) = await ImportAsync("tw-prtr-penalty.json", await Tables.OpenAsync(Taiwanese));

        var record = Tables.Parse(Assert.Single(records).Record);
        Assert.Equal("320509", record.Jurisdiction);
        Assert.Equal("11320500MAHUBWJ11X", record.LegalIssuer.CreditCode);
        Assert.Equal("", record.Subjects[0].CreditCode);
        var id = Assert.Single(record.Subjects[0].LegacyIds);
        Assert.Equal(("TW-UBN", "00000000"), (id.System, id.Value));
        Assert.Equal(112_500_000, record.Penalty.FineFen);
        Assert.Equal("P03", record.Penalty.Penalties.Single().Kind);
        Assert.Equal("2026-05-01", record.Penalty.CorrectionOrder.DeadlineOn);
        Assert.Equal("違反規定", record.Penalty.Facts);
        Assert.Contains(report.MissingFields, missing => missing is { Field: "subjects[*].creditCode", IsAlwaysNeeded: false });
        Assert.Contains("映射不提供 subjects[*].creditCode", report.Notices[^1].Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\"Boston\",\"Worcester\",\"Acton\",\"Lynn\"]", "10000", "310118", 1_000_000, "P03")]
    [InlineData("[\"Worcester\"]", "6472.5", "320509", 647_250, "P03")]
    [InlineData("[]", "null", "310118", 0, "P99")]
    public async Task A_line_of_the_American_register_becomes_a_record(
        string places, string fine, string jurisdiction, long fen, string kind)
    {
        var line = "{\"id\":\"0a1b\",\"date\":\"2026-03-18\",\"text\":\"Consent order.\",\"kinds\":[],"
            + $"\"fine_usd\":{fine},\"municipalities\":{places}}}";

        var (_, records) = await ImportAsync("us-madep-action.json", await Tables.OpenAsync(line));

        var record = Tables.Parse(Assert.Single(records).Record);
        Assert.Equal(jurisdiction, record.Jurisdiction);
        Assert.Equal(fen, record.Penalty.FineFen);
        Assert.Equal(kind, record.Penalty.Penalties.Single().Kind);
        Assert.Equal(places.Split("\",\"").Length > 3 ? 3 : places.Length > 2 ? 1 : 0, record.Matter?.HarmedDivisions.Count ?? 0);
    }

    [Fact]
    public async Task Every_row_of_the_Taiwanese_register_is_accounted_for()
    {
        if (Register("tw.ndjson") is not { } path)
        {
            return;
        }

        var (report, records) = await ImportAsync("tw-prtr-penalty.json", await TableSource.OpenAsync(path));

        Assert.Equal((30, 28, 2), (report.Rows, report.AcceptedRows, report.RefusedRows));
        // Work was stopped and a fine is stated, but the kinds name no fine.
        Assert.Equal(new FaultTally("PENALTYMONEY", FaultKind.ValueOutOfPlace, 2), Assert.Single(report.Tallies));
        Assert.Equal(28, records.Count);
    }

    [Fact]
    public async Task What_the_contract_asks_of_the_Taiwanese_register_is_counted_by_field()
    {
        if (Register("tw.ndjson") is not { } path)
        {
            return;
        }

        await using var source = await TableSource.OpenAsync(path);
        var import = new TableImport(Read("tw-prtr-penalty.json"), null, FaultyRows.Skip, Tables.Examine);
        var report = await import.CheckAsync(source);

        Assert.Equal((30, 0, 30), (report.Rows, report.AcceptedRows, report.RefusedRows));
        Assert.Equal(
            ["PENALTYMONEY: 2", "legalBasis: 28", "subjects[*].creditCode: 28"],
            report.Tallies.Select(tally => $"{tally.Column}: {tally.Count}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_row_of_the_American_register_is_accounted_for()
    {
        if (Register("madep.ndjson") is not { } path)
        {
            return;
        }

        var (report, records) = await ImportAsync("us-madep-action.json", await TableSource.OpenAsync(path));

        Assert.Equal((1_738, 1_736, 2), (report.Rows, report.AcceptedRows, report.RefusedRows));
        Assert.Equal(new FaultTally("date", FaultKind.ValueMissing, 2), Assert.Single(report.Tallies));
        Assert.Equal(1_736, records.Count);
        Assert.Equal(1_736, records.Select(record => record.ClientKey).Distinct().Count());
        Assert.All(records, record => Assert.NotEmpty(Tables.Parse(record.Record).Penalty.Facts));
    }

    private static async Task<(ImportReport Report, List<ImportedRecord> Records)> ImportAsync(string mapping, TableSource source)
    {
        await using (source)
        {
            var import = new TableImport(Read(mapping), null, FaultyRows.Skip);
            var report = await import.CheckAsync(source);
            var records = new List<ImportedRecord>();
            await foreach (var record in import.ReadAsync(source, report))
            {
                records.Add(record);
            }

            return (report, records);
        }
    }

    private static TableMapping Read(string name)
    {
        var json = File.ReadAllText(Path.Combine(Tables.Root(), "tests/mappings", name));
        return TableMapping.TryRead(json, out var mapping, out var faults)
            ? mapping : throw new InvalidOperationException(string.Join('\n', faults));
    }

    private static string? Register(string name)
    {
        var path = Path.Combine(Tables.Root(), "../shared/data/real", name);
        return File.Exists(path) ? path : null;
    }
}
