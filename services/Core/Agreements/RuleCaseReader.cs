using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the cases of a document.</summary>
/// <param name="reader">Collects the mistakes.</param>
/// <param name="rules">The rule set that they are for.</param>
internal sealed class RuleCaseReader(DocumentReader reader, RuleSet rules)
{
    private readonly CaseExpectationReader _expectations = new(reader, rules);
    private ImmutableDictionary<string, DocumentNode.Mapping> _records =
        ImmutableDictionary.Create<string, DocumentNode.Mapping>(StringComparer.Ordinal);

    public bool IsClean => reader.IsClean;

    public RuleFaults Faults => reader.List();

    /// <summary>Reads a document.</summary>
    /// <returns>Null when it is none of cases, which has been reported.</returns>
    public RuleCaseSet? Read(DocumentNode root)
    {
        if (reader.Entries(root, "records", "cases") is not { } document)
        {
            return null;
        }

        if (document.Need("records") is { } records && reader.Entries(records) is { At: var named })
        {
            _records = _records.AddRange(named.Entries.DistinctBy(entry => entry.Name.Text)
                .Select(entry => (entry.Name.Text, Record: Mapping(entry.Value)))
                .Where(entry => entry.Record is not null)
                .Select(entry => KeyValuePair.Create(entry.Text, entry.Record!)));
        }

        var cases = reader.List(document.Need("cases")).Select(Case).OfType<RuleCase>().ToImmutableArray();
        foreach (var again in cases.GroupBy(one => one.Name.Text).SelectMany(same => same.Skip(1)))
        {
            reader.Report(again.Name, RuleFaultCode.RepeatedEntry, new Wording("每个名称只写一次", "every name once"));
        }

        return new RuleCaseSet(_records, cases);
    }

    private RuleCase? Case(DocumentNode node)
    {
        if (reader.Entries(
            node, "name", "record", "change", "published", "by", "choices", "then", "asOf", "expect") is not { } one)
        {
            return null;
        }

        var name = reader.Text(one.Need("name"));
        var record = new CasePublication(
            one.At, RecordOf(one.Need("record")), null, ChangeOf(one), DayOf(one, "published", isOptional: true), ByOf(one));
        var then = reader.List(one.Find("then")).Select(Publication).OfType<CasePublication>().ToImmutableArray();
        var asOf = DayOf(one, "asOf", isOptional: true);
        var expect = one.Need("expect") is { } receivers && reader.Entries(receivers) is { At: var named }
            ? named.Entries.Select(entry => _expectations.Read(entry.Name, entry.Value)).OfType<CaseExpectation>()
                .ToImmutableArray()
            : [];
        if (expect.IsEmpty && one.Find("expect") is { } nothing && reader.IsClean)
        {
            reader.Report(nothing, RuleFaultCode.MissingEntry, new Violation(
                new Wording("至少一个接收方及其结论", "at least one receiver and what it makes of the record"),
                new Wording("没有", "none")));
        }

        return name is null ? null : new RuleCase(name, Chosen(one.Find("choices")), record, then, asOf, expect);
    }

    private RuleSet Chosen(DocumentNode? choices)
    {
        var parts = new RuleSetParts(reader);
        return choices is null ? rules : rules.With(
        [
            .. rules.Groups.Select(group => group with
            {
                Choices = parts.Choices(choices, rules.Terms.Parameters, group.Choices),
            }),
        ]);
    }

    private CasePublication? Publication(DocumentNode node)
    {
        if (reader.Entries(node, "on", "by", "event", "record", "change") is not { } step)
        {
            return null;
        }

        var on = DayOf(step, "on", isOptional: false);
        var isRecord = step.Find("record") is not null;
        var happened = isRecord ? null : step.Need("event");
        return new CasePublication(
            happened ?? step.At,
            isRecord ? RecordOf(step.Find("record")) : "",
            happened is null ? null : Mapping(happened),
            ChangeOf(step),
            on,
            ByOf(step));
    }

    private string RecordOf(DocumentNode? node)
    {
        if (reader.Text(node) is not { } written || _records.ContainsKey(written.Text))
        {
            return (node as DocumentNode.Scalar)?.Text ?? "";
        }

        reader.Report(written, DocumentFaults.UnknownName(written, _records.Keys));
        return "";
    }

    private static string ByOf(Entries step) => step.Read(
        "by",
        text => text == RuleCaseFile.Arbiter || Jurisdiction.TryParse(text, out _) ? text : throw new ViolationException(
            new Wording($"缔约方区划代码，例如 320509，或者 {RuleCaseFile.Arbiter}",
                $"the division of a party such as 320509, or {RuleCaseFile.Arbiter}")),
        isOptional: true) ?? "";

    private ImmutableArray<(DocumentNode.Scalar, DocumentNode)> ChangeOf(Entries step) =>
        step.Find("change") is { } change && reader.Entries(change) is { At: var named } ? named.Entries : [];

    private DocumentNode.Mapping? Mapping(DocumentNode node) => reader.Entries(node)?.At;

    private static DateOnly? DayOf(Entries step, string name, bool isOptional) =>
        step.Read<DateOnly?>(name, text => CivilDates.Parse(text), isOptional);
}
