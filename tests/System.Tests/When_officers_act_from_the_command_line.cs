using System.Text.Json.Nodes;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf;

namespace ExchangeHub.SystemTests;

/// <summary>Officers check, publish, decide, withdraw and follow with xhub, and operators measure.</summary>
public sealed class When_officers_act_from_the_command_line(RunningZone zone) : IClassFixture<RunningZone>, IDisposable
{
    private const string Wujiang = "320509";
    private const string Qingpu = "310118";
    private const string Jiashan = "330421";

    private static readonly string[] Authority =
        ["--authority", "上海市青浦区生态环境局", "--authority-code", "11310118MAHUBQP13X", "--officer", "09180012026"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-acts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_submission_is_checked_and_nothing_is_sent()
    {
        var before = await SequenceAsync(Wujiang);
        var faulty = Penalty("苏环行罚字〔2026〕09第801号");
        faulty.Record.DecidedOn = "2026-02-30";
        faulty.Record.Penalty.Facts = "";

        var told = await zone.RunAsync("publish", Saved(faulty), "--dry-run", "-o", "table", "--lang", "en");
        Assert.Contains("1  record.decided_on  ", told, StringComparison.Ordinal);
        Assert.Contains("1  record.penalty.facts  ", told, StringComparison.Ordinal);
        Assert.EndsWith("faults; nothing was published.\n[exit 2]\n", told, StringComparison.Ordinal);
        var rows = await zone.RunAsync("publish", Saved(faulty), "--dry-run", "-o", "json", "--lang", "zh");
        Assert.Equal("record.decided_on", JsonNode.Parse(rows.Split('\n')[0])!["field"]!.GetValue<string>());

        var sound = await zone.RunAsync("publish", Saved(Penalty("苏环行罚字〔2026〕09第802号")), "--dry-run", "--lang", "zh");
        Assert.Equal("1 份报送未发现错误；未报送。\n", sound);
        Assert.Equal(before, await SequenceAsync(Wujiang));
    }

    [Fact]
    public async Task What_an_officer_confirms_binds_that_district_alone_and_a_refusal_takes_two()
    {
        var dossier = await PublishAsync("苏环行罚字〔2026〕09第803号");
        string[] decide =
        [
            "decide", dossier, "REF-FACTS", "confirmed", "--reason", "采样点位与执法记录不一致。", .. Authority, "--wait",
            "--node", zone.AddressOf(Qingpu), "--lang", "en",
        ];
        var before = await SequenceAsync(Qingpu);

        var alone = await zone.RunAsync(decide);
        Assert.Contains(
            "A second officer has to confirm this, because it refuses: add --confirmed-by.", alone, StringComparison.Ordinal);
        Assert.EndsWith("[exit 2]\n", alone, StringComparison.Ordinal);
        Assert.Equal(before, await SequenceAsync(Qingpu));

        var two = await zone.RunAsync([.. decide, "--confirmed-by", "09180012027", "-o", "table"]);
        Assert.Contains("acknowledged by the hub", two, StringComparison.Ordinal);
        Assert.EndsWith("[exit 10]\n", await ExplainAsync(dossier, Qingpu), StringComparison.Ordinal);
        Assert.DoesNotContain("[exit", await ExplainAsync(dossier, Jiashan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_withdrawn_by_its_issuer_alone_and_not_by_a_slip()
    {
        var dossier = await PublishAsync("苏环行罚字〔2026〕09第804号");
        string[] withdraw =
        [
            "withdraw", dossier, "--document", "苏环行罚撤字〔2026〕1号", "--reason", "主要证据不足。", "--wait", "--lang", "en",
        ];

        var unasked = await zone.RunAsync([.. withdraw, "--node", zone.AddressOf(Wujiang)]);
        Assert.Contains("add --yes in a script. Nothing was withdrawn.", unasked, StringComparison.Ordinal);
        Assert.EndsWith("[exit 2]\n", unasked, StringComparison.Ordinal);
        var another = await zone.RunAsync([.. withdraw, "--yes", "--node", zone.AddressOf(Qingpu)]);
        Assert.EndsWith("[exit 5]\n", another, StringComparison.Ordinal);
        Assert.DoesNotContain("[exit", await ExplainAsync(dossier, Qingpu), StringComparison.Ordinal);

        var issuer = await zone.RunAsync([.. withdraw, "--yes", "--node", zone.AddressOf(Wujiang), "-o", "table"]);
        Assert.Contains("acknowledged by the hub", issuer, StringComparison.Ordinal);
        Assert.EndsWith("[exit 10]\n", await ExplainAsync(dossier, Qingpu), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_gets_each_delivery_and_goes_on_where_it_failed()
    {
        var (handled, cursor) = (Path.Combine(_folder.FullName, "handled"), Path.Combine(_folder.FullName, "cursor"));
        var here = zone.AddressOf(Jiashan);
        var status = JsonNode.Parse(await zone.RunAsync("status", "--node", here, "-o", "json"))!;
        await File.WriteAllTextAsync(cursor, status["inboxPosition"]!.GetValue<string>());
        _ = await PublishAsync("苏环行罚字〔2026〕09第805号");
        string[] follow = ["watch", "--kind", "penalty", "--cursor", cursor, "--node", here, "--lang", "en"];

        // The second one fails once.
        var stumble = $"cat >> {handled}; test $(wc -l < {handled}) -ne 2";
        var failed = await zone.RunAsync([.. follow, "--count", "2", "--exec", stumble]);
        Assert.Contains("The command failed at position ", failed, StringComparison.Ordinal);
        Assert.EndsWith("[exit 1]\n", failed, StringComparison.Ordinal);
        Assert.Equal("", await zone.RunAsync([.. follow, "--count", "1", "--exec", stumble]));

        var positions = (await File.ReadAllLinesAsync(handled))
            .Select(line => JsonNode.Parse(line)!["position"]!.GetValue<string>()).ToList();
        Assert.Equal(3, positions.Count);
        Assert.NotEqual(positions[0], positions[1]);
        Assert.Equal(positions[1], positions[2]); // handed over again
        Assert.Equal(positions[2], (await File.ReadAllTextAsync(cursor)).Trim());

        var soon = $"{DateTimeOffset.UtcNow.AddSeconds(2):O}";
        var none = await zone.RunAsync("watch", "--from", "now", "--until", soon, "--node", here);
        Assert.Equal("", none);
        var wrong = await zone.RunAsync("watch", "--from", "yesterday", "--node", here, "--lang", "en");
        Assert.Contains(
            "--from: expected earliest, now or a position such as 1024; found 'yesterday'.", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_is_measured_and_nobody_elses()
    {
        var template = Penalty("苏环行罚字〔2026〕09第{n}号");
        var here = zone.AddressOf(Wujiang);
        var published = Rows(await zone.RunAsync(
            "bench", "publish", Saved(template), "--count", "30", "--node", here, "-o", "json"));
        Assert.Equal(2, published.Count);
        Assert.All(published, row => Assert.Equal(30, row["count"]!.GetValue<int>()));
        Assert.All(published, row => Assert.True(row["perSecond"]!.GetValue<double>() > 0));
        Assert.True(published[0]["p99Ms"]!.GetValue<double>() >= published[0]["p50Ms"]!.GetValue<double>());

        var watched = Rows(await zone.RunAsync(
            "bench", "watch", "--count", "20", "--node", zone.AddressOf(Qingpu), "-o", "json"));
        Assert.Equal(20, watched.Single()["count"]!.GetValue<int>());
        var found = Rows(await zone.RunAsync(
            "bench", "query", "--kind", "penalty", "--count", "8", "--callers", "2", "-o", "json"));
        Assert.Equal(8, found.Single()["count"]!.GetValue<int>());

        var same = await zone.RunAsync("bench", "publish", Saved(Penalty("苏环行罚字〔2026〕09第806号")), "--node", here, "--lang", "en");
        Assert.Contains("all copies would be the same, and count once", same, StringComparison.Ordinal);
        var elsewhere = await zone.RunAsync("bench", "watch", "--node", "http://hub.example:7101", "--lang", "en");
        Assert.Contains("add --i-own-this hub.example. Nothing was sent.", elsewhere, StringComparison.Ordinal);
        Assert.EndsWith("[exit 2]\n", elsewhere, StringComparison.Ordinal);
    }

    private static List<JsonNode> Rows(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static SubmitRequest Penalty(string number)
    {
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = number;
        return new SubmitRequest { Record = record };
    }

    private string Saved(SubmitRequest submission)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, JsonFormatter.Default.Format(submission));
        return path;
    }

    private async Task<string> PublishAsync(string number)
    {
        var told = await zone.RunAsync(
            "publish", Saved(Penalty(number)), "--wait", "--node", zone.AddressOf(Wujiang), "-o", "json");
        return JsonNode.Parse(told)!["dossier"]!.GetValue<string>();
    }

    private async Task<long> SequenceAsync(string division)
    {
        var status = JsonNode.Parse(await zone.RunAsync("status", "--node", zone.AddressOf(division), "-o", "json"))!;
        return long.Parse(status["lastSequence"]?.GetValue<string>() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<string> ExplainAsync(string dossier, string receiver) =>
        zone.RunAsync("explain", dossier, "--for", receiver, "-o", "json");
}
