using System.Collections.Immutable;
using System.Text;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads a rule set from its text.</summary>
/// <param name="text">YAML or JSON.</param>
/// <param name="faults">Every mistake with its line and column.</param>
/// <returns>The rule set; null when there is a mistake.</returns>
public delegate RuleSet? ReadRules(string text, out RuleFaults faults);

/// <summary>An agreement after the acts of its parties. Immutable.</summary>
public sealed class AgreementState
{
    private readonly ImmutableArray<LocalChoice> _choices;

    private AgreementState(
        Network founded, int acts, ImmutableArray<RuleSetPaper> papers, ImmutableArray<Departure> departures,
        ImmutableArray<LocalChoice> choices)
    {
        (Founded, Acts, Papers, Departures, _choices) = (founded, acts, papers, departures, choices);
        Network = acts == 0 ? founded : founded with { Agreement = founded.Agreement with { RuleSets = Periods() } };
    }

    /// <summary>Gets the network as its file founds it.</summary>
    public Network Founded { get; }

    /// <summary>Gets the network under the agreement as it stands now. What an act changes begins on a later day than the act, so
    /// that rules of a day are the same whenever they are asked for.</summary>
    public Network Network { get; }

    /// <summary>Gets how many acts there were.</summary>
    public int Acts { get; }

    /// <summary>Gets every document that was drafted, oldest first.</summary>
    public ImmutableArray<RuleSetPaper> Papers { get; }

    /// <summary>Gets the notices of leaving, oldest first.</summary>
    public ImmutableArray<Departure> Departures { get; }

    /// <summary>Begins with what the network file says.</summary>
    /// <param name="founded">The network.</param>
    /// <returns>The agreement before any act.</returns>
    public static AgreementState Of(Network founded) => new(founded, 0, [], [], []);

    /// <summary>Applies an act that was taken.</summary>
    /// <param name="act">The act.</param>
    /// <param name="at">When it was taken.</param>
    /// <param name="readRules">Reads the document of a draft.</param>
    /// <returns>The agreement after it.</returns>
    /// <exception cref="InvalidDataException">The document of a draft cannot be read any more.</exception>
    public AgreementState Apply(AgreementAct act, DateTimeOffset at, ReadRules readRules)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(readRules);
        return act.Deed switch
        {
            AgreementDeed.Draft draft => With(papers: Papers.Add(Read(draft, act.Party, readRules))),
            AgreementDeed.Propose propose => WithPaper(
                propose.Document, paper => paper with { Stage = PaperStage.Proposed, ProposedBy = act.Party }),
            AgreementDeed.Sign sign => WithPaper(sign.Document, paper => Signed(paper, act.Party)),
            AgreementDeed.Withdraw withdraw => WithPaper(
                withdraw.Document, paper => paper with { Stage = PaperStage.Withdrawn }),
            AgreementDeed.GiveNotice notice => With(
                departures: Departures.Add(new Departure(act.Party, notice.LastDay, Acts + 1, at))),
            AgreementDeed.Choose choose => With(choices: _choices.Add(new LocalChoice(
                act.Party,
                choose.RuleSet,
                choose.From,
                choose.Choices.ToImmutableDictionary(
                    choice => choice.Key,
                    choice => RulesOf(choose.RuleSet)?.Terms.Find(choice.Key)?.Read(choice.Value))))),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    /// <summary>Finds a document.</summary>
    /// <param name="digest">Digest of its bytes.</param>
    /// <returns>The document with its stage; null when nobody has drafted it.</returns>
    public RuleSetPaper? Find(Digest digest) => Papers.LastOrDefault(paper => paper.Digest == digest);

    /// <summary>Gets the rules that begin last, as founded or signed since.</summary>
    internal RuleSet Latest => Binding().Last().Rules;

    /// <summary>Gets the rules of a number, as founded or signed since.</summary>
    internal RuleSet? RulesOf(int number) => Binding().Select(one => one.Rules).FirstOrDefault(rules => rules.Number == number);

    private AgreementState With(
        ImmutableArray<RuleSetPaper>? papers = null, ImmutableArray<Departure>? departures = null,
        ImmutableArray<LocalChoice>? choices = null) =>
        new(Founded, Acts + 1, papers ?? Papers, departures ?? Departures, choices ?? _choices);

    private AgreementState WithPaper(Digest digest, Func<RuleSetPaper, RuleSetPaper> change)
    {
        var paper = Find(digest) ?? throw new InvalidDataException($"An act names the document {digest}, which nobody drafted.");
        return With(papers: Papers.Replace(paper, change(paper)));
    }

    private RuleSetPaper Signed(RuleSetPaper paper, Jurisdiction party)
    {
        var signed = paper with { SignedBy = paper.SignedBy.Add(party) };
        return signed.Missing.IsEmpty ? signed with { Stage = PaperStage.Agreed, SignedAs = Acts + 1 } : signed;
    }

    private static RuleSetPaper Read(AgreementDeed.Draft draft, Jurisdiction party, ReadRules readRules)
    {
        var rules = readRules(Encoding.UTF8.GetString(draft.Document.Span), out var faults)
            ?? throw new InvalidDataException($"A draft of {party} cannot be read any more:\n{faults}");
        return new RuleSetPaper(
            Digest.Of(draft.Document.Span), new SignedDocument(rules, draft.Document), party, PaperStage.Draft, null, [], 0);
    }

    // Founded ones count as signed before every act.
    private IEnumerable<(RuleSet Rules, int SignedAs)> Binding() => Founded.Agreement.RuleSets.Select(rules => (rules, 0))
        .Concat(Papers.Where(paper => paper.Stage == PaperStage.Agreed).Select(paper => (paper.Rules, paper.SignedAs)))
        .OrderBy(one => one.Item1.InForceFrom);

    // A rule set falls into periods where a party leaves or chooses for itself.
    private ImmutableArray<RuleSet> Periods()
    {
        var periods = ImmutableArray.CreateBuilder<RuleSet>();
        var binding = Binding().ToArray();
        for (var i = 0; i < binding.Length; i++)
        {
            var (rules, signedAs) = binding[i];
            var last = i + 1 < binding.Length && !(rules.InForceTo < binding[i + 1].Rules.InForceFrom)
                ? binding[i + 1].Rules.InForceFrom.AddDays(-1)
                : rules.InForceTo;
            Departure[] departures =
                [.. Departures.Where(left => left.GivenAs > signedAs && rules.Binds(left.Party))];
            LocalChoice[] choices = [.. _choices.Where(choice => choice.RuleSet == rules.Number)];
            DateOnly[] firstDays =
            [
                .. departures.Select(left => left.LastDay.AddDays(1)).Concat(choices.Select(choice => choice.From))
                    .Where(day => day > rules.InForceFrom && !(day > last)).Prepend(rules.InForceFrom).Distinct().Order(),
            ];
            for (var period = 0; period < firstDays.Length; period++)
            {
                var from = firstDays[period];
                var to = period + 1 < firstDays.Length ? firstDays[period + 1].AddDays(-1) : last;
                var left = departures.Where(departure => departure.LastDay < from).Select(departure => departure.Party);
                periods.Add(rules.During(from, to).With(
                    Groups(rules, [.. left], [.. choices.Where(choice => choice.From <= from)])));
            }
        }

        return periods.ToImmutable();
    }

    private static ImmutableArray<ReceiverGroup> Groups(RuleSet rules, HashSet<Jurisdiction> left, LocalChoice[] choices)
    {
        var groups = ImmutableArray.CreateBuilder<ReceiverGroup>();
        foreach (var group in rules.Groups)
        {
            var chosen = group.Members.Except(left)
                .Select(member => (Member: member, Choices: Chosen(rules, group, choices.Where(one => one.Party == member))))
                .ToLookup(one => one.Choices.SequenceEqual(group.Choices));
            if (chosen.Contains(true))
            {
                groups.Add(group with { Members = [.. chosen[true].Select(one => one.Member)] });
            }

            // A document cannot name a group so.
            groups.AddRange(chosen[false].OrderBy(one => one.Member.ToString(), StringComparer.Ordinal)
                .Select(one => new ReceiverGroup($"{group.Name}.{one.Member}", [one.Member]) { Choices = one.Choices }));
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<object> Chosen(RuleSet rules, ReceiverGroup group, IEnumerable<LocalChoice> choices)
    {
        var chosen = group.Choices;
        foreach (var (name, value) in choices.OrderBy(choice => choice.From).SelectMany(choice => choice.Choices))
        {
            var index = rules.Terms.Parameters.IndexOf(rules.Terms.Find(name)!);
            chosen = chosen.SetItem(index, value ?? group.Choices[index]);
        }

        return chosen;
    }
}
