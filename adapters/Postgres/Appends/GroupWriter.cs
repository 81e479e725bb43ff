using Microsoft.Extensions.Logging;
using Npgsql;

namespace ExchangeHub.Postgres.Appends;

/// <summary>Commits what queues, group by group, over one connection.</summary>
/// <remarks>
/// The common case is one round trip on what is known already. When that turns out to be of the past, or the store refuses, the
/// group is judged again while the fence is held; what is refused then is halved until the culprit stands alone.
/// </remarks>
internal sealed class GroupWriter : IAsyncDisposable
{
    // How long a request waits for a store that is away, such as one that is being restarted, before its caller is told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromSeconds(1);

    // A connection that rested longer is tried by a question first: if it has died meanwhile, no append is in doubt.
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(1);

    private const int LockedAttemptsMax = 3;

    // After a repeated key or a taken stream that only the store knew of, this many groups ask before they write: a sender that
    // repeats thousands of requests must not cost as many rollbacks.
    private const int CarefulGroups = 100;

    // After another process was seen to append, this many groups take the fence first instead of finding it taken.
    private const int SharedGroups = 20;

    private readonly AppendQueue _queue;
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<long> _committed;
    private readonly GroupPlan _plan = new();
    private readonly LogKnowledge _knowledge = new();
    private readonly CancellationTokenSource _closing = new(); // without a timer: there is nothing to dispose of
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GroupSession? _session;
    private int _careful;
    private int _shared;
    private long _rested;

    public GroupWriter(AppendQueue queue, NpgsqlDataSource source, TimeProvider time, ILogger logger, Action<long> committed)
    {
        _queue = queue;
        _source = source;
        _time = time;
        _logger = logger;
        _committed = committed;
    }

    /// <summary>Commits until the queue is empty. One driver at a time; the queue sees to that. Never throws.</summary>
    public async Task DriveAsync()
    {
        while (_queue.Take() is { } group)
        {
            await WriteAsync(group).ConfigureAwait(false);
        }

        if (_closing.IsCancellationRequested)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Finishes the group under way, fails what waits, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (_queue.Close(StoreErrors.NotReached(new ObjectDisposedException(nameof(PostgresEventLog)))))
        {
            await _idle.Task.ConfigureAwait(false);
        }

        await DropSessionAsync().ConfigureAwait(false);
    }

    private async Task WriteAsync(List<PendingAppend> group)
    {
        while (await ConnectAsync(group).ConfigureAwait(false) is { } session)
        {
            try
            {
                await CommitAsync(session, group).ConfigureAwait(false);
                _rested = _time.GetTimestamp();
                return;
            }
#pragma warning disable CA1031 // Whatever happens, the callers of this group are told and the next group is served.
            catch (Exception error)
#pragma warning restore CA1031
            {
                var isInDoubt = session.IsInDoubt;
                await DropSessionAsync().ConfigureAwait(false);
                if (!StoreErrors.IsUnavailable(error))
                {
                    StoreLines.WriterFailed(_logger, group.Count, error);
                    Fail(group, error);
                    return;
                }

                StoreLines.StoreLost(_logger, group.Count, isInDoubt, error);
                if (isInDoubt)
                {
                    Fail(group, StoreErrors.OutcomeUnknown(error));
                    return;
                }
            }
        }
    }

    // The connection, or null when the patience of everybody in the group has run out.
    private async Task<GroupSession?> ConnectAsync(List<PendingAppend> group)
    {
        var pause = BackOffMin;
        while (_session is null)
        {
            try
            {
                _session = await GroupSession.OpenAsync(_source, _plan.Rows, _closing.Token).ConfigureAwait(false);
                _knowledge.Forget();
                _careful = Math.Max(_careful, 1);
            }
            catch (Exception error)
                when (StoreErrors.IsUnavailable(error) || error is PostgresException or OperationCanceledException)
            {
                var why = StoreErrors.NotReached(error);
                var isClosing = _closing.IsCancellationRequested;
                _queue.Expire(IsDue, why);
                Fail(group.Where(IsDue), why);
                group.RemoveAll(pending => pending.Task.IsCompleted);
                if (group.Count == 0)
                {
                    return null;
                }

                await Task.Delay(pause, _time, CancellationToken.None).ConfigureAwait(false);
                pause = pause * 2 > BackOffMax ? BackOffMax : pause * 2;

                bool IsDue(PendingAppend pending) => isClosing || _time.GetElapsedTime(pending.Since) >= Patience;
            }
        }

        return _session;
    }

    private async Task CommitAsync(GroupSession session, List<PendingAppend> group)
    {
        var isShared = _shared > 0;
        var asks = _careful > 0 || _time.GetElapsedTime(_rested) > RestMax;
        _careful = Math.Max(_careful - 1, 0);
        if (!isShared && (asks || !_plan.TryBuild(group, _knowledge, isFresh: false)))
        {
            isShared = await session.LookUpAsync(group, _knowledge).ConfigureAwait(false);
            _plan.TryBuild(group, _knowledge, isFresh: true);
        }

        if (!isShared && await TryCommitAsync(session, group).ConfigureAwait(false))
        {
            return;
        }

        await CommitLockedAsync(session, group).ConfigureAwait(false);
    }

    // One statement, on what is known. False when somebody else has appended, or when the store refuses a row.
    private async Task<bool> TryCommitAsync(GroupSession session, List<PendingAppend> group)
    {
        try
        {
            if (_plan.Rows.Ids.Count == 0 || await session.WriteAsync(_plan).ConfigureAwait(false))
            {
                Settle();
                return true;
            }
        }
        catch (PostgresException error) when (!StoreErrors.IsUnavailable(error))
        {
            await session.RollbackAsync().ConfigureAwait(false);
            _careful = error.SqlState == PostgresErrorCodes.UniqueViolation ? CarefulGroups : _careful;
            StoreLines.GroupRefused(_logger, group.Count, error.SqlState);
        }

        return false;
    }

    // Nobody else appends while the fence is held, so what is looked up stays true until the commit.
    private async Task CommitLockedAsync(GroupSession session, List<PendingAppend> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _knowledge.Forget();
                await session.BeginLockedAsync().ConfigureAwait(false);
                var moved = await session.LookUpAsync(group, _knowledge).ConfigureAwait(false);
                _shared = moved ? SharedGroups : Math.Max(_shared - 1, 0);
                _plan.TryBuild(group, _knowledge, isFresh: true);
                if (_plan.Rows.Ids.Count > 0)
                {
                    await session.WriteAsync(_plan).ConfigureAwait(false);
                }

                await session.CommitAsync().ConfigureAwait(false);
                Settle();
                return;
            }
            catch (PostgresException error) when (!StoreErrors.IsUnavailable(error))
            {
                await session.RollbackAsync().ConfigureAwait(false);
                _plan.Clear();
                if (attempt < LockedAttemptsMax && IsWorthRepeating(error))
                {
                    continue;
                }

                if (group.Count == 1)
                {
                    StoreLines.AppendRefused(_logger, group[0].Request.Streams[0].Stream, error.SqlState);
                    group[0].TrySetException(StoreErrors.Refused(error));
                    return;
                }
            }

            break;
        }

        var half = group.Count / 2;
        await CommitLockedAsync(session, group[..half]).ConfigureAwait(false);
        await CommitLockedAsync(session, group[half..]).ConfigureAwait(false);
    }

    // A deadlock, or a number that a writer took who does not ask for the fence.
    private static bool IsWorthRepeating(PostgresException error) => error.SqlState
        is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private void Settle()
    {
        var last = _plan.Last;
        _plan.Settle(_knowledge);
        _committed(last);
    }

    private static void Fail(IEnumerable<PendingAppend> group, Exception why)
    {
        foreach (var pending in group)
        {
            pending.TrySetException(why);
        }
    }

    private async Task DropSessionAsync()
    {
        _plan.Clear();
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
