using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>The penalised acts of some dossiers, side by side.</summary>
/// <remarks>A link may name a record by an alias, so that acts are compared only after every name has been replaced by the
/// first.</remarks>
internal sealed class Casebook
{
    private readonly Network _network;
    private readonly ImmutableDictionary<DossierId, ImmutableArray<Entry>> _entries; // by version, oldest first
    private readonly Dictionary<RecordId, RecordId> _names = [];

    public Casebook(Network network, IEnumerable<KeyValuePair<DossierId, DossierFacts>> dossiers)
    {
        _network = network;
        var chronicles = dossiers.Where(dossier => dossier.Key.Kind == RecordKind.Penalty)
            .Select(dossier => (Id: dossier.Key, dossier.Value.Statements, Chronicle: dossier.Value.Read()))
            .Where(dossier => dossier.Chronicle.Current is not null).ToArray();
        foreach (var (_, statements, chronicle) in chronicles)
        {
            foreach (var filed in statements.Where(filed => filed.IsRecord))
            {
                _names[filed.Statement.Record] = chronicle.Chain[0].Statement.Record;
            }
        }

        _entries = chronicles.ToImmutableDictionary(dossier => dossier.Id, dossier => dossier.Chronicle.Chain
            .Select(version => new Entry(
                Renamed(PenalisedAct.From(version.Statement)!),
                ((StatementBody.RecordVersion)version.Statement.Body).Subjects,
                dossier.Chronicle.PublishedOn(version),
                version.Statement.Source))
            .ToImmutableArray());
    }

    /// <summary>Gets the act of a dossier as its newest version tells it; null when that does not name the subject.</summary>
    public PenalisedAct? ActOf(DossierId dossier, string subject) =>
        _entries.TryGetValue(dossier, out var entries) && entries[^1].Subjects.Contains(subject, StringComparer.Ordinal)
            ? entries[^1].Act : null;

    /// <summary>Replaces every name in an act by the first name of the record.</summary>
    public PenalisedAct Renamed(PenalisedAct act) => act with
    {
        Record = _names.GetValueOrDefault(act.Record, act.Record),
        SameAs = [.. act.SameAs.Select(name => _names.GetValueOrDefault(name, name))],
        Replaces = [.. act.Replaces.Select(name => _names.GetValueOrDefault(name, name))],
    };

    /// <summary>Finds when two fines for one act stood side by side for the first time.</summary>
    /// <returns>The day on which both were public, with the statement that made it so; null when they are no such
    /// fines.</returns>
    public (DateOnly On, string Source)? Opened(DossierId one, DossierId other)
    {
        if (one == other || !_entries.TryGetValue(one, out var here) || !_entries.TryGetValue(other, out var there)
            || Meet(here[^1], there[^1]) is null)
        {
            return null;
        }

        // A link may have been added by a correction: nobody could see the dispute before.
        return (from mine in here
                from theirs in there
                let met = Meet(mine, theirs)
                where met is not null
                orderby met.PublishedOn
                select (met.PublishedOn, met.Source)).First();
    }

    /// <summary>Finds the dossiers that a chain of disputes connects with one, itself included.</summary>
    public ImmutableHashSet<DossierId> Around(DossierId dossier)
    {
        var found = ImmutableHashSet.Create(dossier);
        for (var queue = new Queue<DossierId>([dossier]); queue.TryDequeue(out var one);)
        {
            foreach (var other in _entries.Keys.Where(other => !found.Contains(other) && Opened(one, other) is not null)
                .ToArray())
            {
                found = found.Add(other);
                queue.Enqueue(other);
            }
        }

        return found;
    }

    // Which of the two made the dispute visible: the later one; on one day the one with the later name, so that it is always the
    // same.
    private Entry? Meet(Entry one, Entry other)
    {
        var later = one.PublishedOn > other.PublishedOn
            || (one.PublishedOn == other.PublishedOn && string.CompareOrdinal(one.Source, other.Source) > 0) ? one : other;
        return one.Subjects.Intersect(other.Subjects, StringComparer.Ordinal).Any()
            && one.Act.IsSecondFineBeside(other.Act, _network.Agreement.InForceOn(later.PublishedOn)?.SameActMetres ?? 0) ? later
                : null;
    }

    private sealed record Entry(PenalisedAct Act, ImmutableArray<string> Subjects, DateOnly PublishedOn, string Source);
}
