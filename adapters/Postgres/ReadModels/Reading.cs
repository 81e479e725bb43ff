namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Runs what asks the store, and says so in the words of the log when the store is away.</summary>
internal static class Reading
{
    public static async Task<T> OrUnavailableAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception error) when (StoreErrors.IsUnavailable(error))
        {
            throw StoreErrors.NotRead(error);
        }
    }
}
