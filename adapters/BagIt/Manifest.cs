using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>A manifest of the payload or of the tag files (RFC 8493, 2.1.3 and 2.2.1).</summary>
/// <param name="FileName">Such as <c>manifest-sha256.txt</c>.</param>
/// <param name="Algorithm">Such as <c>sha256</c>.</param>
/// <param name="IsOfTags">Whether it lists tag files.</param>
/// <param name="Entries">The digests by path.</param>
internal sealed partial record Manifest(
    string FileName, string Algorithm, bool IsOfTags, Dictionary<string, byte[]> Entries)
{
    /// <summary>Tells a manifest by its name.</summary>
    /// <returns>An empty manifest; null when the file is none.</returns>
    public static Manifest? Of(string path) => Name().Match(path) is { Success: true } match
        ? new Manifest(
            path, DigestAlgorithm.Named(match.Groups["algorithm"].Value), match.Groups["tag"].Success,
            new(StringComparer.Ordinal))
        : null;

    /// <summary>Says whether a file is a manifest of tag files.</summary>
    public static bool IsTagManifest(string path) => Of(path) is { IsOfTags: true };

    /// <summary>Reads the lines of the manifest; what is wrong is said.</summary>
    public async Task ReadAsync(
        BagContext context, Declaration declaration, TagLines lines, CancellationToken cancellationToken)
    {
        if (context.TagFile(FileName) is not { } file)
        {
            return;
        }

        var number = 0;
        await foreach (var line in lines.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (Line().Match(line) is { Success: true } match && IsDigestLong(match.Groups[1].Length))
            {
                Take(context, declaration, match.Groups[2].Value, Convert.FromHexString(match.Groups[1].ValueSpan));
            }
            else
            {
                context.Findings.Add(BagFault.ManifestLineMalformed, FileName, Violation.Quoting(
                    Expectations.Of(BagFault.ManifestLineMalformed), line,
                    new Wording($"第 {number} 行", $"line {number}")),
                    declaration.IsFinal || !string.IsNullOrWhiteSpace(line) ? BagSeverity.Fault : BagSeverity.Remark);
            }

            if (Entries.Count > context.Limits.EntriesMax)
            {
                context.Findings.Add(BagFault.LimitExceeded, FileName, new Wording(
                    $"超过 {context.Limits.EntriesMax} 行", $"more than {context.Limits.EntriesMax} lines"));
                return;
            }
        }
    }

    private bool IsDigestLong(int digits) =>
        digits % 2 == 0 && DigestAlgorithm.BytesOf(Algorithm) is var known && (known == 0 || 2 * known == digits);

    private void Take(BagContext context, Declaration declaration, string text, byte[] digest)
    {
        var path = BagPath.Decode(text, declaration.IsFinal, out var isExact);
        if (!isExact)
        {
            context.Findings.Add(BagFault.ManifestLineMalformed, FileName, text, context.Advised);
        }

        if (path.StartsWith("./", StringComparison.Ordinal))
        {
            // What "sha256sum ./data/*" writes.
            context.Findings.Add(BagFault.ManifestLineMalformed, FileName, text, context.Advised);
            path = path[2..];
        }

        if (BagPath.Danger(path) is { } danger)
        {
            context.Findings.Add(BagFault.PathUnsafe, FileName, new Wording(
                $"{danger.Chinese}：“{Violation.Quoting(danger, path).Found.Chinese}”",
                $"{danger.English}: {Violation.Quoting(danger, path).Found.English}"));
            return;
        }

        path = Resolve(context, path);
        var isPayload = path.StartsWith("data/", StringComparison.Ordinal);
        if (isPayload == IsOfTags || (IsOfTags && IsTagManifest(path)))
        {
            context.Findings.Add(BagFault.ManifestEntryOutOfPlace, FileName, path);
        }

        if (!Entries.TryAdd(path, digest))
        {
            var isSame = Entries[path].AsSpan().SequenceEqual(digest);
            context.Findings.Add(BagFault.ManifestEntryRepeated, FileName, path,
                declaration.IsFinal || !isSame ? BagSeverity.Fault : BagSeverity.Remark);
        }
    }

    // A file system may have composed the name otherwise than the program that wrote the manifest (RFC 8493, 6.1.1).
    private string Resolve(BagContext context, string path)
    {
        if (context.Files.ContainsKey(path) || Ascii.IsValid(path))
        {
            return path;
        }

        var composed = path.Normalize();
        var found = context.Composed.TryGetValue(composed, out var only) ? only : null;
        if (found is null)
        {
            return path;
        }

        context.Findings.Add(BagFault.NameNormalised, FileName, path, context.Advised);
        return found;
    }

    [GeneratedRegex(@"\A(?<tag>tag)?manifest-(?<algorithm>[A-Za-z0-9][A-Za-z0-9_-]*)\.txt\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A([0-9A-Fa-f]+)[ \t]+\*?(.+)\z", RegexOptions.Singleline)]
    private static partial Regex Line();
}
