namespace Grpc.Core;

/// <summary>How one call is made. Each <c>With…</c> gives a changed copy.</summary>
public struct CallOptions
{
    /// <summary>Sets what is given and leaves the rest at its default.</summary>
    /// <param name="headers">What is sent before the first message.</param>
    /// <param name="deadline">When to stop waiting, in UTC; <c>null</c> waits for ever.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How messages are written.</param>
    /// <param name="propagationToken">Deadline and cancellation of the call that this one serves.</param>
    /// <param name="credentials">What authenticates this call, beside what authenticates the connection.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>What is sent before the first message; <c>null</c> for nothing.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When to stop waiting, in UTC; <c>null</c> waits for ever. The server is told, and enforces it too.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Cancels the call; the server is told.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>How messages are written; <c>null</c> for the defaults.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Deadline and cancellation of the call that this one serves; <c>null</c> for none.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>What authenticates this call; <c>null</c> for what the channel has.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Whether the call waits for a connection instead of failing at once when there is none.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>Replaces the headers.</summary>
    /// <param name="headers">What is sent before the first message.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>Replaces the deadline.</summary>
    /// <param name="deadline">When to stop waiting, in UTC.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>Replaces the cancellation token.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>Replaces the write options.</summary>
    /// <param name="writeOptions">How messages are written.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>Replaces the propagation token.</summary>
    /// <param name="propagationToken">Deadline and cancellation of the call that this one serves.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>Replaces the credentials.</summary>
    /// <param name="credentials">What authenticates this call.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>Chooses whether the call waits for a connection.</summary>
    /// <param name="waitForReady"><c>false</c> fails at once when there is none.</param>
    /// <returns>A changed copy.</returns>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
