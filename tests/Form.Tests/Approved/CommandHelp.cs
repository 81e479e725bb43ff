using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ExchangeHub.Form.Tests;

/// <summary>What xhub says of itself: the help of every command, asked from the program that was built with these
/// tests.</summary>
internal static partial class CommandHelp
{
    private const int LevelsMax = 3;
    private static readonly Lazy<IReadOnlyList<(string Command, string Help)>> Asked = new(() => [.. Ask("", LevelsMax)]);

    /// <summary>Gets the help of every command, in English, line by line.</summary>
    public static ImmutableArray<string> All =>
        [.. Asked.Value.SelectMany(asked => asked.Help.Split('\n').Select(line => $"{asked.Command}> {line}".TrimEnd()))];

    /// <summary>Gets the help of one command.</summary>
    /// <param name="command">Such as <c>xhub import</c>.</param>
    /// <returns>The help, or null when there is no such command.</returns>
    public static string? Of(string command) => Asked.Value.FirstOrDefault(asked => asked.Command == command).Help;

    private static IEnumerable<(string Command, string Help)> Ask(string verbs, int levels)
    {
        var help = Run($"{verbs} --help").Trim();
        if (help.Length == 0)
        {
            return [];
        }

        var verbsBelow = levels == 0 ? [] : Verbs(help);
        var inner = verbsBelow.AsParallel().AsOrdered().WithDegreeOfParallelism(4)
            .SelectMany(verb => Ask($"{verbs} {verb}".Trim(), levels - 1));
        return inner.Prepend(($"xhub {verbs}".Trim(), help));
    }

    private static IEnumerable<string> Verbs(string help) =>
        help.Split('\n').SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => Verb().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    private static string Run(string arguments)
    {
        // …/tests/Form.Tests/bin/<configuration>/net10.0/
        var built = Path.GetRelativePath(Path.Combine(Repository.Root, "tests/Form.Tests"), AppContext.BaseDirectory);
        var start =
            new ProcessStartInfo("dotnet", $"\"{Path.Combine(Repository.Root, "services/Cli", built, "xhub.dll")}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LANG"] = start.Environment["LC_ALL"] = "en_US.UTF-8";
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? string.Join('\n', said.Split('\n').Select(line => line.TrimEnd()))
            : throw new InvalidOperationException($"xhub {arguments} ended with {process.ExitCode}: {error.Result}");
    }

    [GeneratedRegex(@"\A  ([a-z][a-z\-]*)")]
    private static partial Regex Verb();
}
