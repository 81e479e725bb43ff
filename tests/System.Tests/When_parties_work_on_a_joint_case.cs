using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Grpc.Net.Client;
using VerifyXunit;

namespace ExchangeHub.SystemTests;

/// <summary>
/// The joint team and a joint case from the first officer to the published result, through real nodes, the hub and xhub: what a
/// party signs is sealed, numbered and receipted like every statement, and whoever is no member is not told that there is a
/// case.
/// </summary>
public sealed partial class When_parties_work_on_a_joint_case(RunningZone zone) : IClassFixture<RunningZone>
{
    private const string First = "示联〔2026〕1号";
    private const string LastDay = "2027-12-31";
    private const string Second = "示联〔2026〕2号";

    [Fact]
    public async Task The_team_rotates_and_the_case_is_closed_with_its_result()
    {
        _ = await zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        var played = await zone.PlayAsync(Path.Combine(RunningZone.Samples, "team.json"));
        Assert.DoesNotContain("[exit", played, StringComparison.Ordinal);
        Assert.Contains("310118 cannot lead twice in a row", played, StringComparison.Ordinal);
        Assert.Contains("320509 does not lead the joint team on 2026-05-11; 330421 does", played, StringComparison.Ordinal);
        Assert.Contains("An officer from elsewhere heads the group", played, StringComparison.Ordinal);

        await WhatPeopleReadIsApprovedAsync(played);
        await TheTeamIsToldAsync();
        await TheCasesAreListedAsync();
        await TheCaseIsToldAsync();
        await AnActIsSignedThroughTheNodeAsync();
        await MembersAloneHearOfItAsync();
        await MembersChangeAsync();
        await NothingIsWrongWithTheHistoryAsync();
    }

    private async Task WhatPeopleReadIsApprovedAsync(string played)
    {
        var transcript = new StringBuilder(played);
        foreach (var command in (string[])
        [
            "case team --on 2026-07-21 --lang zh",
            "case team --on 2027-12-02 --lang en",
            "case list --receiver 330421 --on 2026-08-11 --lang zh",
            "case list --receiver 320509 --on 2026-08-11 --lang en",
            $"case show {First} --receiver 310118 --on 2026-05-25 --lang zh",
            $"case show {First} --receiver 310118 --on 2026-07-21 --lang en",
            $"case show {Second} --receiver 330421 --on 2026-08-11 --lang zh",
            $"case show {Second} --receiver 320509 --lang zh",
        ])
        {
            _ = transcript.Append("\n$ xhub ").Append(command).Append('\n')
                .Append(await zone.RunAsync([.. command.Split(' '), "-o", "table"]));
        }

        await Verifier.Verify(string.Join('\n', Sequence().Replace(transcript.ToString(), "$1/…").Split('\n')
            .Select(line => line.TrimEnd()))).UseDirectory("../approved/transcripts").UseFileName("team");
    }

    [GeneratedRegex("(node:[0-9]{6})/[0-9]+")]
    private static partial Regex Sequence();

    private async Task TheTeamIsToldAsync()
    {
        var team = JsonNode.Parse(await zone.RunAsync("case", "team", "--on", "2026-05-11", "-o", "json"))!;
        Assert.Equal("330421", (string)team["lead"]!["party"]!);
        Assert.Equal(("2027-01-01", "310118"), ((string)team["nextRotationOn"]!, (string)team["successor"]!["party"]!));
        Assert.Equal(6, team["members"]!.AsArray().Count);
        Assert.Equal("320509", (string)JsonNode.Parse(
            await zone.RunAsync("case", "team", "--on", "2025-12-31", "-o", "json"))!["lead"]!["party"]!);

        var last = await zone.RunAsync("case", "team", "--on", "2027-12-02", "-o", "table", "--lang", "en");
        Assert.Contains("name a successor now", last, StringComparison.Ordinal);
        Assert.Contains("[exit 10]", last, StringComparison.Ordinal);
    }

    private async Task TheCasesAreListedAsync()
    {
        var listed = await ListAsync("330421", "2026-08-11");
        Assert.Equal([Second, First], listed.Select(one => (string)one!["number"]!));
        Assert.True((bool)listed[0]!["isOverdue"]!);
        Assert.Equal("STATE_CLOSED", (string)listed[1]!["state"]!);
        Assert.False((bool?)(await ListAsync("330421", "2026-08-10"))[0]!["isOverdue"] ?? false);

        // The list is made of the log alone.
        Assert.DoesNotContain("[exit", await zone.RunAsync("models", "rebuild", "joint-cases"), StringComparison.Ordinal);
        Assert.Equal([Second, First], (await ListAsync("330421", "2026-08-11")).Select(one => (string)one!["number"]!));

        // Wujiang is no member of the second case.
        Assert.Equal([First], (await ListAsync("320509", "2026-08-11")).Select(one => (string)one!["number"]!));
        Assert.Contains(
            "[exit 4]", await zone.RunAsync("case", "show", Second, "--receiver", "320509"), StringComparison.Ordinal);
        Assert.Contains(
            "[exit 4]", await zone.RunAsync("case", "show", "示联〔2026〕3号", "--receiver", "320509"), StringComparison.Ordinal);
    }

    private async Task TheCaseIsToldAsync()
    {
        var told = JsonNode.Parse(await zone.RunAsync(
            "case", "show", First, "--receiver", "310118", "--on", "2026-07-21", "-o", "json"))!;
        var one = told["case"]!;
        Assert.Equal(("STATE_CLOSED", "2026-07-20"), ((string)one["state"]!, (string)one["closedOn"]!));
        Assert.Equal(
            "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号", (string)one["result"]!["record"]!);
        Assert.True((bool)one["tasks"]!.AsArray().Single(task => (string)task!["task"]! == "T3")!["wasLate"]!);
        Assert.Equal("330421", (string)one["inspections"]!.AsArray().Single()!["leader"]!["home"]!);
        Assert.Equal(
            "STAGE_NOTICE", (string)told["handOvers"]!.AsArray().Single()!["terms"]!.AsArray()[0]!["stage"]!);

        // As of a day in May: neither closed nor decided, and a task is overdue.
        var may = JsonNode.Parse((await zone.RunAsync(
            "case", "show", First, "--receiver", "310118", "--on", "2026-05-25", "-o", "json"))
            .Replace("[exit 10]", "", StringComparison.Ordinal))!["case"]!;
        Assert.Equal("STATE_OPEN", (string)may["state"]!);
        Assert.Null(may["result"]);
        Assert.True((bool)may["isOverdue"]!);
        var table = await zone.RunAsync("case", "show", Second, "--receiver", "330421", "--on", "2026-07-21", "-o", "table",
            "--lang", "zh");
        Assert.Contains("例外：夜间应急，就近先行处置", table, StringComparison.Ordinal);
    }

    private async Task AnActIsSignedThroughTheNodeAsync()
    {
        string[] done = ["case", "done", Second, "T1", "--officer", "09180012026", "--note", "轨迹已固定", "--wait", "-o", "table"];
        var first = await zone.RunAsync([.. done, "--node", zone.AddressOf("310118")]);
        Assert.Contains("acknowledged by the hub", first, StringComparison.Ordinal);
        Assert.Equal(first, await zone.RunAsync([.. done, "--node", zone.AddressOf("310118")]));

        // The lead changes with the year, and the node signs of today.
        var lead = (string?)JsonNode.Parse((await zone.RunAsync("case", "team", "-o", "json"))
            .Replace("[exit 10]", "", StringComparison.Ordinal))!["lead"]?["party"];
        var (other, officer) = lead == "310118" ? ("320509", "10050912045") : ("310118", "09180012026");
        var foreign = await zone.RunAsync(
            "case", "open", "示联〔2026〕9号", "--title", "太浦河跨界水污染", "--ground", "信访举报", "--member", other, "--member",
            "330421", "--officer", officer, "--wait", "-o", "table", "--node", zone.AddressOf(other));
        Assert.Contains($"{other} does not lead the joint team", foreign, StringComparison.Ordinal);
        Assert.Contains("[exit 3]", foreign, StringComparison.Ordinal);
        Assert.Contains("[exit 2]", await zone.RunAsync(
            "case", "cite", Second, "nothing", "--officer", "09180012026", "--use", "x", "--node", zone.AddressOf("310118")),
            StringComparison.Ordinal);
    }

    // Wujiang follows everything and hears of its own case alone; the team is everybody's.
    private async Task MembersAloneHearOfItAsync()
    {
        _ = await zone.RunAsync(
            "case", "member", "09180012031", "--officer", "09180012026", "--from", "2025-01-01", "--until", LastDay, "--wait",
            "--node", zone.AddressOf("310118"));
        var heard = await HeardAsync("320509");
        Assert.Contains($"case/{First}", heard, StringComparison.Ordinal);
        Assert.Contains("AssignMember", heard, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, heard, StringComparison.Ordinal);
        Assert.Contains($"case/{Second}", await HeardAsync("330421"), StringComparison.Ordinal);
    }

    private async Task<string> HeardAsync(string division)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var channel = GrpcChannel.ForAddress(zone.AddressOf(division));
        using var call = new NodeService.NodeServiceClient(channel).Watch(
            new WatchRequest(), cancellationToken: patience.Token);
        var heard = new StringBuilder();

        // Up to what everybody hears of, behind all acts in both cases.
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            var delivery = call.ResponseStream.Current.Delivery;
            var act = delivery.Statement is null ? null : Statement.Parser.ParseFrom(delivery.Statement.Envelope.Payload).CaseAct;
            _ = heard.Append(delivery.Dossier).Append(' ').Append(act?.DeedCase).Append('\n');
            if (act?.AssignMember?.UntilOn == LastDay)
            {
                break;
            }
        }

        return heard.ToString();
    }

    private async Task MembersChangeAsync()
    {
        const string Number = "示联〔2026〕3号";
        var played = await zone.PlayAsync(Path.Combine(RunningZone.Samples, "teamwork.json"));
        Assert.DoesNotContain("[exit", played, StringComparison.Ordinal);

        async Task<JsonNode> ToldAsync(string receiver) => JsonNode.Parse(await zone.RunAsync(
            "case", "show", Number, "--receiver", receiver, "--on", "2026-08-04", "-o", "json"))!["case"]!;
        Assert.Equal(["310118", "330421"], (await ToldAsync("310118"))["members"]!.AsArray().Select(one => (string)one!));
        Assert.Equal("2026-08-03", (string)(await ToldAsync("320509"))["memberships"]!.AsArray()
            .Single(one => (string)one!["party"]! == "320509")!["untilOn"]!);
    }

    // Every node finds its acts at the position and under the digest of their receipts.
    private async Task NothingIsWrongWithTheHistoryAsync()
    {
        foreach (var division in zone.Divisions)
        {
            var status = JsonNode.Parse(await zone.RunAsync("status", "--node", zone.AddressOf(division), "-o", "json"))!;
            Assert.Null(status["historyFindings"]);
            Assert.Null(status["quarantined"]);
        }
    }

    private async Task<JsonArray> ListAsync(string receiver, string on) => JsonNode.Parse((await zone.RunAsync(
        "case", "list", "--receiver", receiver, "--on", on, "-o", "json"))
        .Replace("[exit 10]", "", StringComparison.Ordinal))!["cases"]!.AsArray();
}
