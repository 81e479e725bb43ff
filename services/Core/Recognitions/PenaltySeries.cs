using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Finds which decisions against a subject end a series of penalties: one of the things that make a case a major one
/// (domain reference "Recognition", section 7).</summary>
/// <remarks>A decision looks back from its own day, so that one filed late changes those after it and none before.</remarks>
internal static class PenaltySeries
{
    /// <summary>Names the dossiers that a statement gives another series, or takes one from, so that they must be read before it
    /// is filed.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="context">What has been read.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="subjects">Those whose files the statement belongs to.</param>
    /// <returns>None as long as the files or the dossier have not been read.</returns>
    public static IEnumerable<DossierId> Touched(
        Network network, FilingContext context, Statement statement, string[] subjects)
    {
        if (!context.Dossiers.TryGetValue(statement.Dossier, out var own)
            || !Array.TrueForAll(subjects, context.Subjects.ContainsKey))
        {
            return [];
        }

        // Most decisions are the first against their subject, or all are of one division, under whichever of its ids the act is
        // entered: then they touch no other.
        var names = own.Facts.Statements.Select(filed => filed.Statement.Record).Append(statement.Record).ToArray();
        if (!Array.Exists(subjects, subject => Array.Exists(names, name => IsMixed(context.Subjects[subject], name))))
        {
            return [];
        }

        var docket = new Docket(network, context, statement.Dossier, default);
        docket.Append(statement.Dossier, new DossierEvent.StatementFiled(Filing.Unsigned, statement, default, default));
        docket.EnterAct();
        return [.. docket.Series.Select(series => series.Dossier)];
    }

    /// <summary>Works out what the newest events of a subject's file change.</summary>
    /// <param name="network">Parties and rules; the rules in force on the day of a decision say what a series is.</param>
    /// <param name="subject">Credit code of the subject.</param>
    /// <param name="before">Its file before them.</param>
    /// <param name="events">The events.</param>
    /// <returns>Decisions whose series is another one now, by name, with its turns, oldest first, at most one a day.</returns>
    public static IEnumerable<(DossierId Dossier, string Subject, ImmutableArray<SeriesFact> Turns)> Changed(
        Network network, string subject, SubjectState before, IEnumerable<SubjectEvent> events)
    {
        var was = Of(network, subject, before);
        var now = Of(network, subject, events.Aggregate(before, SubjectFile.Evolve));
        return from dossier in was.Keys.Union(now.Keys).OrderBy(id => id.ToString(), StringComparer.Ordinal)
               let turns = now.GetValueOrDefault(dossier, [])
               where !turns.SequenceEqual(was.GetValueOrDefault(dossier, []))
               select (dossier, subject, turns);
    }

    private static ImmutableDictionary<DossierId, ImmutableArray<SeriesFact>> Of(
        Network network, string subject, SubjectState file)
    {
        var turns = ImmutableDictionary.CreateBuilder<DossierId, ImmutableArray<SeriesFact>>();
        foreach (var act in file.Acts)
        {
            if (IsMixed(file, act.Record)
                && network.Agreement.InForceOn(act.DecidedOn) is { Terms.Guards.Series: { } terms } rules
                && file.Acts.Length >= terms.Count
                && Turns(subject, file, act, terms, rules.SameActMetres) is { IsEmpty: false } found)
            {
                turns[act.Dossier] = found;
            }
        }

        return turns.ToImmutable();
    }

    private static bool IsMixed(SubjectState file, RecordId record) =>
        file.Acts.Any(act => act.Record.Division != record.Division);

    private static ImmutableArray<SeriesFact> Turns(
        string subject, SubjectState file, PenalisedAct last, SeriesTerms terms, int metresMax)
    {
        var after = terms.Within.From(last.DecidedOn, isBack: true, WorkingDays.Announced) ?? DateOnly.MinValue;
        var within = file with { Acts = file.Acts.RemoveAll(act => act.DecidedOn <= after || act.DecidedOn > last.DecidedOn) };
        if (within.Acts.Length < terms.Count)
        {
            return [];
        }

        var turns = ImmutableArray.CreateBuilder<SeriesFact>();
        var days = within.Acts.Where(act => file.Fallen.ContainsKey(act.Dossier)).Select(act => file.Fallen[act.Dossier])
            .Where(day => day > last.DecidedOn).Append(last.DecidedOn).Distinct().Order();
        foreach (var day in days)
        {
            var standing = within with
            {
                Acts = within.Acts.RemoveAll(act => file.Fallen.TryGetValue(act.Dossier, out var fell) && fell <= day),
            };
            var (acts, divisions) = (
                standing.DistinctActs(metresMax).Length,
                standing.Acts.Select(act => act.Record.Division).Distinct().Count());
            var isSeries = acts >= terms.Count && divisions >= terms.Divisions;
            var turn = new SeriesFact(subject, isSeries ? acts : 0, isSeries ? divisions : 0, day, default);
            if (isSeries ? turns is [] || turns[^1] != turn with { SinceOn = turns[^1].SinceOn } : turns is [.., { Acts: > 0 }])
            {
                turns.Add(turn);
            }
        }

        return turns.ToImmutable();
    }
}
