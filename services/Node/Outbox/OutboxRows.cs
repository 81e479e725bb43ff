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

/// <summary>The rows of the outbox: written once, read with their digest.</summary>
internal static class OutboxRows
{
    /// <summary>The columns that <see cref="ReadSubmission"/> reads.</summary>
    public const string SubmissionColumns = "sequence, record_id, dossier, state, receipt, rejection";

    /// <summary>Adds a statement under the next sequence, unless its client key is known.</summary>
    /// <returns>The submission, and whether it is new; null when the client key was used for something else.</returns>
    /// <exception cref="InvalidDataException">The statement before was changed on disk: nothing can be chained to it.</exception>
    public static (Submission? Submission, bool IsNew) Add(SqliteConnection connection, Unsealed unsealed, DateTimeOffset at)
    {
        // 1. The same call again.
        foreach (var (known, digest) in connection.Rows(
            $"SELECT {SubmissionColumns}, request_digest FROM outbox WHERE client_key = $key",
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
        var submission = new Submission
        {
            Sequence = place.Sequence,
            RecordId = made.RecordId,
            Dossier = unsealed.Dossier,
            State = Submission.Types.State.Stored,
        };
        return (submission, true);
    }

    /// <summary>Gets what waits for the hub after a sequence, in order; null in the place of a statement that was changed on
    /// disk.</summary>
    public static IEnumerable<(long Sequence, Waiting? Statement)> Waiting(
        SqliteConnection connection, long afterSequence, int countMax) =>
        connection.Rows(
            "SELECT sequence, envelope, digest FROM outbox WHERE state = 1 AND sequence > $after ORDER BY sequence LIMIT $max",
            row => (
                row.GetInt64(0),
                ReadEnvelope(row, 1) is { } envelope ? new Waiting(row.GetInt64(0), DigestOf(envelope), envelope) : null),
            ("$after", afterSequence),
            ("$max", countMax));

    /// <summary>Gets the payloads of the statements on a dossier, in order; those that were changed on disk are left
    /// out.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> PayloadsOf(SqliteConnection connection, string dossier) => connection.Rows(
        "SELECT envelope, digest FROM outbox WHERE dossier = $dossier ORDER BY sequence",
        row => ReadEnvelope(row, 0),
        ("$dossier", dossier)).OfType<Envelope>().Select(envelope => envelope.Payload.Memory);

    /// <summary>Reads the columns of a submission.</summary>
    public static Submission ReadSubmission(SqliteDataReader row)
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

    private static SealingPlace PlaceOf(SqliteConnection connection, string dossier)
    {
        var recordId = connection.Rows(
            "SELECT record_id FROM outbox WHERE dossier = $dossier ORDER BY sequence LIMIT 1",
            row => row.GetString(0),
            ("$dossier", dossier)).FirstOrDefault();
        foreach (var (sequence, envelope) in connection.Rows(
            "SELECT sequence, envelope, digest FROM outbox ORDER BY sequence DESC LIMIT 1",
            row => (row.GetInt64(0), ReadEnvelope(row, 1))))
        {
            return envelope is not null
                ? new SealingPlace(sequence + 1, DigestOf(envelope), recordId)
                : throw new InvalidDataException(
                    $"Statement {sequence} in the outbox was changed on disk; nothing can be chained to it.");
        }

        return new SealingPlace(1, null, null);
    }

    // SQLite does not notice a flipped bit in a value; the digest in the next column does.
    private static Envelope? ReadEnvelope(SqliteDataReader row, int column)
    {
        var envelope = row.GetFieldValue<byte[]>(column);
        return SHA256.HashData(envelope).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(column + 1))
            ? Envelope.Parser.ParseFrom(envelope)
            : null;
    }

    private static Digest DigestOf(Envelope envelope) => Dsse.DigestOf(
        new Records.Envelope(envelope.PayloadType, envelope.Payload.Memory, envelope.KeyId, envelope.Signature.Memory));
}
