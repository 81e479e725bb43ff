using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>Collects what filing one statement causes in every stream that it touches, folding as it goes.</summary>
/// <remarks>
/// Every step works out what must stand in a stream from all that is known, and appends what is missing there. None of them asks
/// what the statement is; that is why the order in which statements come makes no difference in the end.
/// </remarks>
internal sealed class Docket(Network network, FilingContext context, DossierId own, DateTimeOffset at)
{
    private readonly Dictionary<DossierId, DossierState> _states = new(context.Dossiers);
    private readonly Dictionary<DossierId, List<DossierEvent>> _dossiers = [];
    private readonly SortedDictionary<string, List<SubjectEvent>> _subjects = new(StringComparer.Ordinal);

    /// <summary>Gets the new events of each dossier, the statement's own first, the others by name.</summary>
    public ImmutableArray<(DossierId Dossier, ImmutableArray<DossierEvent> Events)> Dossiers =>
        [.. Touched().Where(_dossiers.ContainsKey).Select(id => (id, _dossiers[id].ToImmutableArray()))];

    /// <summary>Gets the new events of each subject, by credit code.</summary>
    public ImmutableArray<(string Subject, ImmutableArray<SubjectEvent> Events)> Subjects =>
        [.. _subjects.Select(file => (file.Key, file.Value.ToImmutableArray()))];

    public void Append(DossierId dossier, DossierEvent @event)
    {
        _states[dossier] = Dossier.Evolve(_states[dossier], @event);
        Of(_dossiers, dossier).Add(@event);
    }

    /// <summary>Enters the penalised act in the files of its subjects, and takes it out where a correction no longer names
    /// them.</summary>
    public void EnterAct()
    {
        var casebook = Open();
        var ended = Endings.EndedOn(network, _states[own].Facts);
        foreach (var subject in _states[own].Facts.Statements.SelectMany(filed => Filing.PenalisedSubjects(filed.Statement))
            .Distinct(StringComparer.Ordinal))
        {
            var file = context.Subjects[subject];
            var before = file.Acts.FirstOrDefault(known => known.Dossier == own);
            if (casebook.ActOf(own, subject) is not { } act)
            {
                if (before is not null)
                {
                    Append(subject, new SubjectEvent.ActStruck(own));
                }

                continue;
            }

            if (!act.Equals(before))
            {
                Append(subject, new SubjectEvent.ActFiled(act));
            }

            if (ended is { } on && (!file.Fallen.TryGetValue(own, out var known) || known != on))
            {
                Append(subject, new SubjectEvent.DecisionFell(own, on));
            }

            // Another act may name this one by an alias that nobody could resolve before.
            foreach (var other in file.Acts.Where(other => other.Dossier != own && !casebook.Renamed(other).Equals(other)))
            {
                Append(subject, new SubjectEvent.ActFiled(casebook.Renamed(other)));
            }
        }
    }

    /// <summary>Brings every dispute that the dossier is or was part of to where it stands by all that is known.</summary>
    public void SettleDisputes()
    {
        var casebook = Open();
        foreach (var one in Connected(casebook).OrderBy(id => id.ToString(), StringComparer.Ordinal))
        {
            var around = casebook.Around(one);
            var recorded = _states[one].Facts.Conflicts.ToLookup(conflict => conflict.Other);
            foreach (var other in around.Remove(one).Union(recorded.Select(known => known.Key))
                .OrderBy(id => id.ToString(), StringComparer.Ordinal))
            {
                var turns = casebook.Opened(one, other) is { } opened
                    ? Dispute.Turns(one, other, opened, Designations(around), FirstUndone(one, other))
                    : [];
                foreach (var turn in Dispute.Missing(recorded[other], turns).ToArray())
                {
                    Append(one, new DossierEvent.ConflictChanged(
                        new ConflictFact(other, turn.State, turn.SinceOn, turn.Source, at)));
                }
            }
        }
    }

    /// <summary>Judges the dossier, and whatever else was touched.</summary>
    public void Judge()
    {
        foreach (var dossier in Touched().ToArray())
        {
            foreach (var decided in Dossier.Judge(network, _states[dossier], at))
            {
                Append(dossier, decided);
            }
        }
    }

    private IEnumerable<DossierId> Touched() =>
        _dossiers.Keys.Where(id => id != own).OrderBy(id => id.ToString(), StringComparer.Ordinal).Prepend(own);

    private Casebook Open() => new(network, _states.Select(state => KeyValuePair.Create(state.Key, state.Value.Facts)));

    // Disputes that were recorded count too: they may have to be closed.
    private HashSet<DossierId> Connected(Casebook casebook)
    {
        var found = new HashSet<DossierId> { own };
        for (var queue = new Queue<DossierId>(found); queue.TryDequeue(out var one);)
        {
            foreach (var other in casebook.Around(one).Union(_states[one].Facts.Conflicts.Select(conflict => conflict.Other))
                .Where(found.Add))
            {
                queue.Enqueue(other);
            }
        }

        return found;
    }

    private (DateOnly On, string Source)? FirstUndone(DossierId one, DossierId other) =>
        ((DossierId[])[one, other]).Select(dossier => Endings.Annulment(network, _states[dossier].Facts))
            .Where(undone => undone is not null)
            .OrderBy(undone => undone!.Value.On).ThenBy(undone => undone!.Value.Source, StringComparer.Ordinal)
            .FirstOrDefault();

    private IEnumerable<Designation> Designations(IEnumerable<DossierId> dossiers) => dossiers
        .SelectMany(by =>
            _states[by].Facts.Events.Select(happened => (By: by, happened.On, happened.Fact, happened.Filed.Statement)))
        .Where(said => said.Fact is LifeCycleFact.VenueDesignated)
        .OrderBy(said => said.On)
        .ThenBy(said => said.Statement.PublishedAt)
        .ThenBy(said => said.Statement.Source, StringComparer.Ordinal)
        .Select(said => new Designation(
            said.By,
            network.Nodes.GetValueOrDefault(said.Statement.Node)?.IsArbiter == true,
            ((LifeCycleFact.VenueDesignated)said.Fact).Prevailing,
            said.On,
            said.Statement.Source));

    private void Append(string subject, SubjectEvent @event) => Of(_subjects, subject).Add(@event);

    private static List<TEvent> Of<TKey, TEvent>(IDictionary<TKey, List<TEvent>> streams, TKey key)
        where TKey : notnull => streams.TryGetValue(key, out var own) ? own : streams[key] = [];
}
