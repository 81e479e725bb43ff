using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What a check of a bag found.</summary>
/// <param name="Findings">Faults, then remarks; of each weight the first, up to the limit.</param>
/// <param name="FindingsLeftOut">How many more there were: “and n more”.</param>
/// <param name="IsComplete">Whether everything is there and listed (RFC 8493, 3); says nothing of content.</param>
/// <param name="IsValid">Whether it is complete and every checksum was compared and agrees (RFC 8493, 3); false until the content
/// was read.</param>
/// <param name="IsAcceptable">Whether it is valid and there is no fault at all, those against the profile included.</param>
/// <param name="TagManifestDigest">The SHA-256 of <c>tagmanifest-sha256.txt</c>, which binds custody to the bag; null when
/// there is none.</param>
public sealed record BagCheck(
    ImmutableArray<BagFinding> Findings,
    int FindingsLeftOut,
    bool IsComplete,
    bool IsValid,
    bool IsAcceptable,
    Digest? TagManifestDigest)
{
    /// <summary>Says everything in English, a finding a line.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() => string.Join('\n', Findings.Select(finding => finding.ToString()))
        + (FindingsLeftOut > 0 ? $"\nand {FindingsLeftOut} more" : "");
}

/// <summary>A bag that was checked while it was unpacked.</summary>
/// <param name="Check">What was found.</param>
/// <param name="Folder">The folder of the bag; null when it was not acceptable, and nothing was left behind.</param>
public sealed record UnpackedBag(BagCheck Check, string? Folder);
