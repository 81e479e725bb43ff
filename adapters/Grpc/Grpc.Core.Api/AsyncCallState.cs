namespace Grpc.Core;

/// <summary>
/// What all four kinds of call ask of the runtime. A runtime gives either functions over one state object (nothing is
/// allocated until they are asked), or a task and functions without state.
/// </summary>
internal readonly struct AsyncCallState
{
    private readonly Func<object, Task<Metadata>> _headers;
    private readonly Func<object, Status> _status;
    private readonly Func<object, Metadata> _trailers;
    private readonly Action<object> _dispose;
    private readonly object _state;

    internal AsyncCallState(
        Func<object, Task<Metadata>> headers,
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state)
    {
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
        _state = state;
    }

    internal AsyncCallState(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
        : this(_ => headers, _ => status(), _ => trailers(), _ => dispose(), headers)
    {
    }

    internal Task<Metadata> ResponseHeadersAsync() => _headers(_state);

    internal Status GetStatus() => _status(_state);

    internal Metadata GetTrailers() => _trailers(_state);

    internal void Dispose() => _dispose(_state);
}
