using System.Collections.Immutable;
using ExchangeHub.EventLog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Postgres.Projections;

/// <summary>Keeps one projection up to date with the log.</summary>
/// <remarks>
/// Every process may run it: one leads, by an advisory lock of the database, and the others take over when it is gone. Two that
/// both believe to lead cannot both move the checkpoint, which is committed together with the rows.
/// </remarks>
public sealed class ProjectionRunner
{
    private const int BatchMax = 1_000;

    // How often a leader without work, and a process that does not lead, looks at the checkpoint.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookSoon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    private readonly IEventLog _log;
    private readonly NpgsqlDataSource _source;
    private readonly IPostgresProjection _projection;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Checkpoint _checkpoint;
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProjectionStatus _status;
    private DateTimeOffset? _oldestAt;
    private int _rebuilds;

    /// <summary>Makes a runner; nothing happens before <see cref="RunAsync"/>.</summary>
    /// <param name="log">The log to follow.</param>
    /// <param name="source">The database of the projection's tables, with the schema installed.</param>
    /// <param name="projection">The projection.</param>
    /// <param name="time">The clock of waits and lags.</param>
    /// <param name="logger">Where stops are reported; null for nowhere.</param>
    public ProjectionRunner(
        IEventLog log,
        NpgsqlDataSource source,
        IPostgresProjection projection,
        TimeProvider time,
        ILogger<ProjectionRunner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(projection);
        ArgumentNullException.ThrowIfNull(time);
        _log = log;
        _source = source;
        _projection = projection;
        _time = time;
        _logger = logger ?? NullLogger<ProjectionRunner>.Instance;
        _checkpoint = new(projection.Name);
        _status = new(projection.Name, 0, 0, TimeSpan.Zero, false, null);
    }

    /// <summary>Gets where the projection stands.</summary>
    public ProjectionStatus Status
    {
        get
        {
            lock (_gate)
            {
                var behind = _oldestAt is { } at && _status.BehindBy > 0 ? _time.GetUtcNow() - at : TimeSpan.Zero;
                return _status with { BehindFor = behind < TimeSpan.Zero ? TimeSpan.Zero : behind };
            }
        }
    }

    /// <summary>Applies events until it is cancelled. A fault stops it for a pause, never for good.</summary>
    /// <param name="cancellation">Ends it; the batch under way is undone.</param>
    /// <returns>A task that completes when it was cancelled.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = PauseMin;
        while (!cancellation.IsCancellationRequested)
        {
            var reached = Status.Position;
            try
            {
                await TakePartAsync(cancellation).ConfigureAwait(false);
                pause = PauseMin;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A projection is code of others. Whatever it throws, the log and the other projections go on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                pause = Status.Position > reached ? PauseMin : pause * 2 > PauseMax ? PauseMax : pause * 2;
                StoreLines.ProjectionStopped(_logger, _projection.Name, Status.Position, pause, error);
                Note(status => status with { Leads = false, Fault = error });
                await Task.Delay(pause, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        Note(status => status with { Leads = false });
    }

    /// <summary>Waits until the tables show an event, so that a caller reads what it has written.</summary>
    /// <param name="position">The position of the event, as an append returned it.</param>
    /// <param name="cancellation">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A task that completes when the event is applied, by this process or another.</returns>
    public async Task WaitUntilAsync(long position, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        while (true)
        {
            Task moved;
            bool leads;
            lock (_gate)
            {
                if (_status.Position >= position)
                {
                    return;
                }

                moved = _moved.Task;
                leads = _status.Leads;
            }

            if (!leads)
            {
                await LookAsync(cancellation).ConfigureAwait(false);
                moved = Task.WhenAny(moved, Task.Delay(LookSoon, _time, cancellation));
            }

            await moved.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Empties the tables and begins again at the start of the log, whoever leads.</summary>
    /// <param name="cancellation">Ends it before it is committed; then nothing has changed.</param>
    /// <returns>A task that completes when the tables are empty; they fill again from then on.</returns>
    public async Task RebuildAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        await _checkpoint.ResetAsync(connection, cancellation).ConfigureAwait(false);
        await _projection.ClearAsync(connection, transaction, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            _rebuilds++;
            _status = _status with { Position = 0 };
        }

        StoreLines.ProjectionCleared(_logger, _projection.Name);
    }

    // Leads until something fails or the checkpoint is moved by somebody else; or looks on for a while.
    private async Task TakePartAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        if (!await _checkpoint.TryLeadAsync(connection, cancellation).ConfigureAwait(false))
        {
            var position = await _checkpoint.ReadAsync(connection, cancellation).ConfigureAwait(false);
            var head = await _log.HeadAsync(cancellation).ConfigureAwait(false);
            Note(status => status with { Position = position, Head = head, Leads = false, Fault = null });
            await Task.Delay(LookEvery, _time, cancellation).ConfigureAwait(false);
            return;
        }

        try
        {
            await LeadAsync(connection, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await _checkpoint.YieldAsync(connection).ConfigureAwait(false);
            }
        }
    }

    private async Task LeadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await _checkpoint.EnsureAsync(connection, cancellation).ConfigureAwait(false);
        var position = await _checkpoint.ReadAsync(connection, cancellation).ConfigureAwait(false);
        var head = await _log.HeadAsync(cancellation).ConfigureAwait(false);
        Note(status => status with { Position = position, Head = head, Leads = true, Fault = null });
        StoreLines.ProjectionLed(_logger, _projection.Name, position);
        var asked = _time.GetTimestamp();
        while (true)
        {
            if (_time.GetElapsedTime(asked) > LookEvery)
            {
                head = await _log.HeadAsync(cancellation).ConfigureAwait(false);
                asked = _time.GetTimestamp();
            }

            var batch = await _log.ReadAsync(position, BatchMax, cancellation).ConfigureAwait(false);
            NoteRead(batch, head);
            var isOurs = batch.IsEmpty
                ? await WaitForMoreAsync(connection, position, cancellation).ConfigureAwait(false)
                : await TryApplyAsync(batch, position, connection, cancellation).ConfigureAwait(false);
            if (!isOurs)
            {
                StoreLines.ProjectionMoved(_logger, _projection.Name);
                return;
            }

            position = batch.IsEmpty ? position : batch[^1].Position;
        }
    }

    // False when the checkpoint was moved meanwhile. Also notices when the connection, and the lead with it, is gone.
    private async Task<bool> WaitForMoreAsync(NpgsqlConnection connection, long position, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var more = _log.WaitForMoreAsync(position, ending.Token);
        try
        {
            while (await Task.WhenAny(more, Task.Delay(LookEvery, _time, ending.Token)).ConfigureAwait(false) != more)
            {
                cancellation.ThrowIfCancellationRequested();
                if (await _checkpoint.ReadAsync(connection, cancellation).ConfigureAwait(false) != position)
                {
                    return false;
                }
            }

            await more.ConfigureAwait(false);
            return true;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)more).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryApplyAsync(
        ImmutableArray<LoggedEvent> batch, long position, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var rebuilds = Volatile.Read(ref _rebuilds);
        var reached = batch[^1].Position;
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var ending = transaction.ConfigureAwait(false);
        if (!await _checkpoint.TryMoveAsync(connection, position, reached, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        await _projection.ApplyAsync(batch, connection, transaction, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);

        // What was committed before a rebuild must not be told after it.
        Note(status => Volatile.Read(ref _rebuilds) == rebuilds ? status with { Position = reached } : status);
        return true;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var position = await _checkpoint.ReadAsync(connection, cancellation).ConfigureAwait(false);
        Note(status => status.Leads ? status : status with { Position = position });
    }

    private void NoteRead(ImmutableArray<LoggedEvent> batch, long head)
    {
        lock (_gate)
        {
            _oldestAt = batch.IsEmpty ? null : batch[0].At;
            _status = _status with { Head = Math.Max(head, batch.IsEmpty ? _status.Position : batch[^1].Position) };
        }
    }

    private void Note(Func<ProjectionStatus, ProjectionStatus> change)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            var changed = change(_status);
            if (changed == _status)
            {
                return;
            }

            _status = changed;
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }
}
