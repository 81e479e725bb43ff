namespace ExchangeHub.Hub.Transfers;

/// <summary>How the hub takes files of evidence packages, section <c>Hub:Evidence</c>.</summary>
internal sealed class EvidenceOptions
{
    private const long GiB = 1L << 30;

    /// <summary>Gets or sets the folder of the files; empty for <c>evidence</c> in the data folder of the hub.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Gets or sets the most bytes of one file.</summary>
    public long FileBytesMax { get; set; } = 64 * GiB;

    /// <summary>Gets or sets how many packages a node may have declared and not yet committed.</summary>
    public int OpenPackagesMax { get; set; } = 16;

    /// <summary>Gets or sets how many bytes a node may declare within 24 hours.</summary>
    public long BytesPerDayMax { get; set; } = 512 * GiB;

    /// <summary>Gets or sets how many bytes a node may have on the hub in all.</summary>
    public long BytesMax { get; set; } = 16 * 1024 * GiB;

    /// <summary>Gets or sets how many bytes of the disk uploads leave free.</summary>
    public long ReserveBytes { get; set; } = 1 * GiB;

    /// <summary>Gets or sets for how many hours an upload may rest before what came of it is thrown away.</summary>
    public int OpenHours { get; set; } = 7 * 24;

    /// <summary>Gets or sets the address of a bucket in an S3-compatible store, such as https://s3.example/evidence; empty for
    /// the local disk. The folder then holds uploads under way alone.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Gets or sets the file with the key of the bucket: the id on the first line, the secret on the second.</summary>
    public string BucketKey { get; set; } = "";

    /// <summary>Reads the key of the bucket.</summary>
    /// <returns>Id and secret; empty without a bucket.</returns>
    /// <exception cref="FormatException">The file has not two lines.</exception>
    public (string Id, string Secret) ReadBucketKey() => Bucket.Length == 0 ? ("", "")
        : BucketKey.Length > 0 && File.ReadAllLines(BucketKey) is [var id, var secret, ..] ? (id.Trim(), secret.Trim())
        : throw new FormatException(
            "Hub:Evidence:BucketKey must name a file with the id of the key on its first line and the secret on its second.");
}
