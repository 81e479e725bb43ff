using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Transfers;

/// <summary>Names a sealed package: two seals of one package number are two packages.</summary>
/// <param name="Dossier">The dossier of its record.</param>
/// <param name="TagManifest">SHA-256 of its <c>tagmanifest-sha256.txt</c>, which the signed record names.</param>
public readonly record struct PackageKey(DossierId Dossier, Digest TagManifest);

/// <summary>A package that was declared, or is there.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Node">The node that uploads it.</param>
/// <param name="Files">How many files it has, tag files included.</param>
/// <param name="Bytes">How many bytes they have together.</param>
/// <param name="OpenUntil">Until when it has to be committed.</param>
/// <param name="CommittedAt">When it became visible; null while it is not.</param>
public sealed record Package(
    PackageKey Key, NodeId Node, int Files, long Bytes, DateTimeOffset OpenUntil, DateTimeOffset? CommittedAt);

/// <summary>A file of a package.</summary>
/// <param name="Path">Its path in the bag, such as <c>data/04-inspection/photo-01.jpg</c>.</param>
/// <param name="Content">SHA-256 of its content.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsHeldAtNode">It stays at its node, and is fetched when somebody asks.</param>
public sealed record PackageFile(string Path, Digest Content, long Bytes, bool IsHeldAtNode);

/// <summary>How much one node may have on its way to the hub.</summary>
/// <param name="OpenPackages">Packages that are declared and not committed.</param>
/// <param name="BytesPerDay">Bytes declared within 24 hours.</param>
/// <param name="Bytes">Bytes in all.</param>
public sealed record Allowance(int OpenPackages, long BytesPerDay, long Bytes);

/// <summary>What keeps a node from declaring another package.</summary>
public enum AllowanceExceeded
{
    /// <summary>Too many packages are declared and not committed.</summary>
    OpenPackages,

    /// <summary>Too many bytes within 24 hours.</summary>
    BytesPerDay,

    /// <summary>Too many bytes in all.</summary>
    Bytes,
}
