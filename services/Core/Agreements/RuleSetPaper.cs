using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Where a document is on its way to being rules.</summary>
public enum PaperStage
{
    /// <summary>Anybody may read and try it; nobody is asked to sign.</summary>
    Draft = 1,

    /// <summary>It waits for the signatures of its parties.</summary>
    Proposed = 2,

    /// <summary>All of its parties have signed. It binds from its first day.</summary>
    Agreed = 3,

    /// <summary>It was taken back before that.</summary>
    Withdrawn = 4,
}

/// <summary>A document that a party laid before the others.</summary>
/// <param name="Digest">Of its bytes.</param>
/// <param name="Document">The rule set and its bytes.</param>
/// <param name="DraftedBy">Who drafted it.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="ProposedBy">Who proposed it; null while nobody has.</param>
/// <param name="SignedBy">Who has signed, in order.</param>
/// <param name="SignedAs">Which act completed the signatures; 0 while some are missing.</param>
public sealed record RuleSetPaper(
    Digest Digest, SignedDocument Document, Jurisdiction DraftedBy, PaperStage Stage, Jurisdiction? ProposedBy,
    ImmutableArray<Jurisdiction> SignedBy, int SignedAs)
{
    /// <summary>Gets the rules.</summary>
    public RuleSet Rules => Document.Rules;

    /// <summary>Gets the parties whose signatures it needs and does not have.</summary>
    public ImmutableArray<Jurisdiction> Missing => Stage == PaperStage.Proposed ? [.. Rules.Parties.Except(SignedBy)] : [];
}

/// <summary>A notice of leaving.</summary>
/// <param name="Party">Who leaves.</param>
/// <param name="LastDay">The last day on which it is bound.</param>
/// <param name="GivenAs">Which act it was: rules that are signed later bind their parties again.</param>
/// <param name="GivenAt">When it was taken.</param>
public sealed record Departure(Jurisdiction Party, DateOnly LastDay, int GivenAs, DateTimeOffset GivenAt);

/// <summary>What a party chose for itself.</summary>
/// <param name="Party">The party.</param>
/// <param name="RuleSet">Number of the rule set.</param>
/// <param name="From">First day.</param>
/// <param name="Choices">Values by parameter; null for what the document says.</param>
internal sealed record LocalChoice(
    Jurisdiction Party, int RuleSet, DateOnly From, ImmutableDictionary<string, object?> Choices);
