using ExchangeHub.Agreements;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>The disputes that hang together with one dossier.</summary>
internal sealed class Disputes(
    Network network, IReadOnlyDictionary<DossierId, DossierState> states, Casebook casebook, DossierId own)
{
    /// <summary>Says what must be recorded so that every dispute that the dossier is or was part of stands where it does by all
    /// that is known.</summary>
    public IEnumerable<(DossierId Dossier, ConflictFact Turn)> Missing() =>
        from one in Connected().OrderBy(id => id.ToString(), StringComparer.Ordinal).ToArray()
        let around = casebook.Around(one)
        let recorded = states[one].Facts.Conflicts.ToLookup(conflict => conflict.Other)
        from other in around.Remove(one).Union(recorded.Select(known => known.Key))
            .OrderBy(id => id.ToString(), StringComparer.Ordinal)
        let turns = casebook.Opened(one, other) is { } opened
            ? Dispute.Turns(one, other, opened, Designations(around), FirstUndone(one, other))
            : []
        from turn in Dispute.Missing(recorded[other], turns)
        select (one, new ConflictFact(other, turn.State, turn.SinceOn, turn.Source, default));

    // Disputes that were recorded count too: they may have to be closed.
    private HashSet<DossierId> Connected()
    {
        var found = new HashSet<DossierId> { own };
        for (var queue = new Queue<DossierId>(found); queue.TryDequeue(out var one);)
        {
            foreach (var other in casebook.Around(one).Union(states[one].Facts.Conflicts.Select(conflict => conflict.Other))
                .Where(found.Add))
            {
                queue.Enqueue(other);
            }
        }

        return found;
    }

    private (DateOnly On, string Source)? FirstUndone(DossierId one, DossierId other) =>
        ((DossierId[])[one, other]).Select(dossier => Endings.Annulment(network, states[dossier].Facts))
            .Where(undone => undone is not null)
            .OrderBy(undone => undone!.Value.On).ThenBy(undone => undone!.Value.Source, StringComparer.Ordinal)
            .FirstOrDefault();

    private IEnumerable<Designation> Designations(IEnumerable<DossierId> dossiers) => dossiers
        .SelectMany(by =>
            states[by].Facts.Events.Select(happened => (By: by, happened.On, happened.Fact, happened.Filed.Statement)))
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
}
