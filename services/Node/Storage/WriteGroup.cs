using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Storage;

/// <summary>Writes that share one transaction, and with it one flush to the disk.</summary>
internal static class WriteGroup
{
    private const int IoCode = 10;
    private const int FullCode = 13;
    private const int ConstraintCode = 19;

    /// <summary>Carries out every write and answers its caller.</summary>
    /// <remarks>Nothing may leave this method: the writer's task would end, and every caller after that would wait for ever.
    /// </remarks>
    public static void Commit(SqliteConnection connection, IReadOnlyList<QueuedWrite> group)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            foreach (var write in group)
            {
                transaction.Save("one");
                try
                {
                    write.Result = write.Run(connection);
                }
                catch (Exception own) when (own is not SqliteException
                    || own is SqliteException { SqliteErrorCode: ConstraintCode })
                {
                    // One caller's failure is its own; the others' writes stay. Whatever it is, its caller hears it.
                    transaction.Rollback("one");
                    _ = write.Done.TrySetException(own);
                }

                transaction.Release("one");
            }

            transaction.Commit();
        }
#pragma warning disable CA1031 // Whatever it is, every caller of the group hears it; a narrower clause would leave them waiting.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            // Nothing of the group is stored, and everybody in it who has not been answered hears so.
            Exception failure = broken is SqliteException { SqliteErrorCode: FullCode or IoCode }
                ? new StoreFullException(broken)
                : new StoreFailedException(broken);
            foreach (var write in group)
            {
                _ = write.Done.TrySetException(failure);
            }
        }

        foreach (var write in group)
        {
            _ = write.Done.TrySetResult(write.Result!);
        }
    }
}
