using System.Globalization;

namespace ExchangeHub.Postgres.Schema;

/// <summary>One numbered SQL file of this folder, embedded in the assembly.</summary>
/// <param name="Version">The number before the hyphen: 1 for <c>0001-event-log.sql</c>.</param>
/// <param name="Name">The name of the file.</param>
/// <param name="Sql">Its text.</param>
internal sealed record SchemaFile(int Version, string Name, string Sql)
{
    private const string Folder = "ExchangeHub.Postgres.Schema.";

    /// <summary>Reads every file, in the order in which they are applied.</summary>
    public static IReadOnlyList<SchemaFile> ReadAll()
    {
        var assembly = typeof(SchemaFile).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(Read)
                .OrderBy(file => file.Version),
        ];

        SchemaFile Read(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Folder.Length..];
            return new(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}
