namespace ExchangeHub.History;

/// <summary>Where the tiles of a log are read: a table, a folder, or the log's address.</summary>
public interface ITileSource
{
    /// <summary>Reads a tile.</summary>
    /// <param name="tile">Which one, and how wide.</param>
    /// <param name="cancellation">Ends the read early.</param>
    /// <returns>Exactly <see cref="TileAddress.Width"/> hashes of 32 bytes, or for entries a bundle of as many, see
    /// <see cref="EntryBundle"/>; whoever reads from somebody else checks them against a root.</returns>
    /// <exception cref="TileMissingException">The source does not have it.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileAddress tile, CancellationToken cancellation);
}

/// <summary>A source does not have a tile that its tree must have.</summary>
/// <param name="tile">Which one.</param>
public sealed class TileMissingException(TileAddress tile) : Exception($"The log does not have {tile.Path}.")
{
    /// <summary>Gets which one.</summary>
    public TileAddress Tile => tile;
}
