using System.Buffers;

namespace ExchangeHub.BagIt;

/// <summary>Moves content through two buffers: while one is taken, the other is filled.</summary>
/// <remarks>They are all the memory that content takes, whatever its length; <see cref="BytesHeldMax"/> lets a test say
/// so.</remarks>
internal sealed class Pump
{
    private const int BufferBytes = 256 * 1024;

    private long _held;

    /// <summary>Gets the most bytes of buffers that were held at once.</summary>
    public long BytesHeldMax { get; private set; }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="take">Takes each part in order; done with it when it returns.</param>
    /// <param name="cancellationToken">Stops it between two parts.</param>
    public async Task RunAsync(Stream source, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        var (front, back) = (Rent(), Rent());
        var reading = default(Task<int>);
        try
        {
            var count = await source.ReadAsync(front, cancellationToken).ConfigureAwait(false);
            while (count > 0)
            {
                reading = source.ReadAsync(back, cancellationToken).AsTask();
                await take(front.AsMemory(0, count)).ConfigureAwait(false);
                count = await reading.ConfigureAwait(false);
                reading = null;
                (front, back) = (back, front);
            }
        }
        finally
        {
            // The buffers may go back only when nobody writes into them any more.
            if (reading is not null)
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Return(front);
            Return(back);
        }
    }

    private byte[] Rent()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        BytesHeldMax = Math.Max(BytesHeldMax, Interlocked.Add(ref _held, buffer.Length));
        return buffer;
    }

    private void Return(byte[] buffer)
    {
        _ = Interlocked.Add(ref _held, -buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
