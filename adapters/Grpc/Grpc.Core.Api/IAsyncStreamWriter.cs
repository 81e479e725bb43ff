namespace Grpc.Core;

/// <summary>The messages that this side sends, one after the other.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <remarks>
/// One write may be pending; a second one throws. Await each: the task completes when the transport took the message, which
/// is what slows a fast writer down to its reader.
/// </remarks>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next messages are written; <c>null</c> for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends one message.</summary>
    /// <param name="message">The message; not to be changed until the task completes.</param>
    /// <returns>Completes when the transport took the message. It does not say that the peer read it.</returns>
    Task WriteAsync(T message);

    /// <summary>Sends one message, or gives up waiting.</summary>
    /// <param name="message">The message; not to be changed until the task completes.</param>
    /// <param name="cancellationToken">Cancels the whole call, because half a message cannot be taken back.</param>
    /// <returns>Completes when the transport took the message.</returns>
    /// <exception cref="NotSupportedException">The token can be cancelled and the runtime does not support that.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This gRPC runtime cannot cancel a single write. Cancel the call instead.")
        : WriteAsync(message);
}

/// <summary>The stream of a client's requests.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no request follows. Without it the server waits for ever.</summary>
    /// <returns>Completes when the end of the stream was sent.</returns>
    Task CompleteAsync();
}

/// <summary>The stream of a server's responses. It ends when the handler returns.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
