using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

// One stream per record id, and per alias: cited-<record id>. A citation names an id, a dossier has a business key, and neither
// can be computed from the other: this is where they meet, whichever comes first, under the revision checks of the append.

/// <summary>A record as others cite it.</summary>
public static class CitedRecord
{
    /// <summary>Names the stream of a record id.</summary>
    /// <param name="record">The id.</param>
    /// <returns>The stream.</returns>
    public static string Stream(RecordId record) => $"cited-{record}";

    /// <summary>Applies one event of the stream.</summary>
    /// <param name="state">The state before the event.</param>
    /// <param name="event">The event.</param>
    /// <returns>The state after it.</returns>
    public static CitedState Evolve(CitedState state, CitedEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            CitedEvent.Named named => state with { Owners = state.Owners.SetItem(named.Dossier, new Owner(named.Source, null)) },
            CitedEvent.Cited cited => state with { CitedBy = state.CitedBy.Add(cited.By) },
            CitedEvent.Fell fell => With(state, fell.Dossier, fell.Fall),
            CitedEvent.Stood stood => With(state, stood.Dossier, null),
            CitedEvent.Postponed postponed => state with { Postponed = state.Postponed.Union(postponed.Dossiers) },
            CitedEvent.Settled settled => state with { Postponed = state.Postponed.Except(settled.Dossiers) },
            _ => throw new InvalidDataException(
                $"{@event?.GetType().Name} has no place in the file of a cited record: the stored stream is corrupt."),
        };
    }

    private static CitedState With(CitedState state, DossierId dossier, Fall? fall) =>
        state.Owners.TryGetValue(dossier, out var owner)
        ? state with { Owners = state.Owners.SetItem(dossier, owner with { Fall = fall }) }
        : throw new InvalidDataException($"{dossier} changed before it was named: the stored stream is corrupt.");
}

/// <summary>What is remembered of a record as others cite it.</summary>
/// <param name="Owners">The dossiers in which the id was filed as a record, with what undid each. There is one; a node that uses
/// an id twice makes two, and then the record has fallen only when both have.</param>
/// <param name="CitedBy">Who cites it.</param>
/// <param name="Postponed">Dossiers among them that have not taken account of the newest change yet.</param>
public sealed record CitedState(
    ImmutableDictionary<DossierId, Owner> Owners, ImmutableHashSet<Citing> CitedBy, ImmutableHashSet<DossierId> Postponed)
{
    /// <summary>Gets an id of which nothing is known.</summary>
    public static CitedState Empty { get; } = new(ImmutableDictionary<DossierId, Owner>.Empty, [], []);

    /// <summary>Gets the dossier to which the id belongs, the first by name; null while it is unknown.</summary>
    public DossierId? Dossier => Owners.IsEmpty ? null : Owners.Keys.MinBy(dossier => dossier.ToString(), StringComparer.Ordinal);
}

/// <summary>A dossier to which a record id belongs.</summary>
/// <param name="Source">The statement that brought the record.</param>
/// <param name="Fall">What undid it; null while it stands.</param>
public sealed record Owner(string Source, Fall? Fall);
