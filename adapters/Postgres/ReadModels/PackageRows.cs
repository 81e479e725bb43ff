using System.Collections.Immutable;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Rows of packages and their files.</summary>
internal static class PackageRows
{
    public static async Task CopyAsync(
        NpgsqlConnection connection, PackageKey key, IReadOnlyList<PackageFile> files, CancellationToken cancellation)
    {
        var importer = await connection.BeginBinaryImportAsync(
            "copy hub_package_file (dossier, tag_manifest, path, content, size_bytes, is_held) from stdin (format binary)",
            cancellation).ConfigureAwait(false);
        await using var closing = importer.ConfigureAwait(false);
        var (dossier, tagManifest) = (key.Dossier.ToString(), key.TagManifest.ToBytes().ToArray());
        foreach (var file in files)
        {
            await importer.StartRowAsync(cancellation).ConfigureAwait(false);
            await importer.WriteAsync(dossier, cancellation).ConfigureAwait(false);
            await importer.WriteAsync(tagManifest, cancellation).ConfigureAwait(false);
            await importer.WriteAsync(file.Path, cancellation).ConfigureAwait(false);
            await importer.WriteAsync(file.Content.ToBytes().ToArray(), cancellation).ConfigureAwait(false);
            await importer.WriteAsync(file.Bytes, cancellation).ConfigureAwait(false);
            await importer.WriteAsync(file.IsHeldAtNode, cancellation).ConfigureAwait(false);
        }

        _ = await importer.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    public static void Name(NpgsqlCommand command, PackageKey key)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Dossier.ToString() });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. key.TagManifest.ToBytes()] });
    }

    public static async Task<Package?> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellation).ConfigureAwait(false)
            ? new Package(
                new PackageKey(Form.Dossier(reader.GetString(0)), Digest.FromBytes(reader.GetFieldValue<byte[]>(1))),
                NodeId.Parse(reader.GetString(2)),
                reader.GetInt32(3),
                reader.GetInt64(4),
                reader.GetFieldValue<DateTimeOffset>(5),
                await reader.IsDBNullAsync(6, cancellation).ConfigureAwait(false) ? null
                    : reader.GetFieldValue<DateTimeOffset>(6))
            : null;
    }

    public static async Task<ImmutableArray<PackageFile>> ReadFilesAsync(
        NpgsqlCommand command, CancellationToken cancellation)
    {
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var files = ImmutableArray.CreateBuilder<PackageFile>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            files.Add(new PackageFile(
                reader.GetString(0), Digest.FromBytes(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2),
                reader.GetBoolean(3)));
        }

        return files.ToImmutable();
    }
}
