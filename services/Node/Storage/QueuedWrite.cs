using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Storage;

/// <summary>A write that waits for its turn, and whoever waits for the write.</summary>
/// <param name="run">What it does; its result goes to the caller.</param>
internal sealed class QueuedWrite(Func<SqliteConnection, object> run)
{
    public Func<SqliteConnection, object> Run { get; } = run;

    public object? Result { get; set; }

    public TaskCompletionSource<object> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
