using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ExchangeHub.Postgres.Reads;

/// <summary>Knows how far the log has come, and wakes who waits for more.</summary>
/// <remarks>
/// It hears of commits of its own process directly, of those of others by NOTIFY, and asks once a second in case a notification
/// was lost. It listens from the first wait on, so that a process which only appends holds no connection for it.
/// </remarks>
internal sealed class HeadWatch : IAsyncDisposable
{
    /// <summary>The channel on which Marten's daemon listens, too. The payload is schema, colon, position of the head: one
    /// database may hold a log in each of several schemas.</summary>
    public const string Channel = "mt_events_appended";

    private const string Sql = "select last_seq from hub_position where shard = 0";

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(1); // less is taken for no limit at all
    private static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new(); // without a timer: there is nothing to dispose of
    private TaskCompletionSource? _moved;
    private Task _listening = Task.CompletedTask;
    private bool _listens;
    private long _head;
    private volatile bool _hears;

    public HeadWatch(NpgsqlDataSource source, TimeProvider time, ILogger logger)
    {
        _source = source;
        _time = time;
        _logger = logger;
    }

    /// <summary>Asks the store for the position of the last event.</summary>
    public async Task<long> AskAsync(CancellationToken cancellation)
    {
        using var command = _source.CreateCommand(Sql);
        var head = (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
        Advance(head);
        return head;
    }

    /// <summary>Notes that the log holds events up to a position.</summary>
    public void Advance(long head)
    {
        TaskCompletionSource? moved = null;
        lock (_gate)
        {
            if (head > _head)
            {
                _head = head;
                (moved, _moved) = (_moved, null);
            }
        }

        moved?.SetResult();
    }

    /// <summary>Waits for an event after a position.</summary>
    public async Task<long> WaitAsync(long position, CancellationToken cancellation)
    {
        if (TryWait(position, out var head, out var moved))
        {
            return head;
        }

        if (!_hears && await AskAsync(cancellation).ConfigureAwait(false) is var asked && asked > position)
        {
            return asked;
        }

        while (true)
        {
            await moved.WaitAsync(cancellation).ConfigureAwait(false);
            if (TryWait(position, out head, out moved))
            {
                return head;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        TaskCompletionSource? moved;
        lock (_gate)
        {
            _listens = true;
            moved = _moved;
        }

        moved?.TrySetException(new ObjectDisposedException(nameof(PostgresEventLog)));
        await _listening.ConfigureAwait(false);
    }

    private bool TryWait(long position, out long head, out Task moved)
    {
        lock (_gate)
        {
            head = _head;
            moved = Task.CompletedTask;
            if (head > position)
            {
                return true;
            }

            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(PostgresEventLog));
            moved = (_moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (!_listens)
            {
                _listens = true;
                _listening = Task.Run(ListenAsync);
            }

            return false;
        }
    }

    private async Task ListenAsync()
    {
        var cancellation = _closing.Token;
        var pause = BackOffMin;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await HearAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException || StoreErrors.IsUnavailable(error))
            {
                pause = _hears ? BackOffMin : pause * 2 > AskEvery ? AskEvery : pause * 2;
                _hears = false;
                StoreLines.ListeningLost(_logger, error);
                await Task.Delay(pause, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task HearAsync(CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var listen = new NpgsqlCommand($"listen {Channel}; select current_schema() || ':'", connection);
        var ours = (string)(await listen.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload.StartsWith(ours, StringComparison.Ordinal)
                && long.TryParse(
                    heard.Payload.AsSpan(ours.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var head))
            {
                Advance(head);
            }
        };
        using var ask = new NpgsqlCommand(Sql, connection);
        while (true)
        {
            Advance((long)(await ask.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!);
            _hears = true;
            var asked = _time.GetTimestamp();
            while (AskEvery - _time.GetElapsedTime(asked) is var left && left >= WaitMin)
            {
                await connection.WaitAsync(left, cancellation).ConfigureAwait(false);
            }
        }
    }
}
