using ExchangeHub.EventLog;

namespace ExchangeHub.Postgres.Projections;

/// <summary>A projection as those who run the hub see it.</summary>
/// <param name="runner">Keeps it up to date.</param>
/// <param name="rebuild">Makes it anew.</param>
public sealed class PostgresReadModel(ProjectionRunner runner, ProjectionRebuild rebuild) : IReadModel
{
    /// <inheritdoc/>
    public ReadModelState State
    {
        get
        {
            var status = runner.Status;
            return new ReadModelState(
                status.Name, status.Position, status.Head, status.BehindFor, status.Fault is not null);
        }
    }

    /// <inheritdoc/>
    public Task<long?> RebuildAsync(Func<long, Task> progress, CancellationToken cancellation) =>
        rebuild.RunAsync(progress, cancellation);
}
