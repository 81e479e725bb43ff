using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds the names of firms that match what is looked for, <see cref="NameForm"/> says how.</summary>
internal static class FirmNames
{
    // What the database knows of how often pairs occur: 有限 and 公司 are in nearly every name and find nothing.
    private const string Frequencies =
        """
        select pair, frequency from pg_stats,
          unnest(most_common_elems::text::varchar[], most_common_elem_freqs) common (pair, frequency)
        where schemaname = current_schema() and tablename = 'hub_firm_name' and attname = 'pairs' and pair = any($1)
        """;

    /// <summary>Finds the keys of names.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="term">Part of a name, 2 characters or more in its form.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The keys of all names that match, in no order.</returns>
    public static async Task<long[]> FindAsync(NpgsqlConnection connection, NameForm term, CancellationToken cancellation)
    {
        if (term.Pairs.IsEmpty)
        {
            return [];
        }

        string[] pairs = [.. term.Pairs];
        if (term.SlipsMax > 0)
        {
            var common = await FrequenciesAsync(connection, pairs, cancellation).ConfigureAwait(false);
            pairs = [.. pairs.OrderBy(pair => common.GetValueOrDefault(pair)).Take((2 * term.SlipsMax) + 1)];
        }

        var how = term.SlipsMax > 0 ? "&&" : "@>";
        using var command = new NpgsqlCommand($"select key, form from hub_firm_name where pairs {how} $1::varchar[]", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = pairs });
        var keys = new List<long>();
        await SubjectRows.ReadAsync(command, row =>
        {
            if (term.IsIn(row.GetString(1)))
            {
                keys.Add(row.GetInt64(0));
            }
        }, cancellation).ConfigureAwait(false);
        return [.. keys];
    }

    private static async Task<Dictionary<string, float>> FrequenciesAsync(
        NpgsqlConnection connection, string[] pairs, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(Frequencies, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = pairs });
        var common = new Dictionary<string, float>(StringComparer.Ordinal);
        await SubjectRows.ReadAsync(
            command, row => common[row.GetString(0)] = row.GetFloat(1), cancellation).ConfigureAwait(false);
        return common;
    }
}
