namespace ExchangeHub.EventLog;

/// <summary>What is made of the log, and of nothing else, for those who ask.</summary>
public interface IReadModel
{
    /// <summary>Gets where it stands.</summary>
    ReadModelState State { get; }

    /// <summary>Makes it anew beside the one that is asked, and exchanges the two when it has caught up.</summary>
    /// <param name="progress">Hears the position that the new one has reached.</param>
    /// <param name="cancellation">Ends it; nothing has changed then.</param>
    /// <returns>The position that it had reached when it took its place; null when it is being made anew already, by this process
    /// or another.</returns>
    Task<long?> RebuildAsync(Func<long, Task> progress, CancellationToken cancellation);
}

/// <summary>Where a read model stands.</summary>
/// <param name="Name">Its name, such as <c>records</c>.</param>
/// <param name="Position">The position of the last event that it takes account of.</param>
/// <param name="Head">The position of the last event of the log, as last heard.</param>
/// <param name="BehindFor">The age of the oldest event that it does not take account of; zero when there is none.</param>
/// <param name="IsStopped">Whether a fault keeps it from going on; it is tried again.</param>
public sealed record ReadModelState(string Name, long Position, long Head, TimeSpan BehindFor, bool IsStopped)
{
    /// <summary>Gets how many events it does not take account of yet.</summary>
    public long BehindBy => Math.Max(0, Head - Position);
}
