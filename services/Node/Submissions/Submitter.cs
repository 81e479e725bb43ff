using System.Security.Cryptography;
using ExchangeHub.Node.Errors;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Submissions;

/// <summary>Takes submissions: checks them at the door, signs them in the order in which they came, and stores them.</summary>
/// <param name="door">The door.</param>
/// <param name="outbox">Where they are stored.</param>
/// <param name="key">The node's private key; used by one task at a time, because sealing happens in the store's
/// transaction.</param>
/// <param name="clock">Now.</param>
/// <param name="metrics">The node's instruments.</param>
/// <param name="logger">The node's log.</param>
internal sealed class Submitter(
    Door door, OutboxStore outbox, ISigningKey key, TimeProvider clock, NodeMetrics metrics, ILogger<Submitter> logger)
{
    /// <summary>Takes one submission; durable when the task completes with a submission.</summary>
    /// <remarks>Everything up to its place in the queue happens before the method returns: who calls in order is sealed in
    /// order.</remarks>
    public Task<(Submission? Submission, NodeErrors.Failure? Failure)> SubmitAsync(
        SubmitRequest request, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (draft, failure) = door.Admit(request);
        return draft is not null ? StoreAsync(draft, started, cancellation) : Task.FromResult(RefuseOrRepeat(request, failure!));
    }

    private async Task<(Submission? Submission, NodeErrors.Failure? Failure)> StoreAsync(
        Draft draft, long started, CancellationToken cancellation)
    {
        try
        {
            var unsealed = new Unsealed(draft.ClientKey, draft.RequestDigest, draft.Dossier, place => Seal(draft, place));
            var (submission, isNew) = await outbox.AddAsync(unsealed, clock.GetUtcNow(), cancellation);
            if (submission is null)
            {
                return (null, Refused(NodeErrors.KeyReused()));
            }

            if (isNew)
            {
                metrics.Stored(clock.GetElapsedTime(started));
                NodeLog.Stored(logger, $"{draft.Statement.Node}/{submission.Sequence}", submission.Dossier);
            }

            return (submission, null);
        }
        catch (StoreFullException)
        {
            metrics.Failed();
            throw;
        }
    }

    // The door looks at the clock and at the network file, and both change: what was stored once is answered as it was.
    private (Submission? Submission, NodeErrors.Failure? Failure) RefuseOrRepeat(
        SubmitRequest request, NodeErrors.Failure failure) =>
        request.ClientKey.Length > 0 && outbox.Find(request.ClientKey, DigestOf(request)) is { } known
            ? (known, null)
            : (null, Refused(failure));

    private NodeErrors.Failure Refused(NodeErrors.Failure failure)
    {
        metrics.Refused();
        NodeLog.Refused(logger, failure.Reason, failure.Violations.IsEmpty ? "" : failure.Violations[0].Reason.ToString());
        return failure;
    }

    private Sealed Seal(Draft draft, SealingPlace place)
    {
        var statement = draft.Statement;
        statement.Sequence = place.Sequence;
        statement.Previous = place.Previous is { } previous ? ByteString.CopyFrom(previous.ToBytes().AsSpan()) : ByteString.Empty;
        if (draft.TakesKnownId && place.KnownRecordId is { } recordId)
        {
            statement.Record.RecordId = recordId;
        }

        var envelope = Dsse.Sign(Records.Envelope.StatementType, statement.ToByteArray(), key);
        return new Sealed(statement.Record?.RecordId ?? statement.Event?.RecordId ?? "", new Envelope
        {
            PayloadType = envelope.PayloadType,
            Payload = UnsafeByteOperations.UnsafeWrap(envelope.Payload),
            KeyId = envelope.KeyId,
            Signature = UnsafeByteOperations.UnsafeWrap(envelope.Signature),
        });
    }

    private static byte[] DigestOf(SubmitRequest request) => SHA256.HashData(request.ToByteArray());
}
