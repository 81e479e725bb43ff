using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads a rule set from a document that people wrote and parties sign.</summary>
/// <remarks>The shape is taught by <c>docs/rules.md</c>. Nothing runs while it is read, and a document with a mistake gives no
/// rule set at all.</remarks>
public static partial class RuleSetFile
{
    private const int SameActMetresMax = 100_000;

    /// <summary>Reads a rule set.</summary>
    /// <param name="root">The document.</param>
    /// <param name="faults">Every mistake with its line and column; empty when there is none.</param>
    /// <returns>The rule set, compiled; null when there is a mistake.</returns>
    public static RuleSet? Read(DocumentNode root, out RuleFaults faults)
    {
        ArgumentNullException.ThrowIfNull(root);
        var reader = new DocumentReader();
        var ruleSet = Read(reader, root);
        faults = reader.List();
        return reader.IsClean ? ruleSet : null;
    }

    /// <summary>Lists the names that conditions may ask for, with their kinds and meanings.</summary>
    /// <returns>Fields and lists of every rule set, in order; parameters are added by each rule set.</returns>
    public static IEnumerable<(string Name, Wording Kind, Wording Meaning)> Names() => CaseSchema.General.Describe();

    private static RuleSet? Read(DocumentReader reader, DocumentNode root)
    {
        if (reader.Entries(
            root, "agreement", "number", "inForceFrom", "inForceTo", "recognisesFrom", "notice", "sameActMetres", "staleAfter",
            "title", "parameters", "groups", "laws", "fines", "authorisations", "dishonesty", "positiveList", "penaltySeries",
            "rules")
            is not { } document)
        {
            return null;
        }

        var parts = new RuleSetParts(reader);
        var parameters = Distinct(reader, reader.List(document.Find("parameters")), parts.Parameter,
            parameter => parameter.Name);
        var schema = CaseSchema.Of(parameters);
        var terms = new RuleSetTerms(
            document.Read("agreement", text => AgreementId().IsMatch(text)
                ? text : throw new ViolationException(new Wording(
                "协议标识，例如 agr:yrd-demo-2020", "an agreement such as agr:yrd-demo-2020"))),
            document.Read("number", text => Number(text, 1, int.MaxValue)),
            document.Read("inForceFrom", CivilDates.Parse),
            document.Read<DateOnly?>("inForceTo", text => CivilDates.Parse(text), isOptional: true),
            document.Read("recognisesFrom", CivilDates.Parse),
            document.Find("notice") is { } notice ? parts.Value(notice, new RuleType(RuleKind.Duration, null)) as Period? : null,
            document.Read("sameActMetres", text => Number(text, 0, SameActMetresMax)),
            parameters,
            new LawTableReader(reader).Read(document))
        {
            StaleAfter = document.Read<TimeSpan?>("staleAfter", text => TimeLength.Parse(text), isOptional: true),
            Guards = new GuardTermsReader(reader, schema).Read(document),
        };
        if (terms.InForceTo < terms.InForceFrom)
        {
            reader.Report(document.Find("inForceTo")!, RuleFaultCode.Contradiction, new Wording(
                $"不早于 {CivilDates.Format(terms.InForceFrom)} 的日期", $"a day not before {CivilDates.Format(terms.InForceFrom)}"));
        }

        var rules = new RuleReader(reader, schema, parameters);
        var nodes = reader.List(document.Need("rules"));
        var read = nodes.Select(rules.Read).ToArray();
        RuleConflicts.Report(reader, [.. read.Zip(nodes).Where(rule => rule.First is not null)!]);
        var groups = Distinct(
            reader, reader.List(document.Need("groups")), node => parts.Group(node, parameters), group => group.Name);
        parts.OneGroupEach(document, groups);
        return reader.IsClean
            ? new RuleSet(terms, groups, [.. read.OfType<Rule>()], Digest.Of(Encoding.UTF8.GetBytes(RuleSetText.Of(root))))
            : null;
    }

    private static ImmutableArray<T> Distinct<T>(
        DocumentReader reader, ImmutableArray<DocumentNode> nodes, Func<DocumentNode, T?> read, Func<T, string> name)
        where T : class
    {
        var entries = ImmutableArray.CreateBuilder<T>();
        foreach (var node in nodes)
        {
            if (read(node) is not { } entry)
            {
                continue;
            }

            if (entries.Any(known => name(known) == name(entry)))
            {
                reader.Report(node, RuleFaultCode.RepeatedEntry, new Violation(
                    new Wording("每个名称只写一次", "every name once"), new Wording($"“{name(entry)}”", $"'{name(entry)}'")));
            }

            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    private static int Number(string text, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= minimum && number <= maximum
            ? number
            : throw new ViolationException(new Wording(
                $"{minimum} 至 {maximum} 的整数", $"a whole number from {minimum} to {maximum}"));

    [GeneratedRegex(@"\Aagr:[a-z0-9][a-z0-9-]{0,59}\z")]
    private static partial Regex AgreementId();
}
