using Microsoft.Data.Sqlite;

namespace ExchangeHub.Node.Storage;

/// <summary>The tables of the node's SQLite file.</summary>
internal static class Schema
{
    /// <summary>What a connection that only reads is told.</summary>
    public const string ReadingPragmas = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";

    private const string WritingPragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 5000;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA trusted_schema = OFF;
        PRAGMA cell_size_check = ON;
        PRAGMA secure_delete = ON;
        """;

    // Raised with every change; a file of a later version is refused.
    private const long Version = 4;

    // digest is SHA-256 of the bytes beside it: SQLite does not notice a flipped bit in a value. Instants are microseconds since
    // 1970.
    private const string Tables = """
        CREATE TABLE outbox(
          sequence INTEGER PRIMARY KEY,
          client_key TEXT NOT NULL UNIQUE,
          request_digest BLOB NOT NULL,
          record_id TEXT NOT NULL,
          dossier TEXT NOT NULL,
          envelope BLOB NOT NULL,
          digest BLOB NOT NULL,
          state INTEGER NOT NULL,
          receipt BLOB,
          rejection BLOB,
          stored_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox(sequence) WHERE state = 1;
        CREATE INDEX outbox_turned_down ON outbox(sequence) WHERE state = 3;
        CREATE INDEX outbox_dossier ON outbox(dossier, sequence);
        CREATE TABLE inbox(
          position INTEGER PRIMARY KEY,
          dossier TEXT NOT NULL,
          delivery BLOB NOT NULL,
          digest BLOB NOT NULL,
          arrived_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX inbox_dossier ON inbox(dossier, position);
        CREATE TABLE inbox_subject(
          subject TEXT NOT NULL,
          dossier TEXT NOT NULL,
          arrived_at INTEGER NOT NULL,
          PRIMARY KEY (subject, dossier)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine(
          position INTEGER PRIMARY KEY,
          delivery BLOB NOT NULL,
          reason TEXT NOT NULL,
          arrived_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE mark(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    // Since version 2.
    private const string Acts =
        "CREATE TABLE act(number INTEGER PRIMARY KEY, act BLOB NOT NULL, digest BLOB NOT NULL) STRICT;";

    // Since version 3: the newest checkpoint of a log that this node has signed as a witness.
    private const string Witnessed =
        "CREATE TABLE witnessed(log TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT, WITHOUT ROWID;";

    // Since version 4: clear values of own records under a key of each person, the acts on values that concern this node, and
    // the keys for answers that it waits for.
    private const string Disclosures = """
        CREATE TABLE subject_key(handle BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE disclosure(
          dossier TEXT NOT NULL,
          path TEXT NOT NULL,
          handle BLOB NOT NULL,
          sealed BLOB NOT NULL,
          PRIMARY KEY (dossier, path)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX disclosure_handle ON disclosure(handle);
        CREATE TABLE disclosure_act(number INTEGER PRIMARY KEY, act BLOB NOT NULL, digest BLOB NOT NULL) STRICT;
        CREATE TABLE reply_key(id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """;

    /// <summary>Prepares the connection that writes, and makes the tables in a new file.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a later version of the node.</exception>
    public static void Apply(SqliteConnection connection)
    {
        _ = connection.Execute(WritingPragmas);
        var version = connection.Scalar("PRAGMA user_version") ?? 0;
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"The data folder of this node was written by a later version (schema {version}, this one knows {Version}). "
                + "Start that version.");
        }

        if (version < Version)
        {
            using var transaction = connection.BeginTransaction();
            _ = connection.Execute(
                $"{(version < 1 ? Tables : "")} {(version < 2 ? Acts : "")} {(version < 3 ? Witnessed : "")} {Disclosures} "
                + $"PRAGMA user_version = {Version};");
            transaction.Commit();
        }
    }
}
