using System.Collections.Immutable;
using System.Security.Cryptography;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A rule set, and the bytes that its parties signed.</summary>
/// <param name="Rules">The rules, compiled.</param>
/// <param name="Bytes">The document as it was signed: a change of a space is another document.</param>
public sealed record SignedDocument(RuleSet Rules, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What is signed, for DSSE: a signature of something else is no signature of a rule set.</summary>
    public const string PayloadType = "application/vnd.exchangehub.ruleset.v1+yaml";

    /// <summary>Signs a document.</summary>
    /// <param name="document">Its bytes.</param>
    /// <param name="key">A private key of a party.</param>
    /// <returns>The signature, in the shape of the key's suite.</returns>
    public static ReadOnlyMemory<byte> Sign(ReadOnlyMemory<byte> document, ISigningKey key) =>
        Dsse.Sign(PayloadType, document, key).Signature;

    /// <summary>Signs a document by ES256.</summary>
    /// <param name="document">Its bytes.</param>
    /// <param name="key">A private key of a party, on P-256.</param>
    /// <returns>64 bytes.</returns>
    public static ReadOnlyMemory<byte> Sign(ReadOnlyMemory<byte> document, ECDsa key) =>
        Dsse.Sign(PayloadType, document, key).Signature;

    /// <summary>Finds the parties that have signed.</summary>
    /// <param name="signatures">Signatures, in any order.</param>
    /// <param name="parties">Who may sign.</param>
    /// <returns>Those of whom there is a signature, and how many signatures are nobody's.</returns>
    internal (ImmutableHashSet<Jurisdiction> By, int Strange) Signatories(
        IEnumerable<ReadOnlyMemory<byte>> signatures, IEnumerable<Party> parties)
    {
        var keys = parties.SelectMany(party => party.Keys.Select(key => (party.Division, key))).ToArray();
        var by = ImmutableHashSet.CreateBuilder<Jurisdiction>();
        var strange = 0;
        foreach (var signature in signatures)
        {
            var signed = Array.FindAll(keys, known => Verifies(known.key, signature));
            by.UnionWith(signed.Select(known => known.Division));
            strange += signed.Length == 0 ? 1 : 0;
        }

        return (by.ToImmutable(), strange);
    }

    private bool Verifies(VerificationKey key, ReadOnlyMemory<byte> signature) =>
        Dsse.Verify(new Envelope(PayloadType, Bytes, key.KeyId, signature), key);
}
