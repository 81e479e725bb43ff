using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Storage;

/// <summary>
/// The node's SQLite file. All writes go through one task that commits what has queued in one transaction, so that many callers
/// share a flush; each caller is answered after the commit. Reads use connections of their own and see what is committed.
/// </summary>
/// <remarks>
/// WAL with synchronous=FULL: in WAL mode NORMAL may lose the last commits when the power fails, and an answer to a caller is a
/// promise. One process holds the file, by a lock file beside it. Writes are carried out in the order in which
/// <see cref="WriteAsync"/> was called.
/// </remarks>
internal sealed class NodeStore : IAsyncDisposable
{
    private const int GroupMax = 128;
    private const int QueueMax = 1024;

    private readonly Channel<QueuedWrite> _writes = Channel.CreateBounded<QueuedWrite>(
        new BoundedChannelOptions(QueueMax) { SingleReader = true });

    private readonly string _reading;
    private readonly FileStream _lock;
    private readonly Task _writing;

    public NodeStore(string folder)
    {
        Directory.CreateDirectory(folder);
        _lock = Lock(Path.Combine(folder, "lock"));
        var file = Path.Combine(folder, "node.db");
        _reading = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 30 }.ToString();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            Schema.Apply(connection);
        }
        catch
        {
            connection.Dispose();
            _lock.Dispose();
            throw;
        }

        _writing = Task.Run(() => WriteAllAsync(connection));
    }

    /// <summary>Runs a write in a transaction shared with others; durable when the task completes.</summary>
    /// <param name="write">Runs on the writer's task. What it throws undoes its own changes alone and goes to its caller.</param>
    /// <param name="cancellation">Stops waiting for a place in the queue; what has a place is carried out.</param>
    /// <exception cref="StoreFullException">The disk takes no more.</exception>
    /// <exception cref="StoreFailedException">The store failed in another way.</exception>
    /// <exception cref="StoreClosedException">The node is stopping.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellation)
    {
        var queued = new QueuedWrite(connection => write(connection)!);
        try
        {
            await _writes.Writer.WriteAsync(queued, cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreClosedException(closed);
        }

        return (T)await queued.Done.Task;
    }

    /// <summary>Opens a connection that can only read. Dispose it.</summary>
    public SqliteConnection Read()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        _ = connection.Execute(Schema.ReadingPragmas);
        return connection;
    }

    /// <summary>Brings what was deleted out of the journal as well, as far as nobody is reading.</summary>
    public void Settle()
    {
        using var connection = new SqliteConnection(_reading);
        connection.Open();
        _ = connection.Execute("PRAGMA query_only = OFF; PRAGMA wal_checkpoint(TRUNCATE);");
    }

    public async ValueTask DisposeAsync()
    {
        if (_writes.Writer.TryComplete())
        {
            await _writing;
            using (var pooled = new SqliteConnection(_reading))
            {
                SqliteConnection.ClearPool(pooled);
            }

            await _lock.DisposeAsync();
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new InvalidOperationException(
                $"Another process uses the data folder of this node ('{path}' is locked). Stop it first, or give this node a "
                + "folder of its own.",
                held);
        }
    }

    private async Task WriteAllAsync(SqliteConnection connection)
    {
        await using var _ = connection;
        var group = new List<QueuedWrite>(GroupMax);
        while (await _writes.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < GroupMax && _writes.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            WriteGroup.Commit(connection, group);
        }
    }
}
