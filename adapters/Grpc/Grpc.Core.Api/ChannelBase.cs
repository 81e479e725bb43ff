namespace Grpc.Core;

/// <summary>A way to a server; it outlives its calls and is safe for concurrent use.</summary>
public abstract class ChannelBase
{
    /// <summary>For runtimes and fakes in tests.</summary>
    /// <param name="target">The server's address, as the caller wrote it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is <c>null</c>.</exception>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The server's address, as the caller wrote it.</summary>
    public string Target { get; }

    /// <summary>Makes what starts calls on this channel.</summary>
    /// <returns>An invoker without interceptors.</returns>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel and ends the calls that are still open.</summary>
    /// <returns>Completes when nothing is left.</returns>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <inheritdoc cref="ShutdownAsync"/>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
