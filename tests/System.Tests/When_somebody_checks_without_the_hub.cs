using System.Text.Json.Nodes;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests;

/// <summary>Files that the hub handed out are checked offline; each that was tampered with fails with the words that say
/// how.</summary>
public sealed class When_somebody_checks_without_the_hub : IAsyncLifetime, IAsyncDisposable
{
    private const string Dossier = "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号";

    private readonly RunningZone _zone = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-verify-");

    public Task InitializeAsync() => _zone.InitializeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _zone.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_genuine_is_sound_and_what_was_tampered_with_is_not()
    {
        _ = await _zone.PlayAsync(Path.Combine(RunningZone.Samples, "s01.json"));
        var (record, proof, history) = await ExportAsync();

        foreach (var genuine in (string[])[record, proof, history])
        {
            var said = await VerifyAsync(genuine);
            Assert.All(
                said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => Assert.StartsWith("属实", line, StringComparison.Ordinal));
        }

        // A record.
        await TamperAsync(
            record, json => Turn(json["statements"]![0]!["envelope"]!, "payload"), "内容已被改动或者替换");
        await TamperAsync(
            record, json => Turn(json["statements"]![0]!["envelope"]!, "signature"), "签名与内容不符");
        await TamperAsync(record, json => json["network"] = "another", "文件属于网络“another”");
        await TamperAsync(record, json => json["statements"]!.AsArray().Clear(), "文件没有任何报送");
        await TamperAsync(
            record,
            json => json["statements"]![0]!["proof"] = json["statements"]![1]!["proof"]!.GetValue<string>(),
            "与历史中位置");

        // A proof.
        await TamperAsync(proof, text => text.Replace("index 1\n", "index 2\n", StringComparison.Ordinal), "所附条目的位置与证明不符");
        await TamperAsync(proof, text => text.Replace("exchangehub/yrd-demo", "exchangehub/another", StringComparison.Ordinal),
            "没有网络登记的日志密钥");
        await TamperAsync(proof, text => text[..(text.IndexOf("— exchangehub/node", StringComparison.Ordinal))], "不足网络要求的数量");
        await TamperAsync(proof, Exchange, "条目或者证明已被改动");
        await TamperAsync(proof, text => text[..40], "证明格式不对");

        // The whole history.
        var bundle = Directory.GetFiles(Path.Combine(history, "tile"), "*", SearchOption.AllDirectories).First();
        await TamperAsync(history, bundle, bytes => bytes[^5] = (byte)(bytes[^5] == '0' ? '1' : '0'), "条目被改动");
        await TamperAsync(history, bundle, bytes => bytes[1]++, "已被截短");
        await TamperAsync(history, bundle, bytes => bytes[2] ^= 1, "位置 1 的条目格式不对");
        var statement = Directory.GetFiles(Path.Combine(history, "statements")).First();
        await TamperAsync(history, statement, bytes => bytes[^150] ^= 1, "内容已被改动或者替换");
        await TamperAsync(history, statement, bytes => bytes[^1] ^= 1, "签名与内容不符");
        File.Delete(bundle);
        Assert.Contains("缺少 tile/entries/", await VerifyAsync(history), StringComparison.Ordinal);

        // What is nothing of the kind, and somebody who trusts others.
        Assert.Contains("无法读取", await VerifyAsync(Path.Combine(_folder.FullName, "nothing")), StringComparison.Ordinal);
        var policy = await File.ReadAllTextAsync(_zone.Hub.NetworkFile);
        var elsewhere = Path.Combine(_folder.FullName, "elsewhere.json");
        await File.WriteAllTextAsync(elsewhere, policy.Replace("quorum districts", "quorum nobody", StringComparison.Ordinal));
        Assert.Contains(
            "Expected one quorum", await _zone.RunAsync("verify", proof, "--network", elsewhere), StringComparison.Ordinal);
    }

    private async Task<(string Record, string Proof, string History)> ExportAsync()
    {
        var paths = (Path.Combine(_folder.FullName, "record.json"), Path.Combine(_folder.FullName, "event.tlog-proof"),
            Path.Combine(_folder.FullName, "history"));
        await Eventually.HoldsAsync(async () =>
        {
            await File.WriteAllTextAsync(paths.Item1, await _zone.RunAsync("history", "prove", Dossier));
            await File.WriteAllTextAsync(paths.Item2, await _zone.RunAsync("history", "prove", "2"));
            return !(await File.ReadAllTextAsync(paths.Item1)).Contains("[exit", StringComparison.Ordinal)
                && !(await File.ReadAllTextAsync(paths.Item2)).Contains("[exit", StringComparison.Ordinal);
        });
        _ = await _zone.RunAsync("history", "export", paths.Item3);
        return paths;
    }

    private Task<string> VerifyAsync(string path) =>
        _zone.RunAsync("verify", path, "--network", _zone.Hub.NetworkFile, "--lang", "zh", "-o", "table");

    private async Task TamperAsync(string file, Action<JsonNode> change, string words) => await TamperAsync(
        file,
        text =>
        {
            var json = JsonNode.Parse(text)!;
            change(json);
            return json.ToJsonString();
        },
        words);

    private async Task TamperAsync(string file, Func<string, string> change, string words)
    {
        var tampered = file + ".tampered";
        await File.WriteAllTextAsync(tampered, change(await File.ReadAllTextAsync(file)));
        await ExpectAsync(tampered, words);
    }

    private async Task TamperAsync(string history, string file, Action<byte[]> change, string words)
    {
        var genuine = await File.ReadAllBytesAsync(file);
        byte[] tampered = [.. genuine];
        change(tampered);
        await File.WriteAllBytesAsync(file, tampered);
        await ExpectAsync(history, words);
        await File.WriteAllBytesAsync(file, genuine);
    }

    private async Task ExpectAsync(string tampered, string words)
    {
        var said = await VerifyAsync(tampered);
        Assert.Contains("不实", said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Contains("[exit 8]", said, StringComparison.Ordinal);
    }

    private static void Turn(JsonNode envelope, string field)
    {
        var bytes = Convert.FromBase64String(envelope[field]!.GetValue<string>());
        bytes[^1] ^= 1;
        envelope[field] = Convert.ToBase64String(bytes);
    }

    // The leaf says something else, at the same position.
    private static string Exchange(string text)
    {
        var line = text.Split('\n')[1];
        var leaf = Convert.FromBase64String(line["extra ".Length..]);
        leaf[^2] = (byte)(leaf[^2] == '0' ? '1' : '0');
        return text.Replace(line, "extra " + Convert.ToBase64String(leaf), StringComparison.Ordinal);
    }
}
