using System.Diagnostics;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Access.Tokens;
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
    NetworkInForce network,
    Quarantine door,
    Streams streams,
    IEventLog log,
    IEventCodec codec,
    TimeProvider clock,
    HubMetrics metrics,
    ILogger<Publisher> logger)
{
    // Losing means that somebody else changed a stream between reading and appending. The lanes keep this process from losing
    // against itself, so only other processes are left, and a cascade that reaches a dossier in which something is filed as well.
    private const int AttemptsMax = 8;
    private readonly Lanes _lanes = new();

    /// <summary>Takes one statement; durable when the task completes.</summary>
    public async Task<(Filed? Filed, HubErrors.Failure? Failure)> PublishAsync(Envelope? envelope, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (statement, failure) = await door.AdmitAsync(envelope, cancellation);
        if (statement is null)
        {
            return (null, TurnedDown(failure!));
        }

        if (TokenGrant.FaultOf(statement, network()) is { } beyond)
        {
            return (null, TurnedDown(beyond));
        }

        using var lanes = await _lanes.EnterAsync(statement, cancellation);
        var (filed, refused) = await FileAsync(envelope!, statement, cancellation);
        if (filed is null)
        {
            return (null, TurnedDown(refused!));
        }

        metrics.Filed(statement.Dossier.Kind, filed.Disposition, clock.GetElapsedTime(started));
        return (filed, null);
    }

    private async Task<(Filed? Filed, HubErrors.Failure? Failure)> FileAsync(
        Envelope envelope, Statement statement, CancellationToken cancellation)
    {
        var digest = Dsse.DigestOf(envelope);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var gathered = await Gathered.ReadAsync(
                streams,
                context => Filing.Missing(network(), context, statement),
                attempt == 1 && statement.Body is StatementBody.RecordVersion { Version: 1 } ? statement.Record : null,
                cancellation);

            // To the microsecond, as the log keeps it, so that what is decided now and what is folded later are equal.
            var now = clock.GetUtcNow();
            var at = AppendRules.ToStored(now);
            var result = Filing.File(network(), gathered.Context, envelope, statement, at);
            if (result.Rejection is { } rejection)
            {
                // A repetition is answered with its first receipt, whatever has become of the dossier since.
                var first = await log.FindRequestAsync(new RequestKey(statement.Source, digest.ToBytes()), cancellation);
                return first is not null && first.Digest.AsSpan().SequenceEqual(digest.ToBytes().AsSpan())
                    ? (await FirstReceiptAsync(statement, digest, first, cancellation), null)
                    : (null, HubErrors.From(rejection));
            }

            var appends = gathered.ToAppends(result, codec, ordinal => EventIds.Of(digest, ordinal));
            var request = new AppendRequest(
                appends, at, new RequestKey(statement.Source, digest.ToBytes()), Activity.Current?.Id);
            switch (await log.AppendAsync(request, cancellation))
            {
                case AppendOutcome.Appended appended:
                    gathered.Remember(streams, result);
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
                    streams.Forget(gathered.Context);
                    break;
            }
        }

        HubLog.Contended(logger, statement.Dossier.ToString(), AttemptsMax);
        return (null, HubErrors.Contended(statement.Dossier.ToString()));
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
}
