using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps a row for each joint case.</summary>
/// <param name="codec">Reads the events of the log.</param>
/// <param name="log">Where the acts of a case are read.</param>
/// <param name="network">The parties, and the nodes that speak for them.</param>
public sealed class CaseProjection(IEventCodec codec, IEventLog log, NetworkInForce network) : IPostgresProjection
{
    private const string Upsert =
        """
        insert into hub_joint_case
          (number, title, opener, opened_on, members, is_closed, next_due_on, open_tasks, tasks, has_result)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (number) do update set is_closed = excluded.is_closed, next_due_on = excluded.next_due_on,
          open_tasks = excluded.open_tasks, tasks = excluded.tasks, has_result = excluded.has_result
        """;

    /// <inheritdoc/>
    public string Name => "joint-cases";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = ["hub_joint_case"];

    /// <inheritdoc/>
    public async Task ApplyAsync(
        IReadOnlyList<LoggedEvent> batch, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var writes = new NpgsqlBatch(connection, transaction);
        foreach (var last in batch.Where(logged => JointCase.NumberOf(logged.Stream) is not null)
            .GroupBy(logged => logged.Stream, StringComparer.Ordinal).Select(acts => acts.Last()))
        {
            var acts = await log.ReadStreamAsync(last.Stream, afterRevision: 0, cancellation).ConfigureAwait(false);
            var filed = acts.TakeWhile(logged => logged.Revision <= last.Revision).Select(codec.FindFiled)
                .OfType<DossierEvent.StatementFiled>().Select(act => new FiledStatement(act.Statement, act.ReceivedAt));
            if (JointCase.Of(filed, Team.Empty, node => network().Nodes.GetValueOrDefault(node)?.Party) is { } @case)
            {
                writes.BatchCommands.Add(Row(@case));
            }
        }

        await writes.WriteAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand("truncate hub_joint_case", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static NpgsqlBatchCommand Row(JointCase @case)
    {
        var command = new NpgsqlBatchCommand(Upsert);
        foreach (var value in new object[]
        {
            @case.Number,
            @case.Title,
            @case.Opener.ToString(),
            @case.OpenedOn,
            @case.Members.Select(member => member.ToString()).ToArray(),
            @case.ClosedOn is not null,
            @case.NextDueOn ?? CaseIndex.NothingDue,
            @case.Tasks.Count(task => task.DoneOn is null),
            @case.Tasks.Length,
            @case.Result is not null,
        })
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
