using ExchangeHub.RuleFiles;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Discretions;

/// <summary>A document with a mistake gives no table at all, and says where the mistake stands and what would be right.</summary>
public sealed class DiscretionFileTests
{
    [Fact]
    public void The_sample_is_without_mistakes()
    {
        Assert.Equal(16, Tables.Zone.Articles.Length);
        Assert.Equal(("yrd-2024", "2024-06-15"), (Tables.Zone.Terms.RulesetId, Tables.Zone.Terms.Edition));
        Assert.Equal(SourceTrust.Found, Tables.Zone.Articles.Single(article => article.Id == Tables.Discharge).RangeTrust);
        Assert.Equal(Tables.Zone.Hash, Tables.Read(Tables.Text.Replace("\n", "\r\n", StringComparison.Ordinal)).Hash);
        Assert.NotEqual(
            Tables.Zone.Hash, Tables.Read(Tables.Text.Replace("value: 10%", "value: 20%", StringComparison.Ordinal)).Hash);
    }

    [Theory]
    [InlineData("rulesetId: yrd-2024", "rulesetId: YRD 2024", RuleFaultCode.MisplacedValue, "yrd-2024", 0)]
    [InlineData("rulesetId: yrd-2024\n", "", RuleFaultCode.MissingEntry, "'rulesetId'", null)]
    [InlineData("rulesetId:", "rulesetID:", RuleFaultCode.UnknownEntry, "'rulesetId'", 0)]
    [InlineData("edition: \"2024-06-15\"", "edition: \"\"", RuleFaultCode.MisplacedValue, "a text", 0)]
    [InlineData("  en: Table of", "  # en: Table of", RuleFaultCode.MissingTranslation, "'en'", -1)]
    [InlineData("source: ", "source: [], other: ", RuleFaultCode.UnreadableDocument, "", 0)]
    [InlineData("trust: derived\n", "trust: sure\n", RuleFaultCode.MisplacedValue, "programme, found, recall, derived", 0)]
    [InlineData("to: 1 yuan", "to: 0 yuan", RuleFaultCode.MisplacedValue, "above zero", 0)]
    [InlineData("to: 1 yuan", "to: 1", RuleFaultCode.MisplacedValue, "such as 100000 yuan", 0)]
    [InlineData("direction: down", "direction: away", RuleFaultCode.MisplacedValue, "down, nearest, up", 0)]
    [InlineData("weightsMax: {value: 100%", "weightsMax: {value: 101%", RuleFaultCode.MisplacedValue, "0% to 100%", 0)]
    [InlineData("weightsMax: {value: 100%", "weightsMax: {value: 100", RuleFaultCode.MisplacedValue, "such as 20%", 0)]
    [InlineData("deviation: {value: 10%, trust: derived}", "deviation: {value: 10%}", RuleFaultCode.MissingEntry, "'trust'", 0)]
    [InlineData("  deviation: {", "  # {", RuleFaultCode.MissingEntry, "'deviation'", null)]
    [InlineData("    - id: ordinary", "    - id: lighter", RuleFaultCode.RepeatedEntry, "every id once", 0)]
    [InlineData("ofRange: {value: 50%", "ofRange: {value: 20%", RuleFaultCode.Contradiction, "not less than 25%", null)]
    [InlineData("      ofMinimum: {value: 500%, basis: 粤裁量12(3), trust: found}\n", "", RuleFaultCode.MissingEntry,
        "'ofMinimum'", null)]
    [InlineData("least: 30%", "least: 60%", RuleFaultCode.Contradiction, "not less than 60%", 1)]
    [InlineData("id: emergency", "id: detention-case", RuleFaultCode.RepeatedEntry, "every id once", 1)]
    [InlineData("zh: 违反饮用水水源保护区内禁止性规定, ", "", RuleFaultCode.MissingTranslation, "'zh'", 0)]
    public void A_mistake_of_the_terms_is_named_with_its_line(
        string right, string wrong, RuleFaultCode code, string expected, int? below) =>
        Names(right, wrong, code, expected, below);

    [Theory]
    [InlineData("instrument: 水污染防治法", "instrument: 水/法", RuleFaultCode.MisplacedValue, "without '/'", 0)]
    [InlineData("edition: \"2017\"", "edition: \"17\"", RuleFaultCode.MisplacedValue, "such as 2017", 0)]
    [InlineData("article: \"83\"", "article: \"八十三\"", RuleFaultCode.MisplacedValue, "35-serious", 0)]
    [InlineData("article: \"39\"", "article: \"37\"", RuleFaultCode.RepeatedEntry, "every id once", null)]
    [InlineData("rangeMin: 100000 yuan", "rangeMin: 100,000 yuan", RuleFaultCode.MisplacedValue, "such as 100000 yuan", 0)]
    [InlineData("rangeMin: 100000 yuan", "rangeMin: -5 yuan", RuleFaultCode.MisplacedValue, "such as 100000 yuan", 0)]
    [InlineData("rangeMax: 1000000 yuan", "rangeMax: 1000000000001 yuan", RuleFaultCode.MisplacedValue, "at most", 0)]
    [InlineData("rangeMin: 100000 yuan", "rangeMin: 1000001 yuan", RuleFaultCode.Contradiction, "not less than 1,000,001", 1)]
    [InlineData("    rangeMin: 100000 yuan\n    rangeMax: 1000000 yuan\n", "", RuleFaultCode.MissingEntry, "'rangeMax'", null)]
    [InlineData("    rangeMax: 50000 yuan\n", "", RuleFaultCode.MissingEntry, "'rangeMax'", null)]
    [InlineData("    rangeMax: 50000 yuan\n", "    rangeMax: 50000 yuan\n    start: 10%\n", RuleFaultCode.Unreachable,
        "no start", 1)]
    [InlineData("    start: 10%\n", "", RuleFaultCode.MissingEntry, "'start'", null)]
    [InlineData("    start: 10%\n", "    start: -10%\n", RuleFaultCode.MisplacedValue, "0% to 100%", 0)]
    [InlineData("    weightsTrust: derived\n", "", RuleFaultCode.MissingEntry, "'weightsTrust'", null)]
    [InlineData("- id: excess", "- id: volume", RuleFaultCode.RepeatedEntry, "every id once", null)]
    [InlineData("- id: excess", "- id: Excess", RuleFaultCode.MisplacedValue, "such as 3-5x", 0)]
    [InlineData("{id: 3-5x", "{id: '3.5'", RuleFaultCode.MisplacedValue, "an id with a letter", 0)]
    [InlineData("{id: 3-5x", "{id: 1-3x", RuleFaultCode.RepeatedEntry, "every id once", 0)]
    [InlineData("weight: 20%, from: 3", "weight: 2O%, from: 3", RuleFaultCode.MisplacedValue, "-100% to 100%", 0)]
    [InlineData("weight: 20%, from: 3", "weight: 9%, from: 3", RuleFaultCode.Contradiction, "not less than 10%", 0)]
    [InlineData("from: 3, to: 5", "from: 3.5, to: 5", RuleFaultCode.Contradiction, "'3.5 to 5' after '1 to 3'", 0)]
    [InlineData("from: 3, to: 5", "from: 3, to: 3", RuleFaultCode.Contradiction, "'from' less than 'to'", 0)]
    [InlineData("from: 3, to: 5", "from: drei, to: 5", RuleFaultCode.MisplacedValue, "a number", 0)]
    [InlineData(", to: 3}\n          - {id: 3-5x, zh: 3倍以上不足5倍, en: 3 to 5 times, weight: 20%, from: 3",
        "}\n          - {id: 3-5x, zh: 3倍以上不足5倍, en: 3 to 5 times, weight: 20%", RuleFaultCode.Contradiction,
        "bounds that meet", 1)]
    [InlineData(", from: 3, to: 5", "", RuleFaultCode.Contradiction, "bounds that meet", 0)]
    [InlineData("weight: 20%, from: 3", "wieght: 20%, from: 3", RuleFaultCode.UnknownEntry, "'weight'", 0)]
    public void A_mistake_of_an_article_is_named_with_its_line(
        string right, string wrong, RuleFaultCode code, string expected, int? below) =>
        Names(right, wrong, code, expected, below);

    [Theory]
    [InlineData("[]", "names with their values")]
    [InlineData("", "empty")]
    [InlineData("{}", "'articles'")]
    [InlineData("a: &x 1", "an anchor")]
    public void Another_document_is_no_table(string text, string expected)
    {
        Assert.Null(DiscretionDocument.Parse(text, out var faults));
        Assert.Contains(expected, faults.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("articles:\n", "articles: []\nmore:\n", "at least one article")]
    [InlineData("  grades:\n", "  grades: []\n  more:\n", "at least one grade")]
    [InlineData("    factors:\n", "    factors: []\n    more:\n", "at least one factor")]
    [InlineData("        levels:\n", "        levels: []\n        more:\n", "at least one level")]
    public void An_empty_list_is_a_mistake(string right, string wrong, string expected)
    {
        var at = Tables.Text.IndexOf(right, StringComparison.Ordinal);
        Assert.Null(DiscretionDocument.Parse(Tables.Text[..at] + wrong + Tables.Text[(at + right.Length)..], out var faults));
        Assert.Contains(expected, faults.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_may_have_no_modifiers()
    {
        var text = Tables.Text[..Tables.Text.IndexOf("modifiers:", StringComparison.Ordinal)]
            + Tables.Text[Tables.Text.IndexOf("articles:", StringComparison.Ordinal)..];

        Assert.Empty(Tables.Read(text).Modifiers);
        Assert.Equal(Fen.FromYuan("650000"), Tables.Calculate(Tables.Worked, table: Tables.Read(text)).Amount);
    }

    private static void Names(string right, string wrong, RuleFaultCode code, string expected, int? below)
    {
        Assert.Contains(right, Tables.Text, StringComparison.Ordinal);
        var at = Tables.Text.IndexOf(right, StringComparison.Ordinal);

        Assert.Null(DiscretionDocument.Parse(Tables.Text[..at] + wrong + Tables.Text[(at + right.Length)..], out var faults));
        var fault = faults.First.FirstOrDefault(
            fault => fault.Code == code && fault.Message.English.Contains(expected, StringComparison.Ordinal));
        Assert.True(fault is not null, faults.ToString());
        Assert.NotEqual(fault.Message.English, fault.Message.Chinese);

        // What is missing is said where the whole begins; everything else where it stands.
        if (below is { } lines)
        {
            Assert.Equal(Tables.Text[..at].Count(character => character == '\n') + 1 + lines, fault.Line);
        }
    }
}
