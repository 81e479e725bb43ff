using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Reads streams with <c>await foreach</c>.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Reads a stream to its end.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="streamReader">The stream; it can be read once.</param>
    /// <param name="cancellationToken">Cancels the whole call.</param>
    /// <returns>The messages as they come.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="streamReader"/> is <c>null</c>.</exception>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return ReadEachAsync(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadEachAsync<T>(
        IAsyncStreamReader<T> streamReader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await streamReader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return streamReader.Current;
        }
    }
}
