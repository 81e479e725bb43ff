using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VerifyXunit;

namespace ExchangeHub.SystemTests;

/// <summary>
/// The scenarios of the domain, by the scripts and the commands that an officer has, through three nodes and the hub. What is
/// approved here is what people read: outcome, ground, day and the reasoned sentence, in both languages.
/// </summary>
public sealed partial class When_the_scenarios_are_played(RunningZone zone) : IClassFixture<RunningZone>
{
    private const string Fine17 = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";
    private const string Permit = "permit/91310118MAHUB00488001P/1";
    private const string Fine3 = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕3号";
    private const string Qingpus = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕28号";
    private const string Wujiangs = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第22号";
    private const string Fine21 = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕21号";

    private const string Entry = "blacklist/ENV-YRD/91330421MAHUB003XA/嘉环（善）失信〔2026〕1号";
    private const string Representative = "blacklist/ENV-YRD/p-7140ae4e9d53e6c4747d43583695ab37/嘉环（善）失信〔2026〕1号";
    private const string Unrepaired = "blacklist/ENV-YRD/91330421MAHUB00565/嘉环（善）失信〔2026〕2号";
    private const string OfMinor = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕40号";
    private const string OfCase = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕13号";
    private const string WithoutVenue = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕16号";

    [Fact]
    public Task S01_a_joint_teams_evidence_becomes_a_decision() => ApproveAsync("s01", [
        "explain evidence/320509/EP-320509-20260512-001 --for 310118 --lang zh",
        "explain evidence/320509/EP-320509-20260512-001 --for 310118 --lang en",
    ]);

    [Fact]
    public Task S02_a_penalty_is_stayed_and_then_revoked() => ApproveAsync("s02", [
        $"explain {Fine17} --for 320509 --lang zh",
        $"explain {Fine17} --for 320509 --lang en",
        $"explain {Fine17} --for 330421 --on 2026-05-20 --lang zh",
        $"explain {Fine17} --for 330421 --on 2026-04-30 --lang en",
        $"explain {Fine17} --for 310118 --lang zh",
    ]);

    [Fact]
    public Task S03_an_entry_is_repaired_and_that_of_the_representative_ends_with_it() => ApproveAsync("s03", [
        $"explain {Entry} --for 320509 --on 2026-05-21 --lang zh",
        $"explain {Entry} --for 320509 --lang zh",
        $"explain {Representative} --for 310118 --lang zh",
        $"explain {Representative} --for 310118 --lang en",
        $"explain {Unrepaired} --for 310118 --on 2027-07-15 --lang zh",
        $"explain {Unrepaired} --for 310118 --on 2027-07-16 --lang zh",
    ]);

    [Fact]
    public async Task S04_a_permit_is_revoked_while_others_rely_on_it()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-script-").FullName;
        var (before, after) = await SplitAsync("s04", 2, folder);
        var granted = await zone.PlayAsync(before);
        var asked = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var answered = await zone.RunAsync(Question);

        var transcript = granted + await zone.PlayAsync(after) + await AskAsync([
            $"explain {Permit} --for 330421 --on 2026-06-07 --lang zh",
            $"explain {Permit} --for 330421 --on 2026-06-09 --lang zh",
            $"explain {Permit} --for 330421 --on 2024-05-25 --lang en",
            $"explain {Permit} --for 320509 --lang en",
            "explain penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕39号 --for 320509 --lang zh",
        ]);
        Directory.Delete(folder, recursive: true);

        // What was answered before the revocation was known is answered again to whoever asks what was known then.
        Assert.Contains("予以认可", answered, StringComparison.Ordinal);
        Assert.Equal(answered, await zone.RunAsync([.. Question, "--known", asked]));
        await ApprovedAsync("s04", transcript);
    }

    [Fact]
    public Task S05_a_record_comes_again_and_again() => ApproveAsync("s05", [
        $"explain {Fine3} --for 310118 --lang zh",
        $"explain {Fine3} --for 310118 --on 2026-03-03 --lang en",
        "show 嘉环(善)罚字[2026]3号 --lang zh",
    ]);

    [Fact]
    public Task S06_two_districts_fine_the_same_act() => ApproveAsync("s06", [
        $"explain {Qingpus} --for 330421 --on 2026-05-28 --lang zh",
        $"explain {Qingpus} --for 330421 --on 2026-06-11 --lang zh",
        $"explain {Qingpus} --for 330421 --on 2026-06-14 --lang zh",
        $"explain {Qingpus} --for 320509 --lang en",
        $"explain {Wujiangs} --for 310118 --lang zh",
        "show 91320509MAHUB0064M --lang en",
    ]);

    [Fact]
    public Task S08_evidence_lacks_a_step() => ApproveAsync("s08", [
        "explain evidence/330421/EP-330421-20260603-001 --for 320509 --lang zh",
        "explain evidence/330421/EP-330421-20260603-005 --for 320509 --lang zh",
        "explain evidence/330421/EP-330421-20260603-005 --for 310118 --lang en",
        "explain evidence/330421/EP-330421-20260603-005 --for 330421 --lang zh",
    ]);

    [Fact]
    public Task S09_natural_persons_are_masked() => ApproveAsync("s09", [
        "show 苏环行罚字〔2026〕09第40号 --lang zh",
        "show penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第40号 --lang zh",
        "show penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第41号 --lang zh",
        "show evidence/330421/EP-330421-20260603-031 --lang zh",
        "show 沪0118环罚〔2026〕40号 --lang zh",
        $"explain {OfMinor} --for 320509 --lang zh",
        $"explain {OfMinor} --for 330421 --lang en",
        $"explain {OfMinor} --for 310118 --lang zh",
        $"show {OfMinor} --lang zh",
    ]);

    [Fact]
    public Task S12_a_revocation_overtakes_its_decision() => ApproveAsync("s12", [
        $"explain {Fine21} --for 320509 --lang zh",
        $"explain {Fine21} --for 320509 --lang en",
    ]);

    [Fact]
    public Task S13_a_case_goes_to_the_police() => ApproveAsync("s13", [
        $"explain {OfCase} --for 310118 --on 2026-05-24 --lang zh",
        $"explain {OfCase} --for 310118 --on 2026-05-24 --lang en",
        $"explain {OfCase} --for 320509 --on 2026-05-24 --lang zh",
        "show 嘉环（善）罚字〔2026〕13号 --lang zh",
        $"show {OfCase} --lang zh",
    ]);

    [Fact]
    public Task S16_there_was_no_venue() => ApproveAsync("s16", [
        $"explain {WithoutVenue} --for 320509 --on 2026-07-11 --lang zh",
        $"explain {WithoutVenue} --for 320509 --on 2026-07-15 --lang zh",
        $"explain {WithoutVenue} --for 310118 --lang en",
    ]);

    private static string[] Question =>
        ["explain", Permit, "--for", "330421", "--on", "2026-06-09", "--lang", "zh", "-o", "table"];

    // The first steps of a script, and the others, which keep the keys that they have as parts of the whole.
    private static async Task<(string Before, string After)> SplitAsync(string name, int count, string folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RunningZone.Samples, $"{name}.json"));
        var (before, after) = (JsonNode.Parse(text)!, JsonNode.Parse(text)!);
        for (var steps = before["steps"]!.AsArray(); steps.Count > count;)
        {
            steps.RemoveAt(count);
        }

        var index = 0;
        foreach (var step in after["steps"]!.AsArray())
        {
            step!["key"] = $"{name}-{index++}";
        }

        for (var taken = 0; taken < count; taken++)
        {
            after["steps"]!.AsArray().RemoveAt(0);
        }

        var files = (Path.Combine(folder, $"{name}.json"), Path.Combine(folder, "after.json"));
        await File.WriteAllTextAsync(files.Item1, before.ToJsonString());
        await File.WriteAllTextAsync(files.Item2, after.ToJsonString());
        return files;
    }

    private async Task ApproveAsync(string script, string[] commands) => await ApprovedAsync(
        script, await zone.PlayAsync(Path.Combine(RunningZone.Samples, $"{script}.json")) + await AskAsync(commands));

    private async Task<string> AskAsync(string[] commands)
    {
        var transcript = new StringBuilder();
        foreach (var command in commands)
        {
            var answer = await zone.RunAsync([.. command.Split(' '), "-o", "table"]);
            _ = transcript.Append("\n$ xhub ").Append(command).Append('\n').Append(answer);
        }

        return transcript.ToString();
    }

    // Sequences and positions depend on which scenario was played before.
    private static async Task ApprovedAsync(string script, string transcript) => await Verifier
        .Verify(string.Join('\n', Position().Replace(Sequence().Replace(transcript, "$1/…"), "       …")
            .Split('\n').Select(line => line.TrimEnd())))
        .UseDirectory("../approved/transcripts").UseFileName(script);

    [GeneratedRegex("(node:[0-9]{6})/[0-9]+")]
    private static partial Regex Sequence();

    [GeneratedRegex("^ *[0-9]+(?=  node:)", RegexOptions.Multiline)]
    private static partial Regex Position();
}
