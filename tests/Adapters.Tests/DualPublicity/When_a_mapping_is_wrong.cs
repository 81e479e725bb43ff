using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// A mapping is written by hand, far from whoever knows the record. A name that is misspelt must be found before the first
/// row, or an
/// optional column is lost in silence.
/// </summary>
public sealed class When_a_mapping_is_wrong
{
    public static TheoryData<string, string> WrongEntries => new()
    {
        { """{ "field": "penalty.documentNummer", "columns": ["A"] }""", "fields[0] penalty.documentNummer" },
        { """{ "field": "documentNumber", "columns": ["A"] }""", "例如 penalty.documentNumber" },
        { """{ "field": "permit.permitNumber", "columns": ["A"] }""", "penalty 记录中可由表格填写的字段" },
        { """{ "field": "subjects[0].person.maskedName", "columns": ["A"] }""", "可由表格填写的字段" },
        { """{ "field": "contentHash", "columns": ["A"] }""", "可由表格填写的字段" },
        { """{ "field": "penalty.penalties[*].remedies[*].kind", "columns": ["A"] }""", "可由表格填写的字段" },
        { """{ "field": "decidedOn" }""", "至少一项来源" },
        { """{ "field": "decidedOn", "columns": ["A"], "value": "2026-02-30" }""", "应为日期" },
        { """{ "field": "penalty.fineFen", "columns": ["A"] }""", "money：yuan 或 tenThousandYuan" },
        { """{ "field": "penalty.fineFen", "columns": ["A"], "parser": { "money": "dollar" } }""", "money：yuan 或 ten" },
        { """{ "field": "penalty.facts", "columns": ["A"], "parser": { "date": ["yyyy"] } }""", "适合该字段的解析器" },
        { """{ "field": "penalty.procedure", "columns": ["A"], "parser": { "codes": "none" } }""", "未见 none" },
        { """{ "field": "penalty.procedure", "columns": ["A"], "parser": { "codes": "kinds" } }""", "PROCEDURE_SUMMARY" },
        { """{ "field": "legalBasis[*]", "columns": ["A"] }""", "citations" },
        { """{ "field": "penalty.remark", "copy": "penalty.facts" }""", "前面已有来源的字段（不是 penalty.facts）" },
        { """{ "field": "penalty.remark", "value": "x", "when": { "field": "decidedOn" } }""", "前面已有来源的字段" },
        { """{ "field": "penalty.remark", "setting": "remark" }""", "并有 about 说明" },
        { """{ "field": "penalty.remark", "columns": ["A"], "pick": "last" }""", "应为first" },
        { """{ "field": "penalty.remark", "columns": ["A"], "otherwise": "ignore" }""", "与 when 同用" },
        { """{ "field": "penalty.remark", "colums": ["A"] }""", "第 1 行" },
        { """{ "field": "penalty.remark", "columns": null }""", "第 1 行" },
    };

    [Theory]
    [MemberData(nameof(WrongEntries))]
    public void Every_mistake_is_named_before_a_row_is_read(string entry, string explanation)
    {
        Assert.False(TableMapping.TryRead(Mapping("penalty", entry), out _, out var faults));
        Assert.Contains(explanation, Assert.Single(faults).Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_named_and_not_thrown()
    {
        var json = Mapping("penalty", "").Replace("P03", "\\ud800", StringComparison.Ordinal);

        Assert.False(TableMapping.TryRead(json, out _, out var faults));
        Assert.Single(faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"mapping":"m","mapping":"n"}""")]
    public void A_text_that_is_no_mapping_is_refused(string json)
    {
        Assert.False(TableMapping.TryRead(json, out _, out var faults));
        Assert.NotEmpty(Assert.Single(faults).English);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var json = Mapping("evidence", "{\"field\":\"z\"}").Replace("\"m\"", "\"A B\"", StringComparison.Ordinal)
            .Replace("\"P03\"", "3", StringComparison.Ordinal);

        Assert.False(TableMapping.TryRead(json, out _, out var faults));
        Assert.Equal(4, faults.Length);
    }

    [Fact]
    public void What_a_mapping_cannot_provide_is_known_before_a_row_is_read()
    {
        var json = Mapping("permit", "{\"field\":\"decidedOn\",\"columns\":[\"A\"]}");

        Assert.True(TableMapping.TryRead(json, out var mapping, out _));
        Assert.Contains(new MissingField("permit.permitNumber", IsAlwaysNeeded: true), mapping.MissingFields);
        Assert.Contains(new MissingField("subjects[*].creditCode", IsAlwaysNeeded: false), mapping.MissingFields);
        Assert.DoesNotContain(mapping.MissingFields, missing => missing.Field == "decidedOn");
        Assert.DoesNotContain(mapping.MissingFields, missing => missing.Field.StartsWith("penalty.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_built_in_mappings_provide_every_field_and_say_what_they_ask_of_the_operator()
    {
        Assert.Empty(TableMapping.Penalties.MissingFields);
        Assert.Empty(TableMapping.Permits.MissingFields);
        Assert.Equal(
            ["jurisdiction", "issuerDivision", "filedOn", "procedure"],
            TableMapping.Penalties.Settings.Where(setting => setting.IsRequired).Select(setting => setting.Name));
        Assert.Equal(
            ["jurisdiction", "issuerDivision", "management"],
            TableMapping.Permits.Settings.Where(setting => setting.IsRequired).Select(setting => setting.Name));
        Assert.Same(TableMapping.Permits, TableMapping.FindBuiltIn("dual-publicity-permit"));
        Assert.Same(TableMapping.Penalties, TableMapping.FindBuiltIn("penalties"));
    }

    [Fact]
    public void The_JSON_of_a_built_in_mapping_is_a_start_for_ones_own() =>
        Assert.True(TableMapping.TryRead(TableMapping.Penalties.Json, out _, out _));

    private static string Mapping(string kind, string entry) =>
        """{"mapping":"m","title":{"zh":"甲","en":"A"},"codes":{"kinds":{"罚款":"P03"}},"""
        + $"\"kind\":\"{kind}\",\"fields\":[{entry}]}}";
}
