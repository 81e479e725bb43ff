using System.Collections.Immutable;

namespace ExchangeHub.EventLog;

/// <summary>A log that lives and dies with its process: for tests of what is built on a log, and for trying things out.</summary>
/// <remarks>It keeps the whole contract except durability. Payloads are copied, so that a caller may reuse its buffer.</remarks>
public sealed class InMemoryEventLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];
    private readonly Dictionary<string, List<LoggedEvent>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AppendOutcome.Repeated> _requests = new(StringComparer.Ordinal);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        AppendRules.Check(request);
        return Locked(() => Append(request), cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(string stream, long afterRevision, CancellationToken cancellation)
    {
        AppendRules.CheckStream(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(afterRevision);
        return Locked(
            () => _streams.TryGetValue(stream, out var held) ? After(held, afterRevision, int.MaxValue) : [], cancellation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        AppendRules.CheckRead(afterPosition, countMax);
        return Locked(() => After(_events, afterPosition, countMax), cancellation);
    }

    /// <inheritdoc/>
    public Task<long> HeadAsync(CancellationToken cancellation) => Locked(() => (long)_events.Count, cancellation);

    /// <inheritdoc/>
    public Task<long> WaitForMoreAsync(long position, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return WaitAsync(position, cancellation);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome.Repeated?> FindRequestAsync(RequestKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        AppendRules.CheckKey(key);
        return Locked(() => _requests.GetValueOrDefault(key.Name), cancellation);
    }

    private static ImmutableArray<LoggedEvent> After(List<LoggedEvent> events, long known, int countMax)
    {
        if (known >= events.Count)
        {
            return [];
        }

        var first = (int)known;
        return [.. events.GetRange(first, Math.Min(countMax, events.Count - first))];
    }

    private Task<T> Locked<T>(Func<T> answer, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        lock (_gate)
        {
            return Task.FromResult(answer());
        }
    }

    private async Task<long> WaitAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task moved;
            lock (_gate)
            {
                if (_events.Count > position)
                {
                    return _events.Count;
                }

                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private AppendOutcome Append(AppendRequest request)
    {
        if (request.Key is { } key && _requests.TryGetValue(key.Name, out var earlier))
        {
            return earlier.Digest.AsSpan().SequenceEqual(key.Digest.AsSpan())
                ? earlier
                : new AppendOutcome.KeyReused(earlier.FirstPosition);
        }

        foreach (var append in request.Streams)
        {
            var revision = _streams.TryGetValue(append.Stream, out var held) ? held.Count : 0;
            if (append.ExpectedRevision is { } expected && expected != revision)
            {
                return new AppendOutcome.Conflict(append.Stream, revision);
            }
        }

        var first = _events.Count + 1L;
        foreach (var append in request.Streams)
        {
            Store(append, request);
        }

        if (request.Key is { } used)
        {
            _requests.Add(used.Name, new(first, _events.Count, AppendRules.ToStored(request.At), used.Digest));
        }

        var moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.SetResult();
        return new AppendOutcome.Appended(first, _events.Count);
    }

    private void Store(StreamAppend append, AppendRequest request)
    {
        if (append.Events.IsEmpty)
        {
            return;
        }

        if (!_streams.TryGetValue(append.Stream, out var held))
        {
            _streams.Add(append.Stream, held = []);
        }

        foreach (var one in append.Events)
        {
            var stored = new LoggedEvent(
                _events.Count + 1, append.Stream, held.Count + 1, one.Id, one.Type, one.Payload.ToArray(),
                AppendRules.ToStored(request.At), request.TraceParent);
            _events.Add(stored);
            held.Add(stored);
        }
    }
}
