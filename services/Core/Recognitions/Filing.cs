using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>
/// Files a statement and judges everything that it touches: its own dossier, the dossiers of other decisions on the same act, and
/// those that rest on the record. Pure: no clock, no I/O, no chance. What it returns goes into one append, so that no statement
/// is ever without its decisions.
/// </summary>
public static class Filing
{
    // To see what filing will ask for, nobody's signature is needed.
    internal static readonly Envelope Unsigned = new("", ReadOnlyMemory<byte>.Empty, "", ReadOnlyMemory<byte>.Empty);

    /// <summary>Names what must still be read before a statement can be filed.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">What has been read.</param>
    /// <param name="statement">The statement.</param>
    /// <returns>What is missing from the context. Ask again when it has been read: it may lead to more.</returns>
    public static Unread Missing(Network network, FilingContext context, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(statement);
        var filed = context.Dossiers.TryGetValue(statement.Dossier, out var own) ? own.Facts.Statements : [];

        // Every version counts: one that was held becomes current when the one before it arrives.
        Statement[] records =
            [.. filed.Select(known => known.Statement).Append(statement).Where(said => PenalisedAct.From(said) is not null)];
        string[] subjects = [.. records.SelectMany(PenalisedSubjects).Distinct(StringComparer.Ordinal)];
        var dossiers = subjects.Where(context.Subjects.ContainsKey)
            .SelectMany(subject => Related(statement.Dossier, records, context.Subjects[subject])).Append(statement.Dossier)
                .ToHashSet();

        // Whatever settles one dispute may settle those that hang together with it.
        for (var queue = new Queue<DossierId>(dossiers); queue.TryDequeue(out var one);)
        {
            foreach (var conflict in context.Dossiers.GetValueOrDefault(one)?.Facts.Conflicts ?? [])
            {
                if (dossiers.Add(conflict.Other))
                {
                    queue.Enqueue(conflict.Other);
                }
            }
        }

        var (resting, cited) = Resting(network, context, statement);
        dossiers.UnionWith(PenaltySeries.Touched(network, context, statement, subjects));
        return new Unread(
            [.. dossiers.Union(resting).Where(id => !context.Dossiers.ContainsKey(id))],
            [.. subjects.Where(code => !context.Subjects.ContainsKey(code))],
            [.. cited.Where(record => !context.Cited.ContainsKey(record))]);
    }

    /// <summary>Files a statement.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">All that <see cref="Missing"/> asked for.</param>
    /// <param name="envelope">The statement as its node signed it.</param>
    /// <param name="statement">The same, read.</param>
    /// <param name="at">When the hub took it.</param>
    /// <returns>What it causes, or why it is rejected.</returns>
    public static FilingResult File(Network network, FilingContext context, Envelope envelope, Statement statement,
        DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(statement);
        if (Entitlement.Check(network, context.Dossiers[statement.Dossier].Facts, statement) is { } notEntitled)
        {
            return FilingResult.Rejected(notEntitled);
        }

        if (RepairTerm.Check(context.Dossiers[statement.Dossier].Facts, statement) is { } tooEarly)
        {
            return FilingResult.Rejected(tooEarly);
        }

        var (disposition, rejection) = Dossier.Receive(context.Dossiers[statement.Dossier].Facts, statement);
        if (rejection is not null)
        {
            return FilingResult.Rejected(rejection);
        }

        var docket = new Docket(network, context, statement.Dossier, at);
        docket.Append(statement.Dossier, new DossierEvent.StatementFiled(envelope, statement, disposition, at));
        docket.EnterAct();
        docket.SettleSeries();
        docket.SettleDisputes();
        _ = docket.SettleReliances([statement.Dossier]);
        docket.Judge();
        return new FilingResult(disposition, docket.Dossiers, docket.Subjects, docket.Citations, null);
    }

    // The walk itself says what it lacks; most records rest on nothing, and nothing rests on them.
    private static (IEnumerable<DossierId> Dossiers, IEnumerable<RecordId> Cited) Resting(
        Network network, FilingContext context, Statement statement)
    {
        if (!context.Dossiers.ContainsKey(statement.Dossier))
        {
            var cited = Dependence.In(statement).Select(dependence => dependence.Of);
            return ([], statement.Body is StatementBody.RecordVersion ? cited.Prepend(statement.Record).Distinct() : cited);
        }

        if (StandsAlone(context, statement))
        {
            return ([], []);
        }

        var docket = new Docket(network, context, statement.Dossier, default);
        docket.Append(statement.Dossier, new DossierEvent.StatementFiled(Unsigned, statement, default, default));
        var cascade = docket.SettleReliances([statement.Dossier]);
        return (cascade.UnreadDossiers, cascade.UnreadRecords);
    }

    private static bool StandsAlone(FilingContext context, Statement statement)
    {
        var statements = context.Dossiers[statement.Dossier].Facts.Statements.Select(filed => filed.Statement).Append(statement);
        return !Reliances.FallWithBasis(statement.Dossier.Kind)
            && statements.All(said => !Dependence.In(said).Any() && (said.Body is not StatementBody.RecordVersion
                || (context.Cited.TryGetValue(said.Record, out var cited) && cited.CitedBy.IsEmpty)));
    }

    // Any fine of the subject might be for the same act; the distance is compared when all is known. A link that leads to no
    // record may name an alias of any of them.
    private static IEnumerable<DossierId> Related(DossierId own, IReadOnlyCollection<Statement> records, SubjectState file)
    {
        PenalisedAct[] acts = [.. records.Select(PenalisedAct.From).OfType<PenalisedAct>()];
        var names = records.Select(record => record.Record).ToHashSet();
        var others = file.Acts.Where(other => other.Dossier != own).ToArray();
        var isNamedOtherwise = acts.SelectMany(act => act.SameAs.Concat(act.Replaces))
            .Except(others.Select(other => other.Record)).Except(names).Any();
        return others
            .Where(other => isNamedOtherwise
                || other.SameAs.Concat(other.Replaces).Any(names.Contains)
                || Array.Exists(acts, act => act.IsSameActAs(other, int.MaxValue)))
            .Select(other => other.Dossier);
    }

    /// <summary>Gets the subjects whose files a penalty decision belongs to.</summary>
    internal static IEnumerable<string> PenalisedSubjects(Statement? statement) =>
        statement?.Body is StatementBody.RecordVersion { Details: RecordDetails.Penalty } record ? record.Subjects : [];
}
