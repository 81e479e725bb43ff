using System.Collections.Concurrent;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>The calls under way, so that those of a member who loses its key can be ended at once.</summary>
internal sealed class LiveCalls(ILogger<LiveCalls> logger)
{
    private readonly ConcurrentDictionary<LiveCall, Caller> _calls = new();

    /// <summary>Lets a call begin; disposing of it says that it has ended.</summary>
    public LiveCall Enter(Caller caller, ServerCallContext context)
    {
        var call = new LiveCall(context, ended => _calls.TryRemove(ended, out _));
        _ = _calls.TryAdd(call, caller);
        return call;
    }

    /// <summary>Ends every call whose caller is not admitted any more.</summary>
    public void Recheck(Func<Caller, Wording?> fault)
    {
        foreach (var calls in _calls.GroupBy(call => call.Value, call => call.Key))
        {
            if (fault(calls.Key) is { } why)
            {
                var count = calls.Count(call => call.Cut());
                AccessLog.CallsCut(logger, calls.Key.Member.ToString(), count, why.English);
            }
        }
    }
}

/// <summary>A call that can be ended from outside: the context that its handler gets fires when that happens.</summary>
internal sealed class LiveCall : ServerCallContext, IDisposable
{
    private readonly ServerCallContext _inner;
    private readonly Action<LiveCall> _leave;
    private readonly CancellationTokenSource _ending;
    private int _isCut;

    public LiveCall(ServerCallContext inner, Action<LiveCall> leave)
    {
        (_inner, _leave) = (inner, leave);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(inner.CancellationToken);
    }

    /// <summary>Gets a value indicating whether the call was ended because its caller is not admitted any more.</summary>
    public bool IsCut => Volatile.Read(ref _isCut) != 0;

    protected override string MethodCore => _inner.Method;

    protected override string HostCore => _inner.Host;

    protected override string PeerCore => _inner.Peer;

    protected override DateTime DeadlineCore => _inner.Deadline;

    protected override Metadata RequestHeadersCore => _inner.RequestHeaders;

    protected override CancellationToken CancellationTokenCore => _ending.Token;

    protected override Metadata ResponseTrailersCore => _inner.ResponseTrailers;

    protected override Status StatusCore
    {
        get => _inner.Status;
        set => _inner.Status = value;
    }

    protected override WriteOptions? WriteOptionsCore
    {
        get => _inner.WriteOptions;
        set => _inner.WriteOptions = value;
    }

    protected override AuthContext AuthContextCore => _inner.AuthContext;

    protected override IDictionary<object, object> UserStateCore => _inner.UserState;

    /// <summary>Ends the call.</summary>
    /// <returns>Whether it had not been ended before.</returns>
    public bool Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) != 0)
        {
            return false;
        }

        // What the handler does on it must not hold up the other calls.
        _ = CancelAsync();
        return true;
    }

    public void Dispose()
    {
        _leave(this);
        _ending.Dispose();
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) =>
        _inner.WriteResponseHeadersAsync(responseHeaders);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        _inner.CreatePropagationToken(options);

    private async Task CancelAsync()
    {
        try
        {
            await _ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }
}
