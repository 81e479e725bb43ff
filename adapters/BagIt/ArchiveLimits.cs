namespace ExchangeHub.BagIt;

/// <summary>How much a bag of others may make the reader do.</summary>
/// <remarks>What an archive declares is judged before any content is read, and content is read no further than
/// declared.</remarks>
public sealed record ArchiveLimits
{
    /// <summary>Gets the limits of the hub: 100 000 entries, 128 GiB.</summary>
    public static ArchiveLimits Standard { get; } = new();

    /// <summary>Gets how many entries an archive or folder may have, folders counted.</summary>
    public int EntriesMax { get; init; } = 100_000;

    /// <summary>Gets how many bytes all files together may have, unpacked.</summary>
    public long BytesMax { get; init; } = 128L << 30;

    /// <summary>Gets how many times larger a file may be than its compressed form; files up to 1 MiB may exceed it.</summary>
    public int RatioMax { get; init; } = 100;

    /// <summary>Gets how many parts a path may have, the folder of the bag counted.</summary>
    public int DepthMax { get; init; } = 16;

    /// <summary>Gets how many bytes a path may have in UTF-8.</summary>
    public int PathBytesMax { get; init; } = 1024;

    /// <summary>Gets how many bytes an extended header of a tar entry may have.</summary>
    public int HeaderBytesMax { get; init; } = 64 * 1024;

    /// <summary>Gets how many bytes a tag file that must be read may have: manifests, <c>bag-info.txt</c>.</summary>
    public long TagFileBytesMax { get; init; } = 64L << 20;

    /// <summary>Gets how many findings of each weight are kept; the rest are counted.</summary>
    public int FindingsMax { get; init; } = 100;
}
