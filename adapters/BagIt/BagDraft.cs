using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Makes the signature of a bag.</summary>
/// <param name="tagManifest">The bytes of <c>tagmanifest-sha256.txt</c>.</param>
/// <param name="cancellationToken">Stops it.</param>
/// <returns>A detached CMS signature, for <c>signature/tagmanifest.p7s</c>.</returns>
public delegate ValueTask<ReadOnlyMemory<byte>> BagSigner(ReadOnlyMemory<byte> tagManifest, CancellationToken cancellationToken);

/// <summary>What a bag is to hold. The same draft gives the same bytes on every machine.</summary>
public sealed record BagDraft
{
    private const int TagCharsMax = 8 * 1024;

    private static readonly string[] Computed = [TagReader.Oxum, "Bag-Size"];

    /// <summary>Gets the name of the bag's folder, for evidence the package number: <c>EP-320509-20260512-001</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the time that files and archive entries bear; a zip keeps it to two seconds, as the clock at this
    /// offset shows it, from 1980 on.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Gets the tags of <c>bag-info.txt</c> in order. <c>Payload-Oxum</c> and <c>Bag-Size</c> are added behind
    /// them.</summary>
    public required ImmutableArray<BagTag> Tags { get; init; }

    /// <summary>Gets the files, below <c>data/</c> and others, in any order; manifests, <c>bagit.txt</c> and <c>bag-info.txt</c>
    /// are made by the writer.</summary>
    public required ImmutableArray<BagContent> Contents { get; init; }

    /// <summary>Gets whether <c>manifest-sha512.txt</c> and its tag manifest are written beside those of SHA-256.</summary>
    public bool HasSha512 { get; init; }

    /// <summary>Gets who signs the tag manifest; null to leave the bag unsigned.</summary>
    public BagSigner? Signer { get; init; }

    internal ImmutableArray<string> Algorithms => HasSha512 ? [DigestAlgorithm.Sha256, "sha512"] : [DigestAlgorithm.Sha256];

    /// <summary>Says what keeps the draft from being written.</summary>
    /// <param name="profile">What the bag must satisfy besides; null for the standard alone. Only its tags are judged: the rest
    /// is known when the bag is written.</param>
    /// <returns>The faults; empty when there are none.</returns>
    public ImmutableArray<BagFinding> Check(BagProfile? profile = null)
    {
        var findings = new Findings(ArchiveLimits.Standard.FindingsMax);
        var entries = new EntryRegister(ArchiveLimits.Standard, findings, BagSeverity.Fault);
        if (Name.Contains('/', StringComparison.Ordinal))
        {
            findings.Add(BagFault.PathUnsafe, Name, new Wording("含“/”的名称", "a name with '/'"));
        }

        foreach (var content in Contents)
        {
            _ = entries.Count();
            entries.AddFile(new StoredFile($"{Name}/{content.Path}", content.Bytes));
            if (content.Path is Declaration.FileName or TagReader.FileName or "fetch.txt" or Completeness.SignatureFile
                || Manifest.Of(content.Path) is not null)
            {
                findings.Add(BagFault.EntryRepeated, content.Path, new Wording("由程序生成的文件", "a file that the writer makes"));
            }
        }

        foreach (var tag in Tags)
        {
            if (!CanBeWritten(tag))
            {
                findings.Add(BagFault.TagMalformed, TagReader.FileName, $"{tag.Label}: {tag.Value}");
            }
            else if (Computed.Contains(tag.Label, StringComparer.OrdinalIgnoreCase))
            {
                findings.Add(BagFault.TagRepeated, TagReader.FileName, tag.Label);
            }
        }

        profile?.CheckTags(findings, [.. Tags, .. Computed.Select(label => new BagTag(label, "0.0"))]);
        return findings.Kept;
    }

    private static bool CanBeWritten(BagTag tag) =>
        tag.Label.Length > 0 && tag.Label.Trim() == tag.Label && tag.Value.Trim() == tag.Value
        && !tag.Label.Contains(':', StringComparison.Ordinal) && !tag.Label.Any(char.IsControl) && !tag.Value.Any(char.IsControl)
        && tag.Label.Length + tag.Value.Length <= TagCharsMax;
}

/// <summary>A bag that was written.</summary>
/// <param name="Path">The folder or the archive.</param>
/// <param name="TagManifestDigest">The SHA-256 of <c>tagmanifest-sha256.txt</c>: custody is bound to it, and every file of the
/// bag with it.</param>
/// <param name="PayloadBytes">How many bytes of payload it has.</param>
/// <param name="PayloadFiles">How many files of payload it has.</param>
public sealed record SealedBag(string Path, Digest TagManifestDigest, long PayloadBytes, int PayloadFiles);
