using System.Collections.Concurrent;
using Grpc.Core;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>What happened to a call on the server, looked up by the name that the client gave it in a header.</summary>
internal sealed class CallObservations
{
    internal const string Header = "x-test-call";

    private readonly ConcurrentDictionary<string, Observation> _calls = new();
    private readonly ConcurrentQueue<WeakReference<ServerCallContext>> _contexts = new();
    private int _open;

    /// <summary>How many handlers have begun and not ended.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>How many handlers have ever begun.</summary>
    internal int Begun => _contexts.Count;

    /// <summary>How many of them somebody still holds on to.</summary>
    internal int Held => _contexts.Count(context => context.TryGetTarget(out _));

    internal Observation Of(string call) => _calls.GetOrAdd(call, _ => new Observation());

    internal Observation Begin(ServerCallContext context)
    {
        Interlocked.Increment(ref _open);
        _contexts.Enqueue(new WeakReference<ServerCallContext>(context));
        var call = context.RequestHeaders.GetValue(Header);
        var observation = call is null ? new Observation() : Of(call);
        observation.Started.TrySetResult();
        return observation;
    }

    internal void End(Observation observation)
    {
        Interlocked.Decrement(ref _open);
        observation.Ended.TrySetResult();
    }

    internal sealed class Observation
    {
        private int _written;

        internal TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal int Written => Volatile.Read(ref _written);

        internal void Wrote() => Interlocked.Increment(ref _written);
    }
}
