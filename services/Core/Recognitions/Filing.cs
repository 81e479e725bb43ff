using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>The streams that filing one statement depends on, as they were read.</summary>
/// <param name="Dossiers">Dossiers; one that holds nothing has its empty state.</param>
/// <param name="Subjects">Files of subjects, by credit code.</param>
public sealed record FilingContext(
    ImmutableDictionary<DossierId, DossierState> Dossiers, ImmutableDictionary<string, SubjectState> Subjects)
{
    /// <summary>Gets a context in which nothing has been read.</summary>
    public static FilingContext Empty { get; } = new(
        ImmutableDictionary<DossierId, DossierState>.Empty, ImmutableDictionary.Create<string, SubjectState>(StringComparer.Ordinal));
}

/// <summary>What filing a statement causes, to be stored in one append.</summary>
/// <param name="Disposition">What became of the statement.</param>
/// <param name="Dossiers">New events of each dossier, in order; the statement's own dossier first.</param>
/// <param name="Subjects">New events of each subject, in order, by credit code.</param>
/// <param name="Rejection">Why nothing is to be stored, or null.</param>
public sealed record FilingResult(
    Disposition Disposition,
    ImmutableArray<(DossierId Dossier, ImmutableArray<DossierEvent> Events)> Dossiers,
    ImmutableArray<(string Subject, ImmutableArray<SubjectEvent> Events)> Subjects,
    Rejection? Rejection);

/// <summary>
/// Files a statement and judges everything that it touches: its own dossier, and the dossiers of other decisions on the same act.
/// Pure: no clock, no I/O, no chance. What it returns goes into one append, so that no statement is ever without its decisions.
/// </summary>
public static class Filing
{
    /// <summary>Names what must still be read before a statement can be filed.</summary>
    /// <param name="context">What has been read.</param>
    /// <param name="statement">The statement.</param>
    /// <returns>Dossiers and subjects that are missing from the context; both empty when it suffices.</returns>
    public static (ImmutableArray<DossierId> Dossiers, ImmutableArray<string> Subjects) Missing(FilingContext context, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(statement);
        var dossiers = new HashSet<DossierId> { statement.Dossier };
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        if (statement.Body is StatementBody.LifeCycleEvent { Fact: LifeCycleFact.VenueDesignated designated })
        {
            _ = dossiers.Add(designated.Prevailing);
        }

        var statements = new List<Statement> { statement };
        foreach (var known in dossiers.Where(context.Dossiers.ContainsKey).Select(id => context.Dossiers[id]).ToArray())
        {
            dossiers.UnionWith(known.Facts.Conflicts.Select(conflict => conflict.Other));
            statements.AddRange(known.Facts.Statements.Select(filed => filed.Statement));
        }

        // Every version counts: one that was held becomes current when the one before it arrives.
        subjects.UnionWith(statements.SelectMany(PenalisedSubjects));

        // Any fine of the subject might be for the same act; the distance is compared when all is known.
        dossiers.UnionWith(
            from act in statements.Select(PenalisedAct.From).OfType<PenalisedAct>()
            from subject in subjects
            where context.Subjects.ContainsKey(subject)
            from other in context.Subjects[subject].Acts
            where act.IsSameActAs(other, int.MaxValue)
            select other.Dossier);

        return ([.. dossiers.Where(id => !context.Dossiers.ContainsKey(id))], [.. subjects.Where(code => !context.Subjects.ContainsKey(code))]);
    }

    /// <summary>Files a statement.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">All that <see cref="Missing"/> asked for.</param>
    /// <param name="envelope">The statement as its node signed it.</param>
    /// <param name="statement">The same, read.</param>
    /// <param name="at">When the hub took it.</param>
    /// <returns>What it causes, or why it is rejected.</returns>
    public static FilingResult File(Network network, FilingContext context, Envelope envelope, Statement statement, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(statement);
        if (Entitlement.Check(network, context.Dossiers[statement.Dossier].Facts, statement) is { } notEntitled)
        {
            return new FilingResult(default, [], [], notEntitled);
        }

        var (disposition, rejection) = Dossier.Receive(context.Dossiers[statement.Dossier].Facts, statement);
        if (rejection is not null)
        {
            return new FilingResult(default, [], [], rejection);
        }

        var docket = new Docket(network, context, at);
        docket.Append(statement.Dossier, new DossierEvent.StatementFiled(envelope, statement, disposition, at));
        if (disposition != Disposition.Duplicate)
        {
            docket.RegisterActs(statement);
            docket.SettleVenue(statement);
            docket.Judge(statement.Dossier);
        }

        return new FilingResult(disposition, docket.Dossiers, docket.Subjects, null);
    }

    /// <summary>Gets the subjects whose files a penalty decision belongs to.</summary>
    internal static IEnumerable<string> PenalisedSubjects(Statement? statement) =>
        statement?.Body is StatementBody.RecordVersion { Details: RecordDetails.Penalty } record ? record.Subjects : [];
}
