using System.Collections.Immutable;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Packages and their files in PostgreSQL.</summary>
/// <param name="source">The database, with the schema installed.</param>
public sealed class PackageTable(NpgsqlDataSource source) : IPackageShelf
{
    private const string Columns = "dossier, tag_manifest, node, file_count, size_bytes, open_until, committed_at";

    // Serialises the declarations of all nodes, so that two at once do not both fit into what is left.
    private const string Lock = "select pg_advisory_xact_lock(x'45584855425f504b'::bigint)";

    /// <inheritdoc/>
    public Task<Package?> FindAsync(PackageKey key, CancellationToken cancellation) => Reading.OrUnavailableAsync(async () =>
    {
        using var command = source.CreateCommand(
            $"select {Columns} from hub_package where dossier = $1 and tag_manifest = $2");
        PackageRows.Name(command, key);
        return await PackageRows.ReadAsync(command, cancellation).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public Task<(Package? Package, AllowanceExceeded? Exceeded)> DeclareAsync(
        Package package, Allowance allowance, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(allowance);
        return Reading.OrUnavailableAsync<(Package?, AllowanceExceeded?)>(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            using (var locking = new NpgsqlCommand(Lock, connection, transaction))
            {
                _ = await locking.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            if (await ExceededAsync(connection, package, allowance, at, cancellation).ConfigureAwait(false) is { } exceeded)
            {
                return (null, exceeded);
            }

            // Declared again, it gets more time; committed, it stays as it is.
            using var command = new NpgsqlCommand(
                $"""
                insert into hub_package (dossier, tag_manifest, node, file_count, size_bytes, declared_at, open_until)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (dossier, tag_manifest) do update set
                  open_until = case when hub_package.committed_at is null then excluded.open_until
                    else hub_package.open_until end,
                  file_count = case when hub_package.committed_at is null then excluded.file_count
                    else hub_package.file_count end,
                  size_bytes = case when hub_package.committed_at is null then excluded.size_bytes
                    else hub_package.size_bytes end
                returning {Columns}
                """, connection, transaction);
            PackageRows.Name(command, package.Key);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = package.Node.ToString() });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = package.Files });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = package.Bytes });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = package.OpenUntil.ToUniversalTime() });
            var declared = await PackageRows.ReadAsync(command, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return (declared, null);
        });
    }

    /// <inheritdoc/>
    public Task<Package?> CommitAsync(
        PackageKey key, IReadOnlyList<PackageFile> files, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Reading.OrUnavailableAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            using var command = new NpgsqlCommand(
                $"""
                update hub_package set committed_at = $3, file_count = $4, size_bytes = $5
                where dossier = $1 and tag_manifest = $2 and committed_at is null returning {Columns}
                """, connection, transaction);
            PackageRows.Name(command, key);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = files.Count });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = files.Sum(file => file.Bytes) });
            if (await PackageRows.ReadAsync(command, cancellation).ConfigureAwait(false) is not { } committed)
            {
                await transaction.RollbackAsync(cancellation).ConfigureAwait(false);
                return await FindAsync(key, cancellation).ConfigureAwait(false) is { CommittedAt: not null } before
                    ? before : null;
            }

            await PackageRows.CopyAsync(connection, key, files, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return committed;
        });
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<PackageFile>> ListAsync(
        PackageKey key, string afterPath, int count, CancellationToken cancellation) => Reading.OrUnavailableAsync(async () =>
    {
        using var command = source.CreateCommand(
            """
            select path, content, size_bytes, is_held from hub_package_file
            where dossier = $1 and tag_manifest = $2 and path > $3 order by path limit $4
            """);
        PackageRows.Name(command, key);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = afterPath });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        return await PackageRows.ReadFilesAsync(command, cancellation).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public Task<PackageFile?> FindFileAsync(PackageKey key, Digest content, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select path, content, size_bytes, is_held from hub_package_file
                where dossier = $1 and tag_manifest = $2 and content = $3 order by is_held limit 1
                """);
            PackageRows.Name(command, key);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. content.ToBytes()] });
            return (await PackageRows.ReadFilesAsync(command, cancellation).ConfigureAwait(false)).FirstOrDefault();
        });

    /// <inheritdoc/>
    public Task<ImmutableHashSet<Digest>> FindBroughtAsync(
        NodeId node, IReadOnlyCollection<Digest> contents, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                select distinct f.content from hub_package_file f
                join hub_package p on p.dossier = f.dossier and p.tag_manifest = f.tag_manifest
                where f.content = any($1) and p.node = $2 and not f.is_held
                """);
            command.Parameters.Add(new NpgsqlParameter<byte[][]>
            {
                TypedValue = [.. contents.Select(content => content.ToBytes().ToArray())],
            });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node.ToString() });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var found = ImmutableHashSet.CreateBuilder<Digest>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                _ = found.Add(Digest.FromBytes(reader.GetFieldValue<byte[]>(0)));
            }

            return found.ToImmutable();
        });

    /// <inheritdoc/>
    public Task<ImmutableArray<PackageKey>> RemoveOverdueAsync(DateTimeOffset at, CancellationToken cancellation) =>
        Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand(
                """
                with gone as (delete from hub_package where committed_at is null and open_until < $1)
                select dossier, tag_manifest from hub_package where committed_at is null and open_until >= $1
                """);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var open = ImmutableArray.CreateBuilder<PackageKey>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                open.Add(new PackageKey(
                    Form.Dossier(reader.GetString(0)), Digest.FromBytes(reader.GetFieldValue<byte[]>(1))));
            }

            return open.ToImmutable();
        });

    private static async Task<AllowanceExceeded?> ExceededAsync(
        NpgsqlConnection connection, Package package, Allowance allowance, DateTimeOffset at, CancellationToken cancellation)
    {
        // What was declared counts until it is committed, then what came; the package itself is not counted twice.
        using var command = new NpgsqlCommand(
            """
            select count(*) filter (where committed_at is null),
              coalesce(sum(size_bytes) filter (where declared_at > $4), 0)::bigint, coalesce(sum(size_bytes), 0)::bigint
            from hub_package
            where node = $3 and (dossier, tag_manifest) <> ($1, $2) and (committed_at is not null or open_until > $5)
            """, connection);
        PackageRows.Name(command, package.Key);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = package.Node.ToString() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.AddDays(-1).ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        _ = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        return reader.GetInt64(0) >= allowance.OpenPackages ? AllowanceExceeded.OpenPackages
            : reader.GetInt64(1) > allowance.BytesPerDay - package.Bytes ? AllowanceExceeded.BytesPerDay
            : reader.GetInt64(2) > allowance.Bytes - package.Bytes ? AllowanceExceeded.Bytes
            : null;
    }
}
