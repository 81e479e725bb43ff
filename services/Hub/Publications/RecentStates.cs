using System.Collections.Concurrent;

namespace ExchangeHub.Hub.Publications;

/// <summary>
/// Remembers folded streams with their revision, so that filing in a known dossier reads nothing. A stale entry does no harm:
/// the append expects its revision and is refused. Two generations bound it: the older one is dropped when the younger one is
/// full.
/// </summary>
internal sealed class RecentStates<TKey, TState>(int entriesMax)
    where TKey : notnull
{
    private volatile ConcurrentDictionary<TKey, (TState State, long Revision)> _young = new();
    private volatile ConcurrentDictionary<TKey, (TState State, long Revision)> _old = new();
    private int _count; // of the younger one; asking a concurrent dictionary takes all its locks

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
        if (_young.TryAdd(key, (state, revision)))
        {
            if (Interlocked.Increment(ref _count) >= entriesMax / 2)
            {
                (_old, _young) = (_young, new());
                Volatile.Write(ref _count, 0);
            }
        }
        else
        {
            _young[key] = (state, revision);
        }
    }

    public void Forget(TKey key)
    {
        _ = _young.TryRemove(key, out _);
        _ = _old.TryRemove(key, out _);
    }
}
