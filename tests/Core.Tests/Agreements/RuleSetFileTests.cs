using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.RuleFiles;
using ExchangeHub.Rules;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Agreements;

/// <summary>A document with a mistake gives no rules at all, and says where the mistake stands and what would be right.</summary>
public sealed class RuleSetFileTests
{
    private const string Condition = "(count o in officers where (o.isValid else true)) < 2 and officers.count is known";

    private static readonly string Good =
        File.ReadAllText(Path.Combine(DemoNetwork.Samples, "rules", "yrd-demo-2020-v3.yaml"));

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Path.Combine(DemoNetwork.Samples, "rules"), "*.yaml")
        .Where(path => !path.EndsWith(".cases.yaml", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_without_mistakes(string name) =>
        Assert.NotNull(DemoNetwork.Rules(Path.Combine("rules", name)));

    [Theory]
    [InlineData(Condition, "officers.count < 2 yuan", RuleFaultCode.WrongKind, "an amount of money")]
    [InlineData(Condition, "officer.count < 2", RuleFaultCode.UnknownName, "officers.count")]
    [InlineData(Condition, "officers.count / 0 < 2", RuleFaultCode.UnsafeDivision, "not zero")]
    [InlineData(Condition, "\"false\"", RuleFaultCode.Unreachable, "REF-OFF-COUNT, which never does")]
    [InlineData("code: REF-OFF-COUNT", "code: REF-OFF-COUN", RuleFaultCode.UnknownCode, "perhaps REF-OFF-COUNT")]
    [InlineData("precedence: 42", "precedence: 41", RuleFaultCode.AgainstCatalogue,
        "42, as the catalogue has it for REF-OFF-COUNT")]
    [InlineData("precedence: 42", "precedence: many", RuleFaultCode.MisplacedValue, "whole number")]
    [InlineData("kinds: [PENALTY]", "kinds: [PERMIT]", RuleFaultCode.AgainstCatalogue, "the kinds that")]
    [InlineData("kinds: [PENALTY]", "kinds: [PENALTIES]", RuleFaultCode.MisplacedValue, "EVIDENCE, PENALTY, PERMIT, BLACKLIST")]
    [InlineData("kinds: [PENALTY]", "kinds: []", RuleFaultCode.Unreachable, "which never does")]
    [InlineData("effect: HOLD", "effect: REFUSE", RuleFaultCode.AgainstCatalogue, "HOLD")]
    [InlineData("decider: RULE\n    when: not", "decider: OFFICER\n    when: not", RuleFaultCode.AgainstCatalogue, "RULE")]
    [InlineData("nature: MANDATORY", "nature: OPTIONAL", RuleFaultCode.AgainstCatalogue, "MANDATORY")]
    [InlineData("    happened: e.kind = PERFORMED\n", "", RuleFaultCode.MissingEntry, "a condition")]
    [InlineData("happened: e.kind = PERFORMED", "happened: e.kind = PREFORMED", RuleFaultCode.UnknownCode, "PERFORMED")]
    [InlineData("    sentence:\n", "    sentense:\n", RuleFaultCode.UnknownEntry, "'sentence'")]
    [InlineData("      zh: 执法人员少于两人\n", "", RuleFaultCode.MissingTranslation, "'zh'")]
    [InlineData("agreement: agr:yrd-demo-2020", "agreement: yrd", RuleFaultCode.MisplacedValue, "agr:yrd-demo-2020")]
    [InlineData("number: 3", "number: -1", RuleFaultCode.MisplacedValue, "a whole number from 1")]
    [InlineData("number: 3\n", "number: 3\nnumber: 3\n", RuleFaultCode.RepeatedEntry, "once")]
    [InlineData("inForceTo: 2026-08-14", "inForceTo: 2025-08-14", RuleFaultCode.Contradiction, "a day not before 2026-01-01")]
    [InlineData("inForceTo: 2026-08-14", "inForceTo: 2026-02-30", RuleFaultCode.MisplacedValue, "date")]
    [InlineData("sameActMetres: 300", "sameActMetres: 1.5", RuleFaultCode.MisplacedValue, "0 to 100000")]
    [InlineData("staleAfter: 72 hours", "staleAfter: 3 months", RuleFaultCode.MisplacedValue, "72 hours, of 366 days")]
    [InlineData("value: 1000000 yuan", "value: 1000000", RuleFaultCode.WrongKind, "an amount of money")]
    [InlineData("value: KEEP_WITH_FLAG", "value: KEEP", RuleFaultCode.WrongKind, "KEEP_WITH_FLAG, SUSPEND")]
    [InlineData("name: parties", "name: '310118'", RuleFaultCode.MisplacedValue, "begins with a letter")]
    [InlineData("[\"310118\", \"320509\", \"330421\"]", "[\"310118\", \"310118\"]", RuleFaultCode.MisplacedValue, "each once")]
    [InlineData("[\"310118\", \"320509\", \"330421\"]", "[\"31O118\"]", RuleFaultCode.MisplacedValue, "six digits")]
    [InlineData("groups:\n", "groups:\n  - {name: others, members: [\"310118\"]}\n", RuleFaultCode.Contradiction,
        "310118 in 'others' and in 'parties'")]
    [InlineData("    members: [", "    choices: {pendingRemedie: SUSPEND}\n    members: [", RuleFaultCode.UnknownEntry,
        "'pendingRemedy'")]
    [InlineData("groups:\n", "groups: &all\n", RuleFaultCode.UnreadableDocument, "an anchor or a tag")]
    [InlineData("rules:\n", "rules: !!binary\n", RuleFaultCode.UnreadableDocument, "")]
    [InlineData("agreement: ", "agreement: [", RuleFaultCode.UnreadableDocument, "")]
    public void A_mistake_is_named_with_its_place(string right, string wrong, RuleFaultCode code, string expected)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(right, StringComparison.Ordinal);
        var broken = Good[..at] + wrong + Good[(at + right.Length)..];

        Assert.Null(RuleSetFolder.Parse(broken, out var faults));
        var fault = Assert.Single(faults.First, fault => fault.Code == code);
        Assert.Contains(expected, fault.Message.English, StringComparison.Ordinal);
        Assert.NotEqual(fault.Message.English, fault.Message.Chinese);
        if (code != RuleFaultCode.UnreadableDocument) // where the words are those of the parser of YAML
        {
            Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,} [a-z]{2,}", fault.Message.Chinese);
        }

        var line = Good[..at].Count(character => character == '\n') + 1;
        Assert.InRange(fault.Line, line - 12, line + 12);
    }

    [Theory]
    [InlineData("when: " + Condition, "when: officers.cout < 2", 0, 11)]
    [InlineData("when: " + Condition, "when: |\n      officers.count < 2\n      or officers.cout = 3", 2, 10)]
    [InlineData("when: " + Condition, "when: 'officers.cout < 2'", 0, 12)]
    [InlineData("happened: e.kind = PERFORMED", "happened: e.kind = PREFORMED", 0, 24)]
    public void A_mistake_in_a_condition_stands_where_it_was_written(string right, string wrong, int lines, int column)
    {
        var at = Good.IndexOf(right, StringComparison.Ordinal);
        Assert.Null(RuleSetFolder.Parse(Good[..at] + wrong + Good[(at + right.Length)..], out var faults));

        var fault = Assert.Single(faults.First);
        Assert.Equal((Good[..at].Count(character => character == '\n') + 1 + lines, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void Two_rules_for_one_reason_contradict_each_other()
    {
        var start = Good.IndexOf("  - code: REF-OFF-COUNT", StringComparison.Ordinal);
        var rule = Good[start..Good.IndexOf("  - code:", start + 5, StringComparison.Ordinal)];

        Assert.Null(RuleSetFolder.Parse(Good.Insert(start, rule), out var faults));
        Assert.Contains("a second rule for REF-OFF-COUNT", Assert.Single(faults.First).Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_of_one_precedence_have_one_effect() => Assert.All(
        // No rule says another precedence than the catalogue: that keeps rules of one precedence from contradicting each other.
        ReasonCatalogue.All.GroupBy(reason => reason.Precedence),
        gate => Assert.Single(gate.Select(reason => reason.Effect).Distinct()));

    [Fact]
    public void Hostile_documents_end_at_once()
    {
        foreach (var hostile in (string[])
        [
            "",
            "- \0",
            new string('[', 10_000),
            string.Concat(Enumerable.Repeat("a: {", 10_000)),
            "rules: " + new string('x', 10 * 1024 * 1024),
            With(new string('(', 10_000) + "true" + new string(')', 10_000)),
            With(string.Join(" and ", Enumerable.Repeat("true", 5_000))),
            "a: &a [x]\nb: *a\n",
            "\u202E{",
        ])
        {
            Assert.Null(RuleSetFolder.Parse(hostile, out var faults));
            Assert.NotEmpty(faults.First);
        }
    }

    [Fact]
    public void Layout_comments_and_the_order_of_names_do_not_make_other_rules()
    {
        var laidOut = "# another head\n" + With(
            "|\n      ( (count o in officers where (o.isValid\n        else true))\n        < 2 )\n"
            + "      and officers.count is known").Replace(
            "    nature: MANDATORY\n    decider: RULE\n", "    decider: RULE\n    nature: MANDATORY\n", StringComparison.Ordinal);
        Assert.Equal(Parse(Good).Hash, Parse(laidOut).Hash);
        Assert.Empty(RuleChange.Between(Parse(Good), Parse(laidOut)));

        var other = With("officers.count < 3");
        Assert.NotEqual(Parse(Good).Hash, Parse(other).Hash);
        var change = Assert.Single(RuleChange.Between(Parse(Good), Parse(other)));
        Assert.Equal(("REF-OFF-COUNT", "when", "officers.count < 3"), (change.Subject, change.Aspect, change.After));
    }

    [Fact]
    public void Windows_line_ends_and_json_are_read_as_well()
    {
        Assert.Equal(Parse(Good).Hash, Parse(Good.Replace("\n", "\r\n", StringComparison.Ordinal)).Hash);
        Assert.Null(RuleSetFolder.Parse("{\"agreement\": \"agr:a\", \"nummer\": 3}", out var faults));
        Assert.Contains(faults.First, fault => (fault.Line, fault.Column) == (1, 24) && fault.Code == RuleFaultCode.UnknownEntry);
    }

    [Fact]
    public void The_example_of_two_provinces_says_otherwise_what_it_means_otherwise()
    {
        var changes = RuleChange.Between(DemoNetwork.Rules("rules/yrd-demo-2020-v3.yaml"), DemoNetwork.Rules(
            "rules/two-provinces-v1.yaml"));

        Assert.Contains(new RuleChange("policy.pendingRemedy", "value", "KEEP_WITH_FLAG", "SUSPEND"), changes);
        Assert.Contains(changes, change =>
            change is { Subject: "policy.smallestFine", Before: "0.00 yuan", After: "1000.00 yuan" });
        Assert.Contains(new RuleChange("provinces", "members", "", "320000, 330000"), changes);
        Assert.Contains(changes, change => change is { Subject: "FLG-UNDER-REVIEW", Aspect: "when", After: "" });
        Assert.Contains(changes, change => change is { Subject: "REF-DEMINIMIS", Aspect: "when" }
            && change.After.Contains("all p in penalties", StringComparison.Ordinal));
        Assert.Contains(changes, change => change is
        {
            Subject: "REF-OFF-COUNT", Aspect: "kinds", Before: "EVIDENCE, PENALTY", After: "PENALTY",
        });
        Assert.DoesNotContain(changes, change => change.Subject == "REF-OFF-COUNT" && change.Aspect != "kinds");
    }

    private static string With(string condition) =>
        Good.Replace("when: " + Condition, "when: " + condition, StringComparison.Ordinal);

    private static RuleSet Parse(string text) => RuleSetFolder.Parse(text, out var faults)
        ?? throw new InvalidOperationException(new StringBuilder().Append(faults).ToString());
}
