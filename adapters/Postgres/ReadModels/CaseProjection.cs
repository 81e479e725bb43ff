using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Keeps a row for each joint case, and one for each party that left it: how the case was then.</summary>
/// <param name="codec">Reads the events of the log.</param>
/// <param name="log">Where the acts of a case are read.</param>
/// <param name="network">The parties, and the nodes that speak for them.</param>
public sealed class CaseProjection(IEventCodec codec, IEventLog log, NetworkInForce network) : IPostgresProjection
{
    private const string Delete = "delete from hub_joint_case where number = $1";

    private const string Insert =
        """
        insert into hub_joint_case
          (number, title, opener, opened_on, members, is_closed, next_due_on, open_tasks, tasks, has_result, shown_to, left_by,
            left_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
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
            if (Fold(filed) is { } @case)
            {
                writes.BatchCommands.Add(new NpgsqlBatchCommand(Delete)
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = @case.Number } },
                });
                writes.BatchCommands.Add(Row(@case, null));
                foreach (var party in @case.Memberships.Select(one => one.Party).Distinct().Except(@case.Members))
                {
                    writes.BatchCommands.Add(Row(Fold(@case.ShownTo(party).Select(entry => entry.Filed))!, party));
                }
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

    private JointCase? Fold(IEnumerable<FiledStatement> acts) =>
        JointCase.Of(acts, Team.Empty, node => network().Nodes.GetValueOrDefault(node)?.Party);

    // To who left, nothing is due any more.
    private static NpgsqlBatchCommand Row(JointCase @case, Jurisdiction? leaver)
    {
        var members = @case.Members.Select(member => member.ToString()).ToArray();
        var command = new NpgsqlBatchCommand(Insert);
        foreach (var value in new object[]
        {
            @case.Number,
            @case.Title,
            @case.Opener.ToString(),
            @case.OpenedOn,
            members,
            @case.ClosedOn is not null,
            (leaver is null ? @case.NextDueOn : null) ?? CaseIndex.NothingDue,
            @case.Tasks.Count(task => task.DoneOn is null),
            @case.Tasks.Length,
            @case.Result is not null,
            leaver is { } alone ? [alone.ToString()] : members,
            leaver?.ToString() ?? "",
            leaver is { } left ? @case.MembershipOf(left)!.Left!.On : DBNull.Value,
        })
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
