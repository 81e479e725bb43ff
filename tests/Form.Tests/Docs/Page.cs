using System.Text.RegularExpressions;

namespace ExchangeHub.Form.Tests;

/// <summary>A page of documentation: its links, its headings and its commands.</summary>
/// <param name="File">The page.</param>
internal sealed partial record Page(TextFile File)
{
    /// <summary>Gets every page that readers find: those at the top level, and all below docs and in front of folders.</summary>
    public static IEnumerable<Page> All =>
        from file in Repository.Files
        where file.Extension == ".md" && !file.Path.Contains("/third_party/", StringComparison.Ordinal)
        select new Page(file);

    /// <summary>Gets the targets of its links, with their lines. Links in code are none.</summary>
    public IEnumerable<(string Target, int Line)> Links =>
        from line in Prose()
        from match in Link().Matches(InlineCode().Replace(line.Text, "")).Cast<Match>()
        select (match.Groups[1].Value, line.Number);

    /// <summary>Gets the anchors of its headings, as a forge makes them.</summary>
    public IEnumerable<string> Anchors =>
        from line in Prose()
        let match = Heading().Match(line.Text)
        where match.Success
        select NotInAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>Gets the commands of its blocks of shell code; of a block of "console", only what follows a prompt.</summary>
    public IEnumerable<(string Text, int Line)> Commands
    {
        get
        {
            var language = "";
            foreach (var (index, line) in File.Lines.Index())
            {
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    language = language.Length == 0 ? line.TrimStart().TrimStart('`').Trim() + " " : "";
                    continue;
                }

                var command = language switch
                {
                    "sh " or "bash " => line.Trim(),
                    "console " => Prompt().Match(line) is { Success: true } prompt ? line[prompt.Length..].Trim() : "",
                    _ => "",
                };
                command = Comment().Replace(command, "").Trim();
                if (command.Length > 0)
                {
                    yield return (command, index + 1);
                }
            }
        }
    }

    private IEnumerable<(string Text, int Number)> Prose()
    {
        var isCode = false;
        foreach (var (index, line) in File.Lines.Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return (line, index + 1);
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\A#{1,6} (.+)\z")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\A[#$] ")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"(\A|\s)#\s.*\z")]
    private static partial Regex Comment();
}
