using System.Data.Common;
using ExchangeHub.Identity.Keys;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.Telemetry;
using ExchangeHub.Identity.Tokens;

namespace ExchangeHub.Identity.Serving;

/// <summary>Turns the keys and forgets used assertions, once a minute.</summary>
internal sealed class Upkeep(KeyRing keys, UsedAssertions used, TimeProvider clock, ILogger<Upkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kid = "";
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.TurnAsync(stoppingToken);
                await used.ForgetAsync(clock.GetUtcNow(), stoppingToken);
                if (keys.Current.Kid != kid)
                {
                    kid = keys.Current.Kid;
                    IdentityLog.Turned(logger, kid, keys.Published.Length);
                }
            }
            catch (Exception wrong) when (wrong is DbException or SettingException)
            {
                IdentityLog.TurnFailed(logger, Pause, wrong);
            }
        }
    }
}
