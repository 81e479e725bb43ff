using System.Collections.Concurrent;
using ExchangeHub.History;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>The tiles and checkpoints of the hub's tree, in PostgreSQL.</summary>
/// <param name="source">The database, with the schema installed.</param>
public sealed class HistoryTable(NpgsqlDataSource source) : IHistoryStore
{
    private const int HashBytes = 32;

    // A tile of a width never changes. The upper levels are in every proof; 16 MiB at the most.
    private const int RecentMax = 2_048;
    private readonly ConcurrentDictionary<TileAddress, byte[]> _recent = new();

    // Serialises those who keep checkpoints, so that no two of them build upon the same one.
    private const string Lock = "select pg_advisory_xact_lock(x'45584855425f5452'::bigint)";

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileAddress tile, CancellationToken cancellation)
    {
        if (_recent.TryGetValue(tile, out var known))
        {
            return known;
        }

        var hashes = await FindAsync(tile, cancellation).ConfigureAwait(false);
        if (_recent.Count >= RecentMax)
        {
            _recent.Clear();
        }

        _recent[tile] = hashes;
        return hashes;
    }

    /// <inheritdoc/>
    public Task<KeptCheckpoint?> FindLatestAsync(bool isWitnessed, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select size, note, is_witnessed, signed_at from hub_checkpoint
                where is_witnessed or not $1 order by size desc limit 1
                """);
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = isWitnessed });
            return await ReadAsync(command, cancellation).ConfigureAwait(false);
        });

    /// <inheritdoc/>
    public Task<bool> KeepAsync(
        long oldSize,
        IReadOnlyList<(TileAddress Tile, ReadOnlyMemory<byte> Hashes)> tiles,
        KeptCheckpoint checkpoint,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Reading.OrUnavailableAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            if (await NewestAsync(connection, cancellation).ConfigureAwait(false) != oldSize)
            {
                return false;
            }

            await WriteAsync(connection, tiles, checkpoint, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<bool> CosignAsync(
        long size, Func<SignedNote, (SignedNote Note, bool IsWitnessed)?> cosign, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cosign);
        return Reading.OrUnavailableAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            using var find = new NpgsqlCommand(
                "select size, note, is_witnessed, signed_at from hub_checkpoint where size = $1 for update", connection);
            find.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
            var kept = await ReadAsync(find, cancellation).ConfigureAwait(false);
            if (kept is null || cosign(kept.Note) is not { } cosigned)
            {
                return false;
            }

            using var update = new NpgsqlCommand(
                "update hub_checkpoint set note = $2, is_witnessed = $3 where size = $1", connection);
            update.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
            update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cosigned.Note.ToString() });
            update.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = cosigned.IsWitnessed });
            _ = await update.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task KeepStampedAsync(long size, SignedNote note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(note);
        return Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                "insert into hub_stamped_checkpoint (size, note) values ($1, $2) on conflict do nothing");
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = note.ToString() });
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<SignedNote?> FindStampedAsync(long? covering, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(covering is null
                ? "select note from hub_stamped_checkpoint order by size desc limit 1"
                : "select note from hub_stamped_checkpoint where size >= $1 order by size limit 1");
            if (covering is { } position)
            {
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
            }

            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is string text
                && SignedNote.TryParse(text, out var note) ? note : null;
        });

    private Task<byte[]> FindAsync(TileAddress tile, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                "select substring(hashes for $3) from hub_tile where level = $1 and index = $2 and octet_length(hashes) >= $3");
            command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)(tile.Level ?? -1) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tile.Index });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = tile.Width * HashBytes });
            return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is byte[] hashes
                ? hashes
                : throw new TileMissingException(tile);
        });

    private static async Task<long> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        using var wait = new NpgsqlCommand(Lock, connection);
        _ = await wait.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        using var command = new NpgsqlCommand("select coalesce(max(size), 0) from hub_checkpoint", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(TileAddress Tile, ReadOnlyMemory<byte> Hashes)> tiles,
        KeptCheckpoint checkpoint,
        CancellationToken cancellation)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var (tile, hashes) in tiles)
        {
            var write = new NpgsqlBatchCommand(
                """
                insert into hub_tile (level, index, hashes) values ($1, $2, $3)
                on conflict (level, index) do update set hashes = excluded.hashes
                """);
            write.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tile.Level!.Value });
            write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = tile.Index });
            write.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hashes.ToArray() });
            batch.BatchCommands.Add(write);
        }

        var keep = new NpgsqlBatchCommand(
            "insert into hub_checkpoint (size, note, is_witnessed, signed_at) values ($1, $2, $3, $4)");
        keep.Parameters.Add(new NpgsqlParameter<long> { TypedValue = checkpoint.Size });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = checkpoint.Note.ToString() });
        keep.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = checkpoint.IsWitnessed });
        keep.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = checkpoint.SignedAt.ToUniversalTime() });
        batch.BatchCommands.Add(keep);

        // The newest with enough signatures stays, and what came after it.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "delete from hub_checkpoint where size < (select max(size) from hub_checkpoint where is_witnessed)"));
        _ = await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<KeptCheckpoint?> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false)
            && SignedNote.TryParse(reader.GetString(1), out var note)
                ? new KeptCheckpoint(reader.GetInt64(0), note, reader.GetBoolean(2), reader.GetFieldValue<DateTimeOffset>(3))
                : null;
    }
}
