namespace Grpc.Core;

/// <summary>The messages that a peer sends, one after the other.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> found.</summary>
    T Current { get; }

    /// <summary>Waits for the next message. One call at a time.</summary>
    /// <param name="cancellationToken">Cancels the whole call, not only this wait.</param>
    /// <returns><c>false</c> when the peer has ended its stream.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Shorter ways to read a stream.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message for as long as the call lasts.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="streamReader">The stream.</param>
    /// <returns><c>false</c> when the peer has ended its stream.</returns>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}
