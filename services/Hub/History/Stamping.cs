using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Hub.Telemetry;

namespace ExchangeHub.Hub.History;

/// <summary>Has the newest checkpoint that enough witnesses have signed time-stamped, every ten minutes while there are new
/// ones. When the authority is away nothing else waits.</summary>
internal sealed class Stamping(
    TimestampAuthority authority, IHistoryStore store, Network network, HubOptions options, TimeProvider clock,
    ILogger<Stamping> logger) : BackgroundService
{
    private static readonly TimeSpan AgainAfterMax = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _apart = TimeSpan.FromMinutes(options.TimestampMinutes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var again = _apart < AgainAfterMax ? _apart : AgainAfterMax;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = again;
            try
            {
                pause = await StampAsync(stoppingToken) ? _apart : again;
            }
            catch (Exception away) when (away is HttpRequestException or FormatException or OperationCanceledException
                or LogUnavailableException)
            {
                stoppingToken.ThrowIfCancellationRequested();
                HubLog.StampWaits(logger, again, away.Message);
            }

            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    // False while there is nothing new.
    private async Task<bool> StampAsync(CancellationToken cancellation)
    {
        if (await store.FindLatestAsync(isWitnessed: true, cancellation) is not { } kept
            || (await store.FindStampedAsync(covering: null, cancellation))?.Text == kept.Note.Text)
        {
            return false;
        }

        var stamped = CheckpointStamp.Add(
            kept.Note, await authority.StampAsync(CheckpointStamp.BytesOf(kept.Note), cancellation));
        if (!SignedNote.TryParse(stamped.ToString(), out _))
        {
            throw new FormatException("The token of the time-stamping authority is too long for a checkpoint.");
        }

        if (!network.TimestampAuthorities.IsEmpty
            && CheckpointStamp.ExistedBy(stamped, network.TimestampAuthorities) is null)
        {
            throw new FormatException(
                "The token of the time-stamping authority is by none of the timestampAuthorities of the network file.");
        }

        await store.KeepStampedAsync(kept.Size, stamped, cancellation);
        HubLog.Stamped(logger, kept.Size);
        return true;
    }
}
