using Npgsql;

namespace ExchangeHub.Postgres;

/// <summary>Opens databases for a hub.</summary>
public static class Sources
{
    /// <summary>Opens a database, with what its sessions need.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <returns>The source of connections.</returns>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is none.</exception>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);

        // A search is over before its statement would have been compiled: where the planner expects many rows, half a second and
        // more went there.
        settings.Options = $"{settings.Options} -c jit=off".TrimStart();
        return NpgsqlDataSource.Create(settings);
    }
}
