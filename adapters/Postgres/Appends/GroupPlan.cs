using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Appends;

/// <summary>What one commit will store, and what each of its callers will be told when it has been stored.</summary>
/// <remarks>
/// Used again for every group, so that a group costs no lists of its own. Requests are judged in order of arrival, each on what
/// those before it in the same group will have done; who is refused adds nothing.
/// </remarks>
internal sealed class GroupPlan
{
    private readonly List<(PendingAppend Pending, AppendOutcome Outcome)> _outcomes = [];
    private readonly Dictionary<string, int> _streamIndex = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AppendOutcome.Repeated> _requests = new(StringComparer.Ordinal);

    /// <summary>Gets the head that the plan rests on.</summary>
    public long Head { get; private set; }

    /// <summary>Gets the rows to insert.</summary>
    public GroupRows Rows { get; } = new();

    /// <summary>Gets the head after the commit.</summary>
    public long Last => Head + Rows.Ids.Count;

    /// <summary>Plans a group.</summary>
    /// <param name="group">The requests, in order of arrival.</param>
    /// <param name="knowledge">What is known of the log.</param>
    /// <param name="isFresh">Whether all streams of the group have just been looked up.</param>
    /// <returns>False when the plan needs a look at the store first.</returns>
    public bool TryBuild(IReadOnlyList<PendingAppend> group, LogKnowledge knowledge, bool isFresh)
    {
        Clear();
        Head = knowledge.Head;
        for (var i = 0; i < group.Count; i++)
        {
            if (!TryAdd(group[i], knowledge, isFresh))
            {
                Clear();
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes what was committed into what is known, and tells every caller.</summary>
    /// <param name="knowledge">What is known of the log.</param>
    public void Settle(LogKnowledge knowledge)
    {
        knowledge.Advance(Last);
        for (var i = 0; i < Rows.Streams.Count; i++)
        {
            knowledge.Revisions.Set(Rows.Streams[i], Rows.Revisions[i]);
        }

        foreach (var (name, request) in _requests)
        {
            knowledge.Requests.Set(name, request);
        }

        foreach (var (pending, outcome) in _outcomes)
        {
            pending.TrySetResult(outcome);
        }

        Clear();
    }

    /// <summary>Forgets the group, so that nothing of it is held while the log is idle.</summary>
    public void Clear()
    {
        _outcomes.Clear();
        _streamIndex.Clear();
        _requests.Clear();
        Rows.Clear();
    }

    private bool TryAdd(PendingAppend pending, LogKnowledge knowledge, bool isFresh)
    {
        var request = pending.Request;
        if (request.Key is { } key
            && (_requests.TryGetValue(key.Name, out var earlier) || knowledge.Requests.TryGet(key.Name, out earlier)))
        {
            _outcomes.Add((pending, earlier.Digest.AsSpan().SequenceEqual(key.Digest.AsSpan())
                ? earlier
                : new AppendOutcome.KeyReused(earlier.FirstPosition)));
            return true;
        }

        foreach (var append in request.Streams)
        {
            if (!TryFindRevision(append, knowledge, isFresh, out var revision))
            {
                return false;
            }

            if (append.ExpectedRevision is { } expected && expected != revision)
            {
                // A revision that we do not know yet may have been made by another writer.
                if (expected > revision && !isFresh)
                {
                    return false;
                }

                _outcomes.Add((pending, new AppendOutcome.Conflict(append.Stream, revision)));
                return true;
            }
        }

        AddRows(pending, knowledge);
        return true;
    }

    private bool TryFindRevision(StreamAppend append, LogKnowledge knowledge, bool isFresh, out long revision)
    {
        if (_streamIndex.TryGetValue(append.Stream, out var index))
        {
            revision = Rows.Revisions[index];
            return true;
        }

        // A stream that must not exist is taken for new: if it does exist, its first revision is taken and the store refuses.
        return knowledge.Revisions.TryGet(append.Stream, out revision)
            || isFresh
            || (append.ExpectedRevision == 0 && !append.Events.IsEmpty);
    }

    private void AddRows(PendingAppend pending, LogKnowledge knowledge)
    {
        var request = pending.Request;
        var at = AppendRules.ToStored(request.At);
        var first = Last + 1;
        foreach (var append in request.Streams)
        {
            if (append.Events.IsEmpty)
            {
                continue;
            }

            if (!_streamIndex.TryGetValue(append.Stream, out var index))
            {
                _ = knowledge.Revisions.TryGet(append.Stream, out var known);
                index = Rows.AddStream(append.Stream, known, at.UtcDateTime);
                _streamIndex.Add(append.Stream, index);
            }

            Rows.AddEvents(index, append, at.UtcDateTime, request.TraceParent);
        }

        if (request.Key is { } key)
        {
            var made = new AppendOutcome.Repeated(first, Last, at, key.Digest);
            _requests.Add(key.Name, made);
            Rows.AddRequest(key.Name, made);
        }

        _outcomes.Add((pending, new AppendOutcome.Appended(first, Last)));
    }
}
