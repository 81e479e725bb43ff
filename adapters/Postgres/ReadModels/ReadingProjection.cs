using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps the tables that say who was shown what: one row a question, one a record that was shown.</summary>
/// <param name="codec">Reads the statements of the log.</param>
/// <param name="readings">Reads the readings of the log.</param>
public sealed class ReadingProjection(IEventCodec codec, IReadingCodec readings) : IPostgresProjection
{
    /// <inheritdoc/>
    public string Name => "readings";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_reading", "hub_reading_record", "hub_dossier_node"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var logged in batch)
        {
            if (logged.Stream.StartsWith(ReadingEvent.StreamPrefix, StringComparison.Ordinal))
            {
                Write(writes, logged.Position, readings.Decode(logged));
            }
            else if (logged.Revision == 1 && DossierId.TryFromStream(logged.Stream, out var dossier)
                && codec.FindFiled(logged) is { Statement.Node: var node })
            {
                Add(writes, "insert into hub_dossier_node (dossier, node) values ($1, $2) on conflict do nothing",
                    dossier.ToString(), node.ToString());
            }
        }

        await writes.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(
            "truncate hub_reading, hub_reading_record, hub_dossier_node", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static void Write(NpgsqlBatch writes, long position, ReadingEvent happened)
    {
        var (member, claim, method, at) = happened.Reading;
        var dossiers = (happened as ReadingEvent.Shown)?.Dossiers.Select(dossier => dossier.ToString()).ToArray() ?? [];
        Add(writes,
            """
            insert into hub_reading (position, at, member, purpose, case_number, person, method, reason, records)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
            """,
            position, at.ToUniversalTime(), $"{member}", claim.Purpose?.Code() ?? "", claim.CaseNumber, claim.Person, method,
            (happened as ReadingEvent.Refused)?.Reason ?? 0, dossiers.Length);
        if (dossiers.Length > 0)
        {
            Add(writes,
                """
                insert into hub_reading_record (position, dossier, node)
                select $1, dossier, node from hub_dossier_node where dossier = any($2) on conflict do nothing
                """,
                position, dossiers);
        }
    }

    private static void Add(NpgsqlBatch writes, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        writes.BatchCommands.Add(command);
    }
}
