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
    Statement Statement, Digest Digest, long Position, long LastPosition, DateTimeOffset ReceivedAt, Disposition Disposition)
{
    /// <summary>Gets a value indicating whether it was stored just now, and not before.</summary>
    public bool IsNew { get; init; }
}

/// <summary>
/// Takes statements: gathers what filing one depends on, lets the core decide, and stores the statement together with every
/// decision it causes in one append. Written once for all kinds of statement.
/// </summary>
internal sealed class Publisher(
    NetworkInForce network,
    Quarantine door,
    Streams streams,
    Acceptance acceptance,
    CaseFiling cases,
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
        var (filed, refused) = statement.Body is StatementBody.CaseAct
            ? await FileActAsync(envelope!, statement, cancellation)
            : await FileAsync(envelope!, statement, cancellation);
        if (filed is null)
        {
            return (null, TurnedDown(refused!));
        }

        metrics.Filed(
            statement.Body is StatementBody.CaseAct ? "case" : statement.Dossier.Kind.Code(), filed.Disposition,
            clock.GetElapsedTime(started));
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
            var at = AppendRules.ToStored(clock.GetUtcNow());
            var result = Filing.File(network(), gathered.Context, envelope, statement, at);
            if (result.Rejection is { } rejection)
            {
                return await acceptance.RepeatOrRejectAsync(statement, digest, rejection, cancellation);
            }

            var (filed, failure) = await acceptance.StoreAsync(
                statement, digest, acceptance.AppendsOf(gathered, result, digest), (at, result.Disposition), cancellation);
            if (filed is { IsNew: true })
            {
                gathered.Remember(streams, result);
                Tell(filed, result);
            }

            if ((filed, failure) is not (null, null))
            {
                return (filed, failure);
            }

            streams.Forget(gathered.Context);
        }

        return (null, Contended(statement));
    }

    private async Task<(Filed? Filed, HubErrors.Failure? Failure)> FileActAsync(
        Envelope envelope, Statement statement, CancellationToken cancellation)
    {
        var digest = Dsse.DigestOf(envelope);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var at = AppendRules.ToStored(clock.GetUtcNow());
            var (appends, rejection) = await cases.JudgeAsync(envelope, statement, at, cancellation);
            if (rejection is not null)
            {
                return await acceptance.RepeatOrRejectAsync(statement, digest, rejection, cancellation);
            }

            var (filed, failure) = await acceptance.StoreAsync(
                statement, digest, appends, (at, Disposition.Accepted), cancellation);
            if ((filed, failure) is not (null, null))
            {
                return (filed, failure);
            }
        }

        return (null, Contended(statement));
    }

    private HubErrors.Failure Contended(Statement statement)
    {
        HubLog.Contended(logger, statement.FiledUnder, AttemptsMax);
        return HubErrors.Contended(statement.FiledUnder);
    }

    private void Tell(Filed filed, FilingResult result)
    {
        var decisions = 0;
        foreach (var decided in result.Dossiers.SelectMany(entry => entry.Events).OfType<DossierEvent.Decided>())
        {
            decisions++;
            metrics.Decided(decided.Decision.Assessment.Outcome);
        }

        HubLog.Filed(
            logger, filed.Statement.Source, filed.Statement.Dossier.ToString(), filed.Position,
            HubMetrics.Name(result.Disposition), decisions);
    }

    private HubErrors.Failure TurnedDown(HubErrors.Failure failure)
    {
        metrics.TurnedDown();
        HubLog.TurnedDown(logger, failure.Reason, failure.Violations.IsEmpty ? "" : failure.Violations[0].Reason.ToString());
        return failure;
    }
}
