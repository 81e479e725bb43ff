using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Guards;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps the tables in which everything about a subject is found, and the notices of what follows from it.</summary>
/// <remarks>
/// Notices are rows that commit together with the checkpoint: whatever happens to the process, each is there once, and a rebuild
/// gives the same ones at the same places, because nothing is asked but the log up to the event that caused them.
/// </remarks>
/// <param name="codec">Reads the events of the log.</param>
/// <param name="log">Where dossiers go on that began before a batch.</param>
/// <param name="network">Parties and rules.</param>
public sealed class SubjectProjection(IEventCodec codec, IEventLog log, NetworkInForce network) : IPostgresProjection
{
    /// <inheritdoc/>
    public string Name => "subjects";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_subject_record", "hub_notice"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var steps = new List<(LoggedEvent Logged, DossierId Dossier, DossierEvent Happened)>();
        var states = new Dictionary<DossierId, DossierState>();
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var logged in batch)
        {
            if (!DossierId.TryFromStream(logged.Stream, out var dossier))
            {
                continue;
            }

            // Of kinds that no guard watches, the file of the enterprise needs to know that they name it, and nothing else.
            if (!IsWatched(dossier.Kind))
            {
                if (codec.FindFiled(logged)?.Statement.Body is StatementBody.RecordVersion named)
                {
                    SubjectRows.Mention(writes, dossier, named);
                }
            }
            else
            {
                steps.Add((logged, dossier, codec.DecodeDossier(logged)));
                if (!states.ContainsKey(dossier))
                {
                    states[dossier] = await BeforeAsync(logged, cancellation).ConfigureAwait(false);
                }
            }
        }

        if (steps.Count == 0)
        {
            await writes.WriteAsync(cancellation).ConfigureAwait(false);
            return;
        }

        var subjects = states.Values.SelectMany(state => state.Facts.Statements.Select(filed => filed.Statement))
            .Concat(steps.Select(step => (step.Happened as DossierEvent.StatementFiled)?.Statement))
            .SelectMany(SubjectsOf).Distinct(StringComparer.Ordinal).ToArray();
        var files = await SubjectRows.ReadAsync(connection, subjects, cancellation).ConfigureAwait(false);
        foreach (var (logged, dossier, happened) in steps)
        {
            var state = states[dossier] = Dossier.Evolve(states[dossier], happened);
            if (happened is DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion record })
            {
                SubjectRows.Mention(writes, dossier, record);
            }

            if (IsTurn(dossier.Kind, happened))
            {
                Watch(writes, files, logged, dossier, state, happened);
            }
        }

        await writes.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(
            $"truncate {string.Join(", ", Tables)}", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static bool IsWatched(RecordKind kind) =>
        kind is RecordKind.Penalty or RecordKind.NoPenalty or RecordKind.PositiveList;

    // What a penalty counts for follows from decisions; an entry of a positive list stands without any.
    private static bool IsTurn(RecordKind kind, DossierEvent happened) => kind switch
    {
        RecordKind.Penalty => happened is DossierEvent.Decided,
        RecordKind.PositiveList => happened is DossierEvent.StatementFiled,
        _ => false,
    };

    private static IEnumerable<string> SubjectsOf(Statement? statement) =>
        statement?.Body is StatementBody.RecordVersion record ? record.Subjects : [];

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

    private void Watch(
        NpgsqlBatch writes, Dictionary<string, SubjectFileRows> files, LoggedEvent logged, DossierId dossier,
        DossierState state, DossierEvent happened)
    {
        var guarded = GuardedRecord.Of(network(), dossier, state);
        var named = SubjectsOf(state.Facts.Current?.Statement).ToHashSet(StringComparer.Ordinal);
        var ordinal = 0;
        foreach (var subject in state.Facts.Statements.SelectMany(filed => SubjectsOf(filed.Statement))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var file = files[subject];
            if (!file.Put(dossier, named.Contains(subject) ? guarded : null))
            {
                continue;
            }

            SubjectRows.Remember(writes, subject, dossier, file.Records.GetValueOrDefault(dossier));
            var after = SubjectGuard.Of(network(), [.. file.Records.Values]);
            foreach (var notice in SubjectGuard.Compare([.. file.Held.Values], after, DayOf(happened)).ToArray())
            {
                file.Held = SubjectGuard.Evolve(file.Held, notice);
                SubjectRows.Announce(
                    writes, new NoticeEntry(new NoticeCursor(logged.Position, ordinal++), subject, logged.At, notice));
            }
        }
    }

    private static DateOnly DayOf(DossierEvent happened) => happened switch
    {
        DossierEvent.Decided decided => decided.Decision.Assessment.EffectiveOn,
        DossierEvent.StatementFiled { Statement.Body: StatementBody.LifeCycleEvent said } => said.OccurredOn,
        DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion record } => record.Details.DecidedOn,
        _ => default,
    };
}
