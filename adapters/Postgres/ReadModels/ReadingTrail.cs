using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Access;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds readings in the tables that <see cref="ReadingProjection"/> keeps.</summary>
/// <param name="source">The database, with the schema installed.</param>
/// <param name="runner">Keeps the tables up to date.</param>
public sealed class ReadingTrail(NpgsqlDataSource source, ProjectionRunner runner) : IReadingTrail
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<TrailEntry>> FindAsync(TrailQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.AtPosition > 0)
        {
            await runner.WaitUntilAsync(query.AtPosition, cancellation).ConfigureAwait(false);
        }

        return await ReadModels.Reading.OrUnavailableAsync(async () =>
        {
            using var command = source.CreateCommand();
            command.CommandText = Text(command, query);
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using var closing = reader.ConfigureAwait(false);
            var entries = ImmutableArray.CreateBuilder<TrailEntry>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                entries.Add(Entry(reader));
            }

            return entries.ToImmutable();
        }).ConfigureAwait(false);
    }

    // Every value is a parameter; the text depends only on which conditions there are.
    private static string Text(NpgsqlCommand command, TrailQuery query)
    {
        string Next(object value)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
        }

        var of = query.Of is { } node ? $" and x.node = {Next(node.ToString())}" : "";
        var one = query.Dossier is { } dossier ? $" and x.dossier = {Next(dossier.ToString())}" : "";
        var records = $"hub_reading_record x where x.position = r.position{of}{one}";
        var conditions = of.Length + one.Length > 0 ? $"exists (select from {records})" : "true";
        if (query.By is { } member)
        {
            conditions += $" and r.member = {Next(member.ToString())}";
        }

        if (query.Before is { } before)
        {
            conditions += $" and r.position < {Next(before)}";
        }

        if (query.Purpose is { } purpose)
        {
            conditions += $" and r.purpose = {Next(purpose.Code())}";
        }

        if (query.FromOn is { } from)
        {
            conditions += $" and r.at >= {Next(CivilDates.StartOf(from).ToUniversalTime())}";
        }

        if (query.ToOn is { } to)
        {
            conditions += $" and r.at < {Next(CivilDates.StartOf(to.AddDays(1)).ToUniversalTime())}";
        }

        if (query.OnlyRefused)
        {
            conditions += " and r.reason <> 0";
        }

        return $"""
            select position, at, member, purpose, case_number, person, method, reason, records,
              array(select x.dossier from {records} order by x.dossier limit 500)
            from hub_reading r where {conditions}
            order by position desc limit {Next(query.PageSize)}
            """;
    }

    private static TrailEntry Entry(NpgsqlDataReader row)
    {
        var reading = new Access.Reading(
            MemberId.Parse(row.GetString(2)),
            new ReadingClaim(Purposes.Find(row.GetString(3)), row.GetString(4), row.GetString(5)),
            row.GetString(6),
            row.GetFieldValue<DateTimeOffset>(1));
        var reason = row.GetInt32(7);
        return new TrailEntry(
            row.GetInt64(0),
            reason == 0
                ? new ReadingEvent.Shown(reading, [.. row.GetFieldValue<string[]>(9).Select(Form.Dossier)])
                : new ReadingEvent.Refused(reading, reason),
            row.GetInt32(8));
    }
}
