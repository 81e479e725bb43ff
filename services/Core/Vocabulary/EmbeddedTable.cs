using System.Collections.Immutable;
using System.Text;

namespace ExchangeHub.Vocabulary;

/// <summary>A code table that is part of the assembly. The file is ours and checked by tests, so a fault in it throws.</summary>
/// <remarks>Format: RFC 4180 without line breaks inside a field; lines that begin with # are remarks; the first other line
/// names the columns.</remarks>
internal static class EmbeddedTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="name">The file name in the folder <c>Tables</c>, such as <c>reason-codes.csv</c>.</param>
    /// <param name="columns">The column names that the table must have, in order.</param>
    /// <returns>The rows below the column names, in the order of the file.</returns>
    public static ImmutableArray<ImmutableArray<string>> Read(string name, params ReadOnlySpan<string> columns)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream($"ExchangeHub.Vocabulary.Tables.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks the table {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                rows.Add(Split(line));
            }
        }

        if (rows.Count == 0 || !rows[0].AsSpan().SequenceEqual(columns))
        {
            throw new InvalidOperationException($"The table {name} has other columns than {string.Join(',', columns)}.");
        }

        rows.RemoveAt(0);
        return rows.All(row => row.Length == rows[0].Length)
            ? rows.ToImmutable()
            : throw new InvalidOperationException($"The table {name} has rows of different length.");
    }

    private static ImmutableArray<string> Split(string line)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            switch (line[index])
            {
                case '"' when quoted && index + 1 < line.Length && line[index + 1] == '"':
                    _ = field.Append('"');
                    index++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    _ = field.Clear();
                    break;
                case var character:
                    _ = field.Append(character);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields.ToImmutable();
    }
}
