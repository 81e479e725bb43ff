using System.Collections.Concurrent;

namespace ExchangeHub.Hub.Publications;

/// <summary>
/// Remembers folded streams with their revision, so that filing in a known dossier reads nothing. A stale entry does no harm:
/// the append expects its revision and is refused. Two generations bound it: the older one is dropped when the younger one is
/// full.
/// </summary>
/// <param name="sizeMax">How much of both generations together is kept, as <paramref name="sizeOf"/> counts it.</param>
/// <param name="sizeOf">How much a state holds: histories grow, and a bound on their number alone would not be one.</param>
internal sealed class RecentStates<TKey, TState>(int sizeMax, Func<TState, int> sizeOf)
    where TKey : notnull
{
    private volatile ConcurrentDictionary<TKey, (TState State, long Revision)> _young = new();
    private volatile ConcurrentDictionary<TKey, (TState State, long Revision)> _old = new();
    private int _size; // of the younger one

    public bool TryGet(TKey key, out (TState State, long Revision) entry)
    {
        if (_young.TryGetValue(key, out entry))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out entry))
        {
            return false;
        }

        Put(key, entry.State, entry.Revision);
        return true;
    }

    public void Put(TKey key, TState state, long revision)
    {
        var size = sizeOf(state);
        if (!_young.TryAdd(key, (state, revision)))
        {
            size -= _young.TryGetValue(key, out var before) ? sizeOf(before.State) : 0;
            _young[key] = (state, revision);
        }

        if (Interlocked.Add(ref _size, size) >= sizeMax / 2)
        {
            (_old, _young) = (_young, new());
            Volatile.Write(ref _size, 0);
        }
    }

    public void Forget(TKey key)
    {
        _ = _young.TryRemove(key, out _);
        _ = _old.TryRemove(key, out _);
    }
}
