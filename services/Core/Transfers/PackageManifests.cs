using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Transfers;

/// <summary>Which files a package has, as its two manifests of SHA-256 say; the record binds the first, the first the
/// second.</summary>
/// <remarks>Source: RFC 8493, 2.1.3 and 2.2.1. Whether a bag keeps every rule is examined elsewhere: here counts which bytes
/// belong to it, and that no path leads out of its folder.</remarks>
public static class PackageManifests
{
    /// <summary>The file whose digest the record names.</summary>
    public const string TagManifest = "tagmanifest-sha256.txt";

    /// <summary>The file that names the payload.</summary>
    public const string PayloadManifest = "manifest-sha256.txt";

    /// <summary>The largest manifest that is read, in bytes.</summary>
    public const int BytesMax = 32 * 1024 * 1024;

    private const string Payload = "data/";
    private const int DigestDigits = 64;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Reads the tag files.</summary>
    /// <param name="tagManifest">The bytes of <c>tagmanifest-sha256.txt</c>.</param>
    /// <returns>Digests by path; null when the manifest cannot be read, does not name the payload manifest, or names
    /// payload.</returns>
    public static ImmutableSortedDictionary<string, Digest>? ReadTags(ReadOnlySpan<byte> tagManifest) =>
        Read(tagManifest) is { } files && files.ContainsKey(PayloadManifest) && !files.Keys.Any(IsPayload) ? files : null;

    /// <summary>Reads the payload files.</summary>
    /// <param name="manifest">The bytes of <c>manifest-sha256.txt</c>.</param>
    /// <returns>Digests by path; null when the manifest cannot be read or names something else than payload.</returns>
    public static ImmutableSortedDictionary<string, Digest>? ReadPayload(ReadOnlySpan<byte> manifest) =>
        Read(manifest) is { } files && files.Keys.All(IsPayload) ? files : null;

    /// <summary>Says whether a file belongs to the payload.</summary>
    /// <param name="path">Its path in the bag.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsPayload(string path) => path.StartsWith(Payload, StringComparison.Ordinal);

    /// <summary>Says whether a file may belong to a package without being named in a manifest of SHA-256.</summary>
    /// <param name="path">Its path in the bag.</param>
    /// <returns>Whether it is the signature, or a tag manifest of another algorithm.</returns>
    public static bool MayBeUnlisted(string path) =>
        path == "signature/tagmanifest.p7s"
        || (path.StartsWith("tagmanifest-", StringComparison.Ordinal) && path.EndsWith(".txt", StringComparison.Ordinal)
            && path != TagManifest && IsInside(path) && !path.Contains('/', StringComparison.Ordinal));

    /// <summary>Says whether a path stays inside the folder of its bag on every system.</summary>
    /// <param name="path">The path, joined by slashes.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsInside(string path) =>
        path.Length is > 0 and <= 1024 && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Contains(':', StringComparison.Ordinal) && !path.Any(char.IsControl)
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part[0] != '~');

    // A line is the digest, spaces or tabs, perhaps an asterisk, and the path; %0A, %0D and %25 stand for what they name.
    private static ImmutableSortedDictionary<string, Digest>? Read(ReadOnlySpan<byte> manifest)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, Digest>(StringComparer.Ordinal);
        string text;
        try
        {
            text = Strict.GetString(manifest);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryRead(line, out var path, out var digest) || !files.TryAdd(path, digest))
            {
                return null;
            }
        }

        return files.ToImmutable();
    }

    private static bool TryRead(string line, [NotNullWhen(true)] out string? path, out Digest digest)
    {
        (path, digest) = (null, default);
        if (line.Length <= DigestDigits || line[DigestDigits] is not (' ' or '\t')
            || !Digest.TryParse($"sha256:{line[..DigestDigits].ToLowerInvariant()}", out digest))
        {
            return false;
        }

        var name = line[DigestDigits..].TrimStart(' ', '\t');
        name = name.StartsWith('*') ? name[1..] : name;
        path = name.Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
            .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
        return IsInside(path);
    }
}
