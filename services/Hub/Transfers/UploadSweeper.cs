using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;

namespace ExchangeHub.Hub.Transfers;

/// <summary>Throws away uploads that were not completed in time, at the start and every hour.</summary>
internal sealed class UploadSweeper(UploadDesk desk, TimeProvider clock, ILogger<UploadSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (; !stoppingToken.IsCancellationRequested; await Task.Delay(Every, clock, stoppingToken))
        {
            try
            {
                await desk.SweepAsync(stoppingToken);
            }
            catch (Exception away) when (away is LogUnavailableException or IOException or UnauthorizedAccessException)
            {
                TransferLog.NotSwept(logger, away);
            }
        }
    }
}
