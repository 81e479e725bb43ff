using ExchangeHub.History;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.History;

/// <summary>Compares what the hub's log holds now with what it signed: leaf by leaf, against the tree of a checkpoint.</summary>
internal sealed class HistoryAudit(ITileSource hub, Checkpoint checkpoint, TimeProvider clock)
{
    // Whoever audits is a guest: twenty thousand events a second take the hub a quarter of a core.
    private const int EventsPerSecond = 20_000;
    private const int NamedMax = 10;

    /// <summary>Adds the leaves that a tree lacks.</summary>
    /// <param name="tree">The tree, not larger than the checkpoint; after this it is as large.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Whether its root is that of the checkpoint. False also when the hub's bundles cannot be read.</returns>
    public async Task<bool> ExtendAsync(GrowingTree tree, CancellationToken cancellation)
    {
        var (began, first) = (clock.GetTimestamp(), tree.Size);
        while (tree.Size < checkpoint.Size)
        {
            var place = (int)(tree.Size % TileAddress.FullWidth);
            var leaves = await LeavesAsync(TileAddress.Holding(null, tree.Size, checkpoint.Size), cancellation);
            foreach (var leaf in leaves.Skip(place))
            {
                tree.Add(MerkleTree.HashLeaf(leaf.Span));
            }

            _ = tree.TakeChanged();
            var ahead = TimeSpan.FromSeconds((double)(tree.Size - first) / EventsPerSecond) - clock.GetElapsedTime(began);
            if (ahead > TimeSpan.FromMilliseconds(20))
            {
                await Task.Delay(ahead, clock, cancellation);
            }
        }

        return tree.Root() == checkpoint.Root;
    }

    /// <summary>Says what is wrong, when the leaves do not have the root of the checkpoint.</summary>
    public async Task<List<(string Kind, Wording Message)>> ExplainAsync(CancellationToken cancellation)
    {
        try
        {
            if (await new TileTree(hub, checkpoint.Size).RootAsync(cancellation) == checkpoint.Root
                && await CompareAsync(cancellation) is { Count: > 0 } found)
            {
                return found;
            }
        }
        catch (TileMissingException missing)
        {
            return [("tiles", new Wording(
                $"枢纽缺少其签署的历史中的 {missing.Tile.Path}。请通知各方与枢纽运维人员。",
                $"The hub does not have {missing.Tile.Path} of the history that it signed. Tell all parties and its operator."))];
        }

        return [("tiles", new Wording(
            $"枢纽出示的 {checkpoint.Size} 个事件的哈希与其签署的检查点不符。请通知各方与枢纽运维人员。",
            $"The hashes that the hub shows of its {checkpoint.Size} events are not those of the checkpoint that it signed. Tell "
            + "all parties and its operator."))];
    }

    /// <summary>Reads the leaf at an index.</summary>
    /// <returns>The leaf as the log has it now; null when it was removed or is none.</returns>
    public async Task<LogLeaf?> FindAsync(long index, CancellationToken cancellation)
    {
        var leaves = await LeavesAsync(TileAddress.Holding(null, index, checkpoint.Size), cancellation);
        return LogLeaf.TryParse(leaves[(int)(index % TileAddress.FullWidth)].Span, out var leaf) ? leaf : null;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> LeavesAsync(TileAddress tile, CancellationToken cancellation) =>
        EntryBundle.TryRead(await hub.ReadAsync(tile, cancellation), out var leaves) && leaves.Count == tile.Width
            ? leaves
            : throw new TileMissingException(tile);

    private async Task<List<(string Kind, Wording Message)>> CompareAsync(CancellationToken cancellation)
    {
        var signed = new TileTree(hub, checkpoint.Size);
        var found = new List<(string, Wording)>();
        for (var first = 0L; first < checkpoint.Size && found.Count < NamedMax; first += TileAddress.FullWidth)
        {
            var leaves = await LeavesAsync(TileAddress.Holding(null, first, checkpoint.Size), cancellation);
            for (var place = 0; place < leaves.Count && found.Count < NamedMax; place++)
            {
                if (MerkleTree.HashLeaf(leaves[place].Span) != await signed.LeafAsync(first + place, cancellation))
                {
                    found.Add(Differs(first + place + 1, leaves[place]));
                }
            }
        }

        return found;
    }

    private static (string Kind, Wording Message) Differs(long position, ReadOnlyMemory<byte> bytes)
    {
        if (!LogLeaf.TryParse(bytes.Span, out var leaf))
        {
            return ("removed", new Wording(
                $"枢纽日志位置 {position} 的事件已被删除，而枢纽曾签署其存在。请通知各方与枢纽运维人员。",
                $"The event at position {position} of the hub's log was removed after the hub had signed it. Tell all parties "
                + "and its operator."));
        }

        var what = leaf.Statement is { } statement ? $"{leaf.Type}, {statement.Record}, {statement.Node}/{statement.Sequence}"
            : leaf.Type;
        return ("altered", new Wording(
            $"枢纽日志位置 {position} 的事件（{what}）已被改动，与枢纽签署时不同。请通知各方与枢纽运维人员。",
            $"The event at position {position} of the hub's log ({what}) was altered after the hub had signed it. Tell all "
            + "parties and its operator."));
    }
}
