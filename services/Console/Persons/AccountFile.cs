using Microsoft.Data.Sqlite;

namespace ExchangeHub.Console.Persons;

/// <summary>The SQLite file with accounts, passkeys, sessions, failed attempts, what waits for a second person, and the trail of
/// what happened to accounts; readable by its owner alone.</summary>
/// <remarks>Several processes may open it: the console, and the command that adds an account while the console serves.</remarks>
internal sealed class AccountFile
{
    private const string Schema =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS account (
          id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, division TEXT NOT NULL, certificate TEXT NOT NULL,
          authority TEXT NOT NULL, password TEXT, secret TEXT, enrolled INTEGER NOT NULL, disabled INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS used_code (account TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (account, code)) STRICT;
        CREATE TABLE IF NOT EXISTS recovery_code (account TEXT NOT NULL, digest TEXT NOT NULL,
          PRIMARY KEY (account, digest)) STRICT;
        CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, account TEXT NOT NULL, began INTEGER NOT NULL,
          seen INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS attempt (name TEXT PRIMARY KEY, failed INTEGER NOT NULL, at INTEGER NOT NULL,
          locked_until INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS sent (account TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL,
          PRIMARY KEY (account, key)) STRICT;
        CREATE TABLE IF NOT EXISTS passkey (
          id BLOB PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, key BLOB NOT NULL, created INTEGER NOT NULL,
          count INTEGER NOT NULL, transports TEXT NOT NULL, eligible INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS proved (session TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS proposal (
          id TEXT PRIMARY KEY, division TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, certificate TEXT NOT NULL,
          act BLOB NOT NULL, basis TEXT NOT NULL, at INTEGER NOT NULL, ends INTEGER NOT NULL, state TEXT NOT NULL,
          second TEXT NOT NULL, second_name TEXT NOT NULL, reason TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS export (
          id TEXT PRIMARY KEY, role TEXT NOT NULL, division TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL,
          certificate TEXT NOT NULL, search BLOB NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL, ends INTEGER NOT NULL,
          state TEXT NOT NULL, second_name TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS happened (at INTEGER NOT NULL, account TEXT NOT NULL, what TEXT NOT NULL) STRICT;
        """;

    private readonly string _connection;

    /// <summary>Opens the file, and makes it when it is not there.</summary>
    /// <param name="folder">Made for its owner alone when it is not there.</param>
    public AccountFile(string folder)
    {
        OwnFolder.Make(folder);
        var file = Path.Combine(folder, "accounts.db");
        OwnFolder.Touch(file);
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 10 }.ToString();
        _ = Execute(Schema);
    }

    /// <summary>Runs a statement; durable when it returns.</summary>
    /// <returns>How many rows it concerned.</returns>
    public int Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Reads all rows.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
