using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Recognitions;

namespace ExchangeHub.Hub.History;

/// <summary>Reads what the hub shows of its history: checkpoints, tiles, bundles of leaves, proofs.</summary>
internal sealed class HistoryReader(IEventLog log, IEventCodec codec, IHistoryStore store, HubKeys keys)
{
    /// <summary>Gets the policy of the members, as text.</summary>
    public string Policy => keys.PolicyText;

    /// <summary>Finds the newest checkpoint that enough witnesses have signed.</summary>
    public Task<KeptCheckpoint?> FindCheckpointAsync(CancellationToken cancellation) =>
        store.FindLatestAsync(isWitnessed: true, cancellation);

    /// <summary>Reads a tile, or a bundle of leaves as they follow from the log as it is now.</summary>
    /// <exception cref="TileMissingException">The tree is not that large, or the log has lost events.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(TileAddress tile, CancellationToken cancellation)
    {
        var latest = await store.FindLatestAsync(isWitnessed: false, cancellation);
        if ((tile.Index * TileAddress.FullWidth) + tile.Width > (latest?.Size ?? 0) >> (8 * (tile.Level ?? 0)))
        {
            throw new TileMissingException(tile);
        }

        if (tile.Level is not null)
        {
            return await store.ReadAsync(tile, cancellation);
        }

        // Not kept beside the log but made from it, so that whoever compares bundles with tiles compares the log with what was
        // signed.
        var first = tile.Index * TileAddress.FullWidth;
        var leaves = new ReadOnlyMemory<byte>[tile.Width];
        for (var place = 0; place < leaves.Length;)
        {
            var events = await FindAsync(first + place, leaves.Length - place, cancellation);
            foreach (var logged in events)
            {
                leaves[place++] = LogLeaf.Of(logged, codec).ToBytes();
            }

            // An event that was removed leaves an empty entry, which is no leaf: the others keep their places.
            place += events.IsEmpty ? 1 : 0;
        }

        return EntryBundle.Write(leaves);
    }

    /// <summary>Finds a checkpoint that was time-stamped: the newest, or the oldest that covers a position.</summary>
    public Task<SignedNote?> FindStampedAsync(long? covering, CancellationToken cancellation) =>
        store.FindStampedAsync(covering, cancellation);

    /// <summary>Proves that the log holds an event, by the newest checkpoint; or by the oldest with a time-stamp.</summary>
    /// <returns>The proof, or null when no such checkpoint covers the position.</returns>
    public async Task<LogProof?> ProveAsync(long position, bool isStamped, CancellationToken cancellation)
    {
        var note = isStamped ? await FindStampedAsync(position, cancellation) : (await FindCheckpointAsync(cancellation))?.Note;
        if (note is null || !Checkpoint.TryParse(note.Text, out var checkpoint) || position > checkpoint.Size)
        {
            return null;
        }

        var path = await new TileTree(store, checkpoint.Size).InclusionAsync(position - 1, cancellation);
        return await FindAsync(position - 1, 1, cancellation) is [var logged]
            ? new LogProof(position - 1, path, note) { Extra = [.. LogLeaf.Of(logged, codec).ToBytes()] }
            : null;
    }

    /// <summary>Reads an event.</summary>
    /// <returns>The event; null when the log does not hold it.</returns>
    public async Task<LoggedEvent?> FindEventAsync(long position, CancellationToken cancellation) =>
        await FindAsync(position - 1, 1, cancellation) is [var logged] ? logged : null;

    // The log refuses to read past a gap; here the gap is what somebody asks about.
    private async Task<ImmutableArray<LoggedEvent>> FindAsync(long after, int countMax, CancellationToken cancellation)
    {
        try
        {
            return await log.ReadAsync(after, countMax, cancellation);
        }
        catch (InvalidDataException) when (countMax > 1)
        {
            return await FindAsync(after, countMax / 2, cancellation);
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
