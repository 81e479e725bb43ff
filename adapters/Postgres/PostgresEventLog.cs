using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Appends;
using ExchangeHub.Postgres.Reads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Postgres;

/// <summary>The log in PostgreSQL, in tables that Marten can read.</summary>
/// <remarks>
/// <para>Appends of concurrent callers are committed in groups, each in one statement, by one writer per process; several
/// processes may write to one database. A caller alone is not made to wait for others.</para>
/// <para>While the store is away, appends wait up to five seconds for it before they fail, and at most 128 MiB of payload wait
/// for the writer. Only an append that was under way when the connection was lost has an unknown outcome.</para>
/// <para>Event ids are taken as unique and not compared with those that are held.</para>
/// </remarks>
public sealed class PostgresEventLog : IEventLog, IAsyncDisposable
{
    private const long WaitingBytesMax = 128 * 1024 * 1024;

    private readonly AppendQueue _queue = new(WaitingBytesMax);
    private readonly GroupWriter _writer;
    private readonly LogReader _reader;
    private readonly HeadWatch _watch;
    private readonly TimeProvider _time;

    /// <summary>Opens the log. Nothing is asked of the database before the first append, read or wait.</summary>
    /// <param name="source">The database, with the schema installed (<see cref="Schema.PostgresSchema"/>). The log holds two
    /// of its connections while it is used, and takes one for each read.</param>
    /// <param name="time">The clock of waits; events carry the instants of their requests.</param>
    /// <param name="logger">Where lost connections and refused groups are reported; null for nowhere.</param>
    public PostgresEventLog(NpgsqlDataSource source, TimeProvider time, ILogger<PostgresEventLog>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(time);
        logger ??= NullLogger<PostgresEventLog>.Instance;
        _time = time;
        _reader = new(source);
        _watch = new(source, time, logger);
        _writer = new(_queue, source, time, logger, _watch.Advance);
    }

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        AppendRules.Check(request);
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<AppendOutcome>(cancellation);
        }

        var pending = new PendingAppend(request, _time.GetTimestamp());
        try
        {
            if (_queue.Add(pending))
            {
                Drive();
            }
        }
        catch (LogUnavailableException error)
        {
            return Task.FromException<AppendOutcome>(error);
        }

        return cancellation.CanBeCanceled ? WaitAsync(pending, cancellation) : pending.Task;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LoggedEvent>> ReadStreamAsync(string stream, long afterRevision, CancellationToken cancellation)
    {
        AppendRules.CheckStream(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(afterRevision);
        return OrUnavailableAsync(_reader.ReadStreamAsync(stream, afterRevision, cancellation));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ImmutableArray<LoggedEvent>>> ReadStreamsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(streams);
        Array.ForEach([.. streams], AppendRules.CheckStream);
        return OrUnavailableAsync(_reader.ReadStreamsAsync(streams, cancellation));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> RevisionsAsync(
        IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(streams);
        Array.ForEach([.. streams], AppendRules.CheckStream);
        return OrUnavailableAsync(_reader.RevisionsAsync(streams, cancellation));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<LoggedEvent>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        AppendRules.CheckRead(afterPosition, countMax);
        return OrUnavailableAsync(_reader.ReadAsync(afterPosition, countMax, cancellation));
    }

    /// <inheritdoc/>
    public Task<long> HeadAsync(CancellationToken cancellation) => OrUnavailableAsync(_watch.AskAsync(cancellation));

    /// <inheritdoc/>
    public Task<long> WaitForMoreAsync(long position, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return OrUnavailableAsync(_watch.WaitAsync(position, cancellation));
    }

    /// <inheritdoc/>
    public Task<AppendOutcome.Repeated?> FindRequestAsync(RequestKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        AppendRules.CheckKey(key);
        return OrUnavailableAsync(_reader.FindRequestAsync(key.Name, cancellation));
    }

    /// <summary>Finishes the group under way, and fails what waits.</summary>
    /// <returns>A task that completes when no connection is held any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
    }

    // Begins on the caller's thread, but not in its context: the writer outlives the call that woke it.
    private void Drive()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = _writer.DriveAsync();
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = _writer.DriveAsync();
        }
    }

    private static async Task<AppendOutcome> WaitAsync(PendingAppend pending, CancellationToken cancellation)
    {
        try
        {
            return await pending.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            pending.TryAbandon();
            throw;
        }
    }

    private static async Task<T> OrUnavailableAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (Exception error) when (StoreErrors.IsUnavailable(error))
        {
            throw StoreErrors.NotRead(error);
        }
    }
}
