using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads what the cases of a document expect.</summary>
/// <param name="reader">Collects the mistakes.</param>
/// <param name="rules">The rule set that the cases are for.</param>
internal sealed class CaseExpectationReader(DocumentReader reader, RuleSet rules)
{
    private static readonly Dictionary<string, Outcome> OutcomeWords =
        Enum.GetValues<Outcome>().ToDictionary(outcome => Spelling.Of(outcome));

    /// <summary>Reads what a receiver must make of a record.</summary>
    /// <returns>Null when it is wrong; what is wrong has been reported.</returns>
    public CaseExpectation? Read(DocumentNode.Scalar division, DocumentNode node)
    {
        if (!Jurisdiction.TryParse(division.Text, out var receiver))
        {
            reader.Report(division, RuleFaultCode.MisplacedValue, new Wording(
                "接收方的区划代码，例如 320509", "the division of a receiver, such as 320509"));
            return null;
        }

        if (reader.Entries(node, "outcome", "codes", "items", "questions") is not { } answer)
        {
            return null;
        }

        var outcome = answer.Choose("outcome", OutcomeWords);
        var codes = reader.List(answer.Find("codes")).Select(CodeOf).ToImmutableArray();
        var questions = answer.Find("questions") is { } asked && reader.Entries(asked) is { At: var open }
            ? open.Entries.Select(entry => (CodeOf(entry.Name), DueOf(entry.Value))).ToImmutableArray()
            : [];
        var items = answer.Find("items") is { } named && reader.Entries(named) is { At: var each }
            ? each.Entries.SelectMany(entry => reader.List(entry.Value).Select(code => (entry.Name.Text, CodeOf(code))))
                .ToImmutableArray()
            : [];
        return new CaseExpectation(division, receiver, new CaseAnswer(outcome, codes, questions) { Items = items });
    }

    private string CodeOf(DocumentNode node)
    {
        if (reader.Text(node) is not { } written)
        {
            return "";
        }

        // The codes that the rule set has, and the one that is found without any rule.
        var known = rules.Rules.Select(rule => rule.Code.ToString()).Append("REF-AGR-NOT-IN-FORCE");
        if (!known.Contains(written.Text, StringComparer.Ordinal))
        {
            reader.Report(written, DocumentFaults.UnknownName(written, known));
        }

        return written.Text;
    }

    private DateOnly? DueOf(DocumentNode node)
    {
        if (node is DocumentNode.Scalar { Text: "none" } || reader.Text(node) is not { } written)
        {
            return null;
        }

        if (CivilDates.TryParse(written.Text, out var due))
        {
            return due;
        }

        reader.Report(written, RuleFaultCode.MisplacedValue, new Wording(
            "期限届满之日，例如 2026-06-15，或者 none", "the day by which it is due, such as 2026-06-15, or none"));
        return null;
    }
}
