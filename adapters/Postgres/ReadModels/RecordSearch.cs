using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Finds the dossiers that one search is about, by a way on which few rows are looked at.</summary>
/// <param name="connection">Asks the database.</param>
/// <param name="network">Says to which group a receiver belongs.</param>
/// <param name="names">Keys of the names that match; null when none was asked for.</param>
/// <remarks>
/// Neither the order of days nor the indexes of the conditions are quick for every question, and the planner cannot know that two
/// conditions exclude each other, or that the newest lack what many others have. So the newest are walked first, where what many
/// records have is soon found. Then the indexes are asked for all that match, which is soon done when they are few. When they are
/// many, the indexes are asked for those of some days, and of more and more days before these.
/// </remarks>
internal sealed class RecordSearch(NpgsqlConnection connection, Network network, long[]? names)
{
    private const int NewestMax = 8_000;
    private const int OrderedMax = 5_000;
    private const int Growth = 4;

    /// <summary>Finds a page and one more, in the order of the pages.</summary>
    public async Task<List<string>> FindAsync(RecordQuery query, CancellationToken cancellation)
    {
        if (names is [])
        {
            return [];
        }

        var conditions = new RecordConditions(query, network, names);
        var limit = conditions.Next(query.PageSize + 1);
        if (!conditions.IsNarrow)
        {
            return await ReadAsync(
                conditions,
                $"""
                select dossier from hub_record r where {conditions.Days} and {conditions.Indexed} and {conditions.Exact}
                order by decided_on desc, dossier limit {limit}
                """,
                cancellation).ConfigureAwait(false);
        }

        var newest = await ReadAsync(
            conditions,
            $"""
            select dossier from
              (select * from hub_record r where {conditions.Days} order by decided_on desc, dossier limit {NewestMax}) r
            where {conditions.Walked} and {conditions.Exact} order by decided_on desc, dossier limit {limit}
            """,
            cancellation).ConfigureAwait(false);
        return newest.Count > query.PageSize ? newest
            : await OrderAsync(query, OrderedMax, cancellation).ConfigureAwait(false)
                ?? await FindByDaysAsync(query, cancellation).ConfigureAwait(false);
    }

    /// <summary>Counts what is found, up to one more than is told.</summary>
    public async Task<int> CountAsync(RecordQuery query, CancellationToken cancellation)
    {
        if (names is [])
        {
            return 0;
        }

        var conditions = new RecordConditions(query with { After = null }, network, names);
        var limit = conditions.Next(RecordQuery.CountMax + 1);
        using var command = conditions.Command(
            connection,
            $"""
            with found as materialized (
              select dossier from hub_record r where {conditions.Days} and {conditions.Indexed})
            select count(*)::integer from (select from found r where {conditions.Exact} limit {limit}) counted
            """);
        return (int)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
    }

    // Of some days, if few match; of fewer, if too many do; and then of more days, until there are enough or no days left.
    private async Task<List<string>> FindByDaysAsync(RecordQuery query, CancellationToken cancellation)
    {
        var (oldest, from, to) = await DaysAsync(query, cancellation).ConfigureAwait(false);
        var found = new List<string>();
        while (true)
        {
            var some = await OrderAsync(
                query with { DecidedFrom = from, DecidedTo = to }, from == to ? int.MaxValue : OrderedMax, cancellation)
                .ConfigureAwait(false);
            if (some is null)
            {
                from = from.AddDays((to.DayNumber - from.DayNumber + 1) / 2);
                continue;
            }

            found.AddRange(some.Take(query.PageSize + 1 - found.Count));
            if (found.Count > query.PageSize || from <= oldest)
            {
                return found;
            }

            var days = Growth * (to.DayNumber - from.DayNumber + 1);
            to = from.AddDays(-1);
            from = DateOnly.FromDayNumber(Math.Max(oldest.DayNumber, to.DayNumber - days));
        }
    }

    // All that match, put into order; null when they are more than that is worth. What is materialised is planned as if all of it
    // were read, or a limit would have the planner look through the table for what it believes to be frequent.
    private async Task<List<string>?> OrderAsync(RecordQuery query, int most, CancellationToken cancellation)
    {
        var conditions = new RecordConditions(query, network, names);
        var (limit, few) = (conditions.Next(query.PageSize + 1), conditions.Next((long)most + 1));
        using var command = conditions.Command(
            connection,
            $"""
            with found as materialized (
              select dossier, decided_on from hub_record r where {conditions.Days} and {conditions.Indexed}),
            few as materialized (select * from found limit {few})
            select case when (select count(*) from few) < {few} then
              array(select dossier from (select * from few order by decided_on desc, dossier) r
                where {conditions.Exact} order by decided_on desc, dossier limit {limit}) end
            """);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) is string[] ordered ? [.. ordered] : null;
    }

    // The oldest day, the oldest of the newest records, and the newest day.
    private async Task<(DateOnly Oldest, DateOnly From, DateOnly To)> DaysAsync(
        RecordQuery query, CancellationToken cancellation)
    {
        var conditions = new RecordConditions(query, network, names);
        using var command = conditions.Command(
            connection,
            $"""
            select min(decided_on), coalesce(
                (select decided_on from hub_record r where {conditions.Days}
                  order by decided_on desc, dossier offset {NewestMax} limit 1),
                min(decided_on)), max(decided_on)
            from hub_record r where {conditions.Days}
            """);
        var days = (DateOnly.MinValue, DateOnly.MinValue, DateOnly.MaxValue);
        await SubjectRows.ReadAsync(
            command,
            row => days = (row.GetFieldValue<DateOnly>(0), row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)),
            cancellation).ConfigureAwait(false);
        return days;
    }

    private async Task<List<string>> ReadAsync(RecordConditions conditions, string sql, CancellationToken cancellation)
    {
        using var command = conditions.Command(connection, sql);
        var dossiers = new List<string>();
        await SubjectRows.ReadAsync(command, row => dossiers.Add(row.GetString(0)), cancellation).ConfigureAwait(false);
        return dossiers;
    }
}
