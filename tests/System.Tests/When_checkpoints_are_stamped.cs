using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.History;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests;

/// <summary>An authority outside the network vouches for when the history existed; when it is away nothing else waits for
/// it.</summary>
public sealed class When_checkpoints_are_stamped : IAsyncLifetime, IAsyncDisposable
{
    private readonly StampingAuthority _authority = new();
    private ProvingHub _hub = null!;

    public async Task InitializeAsync()
    {
        await _authority.StartAsync();
        _hub = new ProvingHub("--Hub:TimestampAuthority", _authority.Address, "--Hub:TimestampMinutes", "0.01");
        Trust(_hub.Hub.NetworkFile, _authority.Certificate);
        await _hub.StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task A_proof_says_by_when_it_existed_and_OpenSSL_says_the_same()
    {
        var proof = await ProveAsync(2);
        Assert.Contains("时间戳机构证明不晚于 20", await _hub.VerifyAsync(proof), StringComparison.Ordinal);

        Assert.True(LogProof.TryParse(await File.ReadAllTextAsync(proof), out var read));
        await File.WriteAllBytesAsync(Path.Combine(_authority.Folder, "text"), CheckpointStamp.BytesOf(read.Checkpoint));
        await File.WriteAllBytesAsync(
            Path.Combine(_authority.Folder, "token"), CheckpointStamp.Find(read.Checkpoint)!.Value.ToArray());
        Assert.Contains(
            "Verification: OK",
            await _authority.OpensslAsync("ts", "-verify", "-data", "text", "-in", "token", "-token_in", "-CAfile", "tsa.pem"),
            StringComparison.Ordinal);

        // A token that was altered, the one of another checkpoint, and one of an authority that the network does not name.
        await _hub.TamperAsync(proof, text => Stamp(text, token => token[^1] ^= 1), "时间戳无效");
        var position = await _hub.ListOneMoreAsync();
        var later = await File.ReadAllTextAsync(await ProveAsync(position));
        await _hub.TamperAsync(proof, text => text.Replace(StampLine(text), StampLine(later), StringComparison.Ordinal), "时间戳无效");
        await using var other = new StampingAuthority();
        await other.StartAsync();
        Trust(_hub.Hub.NetworkFile, other.Certificate);
        Assert.Contains("时间戳无效", await _hub.VerifyAsync(proof), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_authority_is_away_all_else_goes_on_and_then_it_stamps_again()
    {
        _ = await ProveAsync(2);
        Assert.Contains("The newest time-stamp is", await _hub.RunAsync("doctor", "--lang", "en"), StringComparison.Ordinal);

        _authority.IsAway = true;
        var position = await _hub.ListOneMoreAsync();
        var proof = _hub.PathOf("unstamped");
        await Eventually.HoldsAsync(async () =>
        {
            var text = await _hub.RunAsync("history", "prove", position.ToString(CultureInfo.InvariantCulture));
            await File.WriteAllTextAsync(proof, text);
            return !text.Contains("[exit", StringComparison.Ordinal);
        });
        var said = await _hub.VerifyAsync(proof);
        Assert.True(said.StartsWith("属实", StringComparison.Ordinal), said + await File.ReadAllTextAsync(proof));
        Assert.DoesNotContain("时间戳", said, StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            () => _hub.Hub.Log().Contains("No checkpoint could be time-stamped", StringComparison.Ordinal));

        _authority.IsAway = false;
        Assert.Contains("时间戳机构证明", await _hub.VerifyAsync(await ProveAsync(position)), StringComparison.Ordinal);
    }

    private static void Trust(string networkFile, string certificate)
    {
        var network = JsonNode.Parse(File.ReadAllText(networkFile))!;
        network["timestampAuthorities"] = new JsonArray(certificate);
        File.WriteAllText(networkFile, network.ToJsonString());
    }

    private static string StampLine(string proof) =>
        proof.Split('\n').Single(line => line.Contains("/rfc3161 ", StringComparison.Ordinal));

    private static string Stamp(string proof, Action<byte[]> change)
    {
        var (line, words) = (StampLine(proof), StampLine(proof).Split(' '));
        var bytes = Convert.FromBase64String(words[2]);
        change(bytes);
        return proof.Replace(line, $"{words[0]} {words[1]} {Convert.ToBase64String(bytes)}", StringComparison.Ordinal);
    }

    private async Task<string> ProveAsync(long position)
    {
        var file = _hub.PathOf($"stamped-{position}");
        await Eventually.HoldsAsync(async () =>
        {
            var text = await _hub.RunAsync(
                "history", "prove", position.ToString(CultureInfo.InvariantCulture), "--stamped");
            await File.WriteAllTextAsync(file, text);
            return !text.Contains("[exit", StringComparison.Ordinal);
        });
        return file;
    }
}
