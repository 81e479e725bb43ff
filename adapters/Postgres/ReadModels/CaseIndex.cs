using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Cases;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds joint cases in the table that <see cref="CaseProjection"/> keeps.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the table up to date.</param>
/// <param name="shown">Reads the rows.</param>
public sealed class CaseIndex(NpgsqlDataSource source, ProjectionRunner runner, ShownRows shown) : ICaseIndex
{
    /// <summary>What stands in the table when nothing is due; the driver would write the very last day as
    /// <c>infinity</c>.</summary>
    internal static readonly DateOnly NothingDue = new(9999, 12, 30);

    /// <inheritdoc/>
    public async Task<ImmutableArray<CaseCard>> FindAsync(CaseQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.AtPosition > 0)
        {
            await runner.WaitUntilAsync(query.AtPosition, cancellation).ConfigureAwait(false);
        }

        return await Reading.OrUnavailableAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var command = new NpgsqlBatchCommand();
            command.CommandText = Text(command, query);
            var cards = ImmutableArray.CreateBuilder<CaseCard>();
            await shown.ReadAsync(connection, [query.Member], command, row => cards.Add(Card(row)), cancellation)
                .ConfigureAwait(false);
            return cards.ToImmutable();
        }).ConfigureAwait(false);
    }

    // Every value is a parameter; the text depends only on which conditions there are.
    private static string Text(NpgsqlBatchCommand command, CaseQuery query)
    {
        string Next(object value)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
        }

        var conditions = $"{Next(query.Member.ToString())} = any(shown_to)";
        if (query.IsClosed is { } isClosed)
        {
            conditions += $" and is_closed = {Next(isClosed)}";
        }

        if (query.OverdueOn is { } day)
        {
            conditions += $" and next_due_on < {Next(day)}";
        }

        if (query.After is { } after)
        {
            var due = after.NextDueOn == DateOnly.MaxValue ? NothingDue : after.NextDueOn;
            conditions += $" and (next_due_on, number) > ({Next(due)}, {Next(after.Number)})";
        }

        return $"""
            select number, title, opener, opened_on, members, is_closed, next_due_on, open_tasks, tasks,
              has_result, left_on
            from hub_joint_case where {conditions}
            order by next_due_on, number limit {Next(query.CountMax)}
            """;
    }

    private static CaseCard Card(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        Jurisdiction.Parse(row.GetString(2)),
        row.GetFieldValue<DateOnly>(3),
        [.. row.GetFieldValue<string[]>(4).Select(Jurisdiction.Parse)],
        row.GetBoolean(5),
        row.GetFieldValue<DateOnly>(6) is var due && due == NothingDue ? null : due,
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetBoolean(9),
        row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10));
}
