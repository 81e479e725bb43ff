using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Reads <c>fetch.txt</c> (RFC 8493, 2.2.3) to say what is wrong with it. Nothing is ever fetched.</summary>
internal static partial class FetchReader
{
    private const string FileName = "fetch.txt";

    public static async Task CheckAsync(
        BagContext context, BagProfile? profile, IReadOnlyList<Manifest> payload, TagLines lines,
        CancellationToken cancellationToken)
    {
        if (context.TagFile(FileName) is not { } file)
        {
            return;
        }

        context.Findings.Add(BagFault.FetchPresent, FileName, new Wording("fetch.txt", "a fetch.txt"),
            profile is { AllowsFetch: false } ? BagSeverity.Fault : BagSeverity.Remark);
        await foreach (var line in lines.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            var match = Line().Match(line);
            var path = match.Success ? BagPath.Decode(match.Groups[2].Value, percentIsEncoded: true, out _) : "";
            if (!match.Success || !Uri.TryCreate(match.Groups[1].Value, UriKind.Absolute, out _)
                || !path.StartsWith("data/", StringComparison.Ordinal))
            {
                context.Findings.Add(match.Success && BagPath.Danger(path) is not null
                    ? BagFault.PathUnsafe
                    : BagFault.FetchMalformed, FileName, line);
            }
            else if (BagPath.Danger(path) is { } danger)
            {
                context.Findings.Add(BagFault.PathUnsafe, FileName, danger);
            }
            else if (!payload.Any(manifest => manifest.Entries.ContainsKey(path)))
            {
                context.Findings.Add(BagFault.FileUnlisted, path, new Wording(
                    "fetch.txt 已列而清单未列", "listed in fetch.txt and in no manifest"));
            }
        }
    }

    [GeneratedRegex(@"\A([^ \t]+)[ \t]+(?:[0-9]+|-)[ \t]+(.+)\z")]
    private static partial Regex Line();
}
