using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Receivers that made the same choices and therefore share every decision.</summary>
/// <param name="Name">Name within the rule set, lower-case ASCII, such as <c>parties</c>.</param>
/// <param name="Members">The receivers.</param>
public sealed record ReceiverGroup(string Name, ImmutableHashSet<Jurisdiction> Members)
{
    /// <summary>Gets a value for each parameter of the rule set, in their order.</summary>
    internal ImmutableArray<object> Choices { get; init; } = [];
}

/// <summary>A numbered version of the rules of an agreement; immutable once in force.</summary>
public sealed class RuleSet
{
    // Judged before any rule runs: at the door, when a statement is filed, or because there is no record to judge.
    private static readonly FrozenSet<string> JudgedAtTheDoor = FrozenSet.Create(
        StringComparer.Ordinal,
        "REF-INT-SCHEMA", "REF-INT-HASH", "REF-INT-BAG", "REF-SIG-INVALID", "REF-SIG-KEY", "REF-ID-INVALID", "REF-PRIV-RAW",
        "REF-SECRET", "HOLD-ORDER", "DUP-IDEMPOTENT");

    private readonly FrozenDictionary<RecordKind, ImmutableArray<Rule>> _byKind;

    internal RuleSet(RuleSetTerms terms, ImmutableArray<ReceiverGroup> groups, ImmutableArray<Rule> rules, Digest hash)
    {
        (Terms, Groups, Hash) = (terms, groups, hash);
        _byKind = Enum.GetValues<RecordKind>().ToFrozenDictionary(
            kind => kind,
            kind => rules.Where(rule => rule.Kinds.Contains(kind))
                .OrderBy(rule => rule.Precedence).ThenBy(rule => rule.Code.ToString(), StringComparer.Ordinal)
                .ToImmutableArray());
        Rules = rules;
    }

    /// <summary>Gets the agreement, such as <c>agr:yrd-demo-2020</c>.</summary>
    public string Agreement => Terms.Agreement;

    /// <summary>Gets the version, from 1.</summary>
    public int Number => Terms.Number;

    /// <summary>Gets the first day.</summary>
    public DateOnly InForceFrom => Terms.InForceFrom;

    /// <summary>Gets the last day; null when it is open.</summary>
    public DateOnly? InForceTo => Terms.InForceTo;

    /// <summary>Gets the day before which acts of office are outside the agreement (REF-AGR-DATE).</summary>
    public DateOnly RecognisesFrom => Terms.RecognisesFrom;

    /// <summary>Gets the distance within which two acts of one subject on one day are taken for one act, in metres.</summary>
    public int SameActMetres => Terms.SameActMetres;

    /// <summary>Gets after how long a node of which nothing is heard is silent (FLG-STALE); null when the parties agreed on
    /// nothing.</summary>
    public TimeSpan? StaleAfter => Terms.StaleAfter;

    /// <summary>Gets every party, in exactly one group.</summary>
    public ImmutableArray<ReceiverGroup> Groups { get; }

    /// <summary>Gets every party, by division code.</summary>
    public IEnumerable<Jurisdiction> Parties =>
        Groups.SelectMany(group => group.Members).OrderBy(member => member.ToString(), StringComparer.Ordinal);

    /// <summary>Gets the digest of what the rules say, whatever their layout: decisions keep it.</summary>
    public Digest Hash { get; }

    /// <summary>Gets the name that decisions cite, such as <c>agr:yrd-demo-2020/v3</c>.</summary>
    public string Name => $"{Agreement}/v{Number}";

    /// <summary>Gets how many rules there are.</summary>
    public int RuleCount => Rules.Length;

    /// <summary>Gets the reasons that its rules establish, by precedence, then by code.</summary>
    public IEnumerable<string> Codes => Rules.OrderBy(rule => rule.Precedence).Select(rule => rule.Code.ToString())
        .Distinct(StringComparer.Ordinal);

    internal RuleSetTerms Terms { get; }

    internal ImmutableArray<Rule> Rules { get; }

    /// <summary>Gets the group of a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <returns>The group, or null when it is not a party.</returns>
    public ReceiverGroup? GroupOf(Jurisdiction receiver) => Groups.FirstOrDefault(group => group.Members.Contains(receiver));

    /// <summary>Says whether a division is bound by these rules.</summary>
    /// <param name="division">The division.</param>
    /// <returns>Whether it is a party.</returns>
    public bool Binds(Jurisdiction division) => GroupOf(division) is not null;

    /// <summary>Lists the codes of the catalogue that no rule judges for a kind of record.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Codes in the order of the catalogue; what is judged at the door is not among them.</returns>
    public IEnumerable<ReasonCode> NotJudged(RecordKind kind) => ReasonCatalogue.All
        .Where(reason => reason.Concerns(kind.Code()) && !JudgedAtTheDoor.Contains(reason.Code.ToString())
            && !For(kind).Any(rule => rule.Code == reason.Code)
            && !(StaleAfter is not null && reason.Code == Staleness.Code)) // where somebody is answered
        .Select(reason => reason.Code);

    /// <summary>Gets the rules for a kind of record, by precedence, then by code.</summary>
    internal ImmutableArray<Rule> For(RecordKind kind) => _byKind[kind];

    /// <summary>Gets the rule that establishes a reason.</summary>
    internal Rule? Of(ReasonCode code) => Rules.FirstOrDefault(rule => rule.Code == code);

    /// <summary>Gets a choice of a group; what the rules do not know is not chosen.</summary>
    internal bool Chooses(ReceiverGroup group, string parameter) =>
        Terms.Find(parameter) is { } found
        && group.Choices[Terms.Parameters.IndexOf(found)] is true;

    /// <summary>Lists what a group chose otherwise than the document says.</summary>
    /// <param name="group">A group of these rules.</param>
    /// <returns>Parameters with their values as a document writes them.</returns>
    public IEnumerable<(string Parameter, string Value)> Choices(ReceiverGroup group) => Terms.Parameters.Zip(group.Choices)
        .Where(choice => !choice.Second.Equals(choice.First.Value))
        .Select(choice => (choice.First.Name, Parameter.Write(choice.Second)));

    /// <summary>Makes the same rules for other groups.</summary>
    internal RuleSet With(ImmutableArray<ReceiverGroup> groups) => new(Terms, groups, Rules, Hash);

    /// <summary>Makes the same rules for other days.</summary>
    internal RuleSet During(DateOnly from, DateOnly? to) =>
        new(Terms with { InForceFrom = from, InForceTo = to }, Groups, Rules, Hash);
}
