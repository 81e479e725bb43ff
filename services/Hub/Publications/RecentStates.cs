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
        if (_young.Count >= entriesMax / 2)
        {
            _old = _young;
            _young = new();
        }

        _young[key] = (state, revision);
    }

    public void Forget(TKey key)
    {
        _ = _young.TryRemove(key, out _);
        _ = _old.TryRemove(key, out _);
    }
}
