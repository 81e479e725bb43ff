using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>The dossiers that one cascade draws in, each once.</summary>
/// <param name="countMax">How many at most.</param>
internal sealed class Draw(int countMax)
{
    private readonly Dictionary<DossierId, ImmutableArray<DossierId>> _told = [];
    private readonly Queue<DossierId> _queue = new();

    /// <summary>Gets the dossiers that everything began with.</summary>
    public HashSet<DossierId> Starts { get; } = [];

    /// <summary>Gets everything that was drawn in, in the order in which it was.</summary>
    public IEnumerable<DossierId> All => _told.Keys;

    /// <summary>Begins with a dossier.</summary>
    public void Start(DossierId dossier)
    {
        _ = Starts.Add(dossier);
        _ = TryAdd(dossier);
    }

    /// <summary>Draws a dossier in.</summary>
    /// <returns>Whether it is in; false when there is no room left.</returns>
    public bool TryAdd(DossierId dossier)
    {
        if (_told.ContainsKey(dossier))
        {
            return true;
        }

        if (_told.Count >= countMax)
        {
            return false;
        }

        _told.Add(dossier, []);
        _queue.Enqueue(dossier);
        return true;
    }

    /// <summary>Takes the next one that has not been visited.</summary>
    public bool TryNext(out DossierId dossier) => _queue.TryDequeue(out dossier);

    /// <summary>Keeps which dossiers are told of what became of one.</summary>
    public void Tell(DossierId dossier, ImmutableArray<DossierId> told) => _told[dossier] = told;

    /// <summary>Lists everything that was drawn in: what is cited goes before what cites it, except within a circle.</summary>
    public IEnumerable<DossierId> InOrder()
    {
        var order = new Stack<DossierId>();
        var seen = new HashSet<DossierId>();
        foreach (var start in Starts)
        {
            Place(start);
        }

        return order;

        void Place(DossierId one)
        {
            if (seen.Add(one))
            {
                foreach (var citing in _told[one].Reverse())
                {
                    Place(citing);
                }

                order.Push(one);
            }
        }
    }
}
