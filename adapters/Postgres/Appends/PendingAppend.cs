using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Appends;

/// <summary>An append that waits for its outcome. Whoever awaits it goes on elsewhere than in the writer.</summary>
internal sealed class PendingAppend : TaskCompletionSource<AppendOutcome>
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    private int _stage = Queued;

    public PendingAppend(AppendRequest request, long since)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Request = request;
        Since = since;
        foreach (var append in request.Streams)
        {
            Events += append.Events.Length;
            foreach (var one in append.Events)
            {
                Bytes += one.Payload.Length;
            }
        }
    }

    public AppendRequest Request { get; }

    /// <summary>Gets the timestamp of the clock when it was asked for.</summary>
    public long Since { get; }

    public int Events { get; }

    public int Bytes { get; }

    /// <summary>Claims it for the writer; false when its caller has gone.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _stage, Taken, Queued) == Queued;

    /// <summary>Takes it back for its caller; false when the writer has it.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _stage, Abandoned, Queued) == Queued;
}
