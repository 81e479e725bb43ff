namespace Grpc.Core;

/// <summary>A call that did not end with <see cref="StatusCode.OK"/>.</summary>
/// <remarks>A client catches it; a handler throws it to answer with a status of its choice and trailers.</remarks>
public class RpcException : Exception
{
    /// <summary>Ends a call with a status; the exception's message is the status on one line.</summary>
    /// <param name="status">What the caller is told.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Ends a call with a status, and says something else to whoever reads the local log.</summary>
    /// <param name="status">What the caller is told.</param>
    /// <param name="message">The exception's message. It is not sent.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Ends a call with a status and trailers; the exception's message is the status on one line.</summary>
    /// <param name="status">What the caller is told.</param>
    /// <param name="trailers">What follows the status, such as <c>grpc-status-details-bin</c>.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Ends a call with a status and trailers, and says something else to whoever reads the local log.</summary>
    /// <param name="status">What the caller is told; its local cause becomes the inner exception.</param>
    /// <param name="trailers">What follows the status.</param>
    /// <param name="message">The exception's message. It is not sent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trailers"/> is <c>null</c>, not empty.</exception>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>, for exception filters.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>What followed the status; empty, never <c>null</c>.</summary>
    public Metadata Trailers { get; }
}
