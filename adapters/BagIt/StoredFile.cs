namespace ExchangeHub.BagIt;

/// <summary>A file of a bag and where its bytes are.</summary>
/// <param name="path">Relative to the bag.</param>
/// <param name="length">Its length, as the folder or archive says.</param>
internal sealed class StoredFile(string path, long length)
{
    public string Path { get; set; } = path;

    public long Length { get; } = length;

    /// <summary>Gets where its bytes begin in the archive, or the header before them.</summary>
    public long Offset { get; init; }

    /// <summary>Gets how many bytes it has in the archive.</summary>
    public long StoredLength { get; init; } = length;

    /// <summary>Gets whether the bytes in the archive are deflated.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>Gets the CRC-32 that the archive declares; null when it declares none.</summary>
    public uint? Crc { get; init; }

    /// <summary>Gets or sets the digests by algorithm of what was read when the bag was opened; null of
    /// files that were not.</summary>
    public IReadOnlyDictionary<string, byte[]>? Digests { get; set; }

    /// <summary>Gets or sets whether its content was found false when the bag was opened.</summary>
    public bool IsFalse { get; set; }

    public bool IsPayload => Path.StartsWith("data/", StringComparison.Ordinal);
}
