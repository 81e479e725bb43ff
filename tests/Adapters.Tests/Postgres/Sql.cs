using Npgsql;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>Asks a database directly, past everything that is under test.</summary>
internal static class Sql
{
    public static async Task<T> AskAsync<T>(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task RunAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a question is answered with true; for what another process does.</summary>
    public static async Task UntilAsync(this NpgsqlDataSource database, string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await database.AskAsync<bool>(sql))
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
