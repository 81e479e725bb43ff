using ExchangeHub.Cli.Output;
using Grpc.Core;

namespace ExchangeHub.Cli.Transfers;

/// <summary>Does again what a broken link ended, while something still gets through now and then, or for ten minutes.</summary>
/// <param name="isWanted">Whether to do anything again at all.</param>
/// <param name="meter">Says whether something got through.</param>
/// <param name="screen">Where to say so.</param>
/// <param name="clock">The clock.</param>
internal sealed class Reconnection(bool isWanted, TransferMeter meter, Screen screen, TimeProvider clock)
{
    private static readonly TimeSpan RetryAtFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryAtLast = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(10);

    /// <summary>Does it until it is done.</summary>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellation) => RunAsync(
        async ending =>
        {
            await work(ending);
            return true;
        },
        cancellation);

    /// <summary>Asks until there is an answer.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        for (var (moved, since, pause) = (-1L, clock.GetTimestamp(), RetryAtFirst); ;)
        {
            try
            {
                return await work(cancellation);
            }
            catch (Exception broken) when (isWanted && IsBreak(broken, cancellation)
                && broken is RpcException or OperationCanceledException or HttpRequestException or IOException)
            {
                if (meter.Moved != moved)
                {
                    (moved, since, pause) = (meter.Moved, clock.GetTimestamp(), RetryAtFirst);
                }

                if (clock.GetElapsedTime(since) > GiveUpAfter)
                {
                    throw;
                }

                screen.Progress(screen.Say("连接中断，正在重连…", "The connection broke; connecting again…"));
                await Task.Delay(pause, clock, cancellation);
                pause = pause * 2 < RetryAtLast ? pause * 2 : RetryAtLast;
            }
        }
    }

    // OUT_OF_RANGE: another stream was ahead, and the offset is to be asked for anew.
    private static bool IsBreak(Exception broken, CancellationToken cancellation) => broken switch
    {
        _ when cancellation.IsCancellationRequested => false,
        RpcException
        {
            StatusCode: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown
                or StatusCode.OutOfRange
        } => true,
        RpcException or EndOfStreamException => false,
        _ => true,
    };
}
