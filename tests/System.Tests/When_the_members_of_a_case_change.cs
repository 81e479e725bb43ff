using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using VerifyXunit;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Another district is found to be concerned, and one has nothing more to do: through real nodes, the hub and xhub, who joins is
/// told all that came before, and who leaves hears and reads nothing of what comes after.
/// </summary>
public sealed partial class When_the_members_of_a_case_change(RunningZone zone) : IClassFixture<RunningZone>
{
    private const string Case = "示联〔2026〕7号";
    private const string Qingpu = "310118";
    private const string Wujiang = "320509";
    private const string Jiashan = "330421";
    private static readonly Dictionary<string, string> Officers = new()
    {
        [Qingpu] = "09180012026", [Wujiang] = "10050912045", [Jiashan] = "11042100123",
    };

    private int _acts;
    private long _position;

    [Fact]
    public async Task Who_joins_is_told_all_of_it_and_who_leaves_nothing_that_comes_after()
    {
        await TheCaseIsOpenedAsync();
        await APartyJoinsAsync();
        await APartyLeavesAsync();
        await WhatPeopleReadIsApprovedAsync();
        await ItIsBroughtInAgainAsync();
        await NothingIsWrongWithTheInboxesAsync();
    }

    private async Task TheCaseIsOpenedAsync()
    {
        foreach (var (party, officer) in Officers)
        {
            await TakenAsync(party, "2026-01-05", new CaseAct
            {
                AssignMember = new AssignMember { Certificate = officer, FromOn = "2026-01-05" },
            });
        }

        await TakenAsync(Jiashan, "2026-01-06", new CaseAct
        {
            TakeLead = new TakeLead { Certificate = Officers[Jiashan], FromOn = "2026-01-06", UntilOn = "2026-12-31" },
        });
        await TakenAsync(Jiashan, "2026-05-11", new CaseAct
        {
            Open = new OpenCase { Title = "太浦河跨界水污染", Members = { Jiashan, Wujiang }, Ground = "信访举报" },
        });
        await TakenAsync(Jiashan, "2026-05-12", Task("T1", Wujiang, "2026-05-30"));
        Assert.Contains("[exit 4]", await ShowAsync(Qingpu), StringComparison.Ordinal);
        Assert.Empty(await ListAsync(Qingpu));
    }

    private async Task APartyJoinsAsync()
    {
        var act = new CaseAct { Join = new JoinCase { Party = Qingpu, Ground = "下游取水口受影响" } };
        Assert.Contains("does not lead the joint team", await TurnedDownAsync(Wujiang, "2026-05-20", act),
            StringComparison.Ordinal);
        await TakenAsync(Jiashan, "2026-05-20", act);

        // All of it, from the opening on: read from the hub, and at its own node.
        Assert.Equal("T1", (string)(await ShownAsync(Qingpu))["tasks"]!.AsArray().Single()!["task"]!);
        Assert.Equal("", Assert.Single(await ListAsync(Qingpu)).LeftOn);
        await TakenAsync(Jiashan, "2026-05-21", Task("T2", Qingpu, "2026-06-01"));
        await TakenAsync(Qingpu, "2026-05-28", Done("T2"));
        Assert.Equal(["Join", "AssignTask", "CompleteTask"], Deeds(await HeardAsync(Qingpu)));
        var joined = (await HeardAsync(Qingpu))[0].Statement;
        Assert.Equal(["Open", "AssignTask"], joined.Withheld.Select(late => $"{ActOf(late.Envelope).DeedCase}"));
        Assert.All(await HeardAsync(Wujiang), heard => Assert.Empty(heard.Statement.Withheld));
    }

    private async Task APartyLeavesAsync()
    {
        var act = new CaseAct { Leave = new LeaveCase { Ground = "本辖区排放口已整改" } };
        Assert.Contains("Task 'T1' of 320509", await TurnedDownAsync(Wujiang, "2026-06-09", act), StringComparison.Ordinal);
        await TakenAsync(Wujiang, "2026-06-09", Done("T1"));
        await TakenAsync(Jiashan, "2026-06-09", Task("T3", Jiashan, "2026-06-20"));
        await TakenAsync(Wujiang, "2026-06-10", act);
        await TakenAsync(Jiashan, "2026-06-11", Task("T4", Qingpu, "2026-07-01"));
        Assert.Contains("is none of the joint cases of 320509", await TurnedDownAsync(Wujiang, "2026-06-12", act),
            StringComparison.Ordinal);
        Assert.Contains("320509 is no member", await TurnedDownAsync(Jiashan, "2026-06-12", Task("T5", Wujiang, "2026-07-01")),
            StringComparison.Ordinal);

        Assert.Equal("Leave", Deeds(await HeardAsync(Wujiang))[^1]);
        Assert.Equal(["Leave", "AssignTask"], Deeds(await HeardAsync(Qingpu)).TakeLast(2));

        // As it was when it left, whatever day is asked about, and nothing due any more.
        var left = await ShownAsync(Wujiang);
        Assert.Equal(("2026-06-10", 3), ((string)left["validOn"]!, left["tasks"]!.AsArray().Count));
        Assert.Equal("leave", (string)left["entries"]!.AsArray()[^1]!["deed"]!);
        Assert.Null(left["isOverdue"]);
        Assert.Equal(4, (await ShownAsync(Jiashan))["tasks"]!.AsArray().Count);
        await TheListsAreRightAsync();
        Assert.DoesNotContain("[exit", await zone.RunAsync("models", "rebuild", "joint-cases"), StringComparison.Ordinal);
        await TheListsAreRightAsync();
    }

    private async Task TheListsAreRightAsync()
    {
        var left = Assert.Single(await ListAsync(Wujiang));
        Assert.Equal(("2026-06-10", 3, "", false), (left.LeftOn, left.Tasks, left.NextDueOn, left.IsOverdue));
        var stays = Assert.Single(await ListAsync(Jiashan));
        Assert.Equal(("", 4, "2026-06-20", true), (stays.LeftOn, stays.Tasks, stays.NextDueOn, stays.IsOverdue));
        Assert.Equal([Qingpu, Jiashan], stays.Members);
    }

    private async Task WhatPeopleReadIsApprovedAsync()
    {
        var transcript = new StringBuilder();
        foreach (var command in (string[])
        [
            $"case show {Case} --receiver {Qingpu} --on 2026-06-15 --lang zh",
            $"case show {Case} --receiver {Wujiang} --on 2026-08-01 --lang en",
            $"case list --receiver {Wujiang} --on 2026-08-01 --lang zh",
            $"case list --receiver {Wujiang} --on 2026-08-01 --lang en",
        ])
        {
            _ = transcript.Append("$ xhub ").Append(command).Append('\n')
                .Append(await zone.RunAsync([.. command.Split(' '), "-o", "table"])).Append('\n');
        }

        await Verifier.Verify(string.Join('\n', Sequence().Replace(transcript.ToString(), "$1/…").Split('\n')
            .Select(line => line.TrimEnd()))).UseDirectory("../approved/transcripts").UseFileName("members");
    }

    [GeneratedRegex("(node:[0-9]{6})/[0-9]+")]
    private static partial Regex Sequence();

    // By the command line this time, today.
    private async Task ItIsBroughtInAgainAsync()
    {
        string[] node = ["--wait", "-o", "table", "--lang", "en", "--node", zone.AddressOf(Jiashan)];
        var opener = await zone.RunAsync([
            "case", "leave", Case, "--officer", Officers[Jiashan], "--ground", "已办结", .. node]);
        Assert.Contains("330421 opened case", opener, StringComparison.Ordinal);
        Assert.Contains("[exit 3]", opener, StringComparison.Ordinal);
        var joined = await zone.RunAsync([
            "case", "join", Case, Wujiang, "--officer", Officers[Jiashan], "--ground", "排放口复查", .. node]);
        Assert.Contains("acknowledged by the hub", joined, StringComparison.Ordinal);

        var again = (await HeardAsync(Wujiang))[^1].Statement;
        Assert.Equal(Wujiang, ActOf(again.Envelope).Join.Party);
        Assert.Equal("T4", ActOf(Assert.Single(again.Withheld).Envelope).AssignTask.Task);
        Assert.Equal(("", 4), (Assert.Single(await ListAsync(Wujiang)).LeftOn, Assert.Single(await ListAsync(Wujiang)).Tasks));
        var shown = await ShownAsync(Wujiang);
        Assert.Equal(4, shown["tasks"]!.AsArray().Count);
        Assert.Equal(["2026-06-10", null], shown["memberships"]!.AsArray()
            .Where(one => (string)one!["party"]! == Wujiang).Select(one => (string?)one!["untilOn"]));
    }

    private async Task NothingIsWrongWithTheInboxesAsync()
    {
        foreach (var division in zone.Divisions)
        {
            var status = JsonNode.Parse(await zone.RunAsync("status", "--node", zone.AddressOf(division), "-o", "json"))!;
            Assert.Null(status["historyFindings"]);
            Assert.Null(status["quarantined"]);
        }
    }

    private static CaseAct Task(string name, string owner, string due) =>
        new() { AssignTask = new AssignTask { Task = name, Title = "现场核查", Owner = owner, DueOn = due } };

    private static CaseAct Done(string name) => new() { CompleteTask = new CompleteTask { Task = name, Note = "已核查" } };

    private async Task TakenAsync(string party, string on, CaseAct act)
    {
        var submission = await SubmitAsync(party, on, act);
        Assert.Equal("", submission.Rejection?.Message ?? "");
        _position = submission.Receipt.LastPosition;
    }

    private async Task<string> TurnedDownAsync(string party, string on, CaseAct act)
    {
        var submission = await SubmitAsync(party, on, act);
        Assert.Equal(Submission.Types.State.TurnedDown, submission.State);
        return submission.Rejection.Message;
    }

    private Task<Submission> SubmitAsync(string party, string on, CaseAct act)
    {
        var said = act.Clone();
        said.Officer = Officers[party];
        said.Number = act.AssignMember is null && act.TakeLead is null ? Case : "";
        return zone.SubmitAsync(party, new SubmitRequest
        {
            ClientKey = $"act-{++_acts}",
            PublishedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(
                $"{on}T10:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture)),
            CaseAct = said,
        });
    }

    private async Task<string> ShowAsync(string receiver) =>
        (await zone.RunAsync("case", "show", Case, "--receiver", receiver, "-o", "json"))
            .Replace("[exit 10]", "", StringComparison.Ordinal);

    private async Task<JsonNode> ShownAsync(string receiver) => JsonNode.Parse(await ShowAsync(receiver))!["case"]!;

    // The list follows the log at a small distance: it is asked for up to the last act.
    private async Task<IReadOnlyList<ListedCase>> ListAsync(string receiver)
    {
        using var channel = zone.Hub.Connect();
        var listed = await new JointCaseService.JointCaseServiceClient(channel).ListCasesAsync(
            new ListCasesRequest { Receiver = receiver, ValidOn = "2026-08-01", AtPosition = _position });
        return listed.Cases;
    }

    // What the node of a division was given of the case, up to an act of the team, of which everybody hears.
    private async Task<IReadOnlyList<Delivery>> HeardAsync(string division)
    {
        var last = CivilDates.Format(new DateOnly(2027, 1, 1).AddDays(_acts));
        await TakenAsync(Jiashan, "2026-08-01", new CaseAct
        {
            AssignMember = new AssignMember { Certificate = "11042100130", FromOn = "2026-01-05", UntilOn = last },
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var channel = GrpcChannel.ForAddress(zone.AddressOf(division));
        using var call = new NodeService.NodeServiceClient(channel).Watch(
            new WatchRequest(), cancellationToken: patience.Token);
        var heard = new List<Delivery>();
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            var delivery = call.ResponseStream.Current.Delivery;
            if (delivery.Dossier == $"case/{Case}")
            {
                heard.Add(delivery);
            }
            else if (delivery.Statement is { } said && ActOf(said.Envelope)?.AssignMember?.UntilOn == last)
            {
                return heard;
            }
        }

        throw new InvalidOperationException("The node ended the watch by itself.");
    }

    private static CaseAct ActOf(Envelope envelope) => Statement.Parser.ParseFrom(envelope.Payload).CaseAct;

    private static IReadOnlyList<string> Deeds(IEnumerable<Delivery> heard) =>
        [.. heard.Select(delivery => $"{ActOf(delivery.Statement.Envelope).DeedCase}")];
}
