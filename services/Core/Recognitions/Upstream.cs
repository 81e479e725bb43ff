using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Works out what undid a record, through everything that carries it.</summary>
/// <remarks>
/// A derived fall is worked out from the beginning each time and never taken from what was stored before, so that it depends on
/// what is known and not on what became known first. In a circle of entries that carry each other none falls for the others'
/// sake: falls are the smallest set that the facts demand.
/// </remarks>
/// <param name="network">Parties and rules.</param>
/// <param name="dossier">Gives a dossier; null, with a note of it, when it has not been read.</param>
/// <param name="cited">Gives a cited record; null, with a note of it, when it has not been read.</param>
internal sealed class Upstream(Network network, Func<DossierId, DossierState?> dossier, Func<RecordId, CitedState?> cited)
{
    // Entries that rest on entries are rare, chains of them rarer; more than this is somebody's mischief, and is taken as stored.
    private const int DossiersMax = 1_000;

    private readonly Dictionary<DossierId, Fall?> _falls = [];

    /// <summary>Finds what undid a dossier's record.</summary>
    /// <returns>Null while it stands.</returns>
    public Fall? FallOf(DossierId one)
    {
        if (!_falls.TryGetValue(one, out var fall))
        {
            WorkOut(one);
            fall = _falls.GetValueOrDefault(one);
        }

        return fall;
    }

    /// <summary>Finds what undid a cited record.</summary>
    /// <returns>Null while it stands, and while nothing is known of it.</returns>
    public Fall? FallOf(CitedState record)
    {
        Fall? last = null;
        foreach (var (owner, stored) in record.Owners)
        {
            var fall = Reliances.FallWithBasis(owner.Kind) ? FallOf(owner) : stored.Fall;
            if (fall is null)
            {
                return null;
            }

            last = last is null || Fall.Order.Compare(last, fall) < 0 ? fall : last;
        }

        return last;
    }

    private void WorkOut(DossierId one)
    {
        var region = Region(one);
        foreach (var (id, state) in region)
        {
            _falls[id] = Endings.Fall(network, state.Facts);
        }

        // Each round carries falls one step further; they only ever come earlier, so that this ends.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (id, state) in region)
            {
                var fall = Fall.First(_falls[id], Derived(id, state));
                changed |= fall != _falls[id];
                _falls[id] = fall;
            }
        }
    }

    private Fall? Derived(DossierId id, DossierState state) =>
        Reliances.FallWithBasis(id.Kind) && state.Facts.Current?.Statement.Body is StatementBody.RecordVersion record
            ? Reliances.Collapse(record, of => cited(of) is { } basis ? Known(basis) : null)
            : null;

    private Fall? Known(CitedState record)
    {
        Fall? last = null;
        foreach (var (owner, stored) in record.Owners)
        {
            if ((_falls.TryGetValue(owner, out var worked) ? worked : stored.Fall) is not { } fall)
            {
                return null;
            }

            last = last is null || Fall.Order.Compare(last, fall) < 0 ? fall : last;
        }

        return last;
    }

    // The dossier and every entry that it rests on through entries.
    private Dictionary<DossierId, DossierState> Region(DossierId one)
    {
        var found = new Dictionary<DossierId, DossierState>();
        var asked = new HashSet<DossierId> { one };
        for (var queue = new Queue<DossierId>(asked); queue.TryDequeue(out var next);)
        {
            if (dossier(next) is not { } state)
            {
                continue;
            }

            found[next] = state;
            if (!Reliances.FallWithBasis(next.Kind)
                || state.Facts.Current?.Statement.Body is not StatementBody.RecordVersion record)
            {
                continue;
            }

            foreach (var owner in record.Reliances.Where(reliance => reliance.Kind == RelianceKind.Basis)
                .SelectMany(basis => cited(basis.Of)?.Owners.Keys ?? [])
                .Where(owner => Reliances.FallWithBasis(owner.Kind) && !_falls.ContainsKey(owner) && asked.Count < DossiersMax)
                .Where(asked.Add))
            {
                queue.Enqueue(owner);
            }
        }

        return found;
    }
}
