using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a party signed when it acted under the agreement.</summary>
/// <param name="Party">The party.</param>
/// <param name="After">How many acts it had seen.</param>
/// <param name="SignedAt">When it signed.</param>
/// <param name="Deed">What it does.</param>
public sealed record AgreementAct(Jurisdiction Party, int After, DateTimeOffset SignedAt, AgreementDeed Deed)
{
    /// <summary>The payload type of an act, for DSSE.</summary>
    public const string PayloadType = "application/vnd.exchangehub.agreement-act.v1+protobuf";
}

/// <summary>What a party can do under an agreement.</summary>
public abstract record AgreementDeed
{
    private AgreementDeed() { }

    /// <summary>Lays a document before the others.</summary>
    /// <param name="Document">A rule set, as it will be signed.</param>
    public sealed record Draft(ReadOnlyMemory<byte> Document) : AgreementDeed;

    /// <summary>Asks the parties of a document to sign it.</summary>
    /// <param name="Document">Digest of its bytes.</param>
    public sealed record Propose(Digest Document) : AgreementDeed;

    /// <summary>Signs a document that is proposed.</summary>
    /// <param name="Document">Digest of its bytes.</param>
    /// <param name="Signature">As <see cref="SignedDocument.Sign(ReadOnlyMemory{byte}, Records.ISigningKey)"/> makes it.</param>
    public sealed record Sign(Digest Document, ReadOnlyMemory<byte> Signature) : AgreementDeed;

    /// <summary>Takes back a document before everybody has signed it.</summary>
    /// <param name="Document">Digest of its bytes.</param>
    public sealed record Withdraw(Digest Document) : AgreementDeed;

    /// <summary>Leaves the agreement.</summary>
    /// <param name="LastDay">The last day on which the party is bound.</param>
    public sealed record GiveNotice(DateOnly LastDay) : AgreementDeed;

    /// <summary>Chooses for itself what a rule set leaves to each party.</summary>
    /// <param name="RuleSet">Number of the rule set; the choice ends with it.</param>
    /// <param name="From">First day.</param>
    /// <param name="Choices">Values by parameter, as a document writes them; empty for what the document says.</param>
    public sealed record Choose(int RuleSet, DateOnly From, ImmutableArray<KeyValuePair<string, string>> Choices) : AgreementDeed;
}
