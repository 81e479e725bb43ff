using ExchangeHub.History;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.History;

/// <summary>Builds the trees under roots from what the read model holds; remembers the last of each kind.</summary>
internal sealed class StateTrees(IStateIndex index) : IDisposable
{
    private readonly Dictionary<RecordKind, (StateRoot Root, StateTree Tree)> _last = [];
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Finds the tree of a root.</summary>
    /// <returns>The tree as the read model has it; compare its root.</returns>
    public async Task<StateTree> FindAsync(StateRoot root, CancellationToken cancellation)
    {
        // One at a time: a tree takes seconds with a hundred thousand subjects, and whoever waits finds it made.
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!_last.TryGetValue(root.Kind, out var last) || last.Root != root)
            {
                _last[root.Kind] = last = (root, await BuildAsync(root, cancellation));
            }

            return last.Tree;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Builds a tree over the kind, up to the position and under the blinding of a root that need not be reckoned
    /// yet.</summary>
    public Task<StateTree> BuildAsync(StateRoot root, CancellationToken cancellation) => StateTree.BuildAsync(
        root, index.ReadAsync(root.Kind, subject: null, root.UpTo, cancellation), cancellation);

    public void Dispose() => _gate.Dispose();
}
