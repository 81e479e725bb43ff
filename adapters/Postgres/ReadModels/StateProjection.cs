using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps the places of what the log says of subjects in records of the kinds that have roots, and the roots.</summary>
/// <param name="codec">Reads the events of the log.</param>
public sealed class StateProjection(IEventCodec codec) : IPostgresProjection
{
    /// <inheritdoc/>
    public string Name => "states";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_state_event", "hub_state_subject", "hub_state_root"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var logged in batch)
        {
            if (logged.Type == StateRoot.EventType)
            {
                Keep(writes, logged);
            }
            else if (DossierId.TryFromStream(logged.Stream, out var dossier) && StateRoot.Kinds.Contains(dossier.Kind))
            {
                Note(writes, logged.Position, dossier, codec.DecodeDossier(logged));
            }
        }

        await writes.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand($"truncate {string.Join(", ", Tables)}", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static void Keep(NpgsqlBatch writes, LoggedEvent logged)
    {
        var root = StateRoot.Of(EventContent.Of(logged)) ?? throw new InvalidDataException(
            $"The event at position {logged.Position} is not a {logged.Type}: the log is corrupt, or it was written by "
                + "a newer hub.");
        Add(
            writes, "insert into hub_state_root (kind, position, revision, at, stored) values ($1, $2, $3, $4, $5)",
            root.Kind.Code(), logged.Position, logged.Revision, logged.At.ToUniversalTime(), logged.Payload.ToArray());
    }

    private static void Note(NpgsqlBatch writes, long position, DossierId dossier, DossierEvent happened)
    {
        var receivers = happened switch
        {
            DossierEvent.StatementFiled => "",
            DossierEvent.Decided decided => decided.Decision.For.Key,
            _ => null,
        };
        if (receivers is null)
        {
            return;
        }

        Add(
            writes, "insert into hub_state_event (position, kind, dossier, receivers) values ($1, $2, $3, $4)",
            position, dossier.Kind.Code(), dossier.ToString(), receivers);
        if (happened is DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion record })
        {
            foreach (var subject in record.Subjects.Distinct(StringComparer.Ordinal))
            {
                Add(
                    writes,
                    """
                    insert into hub_state_subject (kind, subject, dossier, since) values ($1, $2, $3, $4)
                    on conflict do nothing
                    """,
                    dossier.Kind.Code(), subject, dossier.ToString(), position);
            }
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
