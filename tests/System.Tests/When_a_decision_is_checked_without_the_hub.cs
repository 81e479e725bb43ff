using System.Text.Json.Nodes;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests;

/// <summary>What was decided is checked from the bytes that the hub stored, and a root that leaves something out is found out by
/// whoever copies the history.</summary>
public sealed class When_a_decision_is_checked_without_the_hub : IAsyncLifetime, IAsyncDisposable
{
    private readonly ProvingHub _hub = new();

    public Task InitializeAsync() => _hub.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task What_was_decided_is_said_and_what_was_tampered_with_is_named()
    {
        var penalty = await ProveAsync("penalty.json", Carriers.DossierOfPenalty(1));
        var said = await _hub.VerifyAsync(penalty);
        Assert.DoesNotContain("[exit", said, StringComparison.Ordinal);
        Assert.All(
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("属实", line, StringComparison.Ordinal));
        Assert.Contains("所指报送为 node:320509/1", said, StringComparison.Ordinal);
        Assert.Contains("规则 agr:yrd-demo-2020/v", said, StringComparison.Ordinal);
        Assert.Matches("sha256:[0-9a-f]{64}", said);

        var entry = await ProveAsync("entry.json", "blacklist/ENV-YRD/91330421MAHUB003XA/嘉环（善）失信〔2026〕1号");
        var other = JsonNode.Parse(await File.ReadAllTextAsync(entry))!["decisions"]![0]!;
        await TamperAsync(penalty, json => Turn(json["decisions"]![0]!), "结论与历史中位置");
        await TamperAsync(
            penalty, json => json["decisions"]![0]!["proof"] = other["proof"]!.GetValue<string>(), "结论与历史中位置");
        await TamperAsync(penalty, json => json["decisions"]!.AsArray()[0] = other.DeepClone(), "不属于文件的卷宗");
        await TamperAsync(penalty, json => json["decisions"]![0]!["content"] = "?", "结论格式不对");
        await TamperAsync(
            penalty,
            json => json["decisions"]![0]!["proof"] = json["decisions"]![0]!["proof"]!.GetValue<string>()
                .Replace("exchangehub/yrd-demo", "exchangehub/another", StringComparison.Ordinal),
            "没有网络登记的日志密钥");
    }

    [Fact]
    public async Task A_decision_on_a_record_of_a_case_is_handed_to_its_parties_alone()
    {
        await _hub.PublishOfCaseAsync();
        var dossier = Carriers.DossierOfPenalty(7);
        _ = await ProveAsync("of-case.json", dossier, "--for", "320509");
        Assert.Contains("所指报送为 node:320509/2", await _hub.VerifyAsync(_hub.PathOf("of-case.json")), StringComparison.Ordinal);

        foreach (var stranger in (string[][])[[], ["--for", "330421"]])
        {
            var refused = await _hub.RunAsync(["history", "prove", dossier, .. stranger]);
            Assert.Contains("for the parties of its case alone", refused, StringComparison.Ordinal);
            Assert.Contains("[exit", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_root_that_leaves_something_out_is_found_out_by_a_copy_of_the_history()
    {
        _ = await _hub.StateAsync(ProvingHub.Listed, "blacklist", _hub.ListedAt);
        Assert.Contains("2 个主体）与历史一致", await ExportAsync("genuine"), StringComparison.Ordinal);

        // Before the next root is reckoned somebody takes a firm out; the root says what the tables say.
        _ = await _hub.ExecuteAsync("delete from hub_state_subject where subject = '91320509MAHUB0013D'");
        var none = await _hub.StateAsync("91320509MAHUB0013D", "blacklist", await _hub.ListOneMoreAsync());
        Assert.Contains("历史中没有 91320509MAHUB0013D", await _hub.VerifyAsync(none), StringComparison.Ordinal);

        var said = await ExportAsync("incomplete");
        Assert.Contains("与历史不符", said, StringComparison.Ordinal);
        Assert.Contains("有 2 个主体，状态根为 1 个", said, StringComparison.Ordinal);
        Assert.Contains("[exit 8]", said, StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync(string name)
    {
        Assert.DoesNotContain("[exit", await _hub.RunAsync("history", "export", _hub.PathOf(name)), StringComparison.Ordinal);
        return await _hub.VerifyAsync(_hub.PathOf(name));
    }

    // Until a checkpoint covers it.
    private async Task<string> ProveAsync(string name, string dossier, params string[] more)
    {
        var file = _hub.PathOf(name);
        await Eventually.HoldsAsync(async () =>
        {
            var text = await _hub.RunAsync(["history", "prove", dossier, .. more]);
            await File.WriteAllTextAsync(file, text);
            return !text.Contains("[exit", StringComparison.Ordinal);
        });
        return file;
    }

    private Task TamperAsync(string file, Action<JsonNode> change, string words) => _hub.TamperAsync(
        file,
        text =>
        {
            var json = JsonNode.Parse(text)!;
            change(json);
            return json.ToJsonString();
        },
        words);

    private static void Turn(JsonNode decision)
    {
        var bytes = Convert.FromBase64String(decision["content"]!.GetValue<string>());
        bytes[^1] ^= 1;
        decision["content"] = Convert.ToBase64String(bytes);
    }
}
