using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExchangeHub.BagIt;

/// <summary>Reads <c>bag-info.txt</c> (RFC 8493, 2.2.2).</summary>
internal static partial class TagReader
{
    public const string FileName = "bag-info.txt";
    public const string Oxum = "Payload-Oxum";

    private static readonly string[] StandOnce = [Oxum, "Bagging-Date", "Bag-Size", "Bag-Group-Identifier", "Bag-Count"];

    /// <summary>Reads the tags; what is wrong is said.</summary>
    public static async Task<ImmutableArray<BagTag>> ReadAsync(
        BagContext context, Declaration declaration, TagLines lines, CancellationToken cancellationToken)
    {
        // Up to 0.94 it was called otherwise.
        var file = context.TagFile(FileName)
            ?? (declaration.Version is "0.93" or "0.94" or "0.95" ? context.TagFile("package-info.txt") : null);
        if (file is null)
        {
            return [];
        }

        var tags = ImmutableArray.CreateBuilder<BagTag>();
        await foreach (var line in lines.ReadAsync(file, cancellationToken).ConfigureAwait(false))
        {
            if (line is [' ' or '\t', ..] && tags.Count > 0 && !string.IsNullOrWhiteSpace(line))
            {
                tags[^1] = tags[^1] with { Value = $"{tags[^1].Value} {line.Trim(' ', '\t')}".TrimStart() };
            }
            else if ((declaration.IsFinal ? Line() : LooseLine()).Match(line) is { Success: true } match)
            {
                tags.Add(new BagTag(match.Groups[1].Value, match.Groups[2].Value.TrimEnd(' ', '\t')));
            }
            else if (!string.IsNullOrWhiteSpace(line) || declaration.IsFinal)
            {
                // An empty line says nothing that could be taken for something else.
                context.Findings.Add(BagFault.TagMalformed, file.Path, line,
                    string.IsNullOrWhiteSpace(line) ? context.Advised : BagSeverity.Fault);
            }

            if (tags.Count > context.Limits.EntriesMax)
            {
                context.Findings.Add(BagFault.LimitExceeded, file.Path, $"{tags.Count}");
                break;
            }
        }

        Judge(context, file.Path, tags);
        return tags.ToImmutable();
    }

    /// <summary>Finds the values of a label.</summary>
    public static IEnumerable<string> Values(IEnumerable<BagTag> tags, string label) =>
        tags.Where(tag => tag.Label.Equals(label, StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value);

    /// <summary>Compares <c>Payload-Oxum</c> with the payload: the first check, since it reads nothing.</summary>
    public static void CheckOxum(BagContext context, ImmutableArray<BagTag> tags)
    {
        if (Values(tags, Oxum).FirstOrDefault() is not { } stated || !OxumShape().IsMatch(stated))
        {
            return;
        }

        var payload = context.Store.Files.Where(file => file.IsPayload).ToList();
        var actual = OxumOf(payload.Sum(file => file.Length), payload.Count);
        if (stated != actual)
        {
            context.Findings.Add(BagFault.OxumDiffers, FileName, new Vocabulary.Wording(
                $"“{stated}”，而内容为 {actual}", $"'{stated}' where the payload is {actual}"));
        }
    }

    /// <summary>Writes a <c>Payload-Oxum</c>: bytes, a dot, files.</summary>
    public static string OxumOf(long bytes, int files) => string.Create(CultureInfo.InvariantCulture, $"{bytes}.{files}");

    private static void Judge(BagContext context, string path, IEnumerable<BagTag> tags)
    {
        foreach (var same in tags.GroupBy(tag => tag.Label, StringComparer.OrdinalIgnoreCase))
        {
            if (same.Count() > 1 && StandOnce.Contains(same.Key, StringComparer.OrdinalIgnoreCase))
            {
                // Only the Oxum must not be repeated; the others should not.
                context.Findings.Add(BagFault.TagRepeated, path, same.Key,
                    same.Key.Equals(Oxum, StringComparison.OrdinalIgnoreCase) ? BagSeverity.Fault : context.Advised);
            }
        }

        foreach (var oxum in Values(tags, Oxum).Where(value => !OxumShape().IsMatch(value)))
        {
            context.Findings.Add(BagFault.TagMalformed, path, $"{Oxum}: {oxum}");
        }

        foreach (var date in Values(tags, "Bagging-Date"))
        {
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                context.Findings.Add(BagFault.TagMalformed, path, $"Bagging-Date: {date}", context.Advised);
            }
        }
    }

    [GeneratedRegex(@"\A([^\s:](?:[^:]*[^\s:])?):(?:[ \t](.*))?\z")]
    private static partial Regex Line();

    [GeneratedRegex(@"\A\s*([^\s:](?:[^:]*[^\s:])?)\s*:\s*(.*)\z")]
    private static partial Regex LooseLine();

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]{0,17})\.(?:0|[1-9][0-9]{0,8})\z")]
    private static partial Regex OxumShape();
}
