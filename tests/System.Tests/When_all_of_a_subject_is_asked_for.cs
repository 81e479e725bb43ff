using System.Text;
using ExchangeHub.History;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests;

/// <summary>An answer about a subject proves that nothing was left out of it, without the hub; and a hub whose tables were
/// tampered with gives none.</summary>
public sealed class When_all_of_a_subject_is_asked_for : IAsyncLifetime, IAsyncDisposable
{
    private readonly ProvingHub _hub = new();

    public Task InitializeAsync() => _hub.StartAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task What_is_on_record_and_that_nothing_is_are_proved_and_what_was_tampered_with_is_not()
    {
        var position = await _hub.ListOneMoreAsync();
        var listed = await _hub.StateAsync(ProvingHub.Listed, "blacklist", position);
        var none = await _hub.StateAsync(ProvingHub.Unheard, "blacklist", position);
        var permitted = await _hub.StateAsync(ProvingHub.Permitted, "permit", _hub.PermittedAt);
        var unpermitted = await _hub.StateAsync(ProvingHub.Listed, "permit", _hub.PermittedAt);

        var said = await _hub.VerifyAsync(listed, "--not-older-than", "1 hours");
        Assert.StartsWith("属实", said, StringComparison.Ordinal);
        Assert.Contains("共 2 宗，并无遗漏", said, StringComparison.Ordinal);
        Assert.Contains("blacklist/ENV-YRD/91330421MAHUB003XA/", said, StringComparison.Ordinal);
        Assert.Contains("历史中没有 91310118MAHUB0021G", await _hub.VerifyAsync(none), StringComparison.Ordinal);
        Assert.Contains("共 1 宗，并无遗漏", await _hub.VerifyAsync(permitted), StringComparison.Ordinal);
        Assert.Contains("历史中没有 91330421MAHUB003XA", await _hub.VerifyAsync(unpermitted), StringComparison.Ordinal);

        await _hub.TamperAsync(listed, text => Line(text, "entry", _ => null), "并不相邻");
        await _hub.TamperAsync(listed, text => Line(text, "entry", TurnEntry), "内容已被改动");
        await _hub.TamperAsync(
            listed, text => text.Replace(ProvingHub.Listed + "\n", ProvingHub.Unheard + "\n", StringComparison.Ordinal),
            "属于其他主体");
        await _hub.TamperAsync(listed, text => Line(text, "dossier", line => line + "9"), "卷宗已被改动");
        await _hub.TamperAsync(listed, text => Line(text, "leaf", Turn), "条目、序号或者证明已被改动");
        await _hub.TamperAsync(listed, text => Line(text, "root", Turn), "状态根已被改动或者替换");
        await _hub.TamperAsync(
            listed, text => text.Replace("exchangehub/yrd-demo", "exchangehub/another", StringComparison.Ordinal),
            "没有网络登记的日志密钥");
        await _hub.TamperAsync(listed, text => text[..60], "格式不对");

        // The root of another kind, and another subject, whose neighbours are others.
        var permit = await File.ReadAllTextAsync(permitted);
        await _hub.TamperAsync(listed, text => Line(text, "root", _ => permit.Split('\n')[1]), "状态根已被改动或者替换");
        await _hub.TamperAsync(
            none, text => text.Replace(ProvingHub.Unheard, ProvingHub.Listed, StringComparison.Ordinal),
            "并不相邻|不应位于");
        await _hub.TamperAsync(none, text => Line(text, "leaf", _ => null, withHashes: true), "证明不全|并不相邻");

        await Eventually.HoldsAsync(async () =>
            (await _hub.VerifyAsync(listed, "--not-older-than", "1 seconds")).Contains("早于所要求的时间", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hub_whose_tables_lack_a_row_does_not_answer_until_they_are_made_anew()
    {
        var before = await File.ReadAllTextAsync(await _hub.StateAsync(ProvingHub.Listed, "blacklist", _hub.ListedAt));
        Assert.True(await _hub.ExecuteAsync(
            $"delete from hub_state_subject where kind = 'blacklist' and subject = '{ProvingHub.Listed}'") > 0);

        var refused = await _hub.RunAsync("history", "state", ProvingHub.Listed, "--kind", "blacklist");
        Assert.Contains("[exit", refused, StringComparison.Ordinal);
        Assert.Contains("xhub models rebuild states", refused, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() =>
            _hub.Hub.Log().Contains("The tables do not have the state root of blacklist", StringComparison.Ordinal));

        Assert.DoesNotContain("[exit", await _hub.RunAsync("models", "rebuild", "states"), StringComparison.Ordinal);
        var after = await File.ReadAllTextAsync(await _hub.StateAsync(ProvingHub.Listed, "blacklist", _hub.ListedAt));
        Assert.Equal(ProvingHub.RootOf(before), ProvingHub.RootOf(after));
        Assert.Equal(Above(before), Above(after));
    }

    private static string Above(string text) => text[..text.IndexOf("\n\n", StringComparison.Ordinal)];

    // Changes or leaves out the first line of a name.
    private static string Line(string text, string name, Func<string, string?> change, bool withHashes = false)
    {
        var lines = text.Split('\n').ToList();
        var at = lines.FindIndex(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        var changed = change(lines[at]);
        lines.RemoveAt(at);
        while (withHashes && lines[at].Length > 0)
        {
            lines.RemoveAt(at);
        }

        if (changed is not null)
        {
            lines.Insert(at, changed);
        }

        return string.Join('\n', lines);
    }

    // The last word is base64: its last byte is another one.
    private static string Turn(string line)
    {
        var words = line.Split(' ');
        var bytes = Convert.FromBase64String(words[^1]);
        bytes[^2] ^= 1;
        return string.Join(' ', [.. words[..^1], Convert.ToBase64String(bytes)]);
    }

    private static string TurnEntry(string line)
    {
        var text = Encoding.ASCII.GetString(Convert.FromBase64String(line.Split(' ')[1]));
        Assert.True(StateEntry.TryParse(text, out var entry));
        var shorter = entry with { Lines = entry.Lines[1..] };
        return "entry " + Convert.ToBase64String(Encoding.ASCII.GetBytes(shorter.ToString()));
    }
}
