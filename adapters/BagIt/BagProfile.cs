using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What an agreement asks of bags beyond the standard (BagIt Profiles 1.3).</summary>
/// <remarks>
/// A check with a profile is strict: what RFC 8493 only advises is then binding, tag manifests must list every tag file but
/// <c>signature/tagmanifest.p7s</c>, and names must suit every file system.
/// </remarks>
public sealed class BagProfile
{
    private static readonly string[] KnownKeys =
    [
        "BagIt-Profile-Info", "Bag-Info", "Manifests-Required", "Manifests-Allowed", "Tag-Manifests-Required",
        "Tag-Manifests-Allowed", "Tag-Files-Required", "Tag-Files-Allowed", "Allow-Fetch.txt", "Serialization",
        "Accept-Serialization", "Accept-BagIt-Version",
    ];

    private static readonly Lazy<BagProfile> OfEvidence = new(() =>
    {
        using var stream = typeof(BagProfile).Assembly.GetManifestResourceStream("evidence-profile.json")!;
        return Read(stream);
    });

    private readonly ImmutableArray<(string Label, bool IsRequired, bool IsRepeatable, ImmutableArray<string> Values)> _tags;
    private readonly JsonElement _root;

    private BagProfile(JsonElement root)
    {
        _root = root;
        _tags = root.TryGetProperty("Bag-Info", out var tags)
            ? [.. tags.EnumerateObject().Select(tag => (
                tag.Name,
                tag.Value.TryGetProperty("required", out var required) && required.GetBoolean(),
                !tag.Value.TryGetProperty("repeatable", out var repeatable) || repeatable.GetBoolean(),
                tag.Value.TryGetProperty("values", out var values) ? Strings(values) : []))]
            : [];
        Identifier = root.GetProperty("BagIt-Profile-Info").GetProperty("BagIt-Profile-Identifier").GetString() ?? "";
        AllowsFetch = !root.TryGetProperty("Allow-Fetch.txt", out var fetch) || fetch.GetBoolean();
    }

    /// <summary>Gets the profile of evidence packages: <c>urn:eeh:bagit-profile:evidence:1.0</c>.</summary>
    public static BagProfile Evidence => OfEvidence.Value;

    /// <summary>Gets the name of the profile, a URI.</summary>
    public string Identifier { get; }

    /// <summary>Gets whether files may be named that are to be fetched; nothing is ever fetched here.</summary>
    public bool AllowsFetch { get; }

    /// <summary>Reads a profile.</summary>
    /// <param name="json">Its JSON, UTF-8.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="FormatException">It is no profile, or has a rule that is not known: left out, it would let bags
    /// pass.</exception>
    public static BagProfile Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var unknown = document.RootElement.EnumerateObject().Select(rule => rule.Name).Except(KnownKeys).FirstOrDefault();
            return unknown is null
                ? new BagProfile(document.RootElement.Clone())
                : throw new FormatException($"The profile has a rule '{unknown}', which is not known.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("This is no BagIt profile: " + fault.Message, fault);
        }
    }

    /// <summary>Compares the tags with the profile.</summary>
    internal void CheckTags(Findings findings, IReadOnlyList<BagTag> tags)
    {
        foreach (var (label, isRequired, isRepeatable, allowed) in _tags)
        {
            var values = TagReader.Values(tags, label).ToList();
            if (isRequired && values.All(string.IsNullOrWhiteSpace))
            {
                findings.Add(BagFault.ProfileTagMissing, TagReader.FileName, new Wording($"没有 {label}", $"no {label}"));
            }

            if (!isRepeatable && values.Count > 1)
            {
                findings.Add(BagFault.TagRepeated, TagReader.FileName, label);
            }

            foreach (var value in values.Where(value => !allowed.IsEmpty && !allowed.Contains(value)))
            {
                findings.Add(BagFault.ProfileTagRefused, TagReader.FileName, new Violation(
                    new Wording($"{label} 为 {string.Join("、", allowed)}", $"{label} to be {string.Join(" or ", allowed)}"),
                    Violation.Quoting(Expectations.Of(BagFault.ProfileTagRefused), value).Found), BagSeverity.Fault);
            }
        }
    }

    /// <summary>Compares everything but the tags with the profile.</summary>
    internal void CheckForm(BagContext context, Declaration declaration, IReadOnlyList<Manifest> manifests)
    {
        var findings = context.Findings;
        if (!Strings("Accept-BagIt-Version").Contains(declaration.Version))
        {
            findings.Add(BagFault.ProfileVersionRefused, Declaration.FileName, declaration.Version);
        }

        if (!declaration.EncodingName.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(BagFault.ProfileEncodingRefused, Declaration.FileName, declaration.EncodingName);
        }

        CheckSerialization(context);
        foreach (var isOfTags in new[] { false, true })
        {
            CheckManifests(findings, isOfTags ? "Tag-Manifests" : "Manifests", isOfTags, manifests);
        }

        foreach (var required in Strings("Tag-Files-Required").Where(path => !context.Files.ContainsKey(path)))
        {
            findings.Add(BagFault.ProfileFileMissing, required, (string?)null);
        }

        var allowed = Strings("Tag-Files-Allowed").Select(Glob).ToList();
        foreach (var file in context.Store.Files.Where(file => allowed.Count > 0 && !file.IsPayload && !IsOfStandard(file.Path)))
        {
            if (!allowed.Any(pattern => pattern.IsMatch(file.Path)))
            {
                findings.Add(BagFault.ProfileFileRefused, file.Path, new Wording("其他标签文件", "another tag file"));
            }
        }
    }

    private static bool IsOfStandard(string path) =>
        path is Declaration.FileName or TagReader.FileName or "fetch.txt" || Manifest.Of(path) is not null;

    private static ImmutableArray<string> Strings(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];

    private static Regex Glob(string pattern) => new(
        @"\A" + Regex.Escape(pattern).Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal) + @"\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private void CheckSerialization(BagContext context)
    {
        var isArchive = context.Store.Form != BagForm.Folder;
        var rule = _root.TryGetProperty("Serialization", out var serialization) ? serialization.GetString() : "optional";
        var media = context.Store.Form == BagForm.Zip ? "application/zip" : "application/x-tar";
        var aliases = context.Store.Form == BagForm.Tar ? new[] { media, "application/tar" } : [media];
        if (isArchive
            ? rule == "forbidden" || !Strings("Accept-Serialization").Intersect(aliases).Any()
            : rule == "required")
        {
            context.Findings.Add(BagFault.ProfileFormRefused, null, context.Store.Form.ToString());
        }
    }

    private void CheckManifests(Findings findings, string kind, bool isOfTags, IReadOnlyList<Manifest> manifests)
    {
        var present = manifests.Where(manifest => manifest.IsOfTags == isOfTags).ToList();
        foreach (var algorithm in Strings(kind + "-Required").Where(name => !present.Any(manifest => manifest.Algorithm == name)))
        {
            findings.Add(BagFault.ProfileManifestMissing, $"{(isOfTags ? "tag" : "")}manifest-{algorithm}.txt", (string?)null);
        }

        // A profile that names no tag manifests allows those of the payload.
        var allowed = Strings(kind + "-Allowed") is { IsEmpty: false } own ? own : Strings("Manifests-Allowed");
        foreach (var manifest in present.Where(manifest => !allowed.IsEmpty && !allowed.Contains(manifest.Algorithm)))
        {
            findings.Add(BagFault.ProfileManifestRefused, manifest.FileName, manifest.Algorithm);
        }
    }

    private ImmutableArray<string> Strings(string rule) => _root.TryGetProperty(rule, out var list) ? Strings(list) : [];
}
