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
    private AgreementState(
        Network founded, int acts, ImmutableArray<RuleSetPaper> papers, ImmutableArray<Departure> departures,
        ImmutableArray<LocalChoice> choices)
    {
        (Founded, Acts, Papers, Departures, Choices) = (founded, acts, papers, departures, choices);
        Network = acts == 0 ? founded
            : founded with { Agreement = founded.Agreement with { RuleSets = AgreementPeriods.Of(this) } };
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

    /// <summary>Gets what parties chose for themselves, oldest first.</summary>
    internal ImmutableArray<LocalChoice> Choices { get; }

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
            AgreementDeed.Choose choose => With(choices: Choices.Add(new LocalChoice(
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
        new(Founded, Acts + 1, papers ?? Papers, departures ?? Departures, choices ?? Choices);

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

    /// <summary>Gets the rules that bind, by their first day. Founded ones count as signed before every act.</summary>
    internal IEnumerable<(RuleSet Rules, int SignedAs)> Binding() => Founded.Agreement.RuleSets.Select(rules => (rules, 0))
        .Concat(Papers.Where(paper => paper.Stage == PaperStage.Agreed).Select(paper => (paper.Rules, paper.SignedAs)))
        .OrderBy(one => one.Item1.InForceFrom);
}
