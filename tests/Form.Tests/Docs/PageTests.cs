using System.Text.RegularExpressions;

namespace ExchangeHub.Form.Tests;

/// <summary>The front door must open: a newcomer's first command that fails is the last one.</summary>
public sealed partial class PageTests
{
    // What a shell or a bare machine has; everything else must be ours.
    private static readonly HashSet<string> OfTheMachine = new(
        ["git", "cd", "sudo", "apt-get", "dotnet", "export", "kill", "cat", "ls", "rm", "mkdir", "cp", "mv", "curl", "psql",
            "openssl", "PATH", "npm"],
        StringComparer.Ordinal);

    [Fact]
    public void There_is_a_front_door() => Assert.Contains(Page.All, page => page.File.Path == "README.md");

    [Fact]
    public void Links_lead_somewhere() => Verdict.Of(
        nameof(Links_lead_somewhere),
        from page in Page.All
        from link in page.Links
        where !link.Target.Contains("://", StringComparison.Ordinal)
            && !link.Target.StartsWith("mailto:", StringComparison.Ordinal)
        let fault = FaultOf(page, link.Target)
        where fault is not null
        select $"{page.File.At(link.Line)}: the link to {link.Target} {fault}.");

    [Fact]
    public void Commands_of_the_pages_exist() => Verdict.Of(
        nameof(Commands_of_the_pages_exist),
        from page in Page.All
        from command in page.Commands
        let fault = FaultOf(command.Text)
        where fault is not null
        select $"{page.File.At(command.Line)}: '{command.Text}': {fault}.");

    [Fact]
    public void The_two_commands_explain_themselves()
    {
        foreach (var command in new[] { "deploy/run", "deploy/test" })
        {
            Assert.StartsWith(
                $"Usage: {command}", Shell.Run(Repository.Root, [command, "--help"]).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tests_that_the_pages_name_exist()
    {
        var named = (
            from page in Page.All
            from test in TestName().Matches(File.ReadAllText(page.File.FullPath))
            select (page.File.Path, Name: test.Groups[1].Value)).ToList();
        Assert.NotEmpty(named);
        var tests = Repository.Files
            .Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal)
                && file.Path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(file.FullPath)).ToList();
        Verdict.Of(
            nameof(Tests_that_the_pages_name_exist),
            from test in named
            where !tests.Exists(text => text.Contains($" {test.Name}", StringComparison.Ordinal))
            select $"{test.Path}: there is no test {test.Name} any more. Name the one that shows it now.");
    }

    private static string? FaultOf(Page page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0
            ? page.File.Path
            : Path.GetRelativePath(
                Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.File.FullPath)!, parts[0])))
                .Replace('\\', '/');
        if (!Repository.Exists(path))
        {
            return "leads nowhere";
        }

        return parts.Length > 1 && path.EndsWith(".md", StringComparison.Ordinal)
            && !Page.All.First(other => other.File.Path == path).Anchors.Contains(parts[1])
                ? "names a heading that is not there"
                : null;
    }

    private static string? FaultOf(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var first = words[0].Split('=')[0];
        if (first == "xhub" || first.EndsWith("/xhub", StringComparison.Ordinal))
        {
            return FaultOfXhub(words);
        }

        if (first.Contains('/', StringComparison.Ordinal))
        {
            if (!Repository.Exists(first))
            {
                return $"there is no {first}";
            }

            var help = first is "deploy/run" or "deploy/test" ? Shell.Run(Repository.Root, [first, "--help"]).Output : null;
            return words.Skip(1).FirstOrDefault(word =>
                help is not null && word != "--help" && Name().IsMatch(word) && !help.Contains(word, StringComparison.Ordinal))
                is { } unknown ? $"{first} --help does not know '{unknown}'" : null;
        }

        if (!OfTheMachine.Contains(first))
        {
            return $"'{first}' is neither a file of the repository nor a known program";
        }

        var missing = words.Skip(1).FirstOrDefault(word => OwnFile().IsMatch(word) && !Repository.Exists(word));
        return missing is null ? null : $"there is no {missing}";
    }

    // The longest run of verbs that xhub knows; then every option must be in the help of that command.
    private static string? FaultOfXhub(string[] words)
    {
        var verbs = words.Skip(1).TakeWhile(word => Verb().IsMatch(word)).ToList();
        while (verbs.Count > 0 && CommandHelp.Of($"xhub {string.Join(' ', verbs)}") is null)
        {
            verbs.RemoveAt(verbs.Count - 1);
        }

        var name = $"xhub {string.Join(' ', verbs)}".Trim();
        if (CommandHelp.Of(name) is not { } help || (verbs.Count == 0 && words.Length > 1 && Verb().IsMatch(words[1])))
        {
            return "xhub has no such command";
        }

        var unknown = words.FirstOrDefault(word => word.StartsWith('-') && word.Length > 1
            && !help.Contains(word.Split('=')[0], StringComparison.Ordinal));
        return unknown is null ? null : $"{name} --help does not know {unknown}";
    }

    [GeneratedRegex(@"\A(--[a-z\-]+|[a-z]+)\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z][a-z\-]*\z")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\A(adapters|deploy|docs|protos|services|tests)/[\w./\-]+\.(csproj|json|md|sh|csv|ndjson)\z")]
    private static partial Regex OwnFile();

    // Names of tests are sentences: nothing else on the pages has three underscores.
    [GeneratedRegex(@"`([A-Za-z0-9]+(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();
}
