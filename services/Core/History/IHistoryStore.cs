namespace ExchangeHub.History;

/// <summary>Where the hub keeps the tiles of its tree and what it signed. Safe for several hubs at once.</summary>
public interface IHistoryStore : ITileSource
{
    /// <summary>Reads the newest checkpoint.</summary>
    /// <param name="isWitnessed">True for the newest that enough witnesses have signed; false for the newest of all.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The checkpoint with its signatures, or null when there is none.</returns>
    Task<KeptCheckpoint?> FindLatestAsync(bool isWitnessed, CancellationToken cancellation);

    /// <summary>Keeps tiles and the checkpoint over them, both or none.</summary>
    /// <param name="oldSize">The size of the newest checkpoint that the caller built upon; 0 for none.</param>
    /// <param name="tiles">The tiles that are new or grew.</param>
    /// <param name="checkpoint">The checkpoint, larger than the one before.</param>
    /// <param name="cancellation">Ends the writing early.</param>
    /// <returns>False when somebody else has kept a newer one since: nothing was kept; read and build again.</returns>
    Task<bool> KeepAsync(
        long oldSize,
        IReadOnlyList<(TileAddress Tile, ReadOnlyMemory<byte> Hashes)> tiles,
        KeptCheckpoint checkpoint,
        CancellationToken cancellation);

    /// <summary>Adds the signature of a witness to a checkpoint that is kept.</summary>
    /// <param name="size">The size of the checkpoint.</param>
    /// <param name="cosign">Gives the checkpoint with one more signature, and whether it has enough now; null to leave
    /// it.</param>
    /// <param name="cancellation">Ends the writing early.</param>
    /// <returns>Whether it was added; false when the checkpoint is not kept any more, or was left.</returns>
    Task<bool> CosignAsync(
        long size, Func<SignedNote, (SignedNote Note, bool IsWitnessed)?> cosign, CancellationToken cancellation);

    /// <summary>Keeps a checkpoint with a time-stamp, for good: what it covers existed then.</summary>
    /// <param name="size">The size of the checkpoint; one that is kept already stays.</param>
    /// <param name="note">The checkpoint, see <see cref="CheckpointStamp"/>.</param>
    /// <param name="cancellation">Ends the writing early.</param>
    /// <returns>A task.</returns>
    Task KeepStampedAsync(long size, SignedNote note, CancellationToken cancellation);

    /// <summary>Finds a checkpoint with a time-stamp.</summary>
    /// <param name="covering">The oldest that covers this position; null for the newest.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>The checkpoint, or null when there is none.</returns>
    Task<SignedNote?> FindStampedAsync(long? covering, CancellationToken cancellation);
}

/// <summary>A checkpoint that is kept.</summary>
/// <param name="Size">How many leaves.</param>
/// <param name="Note">The checkpoint with its signatures.</param>
/// <param name="IsWitnessed">Whether enough witnesses have signed it.</param>
/// <param name="SignedAt">When the hub signed it.</param>
public sealed record KeptCheckpoint(long Size, SignedNote Note, bool IsWitnessed, DateTimeOffset SignedAt);
