using System.Globalization;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>Settles what cascades had to leave, append by append, until nothing is left; resumes after a restart.</summary>
/// <remarks>Several hubs may do it at once: whoever loses reads again and finds less to do.</remarks>
internal sealed class Sweeper(
    NetworkInForce network,
    Streams streams,
    IEventLog log,
    IEventCodec codec,
    TimeProvider clock,
    HubMetrics metrics,
    ILogger<Sweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await PatientlyAsync(async () =>
        {
            var named = await log.ReadStreamAsync(Sweep.DueStream, afterRevision: 0, stoppingToken);
            foreach (var record in named.Select(codec.DecodeDue).Distinct())
            {
                streams.Postpone(record);
            }

            return true;
        }, stoppingToken);
        await foreach (var record in streams.Due.ReadAllAsync(stoppingToken))
        {
            await PatientlyAsync(() => SettleNextAsync(record, stoppingToken), stoppingToken);
        }
    }

    // Until it says that it is done. What is due waits in the log, so that nothing is lost by waiting here.
    private async Task PatientlyAsync(Func<Task<bool>> step, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (await step())
                {
                    return;
                }
            }
            catch (LogUnavailableException away)
            {
                HubLog.SweepWaits(logger, Pause, away);
                await Task.Delay(Pause, clock, stopping);
            }
        }
    }

    private async Task<bool> SettleNextAsync(RecordId record, CancellationToken stopping)
    {
        var gathered = await Gathered.ReadAsync(streams, context => Sweep.Missing(network(), context, record), null, stopping);
        var now = clock.GetUtcNow();
        var at = AppendRules.ToStored(now);
        var result = Sweep.Settle(network(), gathered.Context, record, at);
        if (result.Cited.IsEmpty)
        {
            return true;
        }

        var name = string.Create(
            CultureInfo.InvariantCulture, $"sweep {record} {gathered.Revisions[CitedRecord.Stream(record)]}");
        var digest = Digest.Of(Encoding.UTF8.GetBytes(name));
        var appends = gathered.ToAppends(result, codec, ordinal => EventIds.Of(digest, ordinal));
        if (await log.AppendAsync(new AppendRequest(appends, at), stopping) is not AppendOutcome.Appended)
        {
            streams.Forget(gathered.Context);
            return false;
        }

        gathered.Remember(streams, result);
        foreach (var decided in result.Dossiers.SelectMany(entry => entry.Events).OfType<DossierEvent.Decided>())
        {
            metrics.Decided(decided.Decision.Assessment.Outcome);
        }

        HubLog.Swept(logger, result.Dossiers.Length, record.ToString());
        return false;
    }
}
