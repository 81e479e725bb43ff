using System.Buffers.Binary;
using System.Net.Sockets;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>What a server sends on one connection of HTTP/2: nothing of it is of interest but which streams it would not
/// have.</summary>
internal sealed class StreamAnswers
{
    /// <summary>The type of the frame that resets a stream.</summary>
    internal const byte Reset = 3;

    private const int RefusedStream = 7;
    private const int EnhanceYourCalm = 11;
    private int _refused;

    /// <summary>How many streams were refused since it was last asked.</summary>
    internal int TakeRefused() => Interlocked.Exchange(ref _refused, 0);

    /// <summary>Reads until either side closes.</summary>
    internal async Task DrainAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new byte[9];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(head, cancellation);
                var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8];
                await stream.ReadExactlyAsync(payload, cancellation);
                if (head[3] == Reset && BinaryPrimitives.ReadInt32BigEndian(payload) is RefusedStream or EnhanceYourCalm)
                {
                    _ = Interlocked.Increment(ref _refused);
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Closed by either side.
        }
    }
}
