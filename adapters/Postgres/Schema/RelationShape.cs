using Npgsql;

namespace ExchangeHub.Postgres.Schema;

/// <summary>What matters to us of a table, an index or a sequence: enough to say whether our statements work on it.</summary>
/// <param name="Kind">As in <c>pg_class.relkind</c>: r table, i index, S sequence, v view, p partitioned table.</param>
/// <param name="Columns">The columns of a table by name.</param>
/// <param name="UniqueKeys">The columns of each unique index of a table, joined by a comma.</param>
internal sealed record RelationShape(char Kind, Dictionary<string, ColumnShape> Columns, HashSet<string> UniqueKeys)
{
    private const string Sql =
        """
        select c.relname::text, c.relkind::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef
        from pg_class c left join pg_attribute a
          on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p')
        where c.relnamespace = $1;
        select c.relname::text, string_agg(a.attname::text, ',' order by k.place)
        from pg_index i join pg_class c on c.oid = i.indrelid
          cross join lateral unnest(i.indkey) with ordinality as k(attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where c.relnamespace = $1 and i.indisunique and i.indpred is null
        group by c.relname, i.indexrelid
        """;

    /// <summary>Reads the shape of everything in a schema.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="schema">The <c>oid</c> of the schema.</param>
    /// <param name="cancellation">Ends the read early.</param>
    public static async Task<Dictionary<string, RelationShape>> ReadAllAsync(
        NpgsqlConnection connection, uint schema, CancellationToken cancellation)
    {
        var shapes = new Dictionary<string, RelationShape>(StringComparer.Ordinal);
        var parts = Sql.Split(';');
        using var batch = new NpgsqlBatch(connection);
        foreach (var part in parts)
        {
            var command = new NpgsqlBatchCommand(part);
            command.Parameters.Add(new NpgsqlParameter { Value = schema, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
            batch.BatchCommands.Add(command);
        }

        var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var name = reader.GetString(0);
            if (!shapes.TryGetValue(name, out var shape))
            {
                shapes.Add(name, shape = new(reader.GetString(1)[0], new(StringComparer.Ordinal), new(StringComparer.Ordinal)));
            }

            if (!reader.IsDBNull(2))
            {
                shape.Columns.Add(reader.GetString(2), new(reader.GetString(3), reader.GetBoolean(4), reader.GetBoolean(5)));
            }
        }

        await reader.NextResultAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            shapes[reader.GetString(0)].UniqueKeys.Add(reader.GetString(1));
        }

        return shapes;
    }

    /// <summary>Says in words what keeps us from using a relation that is there already in the place of our own.</summary>
    /// <param name="found">The relation that is there.</param>
    /// <returns>One phrase for each difference; empty when our statements work on it.</returns>
    public IEnumerable<string> DifferencesFrom(RelationShape found)
    {
        if (found.Kind != Kind)
        {
            yield return $"it is a {Word(found.Kind)}, not a {Word(Kind)}";
            yield break;
        }

        foreach (var (name, column) in Columns)
        {
            if (!found.Columns.TryGetValue(name, out var there))
            {
                yield return $"column {name} {column.Type} is missing";
            }
            else if (there.Type != column.Type)
            {
                yield return $"column {name} is {there.Type}, not {column.Type}";
            }
            else if (there.NotNull && !column.NotNull)
            {
                yield return $"column {name} does not allow null";
            }
        }

        foreach (var (name, _) in found.Columns.Where(
            column => !Columns.ContainsKey(column.Key) && column.Value is { NotNull: true, HasDefault: false }))
        {
            yield return $"column {name} asks for a value that we do not have";
        }

        foreach (var key in UniqueKeys.Where(key => !found.UniqueKeys.Contains(key)))
        {
            yield return $"it has no unique index on ({key})";
        }

        foreach (var key in found.UniqueKeys.Where(key => !UniqueKeys.Contains(key)))
        {
            yield return $"it has a unique index on ({key}), which would refuse rows of ours";
        }
    }

    private static string Word(char kind) => kind switch
    {
        'r' => "table",
        'p' => "partitioned table",
        'S' => "sequence",
        'i' or 'I' => "index",
        'v' => "view",
        'm' => "materialized view",
        'f' => "foreign table",
        _ => "relation of another kind",
    };
}

/// <summary>What matters to us of a column.</summary>
/// <param name="Type">As PostgreSQL writes it, with its modifier: <c>character varying(500)</c>.</param>
/// <param name="NotNull">Whether null is refused.</param>
/// <param name="HasDefault">Whether an insert may leave it out.</param>
internal readonly record struct ColumnShape(string Type, bool NotNull, bool HasDefault);
