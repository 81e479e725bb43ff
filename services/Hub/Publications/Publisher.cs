using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>A statement that the hub holds for good.</summary>
internal sealed record Filed(
    Statement Statement, Digest Digest, long Position, long LastPosition, DateTimeOffset ReceivedAt, Disposition Disposition);

/// <summary>
/// Takes statements: gathers what filing one depends on, lets the core decide, and stores the statement together with every
/// decision it causes in one append. Written once for all kinds of statement.
/// </summary>
internal sealed class Publisher(
    Network network,
    StatementGate gate,
    Streams streams,
    IEventLog log,
    IEventCodec codec,
    TimeProvider clock,
    HubMetrics metrics,
    ILogger<Publisher> logger)
{
    // Losing means that somebody else changed a stream between reading and appending. One lane per subject keeps this process
    // from losing against itself, so only other processes are left.
    private const int AttemptsMax = 8;
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Takes one statement; durable when the task completes.</summary>
    public async Task<(Filed? Filed, HubErrors.Failure? Failure)> PublishAsync(Envelope? envelope, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (statement, failure) = gate.Admit(envelope);
        if (statement is null)
        {
            return (null, TurnedDown(failure!));
        }

        var lane = _lanes[(LaneKey(statement).GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _lanes.Length];
        await lane.WaitAsync(cancellation);
        try
        {
            var (filed, refused) = await FileAsync(envelope!, statement, cancellation);
            if (filed is null)
            {
                return (null, TurnedDown(refused!));
            }

            metrics.Filed(statement.Dossier.Kind, filed.Disposition, clock.GetElapsedTime(started));
            return (filed, null);
        }
        finally
        {
            _ = lane.Release();
        }
    }

    private async Task<(Filed? Filed, HubErrors.Failure? Failure)> FileAsync(
        Envelope envelope, Statement statement, CancellationToken cancellation)
    {
        var digest = Dsse.DigestOf(envelope);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var gathered = await GatherAsync(statement, cancellation);

            // To the microsecond, as the log keeps it, so that what is decided now and what is folded later are equal.
            var now = clock.GetUtcNow();
            var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
            var result = Filing.File(network, gathered.Context, envelope, statement, at);
            if (result.Rejection is { } rejection)
            {
                // A repetition is answered with its first receipt, whatever has become of the dossier since.
                var first = await log.FindRequestAsync(new RequestKey(statement.Source, digest.ToBytes()), cancellation);
                return first is not null && first.Digest.AsSpan().SequenceEqual(digest.ToBytes().AsSpan())
                    ? (await FirstReceiptAsync(statement, digest, first, cancellation), null)
                    : (null, HubErrors.From(rejection));
            }

            switch (await log.AppendAsync(ToAppend(gathered, result, statement, digest, at), cancellation))
            {
                case AppendOutcome.Appended appended:
                    Remember(gathered, result);
                    Tell(statement, result, appended);
                    return (new Filed(statement, digest, appended.FirstPosition, appended.LastPosition, at, result.Disposition),
                        null);
                case AppendOutcome.Repeated repeated:
                    return (await FirstReceiptAsync(statement, digest, repeated, cancellation), null);
                case AppendOutcome.KeyReused reused:
                    return (null, HubErrors.From(new Rejection(RejectionCode.SequenceReused, new Wording(
                        $"{statement.Node} 的序号 {statement.Sequence} 已用于位置 {reused.FirstPosition} 的另一份报送，本次未收录。请使用新的序号。",
                        $"Sequence {statement.Sequence} of {statement.Node} was used for another statement, at position "
                        + $"{reused.FirstPosition}; nothing was taken. Use the next sequence."))));
                case AppendOutcome.Conflict:
                    streams.Forget(gathered.Context.Dossiers.Keys, gathered.Context.Subjects.Keys);
                    break;
            }
        }

        HubLog.Contended(logger, statement.Dossier.ToString(), AttemptsMax);
        return (null, HubErrors.Contended(statement.Dossier.ToString()));
    }

    private async Task<Gathered> GatherAsync(Statement statement, CancellationToken cancellation)
    {
        var gathered = new Gathered(FilingContext.Empty, ImmutableDictionary<DossierId, long>.Empty, ImmutableDictionary<string,
            long>.Empty);
        while (true)
        {
            var (dossiers, subjects) = Filing.Missing(gathered.Context, statement);
            if (dossiers.IsEmpty && subjects.IsEmpty)
            {
                return gathered;
            }

            foreach (var id in dossiers)
            {
                var (state, revision) = await streams.DossierAsync(id, cancellation);
                gathered = gathered.With(id, state, revision);
            }

            foreach (var creditCode in subjects)
            {
                var (state, revision) = await streams.SubjectAsync(creditCode, cancellation);
                gathered = gathered.With(creditCode, state, revision);
            }
        }
    }

    private AppendRequest ToAppend(Gathered gathered, FilingResult result, Statement statement, Digest digest, DateTimeOffset at)
    {
        var ordinal = 0;
        var appends = ImmutableArray.CreateBuilder<StreamAppend>();
        foreach (var (dossier, events) in result.Dossiers)
        {
            appends.Add(new StreamAppend(
                dossier.Stream, gathered.Dossiers[dossier],
                    [.. events.Select(happened => codec.Encode(EventId(digest, ordinal++), happened))]));
        }

        foreach (var (subject, events) in result.Subjects)
        {
            appends.Add(new StreamAppend(
                SubjectFile.Stream(subject), gathered.Subjects[subject],
                    [.. events.Select(happened => codec.Encode(EventId(digest, ordinal++), happened))]));
        }

        // What was read and is not written must not have changed either, or the decision would rest on something that was not so.
        foreach (var (dossier, revision) in gathered.Dossiers.Where(read =>
            !result.Dossiers.Any(written => written.Dossier == read.Key)))
        {
            appends.Add(new StreamAppend(dossier.Stream, revision, []));
        }

        foreach (var (subject, revision) in gathered.Subjects.Where(read =>
            !result.Subjects.Any(written => written.Subject == read.Key)))
        {
            appends.Add(new StreamAppend(SubjectFile.Stream(subject), revision, []));
        }

        return new AppendRequest(appends.ToImmutable(), at, new RequestKey(statement.Source, digest.ToBytes()),
            Activity.Current?.Id);
    }

    private void Remember(Gathered gathered, FilingResult result)
    {
        foreach (var (dossier, events) in result.Dossiers)
        {
            streams.Remember(
                dossier, events.Aggregate(gathered.Context.Dossiers[dossier], Dossier.Evolve), gathered.Dossiers[dossier]
                    + events.Length);
        }

        foreach (var (subject, events) in result.Subjects)
        {
            streams.Remember(
                subject, events.Aggregate(gathered.Context.Subjects[subject], SubjectFile.Evolve), gathered.Subjects[subject]
                    + events.Length);
        }
    }

    private void Tell(Statement statement, FilingResult result, AppendOutcome.Appended appended)
    {
        var decisions = 0;
        foreach (var decided in result.Dossiers.SelectMany(entry => entry.Events).OfType<DossierEvent.Decided>())
        {
            decisions++;
            metrics.Decided(decided.Decision.Assessment.Outcome);
        }

        HubLog.Filed(
            logger, statement.Source, statement.Dossier.ToString(), appended.FirstPosition, HubMetrics.Name(result.Disposition),
                decisions);
    }

    private async Task<Filed> FirstReceiptAsync(
        Statement statement, Digest digest, AppendOutcome.Repeated first, CancellationToken cancellation)
    {
        var logged = await log.ReadAsync(first.FirstPosition - 1, 1, cancellation);
        return codec.DecodeDossier(logged[0]) is DossierEvent.StatementFiled filed
            ? new Filed(statement, digest, first.FirstPosition, first.LastPosition, first.At, filed.Disposition)
            : throw new InvalidDataException($"The event at position {first.FirstPosition} is no statement: the log is corrupt.");
    }

    private HubErrors.Failure TurnedDown(HubErrors.Failure failure)
    {
        metrics.TurnedDown();
        HubLog.TurnedDown(logger, failure.Reason, failure.Violations.IsEmpty ? "" : failure.Violations[0].Reason.ToString());
        return failure;
    }

    // Penalties of one subject meet in its file; everything else meets in its dossier.
    private static string LaneKey(Statement statement) =>
        statement.Body is StatementBody.RecordVersion { Details: RecordDetails.Penalty, Subjects: [var subject, ..] }
            ? subject
            : statement.Dossier.ToString();

    // The same statement makes the same ids, in any process: name-based, after RFC 9562, 5.8 (version 8).
    private static Guid EventId(Digest digest, int ordinal)
    {
        Span<byte> name = stackalloc byte[36];
        digest.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name[32..], ordinal);
        Span<byte> hash = stackalloc byte[32];
        _ = SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private sealed record Gathered(
        FilingContext Context, ImmutableDictionary<DossierId, long> Dossiers, ImmutableDictionary<string, long> Subjects)
    {
        public Gathered With(DossierId id, DossierState state, long revision) => this with
        {
            Context = Context with { Dossiers = Context.Dossiers.SetItem(id, state) },
            Dossiers = Dossiers.SetItem(id, revision),
        };

        public Gathered With(string creditCode, SubjectState state, long revision) => this with
        {
            Context = Context with { Subjects = Context.Subjects.SetItem(creditCode, state) },
            Subjects = Subjects.SetItem(creditCode, revision),
        };
    }
}
