using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Lists;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps what became of entries of the lists of dishonest entities: a row for each event that changed an entry or on
/// whose list it stands.</summary>
/// <param name="codec">Reads the events of the log.</param>
/// <param name="log">Where what was known of a dossier before a batch is read.</param>
/// <param name="network">The parties, and the nodes that speak for them.</param>
public sealed class ListProjection(IEventCodec codec, IEventLog log, NetworkInForce network) : IPostgresProjection
{
    /// <inheritdoc/>
    public string Name => "lists";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_list_change"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var states = new Dictionary<DossierId, DossierState>();
        var last = new Dictionary<DossierId, ListChange?>();
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var logged in batch)
        {
            if (!DossierId.TryFromStream(logged.Stream, out var dossier) || dossier.Kind != RecordKind.Blacklist)
            {
                continue;
            }

            if (!states.TryGetValue(dossier, out var state))
            {
                state = await BeforeAsync(logged, cancellation).ConfigureAwait(false);
                last[dossier] = await LastAsync(connection, dossier, cancellation).ConfigureAwait(false);
            }

            var happened = codec.DecodeDossier(logged);
            states[dossier] = state = Dossier.Evolve(state, happened);
            if (Turn(logged, dossier, state, happened, last[dossier]) is { } change)
            {
                last[dossier] = change;
                writes.BatchCommands.Add(ListRows.Insert(change));
            }
        }

        await writes.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand("truncate hub_list_change", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    // Null where nothing changed that a list shows. An entry that is shown to nobody any more keeps its words: they were shown.
    private ListChange? Turn(
        LoggedEvent logged, DossierId dossier, DossierState state, DossierEvent happened, ListChange? before)
    {
        var parties = ListStanding.PartiesOf(network(), dossier, state);
        var entry = parties.IsEmpty ? before?.Entry : ListStanding.EntryOf(dossier, state.Facts);
        var stood = before?.Parties ?? ImmutableArray<Jurisdiction>.Empty;
        return entry is null || (stood.SequenceEqual(parties) && entry.Equals(before?.Entry)) ? null
            : new ListChange(logged.Position, stood, parties, DayOf(happened), logged.At, entry)
            {
                IsSaidAnew = !entry.Equals(before?.Entry),
            };
    }

    private static DateOnly DayOf(DossierEvent happened) => happened switch
    {
        DossierEvent.Decided decided => decided.Decision.Assessment.EffectiveOn,
        DossierEvent.StatementFiled { Statement.Body: StatementBody.LifeCycleEvent said } => said.OccurredOn,
        DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion record } => record.Details.DecidedOn,
        DossierEvent.RelianceChanged changed => changed.Reliance.SinceOn,
        DossierEvent.ConflictChanged changed => changed.Conflict.SinceOn,
        DossierEvent.SeriesChanged changed => changed.Series.SinceOn,
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private async Task<DossierState> BeforeAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        if (logged.Revision == 1)
        {
            return DossierState.Empty;
        }

        var events = await log.ReadStreamAsync(logged.Stream, 0, cancellation).ConfigureAwait(false);
        return events.Where(earlier => earlier.Revision < logged.Revision)
            .Aggregate(DossierState.Empty, (state, earlier) => Dossier.Evolve(state, codec.DecodeDossier(earlier)));
    }

    private static async Task<ListChange?> LastAsync(
        NpgsqlConnection connection, DossierId dossier, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(
            $"select {ListRows.Columns} from hub_list_change where dossier = $1 order by position desc limit 1", connection);
        command.Parameters.Add(SubjectRows.Text(dossier.ToString()));
        ListChange? last = null;
        await SubjectRows.ReadAsync(command, row => last = ListRows.Read(row), cancellation).ConfigureAwait(false);
        return last;
    }
}
