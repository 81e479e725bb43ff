namespace Grpc.Core;

/// <summary>A call in which both sides stream, under way.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly AsyncCallState _call;

    /// <summary>For runtimes, interceptors and fakes in tests.</summary>
    /// <param name="requestStream">Where the requests go.</param>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">The response headers.</param>
    /// <param name="getStatusFunc">How the call ended.</param>
    /// <param name="getTrailersFunc">What followed the status.</param>
    /// <param name="disposeAction">Gives the call up.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>For runtimes: functions over one state object.</summary>
    /// <param name="requestStream">Where the requests go.</param>
    /// <param name="responseStream">The responses.</param>
    /// <param name="responseHeadersAsync">The response headers.</param>
    /// <param name="getStatusFunc">How the call ended.</param>
    /// <param name="getTrailersFunc">What followed the status.</param>
    /// <param name="disposeAction">Gives the call up.</param>
    /// <param name="state">What the functions are given.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _call = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>The responses; reading fails with <see cref="RpcException"/> if the call did not end well.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>Where the requests go; complete it, or the server waits for ever.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The response headers, as soon as they are there.</summary>
    public Task<Metadata> ResponseHeadersAsync => _call.ResponseHeadersAsync();

    /// <summary>How the call ended.</summary>
    /// <returns>The status.</returns>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Status GetStatus() => _call.GetStatus();

    /// <summary>What followed the status.</summary>
    /// <returns>The trailers; empty if there were none.</returns>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => _call.GetTrailers();

    /// <summary>Cancels the call if it is still under way. Dispose every call that is not read to its end.</summary>
    public void Dispose() => _call.Dispose();
}
