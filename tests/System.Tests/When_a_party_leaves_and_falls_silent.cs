using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.Vocabulary;
using VerifyXunit;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Scenario S10 through real processes: Jiashan has left with the end of March, on days that have passed; and then its node stops
/// answering, under rules that give it two seconds. What is approved is what people read.
/// </summary>
public sealed partial class When_a_party_leaves_and_falls_silent : IAsyncLifetime, IAsyncDisposable
{
    private const string Revoked = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕21号";
    private const string Before = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕22号";
    private const string After = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕23号";
    private const string OfWujiang = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第71号";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-leave-");
    private RunningZone? _zone;

    private RunningZone Zone => _zone ?? throw new InvalidOperationException("The zone is not running.");

    public async Task InitializeAsync()
    {
        _zone = new RunningZone([
            Rules("v3.yaml", ("inForceTo: 2026-08-14", "inForceTo: 2026-03-31")),
            Rules("v4.yaml", ("number: 3\n", "number: 4\n"), ("inForceFrom: 2026-01-01", "inForceFrom: 2026-04-01"),
                ("inForceTo: 2026-08-14\n", ""), (", \"330421\"]", "]")),
        ]);
        await _zone.InitializeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_zone is not null)
        {
            await _zone.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task S10_what_survives_is_kept_and_marked_while_nothing_is_heard_of_its_node()
    {
        var transcript = await Zone.PlayAsync(Path.Combine(RunningZone.Samples, "..", "..", "tests", "vectors", "s10.json"))
            + await AskAsync([
                $"explain {Before} --for 320509 --lang zh",
                $"explain {After} --for 310118 --lang zh",
                $"explain {OfWujiang} --for 330421 --lang en",
                $"explain {Revoked} --for 310118 --lang zh",
            ]);
        var heard = await Zone.RunAsync(Question);

        Zone.KillNode("330421");
        await Eventually.HoldsAsync(async () => (await Zone.RunAsync("status", "--lang", "en", "-o", "table"))
            .Contains("nothing has been heard of node:330421", StringComparison.Ordinal));
        var during = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        transcript += await AskAsync([
            "status --lang zh",
            $"explain {Before} --for 320509 --lang zh",
            $"explain {Before} --for 320509 --lang en",
            $"explain {Before} --for 320509 --on 2026-05-01 --lang en",
            $"explain {Revoked} --for 310118 --lang en",
            "standing 91330421MAHUB0099J --receiver 320509 --lang zh",
        ]);
        var silent = await Zone.RunAsync(Question);
        Assert.Contains("FLG-STALE", silent, StringComparison.Ordinal);
        Assert.Contains("FLG-STALE", await Zone.RunAsync(
            "show", Before, "-o", "json"), StringComparison.Ordinal);
        Assert.Contains("FLG-STALE", await Zone.RunAsync(
            "show", "嘉环（善）罚字〔2026〕22号", "-o", "json"), StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => (await Zone.RelyAsync("320509", Before)).Contains(
            "FLG-STALE", StringComparison.Ordinal));

        // It is noted for good: a hub that starts anew says the same, and whoever asks later is told what was said then.
        Zone.Hub.Kill();
        await Zone.Hub.StartAsync();
        Assert.Equal(silent, await Zone.RunAsync(Question));
        await Zone.RestartNodeAsync("330421");
        await Eventually.HoldsAsync(async () => await Zone.RunAsync(Question) == heard);
        Assert.Equal(silent, await Zone.RunAsync([.. Question, "--known", during]));
        await Eventually.HoldsAsync(async () => !(await Zone.RelyAsync("320509", Before)).Contains(
            "FLG-STALE", StringComparison.Ordinal));
        await Verifier.Verify(WithoutToday(Instant().Replace(Sequence().Replace(transcript, "$1/…"), "…")))
            .UseDirectory("../approved/transcripts").UseFileName("s10");
    }

    private static string[] Question => ["explain", Before, "--for", "320509", "--lang", "en", "-o", "table"];

    private string Rules(string name, params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(RunningZone.Samples, "rules", "yrd-demo-2020-v3.yaml"));
        foreach (var (old, changed) in changes.Append(("staleAfter: 72 hours", "staleAfter: 2 seconds")))
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private async Task<string> AskAsync(string[] commands)
    {
        var transcript = new StringBuilder();
        foreach (var command in commands)
        {
            _ = transcript.Append("\n$ xhub ").Append(command).Append('\n')
                .Append(await Zone.RunAsync([.. command.Split(' '), "-o", "table"]));
        }

        return transcript.ToString();
    }

    [GeneratedRegex("(node:[0-9]{6})/[0-9]+")]
    private static partial Regex Sequence();

    // The silence begins on the day on which the test runs.
    private static string WithoutToday(string text)
    {
        var today = CivilDates.Of(TimeProvider.System.GetUtcNow());
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()))
            .Replace(CivilDates.Format(today), "TODAY", StringComparison.Ordinal)
            .Replace(CivilDates.Format(today.AddMonths(-36)), "36 MONTHS BEFORE", StringComparison.Ordinal)
            .Replace(today.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), "TODAY", StringComparison.Ordinal)
            .Replace(today.ToString("d MMMM yyyy", CultureInfo.InvariantCulture), "TODAY", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<=node.lastHeardAt = )\S+|20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+]08:00)")]
    private static partial Regex Instant();
}
