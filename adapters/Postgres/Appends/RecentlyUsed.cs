using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Postgres.Appends;

/// <summary>A bounded memory of what was used last. Not safe for concurrent callers.</summary>
/// <typeparam name="T">What is remembered under a name.</typeparam>
/// <param name="half">At least this many names are kept, and at most twice as many.</param>
/// <remarks>Two generations instead of a linked list: a full young one becomes the old one, and a hit in the old one is young
/// again. It forgets almost what a true LRU would, for one dictionary access a hit.</remarks>
internal sealed class RecentlyUsed<T>(int half)
{
    private Dictionary<string, T> _young = new(StringComparer.Ordinal);
    private Dictionary<string, T> _old = new(StringComparer.Ordinal);

    public bool TryGet(string name, [MaybeNullWhen(false)] out T value)
    {
        if (_young.TryGetValue(name, out value))
        {
            return true;
        }

        if (!_old.Remove(name, out value))
        {
            return false;
        }

        Set(name, value);
        return true;
    }

    public void Set(string name, T value)
    {
        if (_young.Count >= half && !_young.ContainsKey(name))
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
        }

        _young[name] = value;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
