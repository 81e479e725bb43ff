using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VerifyXunit;

namespace ExchangeHub.SystemTests;

/// <summary>First violations, grounds of dishonesty and positive lists over the records of three districts, by the commands that
/// an officer has. Each test has a zone of its own: what follows from records together must not depend on other tests.</summary>
public sealed partial class When_guards_look_across_districts : IAsyncLifetime, IAsyncDisposable
{
    private const string Plater = "91310118MAHUB0021G";
    private const string Weaver = "92320509MAHUB0072D";
    private const string Foods = "91310118MAHUB01014";
    private readonly RunningZone _zone = new();

    public Task InitializeAsync() => _zone.InitializeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _zone.DisposeAsync();

    [Fact]
    public async Task S14_a_decision_not_to_penalise_elsewhere_is_found() => await ApprovedAsync("s14",
        await AskAsync($"standing {Weaver} --receiver 320509 --as-of 2026-06-22 --lang zh")
        + await PlayAsync("s14")
        + await AskAsync(
            $"standing {Weaver} --receiver 320509 --as-of 2026-06-22 --lang zh",
            $"standing {Weaver} --receiver 320509 --as-of 2026-06-22 --lang en",
            $"standing {Weaver} --receiver 330421 --as-of 2026-06-22 --lang en",
            $"standing {Weaver} --receiver 320509 --as-of 2026-06-22 --kinds penalty --lang en",
            $"standing {Weaver} --receiver 320509 --as-of 2026-06-22 --months 6 --lang en",
            $"standing {Weaver} --receiver 440300 --as-of 2026-06-22 --lang zh"));

    [Fact]
    public async Task S15_a_penalty_elsewhere_takes_a_subject_off_a_positive_list() => await ApprovedAsync("s15",
        await AskAsync($"{Eligible} --as-of 2025-06-16 --lang zh")
        + await PlayAsync("s15")
        + await AskAsync(
            "notices --receiver 310118 --lang zh",
            "notices --receiver 310118 --lang en",
            $"{Eligible} --as-of 2026-05-06 --lang zh",
            $"{Eligible} --as-of 2026-07-09 --lang en"));

    [Fact]
    public async Task S02_a_stay_takes_a_ground_of_dishonesty_away() => await ApprovedAsync("s02-counts",
        await PlayAsync("s02-counts")
        + await PlayAsync("s02")
        + await AskAsync(
            $"notices --subject {Plater} --lang zh",
            $"grounds {Plater} --receiver 330421 --as-of 2026-06-17 --lang en",
            $"standing {Plater} --receiver 330421 --as-of 2026-04-30 --lang zh",
            $"standing {Plater} --receiver 330421 --as-of 2026-05-20 --kinds penalty --lang zh",
            $"standing {Plater} --receiver 330421 --as-of 2026-06-17 --lang zh",
            $"{Calculate} --as-of 2026-05-20 --lang zh",
            $"{Calculate} --as-of 2026-02-13 --lang en"));

    [Fact]
    public async Task In_another_order_no_ground_arises_that_nobody_could_have_used()
    {
        _ = await PlayAsync("s02");
        _ = await PlayAsync("s02-counts");

        Assert.Equal("", await _zone.RunAsync("notices", "--subject", Plater, "-o", "table"));
        var standing = await JsonAsync("standing", Plater, "--receiver", "330421", "--as-of", "2026-06-17");
        Assert.Equal(2, (int)standing["violationCount"]!);
    }

    [Fact]
    public async Task An_entry_that_comes_after_the_penalty_is_due_for_removal_too()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-script-").FullName;
        var script = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RunningZone.Samples, "s15.json")))!;
        var steps = script["steps"]!.AsArray();
        var entry = steps[0]!;
        steps.RemoveAt(4);
        steps.RemoveAt(3);
        steps.RemoveAt(0);
        steps.Add(entry);
        await File.WriteAllTextAsync(Path.Combine(folder, "s15.json"), script.ToJsonString());

        _ = await _zone.PlayAsync(Path.Combine(folder, "s15.json"));
        Directory.Delete(folder, recursive: true);

        Assert.Equal("KIND_REMOVAL_DUE", (string?)(await JsonAsync("notices", "--receiver", "310118"))["kind"]);
    }

    private static string Calculate =>
        $"discretion calculate deploy/samples/discretion/yrd-2024.yaml --article 水污染防治法/2017/83 --factor excess=3.6 "
            + $"--subject {Plater} --receiver 330421 --violation 超过水污染物排放标准排放水污染物";

    private static string Eligible => $"eligible {Foods} --receiver 310118 --small-discharge --low-risk --credit-green";

    private async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse(await _zone.RunAsync([.. arguments, "-o", "json"]))!;

    private Task<string> PlayAsync(string script) => _zone.PlayAsync(Path.Combine(RunningZone.Samples, $"{script}.json"));

    private async Task<string> AskAsync(params string[] commands)
    {
        var transcript = new StringBuilder();
        foreach (var command in commands)
        {
            var answer = await _zone.RunAsync([.. command.Replace(
                "deploy/samples", RunningZone.Samples, StringComparison.Ordinal).Split(' '), "-o", "table"]);
            _ = transcript.Append("\n$ xhub ").Append(command).Append('\n').Append(answer);
        }

        return transcript.ToString();
    }

    private static async Task ApprovedAsync(string script, string transcript) => await Verifier
        .Verify(string.Join('\n', Sequence().Replace(transcript, "$1/…").Split('\n').Select(line => line.TrimEnd())))
        .UseDirectory("../approved/transcripts").UseFileName(script);

    [GeneratedRegex("(node:[0-9]{6})/[0-9]+")]
    private static partial Regex Sequence();
}
