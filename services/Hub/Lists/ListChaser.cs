using System.Diagnostics.Metrics;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Lists;

namespace ExchangeHub.Hub.Lists;

/// <summary>Chases withdrawals that nobody acknowledges: an entity that was taken off a list goes on being hurt by every copy
/// that does not know it.</summary>
internal sealed class ListChaser(
    ICreditLists lists, ListTerms terms, TimeProvider clock, IMeterFactory meters, ILogger<ListChaser> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (long Count, DateTimeOffset SaidAt)> _said = [];
    private long _overdue;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var owed = await lists.OverdueAsync(now - terms.Acknowledgement, cancellation);
        Volatile.Write(ref _overdue, owed.Sum(one => one.Count));
        foreach (var settled in _said.Keys.Except(owed.Select(one => one.Subscription), StringComparer.Ordinal).ToArray())
        {
            _ = _said.Remove(settled);
        }

        foreach (var one in owed)
        {
            if (!_said.TryGetValue(one.Subscription, out var said) || said.Count != one.Count
                || now - said.SaidAt >= SayAgainAfter)
            {
                AskingLog.WithdrawalsOverdue(
                    logger, one.Subscription, one.Count, one.List.Code, one.List.Party.ToString(), one.OldestKnownAt,
                    one.Acknowledged);
                _said[one.Subscription] = (one.Count, now);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = meters.Create(HubMetrics.MeterName, version: "1").CreateObservableGauge(
            "exchangehub.lists.overdue_withdrawals",
            () => Volatile.Read(ref _overdue),
            "{withdrawal}",
            "Withdrawals from lists that subscribers have not acknowledged in time.");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (LogUnavailableException away)
            {
                AskingLog.ChaserWaits(logger, away);
            }

            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
