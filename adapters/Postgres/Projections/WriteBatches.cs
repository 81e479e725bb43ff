using Npgsql;

namespace ExchangeHub.Postgres.Projections;

/// <summary>Writes of a projection.</summary>
internal static class WriteBatches
{
    /// <summary>Carries out all writes of a batch in one round trip, in their order.</summary>
    /// <remarks>
    /// Prepared: the same few statements come thousands of times, and planning each of them anew costs more than carrying it out.
    /// The connection keeps what it has prepared from batch to batch.
    /// </remarks>
    public static async Task WriteAsync(this NpgsqlBatch writes, CancellationToken cancellation)
    {
        if (writes.BatchCommands.Count > 0)
        {
            await writes.PrepareAsync(cancellation).ConfigureAwait(false);
            await writes.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }
}
