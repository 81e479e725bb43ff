using System.Collections.Immutable;
using ExchangeHub.EventLog;

namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>A log in memory that honours positions, order and waiting: all that notices rest on. It has no conditions.</summary>
internal sealed class GrowingLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];
    private readonly Dictionary<string, long> _revisions = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Head
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>Appends events one by one, each with a payload of its own.</summary>
    /// <returns>The head afterwards.</returns>
    public long Grow(int events = 1)
    {
        for (var i = 0; i < events; i++)
        {
            var id = Guid.NewGuid();
            var sample = new NewEvent(id, "sample-taken.v1", id.ToByteArray());
            Append([new StreamAppend("samples", null, [sample])], DateTimeOffset.UnixEpoch);
        }

        return Head;
    }

    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellation) =>
        request.Key is null && request.Streams.All(stream => stream.ExpectedRevision is null)
            ? Task.FromResult<AppendOutcome>(Append(request.Streams, request.At))
            : throw new NotSupportedException("This log has no conditions.");

    public Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(string stream, long afterRevision, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult(_events.Where(e => e.Stream == stream && e.Revision > afterRevision).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var after = (int)Math.Min(afterPosition, _events.Count);
            return Task.FromResult(_events[after..Math.Min(after + countMax, _events.Count)].ToImmutableArray());
        }
    }

    public Task<long> HeadAsync(CancellationToken cancellation) => Task.FromResult(Head);

    public async Task<long> WaitForMoreAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            var grown = Volatile.Read(ref _grown).Task; // before the head is read, so that no growth falls between the two
            var head = Head;
            if (head > position)
            {
                return head;
            }

            await grown.WaitAsync(cancellation);
        }
    }

    public Task<AppendOutcome.Repeated?> FindRequestAsync(RequestKey key, CancellationToken cancellation) =>
        Task.FromResult<AppendOutcome.Repeated?>(null);

    private AppendOutcome.Appended Append(ImmutableArray<StreamAppend> streams, DateTimeOffset at)
    {
        lock (_gate)
        {
            var first = _events.Count + 1;
            foreach (var (stream, e) in streams.SelectMany(stream => stream.Events, (stream, e) => (stream.Stream, e)))
            {
                var revision = _revisions[stream] = _revisions.GetValueOrDefault(stream) + 1;
                _events.Add(new LoggedEvent(_events.Count + 1, stream, revision, e.Id, e.Type, e.Payload, at, null));
            }

            var waiting = _grown;
            Volatile.Write(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            waiting.SetResult();
            return new AppendOutcome.Appended(first, _events.Count);
        }
    }
}
