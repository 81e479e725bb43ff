using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Judges whether everything is there and listed (RFC 8493, 3: a complete bag); reads no payload.</summary>
internal static class Completeness
{
    /// <summary>The signature of the tag manifest, which cannot stand in it.</summary>
    public const string SignatureFile = "signature/tagmanifest.p7s";

    public static void Check(BagContext context, Declaration declaration, IReadOnlyList<Manifest> manifests)
    {
        if (!context.Store.Folders.Contains("data"))
        {
            context.Findings.Add(BagFault.PayloadFolderMissing, "data", (string?)null);
        }

        var payload = manifests.Where(manifest => !manifest.IsOfTags).ToImmutableArray();
        if (payload.IsEmpty)
        {
            context.Findings.Add(BagFault.ManifestMissing, null, (string?)null);
        }

        foreach (var manifest in manifests)
        {
            CheckAlgorithm(context, manifest);
            var missing = manifest.Entries.Keys.Where(path => !context.Files.ContainsKey(path));
            foreach (var path in missing.Order(StringComparer.Ordinal))
            {
                context.Findings.Add(BagFault.FileMissing, path, new Wording(
                    $"{manifest.FileName} 所列文件不存在", $"no such file, which {manifest.FileName} lists"));
            }
        }

        foreach (var file in context.Store.Files.Where(file => SamePath.IsOfSystem(file.Path)))
        {
            context.Findings.Add(BagFault.SystemFile, file.Path, (string?)null, BagSeverity.Remark);
        }

        CheckListed(context, declaration, payload, [.. manifests.Where(manifest => manifest.IsOfTags)]);
    }

    private static void CheckAlgorithm(BagContext context, Manifest manifest)
    {
        if (!DigestAlgorithm.IsKnown(manifest.Algorithm))
        {
            context.Findings.Add(BagFault.AlgorithmUnknown, manifest.FileName, manifest.Algorithm);
        }
        else if (DigestAlgorithm.IsWeak(manifest.Algorithm))
        {
            context.Findings.Add(BagFault.AlgorithmWeak, manifest.FileName, manifest.Algorithm, BagSeverity.Remark);
        }
    }

    private static void CheckListed(
        BagContext context, Declaration declaration, ImmutableArray<Manifest> payload, ImmutableArray<Manifest> tags)
    {
        foreach (var file in context.Store.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (file.IsPayload)
            {
                var without = payload.Where(manifest => !manifest.Entries.ContainsKey(file.Path)).ToList();

                // Before 1.0 one manifest was enough; in none it never was.
                if (without.Count > 0 && (declaration.IsFinal || without.Count == payload.Length))
                {
                    AddUnlisted(context, BagFault.FileUnlisted, file.Path, without, BagSeverity.Fault);
                }
            }
            else if (!Manifest.IsTagManifest(file.Path)
                && !(context.IsStrict && file.Path == SignatureFile))
            {
                var without = tags.Where(manifest => !manifest.Entries.ContainsKey(file.Path)).ToList();
                if (without.Count > 0)
                {
                    // Payload manifests must be listed, the others should.
                    AddUnlisted(context, BagFault.TagFileUnlisted, file.Path, without,
                        declaration.IsFinal && Manifest.Of(file.Path) is not null ? BagSeverity.Fault : context.Advised);
                }
            }
        }
    }

    private static void AddUnlisted(
        BagContext context, BagFault fault, string path, List<Manifest> without, BagSeverity severity)
    {
        var names = string.Join(", ", without.Select(manifest => manifest.FileName));
        context.Findings.Add(fault, path, new Wording($"{names} 未列", $"no line in {names}"), severity);
    }
}
