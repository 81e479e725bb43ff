using ExchangeHub.Vocabulary;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Outbox;

/// <summary>A statement that has no place yet.</summary>
/// <param name="ClientKey">Makes it safe to repeat.</param>
/// <param name="RequestDigest">SHA-256 of what was submitted.</param>
/// <param name="Dossier">Where it is filed.</param>
/// <param name="Seal">Gives it its place and signs it.</param>
internal sealed record Unsealed(string ClientKey, byte[] RequestDigest, string Dossier, Func<SealingPlace, Sealed> Seal);

/// <summary>The place that the next statement takes.</summary>
/// <param name="Sequence">From 1, without a gap.</param>
/// <param name="Previous">Digest of the statement before it; null for the first.</param>
/// <param name="KnownRecordId">The record id under which the dossier was first published here; null when it was not.</param>
internal sealed record SealingPlace(long Sequence, Digest? Previous, string? KnownRecordId);

/// <summary>A signed statement.</summary>
/// <param name="RecordId">The record it is or concerns.</param>
/// <param name="Envelope">What is sent.</param>
internal sealed record Sealed(string RecordId, Envelope Envelope);

/// <summary>A statement that waits for the hub.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Digest">Its digest, which the hub's receipt names.</param>
/// <param name="Envelope">What is sent.</param>
internal sealed record Waiting(long Sequence, Digest Digest, Envelope Envelope);
