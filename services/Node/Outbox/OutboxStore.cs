using System.Security.Cryptography;
using ExchangeHub.Node.Storage;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Envelope = ExchangeHub.Protos.Record.V1.Envelope;

namespace ExchangeHub.Node.Outbox;

/// <summary>The place that the next statement takes.</summary>
/// <param name="Sequence">From 1, without a gap.</param>
/// <param name="Previous">Digest of the statement before it; null for the first.</param>
/// <param name="KnownRecordId">The record id under which the dossier was first published here; null when it was not.</param>
internal sealed record SealingPlace(long Sequence, Digest? Previous, string? KnownRecordId);

/// <summary>A statement that has no place yet.</summary>
/// <param name="ClientKey">Makes it safe to repeat.</param>
/// <param name="RequestDigest">SHA-256 of what was submitted.</param>
/// <param name="Dossier">Where it is filed.</param>
/// <param name="Seal">Gives it its place and signs it.</param>
internal sealed record Unsealed(string ClientKey, byte[] RequestDigest, string Dossier, Func<SealingPlace, Sealed> Seal);

/// <summary>A signed statement.</summary>
/// <param name="RecordId">The record it is or concerns.</param>
/// <param name="Envelope">What is sent.</param>
internal sealed record Sealed(string RecordId, Envelope Envelope);

/// <summary>A statement that waits for the hub.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Digest">Its digest, which the hub's receipt names.</param>
/// <param name="Envelope">What is sent.</param>
internal sealed record Waiting(long Sequence, Digest Digest, Envelope Envelope);

/// <summary>The statements of this node, in the order in which they were signed. Rows stay after the hub's receipt.</summary>
internal sealed class OutboxStore(NodeStore store) : IDisposable
{
    private const string Columns = "sequence, record_id, dossier, state, receipt, rejection";
    private const int BatchBytesMax = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _arrived = new(0, 1);

    /// <summary>Signs and stores a statement under the next sequence, once for each client key.</summary>
    /// <param name="unsealed">The statement.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops waiting for a place in the queue.</param>
    /// <returns>The submission, and whether it is new; null when the client key was used for something else.</returns>
    /// <exception cref="InvalidDataException">The statement before was changed on disk: nothing can be chained to it.</exception>
    public async Task<(Submission? Submission, bool IsNew)> AddAsync(Unsealed unsealed, DateTimeOffset at,
        CancellationToken cancellation)
    {
        var result = await store.WriteAsync(connection => Add(connection, unsealed, at), cancellation);
        if (result.IsNew)
        {
            Signal();
        }

        return result;
    }

    /// <summary>Waits until something may have been added, or for a while.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _arrived.WaitAsync(atMost, cancellation);

    /// <summary>Gets statements that the hub has not answered, after a sequence, in order: some at a time, at least one if there
    /// is any.</summary>
    /// <returns>The statements before a damaged one; and the sequence of that one, 0 when none is damaged.</returns>
    public (List<Waiting> Statements, long Damaged) Waiting(long afterSequence, int countMax)
    {
        using var connection = store.Read();
        var (statements, bytes) = (new List<Waiting>(), 0);
        foreach (var (sequence, envelope, digest) in connection.Rows(
            "SELECT sequence, envelope, digest FROM outbox WHERE state = 1 AND sequence > $after ORDER BY sequence LIMIT $max",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2)),
            ("$after", afterSequence),
            ("$max", countMax)))
        {
            if (!SHA256.HashData(envelope).AsSpan().SequenceEqual(digest))
            {
                return (statements, sequence);
            }

            var parsed = Envelope.Parser.ParseFrom(envelope);
            statements.Add(new Waiting(sequence, DigestOf(parsed), parsed));
            bytes += envelope.Length;
            if (bytes > BatchBytesMax)
            {
                break;
            }
        }

        return (statements, 0);
    }

    /// <summary>Says whether anything waits for the hub.</summary>
    public bool HasWaiting()
    {
        using var connection = store.Read();
        return connection.Scalar("SELECT 1 FROM outbox WHERE state = 1 LIMIT 1") is not null;
    }

    /// <summary>Keeps the hub's answer to a statement; the first one stays.</summary>
    public Task AnswerAsync(long sequence, Receipt? receipt, Google.Rpc.Status? rejection) => store.WriteAsync(
        connection =>
        {
            if (receipt is not null)
            {
                connection.RaiseMark(Marks.HeadSeen, receipt.LastPosition);
            }

            return connection.Execute(
                "UPDATE outbox SET state = $state, receipt = $receipt, rejection = $rejection WHERE sequence = $sequence AND "
                    + "state = 1",
                ("$state", (int)(receipt is not null ? Submission.Types.State.Acknowledged : Submission.Types.State.TurnedDown)),
                ("$receipt", receipt?.ToByteArray()),
                ("$rejection", rejection?.ToByteArray()),
                ("$sequence", sequence));
        },
        CancellationToken.None);

    /// <summary>Finds a submission.</summary>
    public Submission? Find(long sequence)
    {
        using var connection = store.Read();
        return connection.Rows($"SELECT {Columns} FROM outbox WHERE sequence = $sequence", ReadSubmission,
            ("$sequence", sequence)).FirstOrDefault();
    }

    /// <summary>Finds what was stored for a client key and this very content.</summary>
    public Submission? Find(string clientKey, byte[] requestDigest)
    {
        using var connection = store.Read();
        return connection.Rows(
            $"SELECT {Columns} FROM outbox WHERE client_key = $key AND request_digest = $digest",
            ReadSubmission,
            ("$key", clientKey),
            ("$digest", requestDigest)).FirstOrDefault();
    }

    /// <summary>Counts what waits and what was turned down, and gets the newest sequence and when the oldest that waits was
    /// stored.</summary>
    public (long Waiting, long TurnedDown, long LastSequence, DateTimeOffset? OldestAt) Count()
    {
        using var connection = store.Read();
        return (
            connection.Scalar("SELECT count(*) FROM outbox WHERE state = 1") ?? 0,
            connection.Scalar("SELECT count(*) FROM outbox WHERE state = 3") ?? 0,
            connection.Scalar("SELECT max(sequence) FROM outbox") ?? 0,
            Sql.ToInstant(connection.Scalar("SELECT stored_at FROM outbox WHERE state = 1 ORDER BY sequence LIMIT 1")));
    }

    public void Dispose() => _arrived.Dispose();

    private static (Submission? Submission, bool IsNew) Add(SqliteConnection connection, Unsealed unsealed, DateTimeOffset at)
    {
        // 1. The same call again.
        foreach (var (known, digest) in connection.Rows(
            $"SELECT {Columns}, request_digest FROM outbox WHERE client_key = $key",
            row => (ReadSubmission(row), row.GetFieldValue<byte[]>(6)),
            ("$key", unsealed.ClientKey)))
        {
            return (digest.AsSpan().SequenceEqual(unsealed.RequestDigest) ? known : null, false);
        }

        // 2. Its place, behind a statement that is still what was signed.
        var place = PlaceOf(connection, unsealed.Dossier);
        var made = unsealed.Seal(place);
        var envelope = made.Envelope.ToByteArray();

        // 3. Kept before anybody hears of it.
        _ = connection.Execute(
            """
            INSERT INTO outbox(sequence, client_key, request_digest, record_id, dossier, envelope, digest, state, stored_at)
            VALUES ($sequence, $key, $request, $record, $dossier, $envelope, $digest, 1, $at)
            """,
            ("$sequence", place.Sequence),
            ("$key", unsealed.ClientKey),
            ("$request", unsealed.RequestDigest),
            ("$record", made.RecordId),
            ("$dossier", unsealed.Dossier),
            ("$envelope", envelope),
            ("$digest", SHA256.HashData(envelope)),
            ("$at", Sql.ToMicroseconds(at)));
        return (new Submission
        {
            Sequence = place.Sequence, RecordId = made.RecordId, Dossier = unsealed.Dossier, State =
                Submission.Types.State.Stored,
        }, true);
    }

    private static SealingPlace PlaceOf(SqliteConnection connection, string dossier)
    {
        var recordId = connection.Rows(
            "SELECT record_id FROM outbox WHERE dossier = $dossier ORDER BY sequence LIMIT 1", row => row.GetString(0),
                ("$dossier", dossier));
        foreach (var (sequence, envelope, digest) in connection.Rows(
            "SELECT sequence, envelope, digest FROM outbox ORDER BY sequence DESC LIMIT 1",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2))))
        {
            return SHA256.HashData(envelope).AsSpan().SequenceEqual(digest)
                ? new SealingPlace(sequence + 1, DigestOf(Envelope.Parser.ParseFrom(envelope)), recordId.FirstOrDefault())
                : throw new InvalidDataException(
                    $"Statement {sequence} in the outbox was changed on disk; nothing can be chained to it.");
        }

        return new SealingPlace(1, null, null);
    }

    private static Digest DigestOf(Envelope envelope) => Dsse.DigestOf(
        new Records.Envelope(envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory));

    private void Signal()
    {
        try
        {
            if (_arrived.CurrentCount == 0)
            {
                _ = _arrived.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has just said so.
        }
    }

    private static Submission ReadSubmission(SqliteDataReader row)
    {
        var submission = new Submission
        {
            Sequence = row.GetInt64(0),
            RecordId = row.GetString(1),
            Dossier = row.GetString(2),
            State = (Submission.Types.State)row.GetInt32(3),
        };
        if (!row.IsDBNull(4))
        {
            submission.Receipt = Receipt.Parser.ParseFrom(row.GetFieldValue<byte[]>(4));
        }

        if (!row.IsDBNull(5))
        {
            submission.Rejection = Google.Rpc.Status.Parser.ParseFrom(row.GetFieldValue<byte[]>(5));
        }

        return submission;
    }
}
