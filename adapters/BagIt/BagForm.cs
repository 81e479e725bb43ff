namespace ExchangeHub.BagIt;

/// <summary>How a bag is kept.</summary>
public enum BagForm
{
    /// <summary>As a folder of a file system.</summary>
    Folder = 1,

    /// <summary>As one tar file, not compressed: ustar, pax or GNU.</summary>
    Tar = 2,

    /// <summary>As one zip file; written without compression and, where needed, as ZIP64.</summary>
    Zip = 3,
}

/// <summary>How far a check, an unpacking or a writing has come.</summary>
/// <param name="FilesDone">Files that are done.</param>
/// <param name="FilesTotal">Files there are.</param>
/// <param name="BytesDone">Bytes that are done.</param>
/// <param name="BytesTotal">Bytes there are.</param>
public readonly record struct BagProgress(int FilesDone, int FilesTotal, long BytesDone, long BytesTotal);

/// <summary>One line of <c>bag-info.txt</c>; labels may repeat, and their order is kept.</summary>
/// <param name="Label">Such as <c>External-Identifier</c>; compared without regard to case (RFC 8493, 2.2.2).</param>
/// <param name="Value">The value, unfolded into one line.</param>
public sealed record BagTag(string Label, string Value);

/// <summary>One file of a bag.</summary>
/// <param name="Path">Relative to the bag, with <c>/</c>, such as <c>data/01-locate/a.jpg</c>.</param>
/// <param name="Bytes">Its length.</param>
public sealed record BagFile(string Path, long Bytes)
{
    /// <summary>Gets whether it is payload, and not a tag file.</summary>
    public bool IsPayload => Path.StartsWith("data/", StringComparison.Ordinal);
}
