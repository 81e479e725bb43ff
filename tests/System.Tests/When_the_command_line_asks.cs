using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace ExchangeHub.SystemTests;

/// <summary>Officers and operators ask with xhub, and programs read what it writes.</summary>
public sealed class When_the_command_line_asks(AskedZone asked) : IClassFixture<AskedZone>, IDisposable
{
    private const string Subscription = "consumer:credit/command-line";
    private readonly RunningZone _zone = asked.Zone;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-asks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_is_found_can_be_read_by_people_by_programs_and_by_spreadsheets()
    {
        var table = await _zone.RunAsync("query", "--kind", "blacklist", "--count", "-o", "table", "--lang", "zh");
        Assert.Contains("嘉环（善）失信〔2026〕1号", table, StringComparison.Ordinal);
        Assert.Contains("总数：", table, StringComparison.Ordinal);

        var lines = Lines(await _zone.RunAsync("query", "--kind", "blacklist", "-o", "ndjson"));
        Assert.All(lines[..^1], line => Assert.Equal("blacklist", JsonNode.Parse(line)!["kind"]!.GetValue<string>()));
        var end = JsonNode.Parse(lines[^1])!;
        Assert.True(end["_end"]!.GetValue<bool>());
        Assert.Equal(lines.Length - 1, end["count"]!.GetValue<int>());

        var sheet = Lines(await _zone.RunAsync("query", "--kind", "blacklist", "-o", "csv"));
        Assert.StartsWith("记录标识,卷宗,", sheet[0], StringComparison.Ordinal);
        Assert.Equal(lines.Length, sheet.Length);

        // Without this mark Excel misreads Chinese.
        Assert.Equal(" ef bb bf\n", await BashAsync(
            $"xhub query --kind blacklist -o csv --hub {_zone.Hub.Address} | head -c 3 | od -An -tx1"));
    }

    [Fact]
    public async Task All_pages_together_are_what_one_page_is()
    {
        var whole = Lines(await _zone.RunAsync("query", "--kind", "blacklist", "-o", "ndjson"));
        var first = Lines(await _zone.RunAsync("query", "--kind", "blacklist", "--limit", "1", "-o", "ndjson"));
        Assert.Equal(whole[0], first[0]);
        Assert.NotNull(JsonNode.Parse(first[1])!["cursor"]);
        Assert.Contains("There are more: raise --limit", first[2], StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(whole[^1])!["cursor"]);
    }

    [Fact]
    public async Task The_file_of_an_enterprise_has_every_kind_of_record()
    {
        const string Firm = "91320509MAHUB0013D";
        var file = await _zone.RunAsync("enterprise", Firm, "-o", "table", "--lang", "zh");
        Assert.Contains("行政处罚  共", file, StringComparison.Ordinal);
        Assert.Contains("证据包  共", file, StringComparison.Ordinal);
        Assert.Contains("违法行为", file, StringComparison.Ordinal);

        var rows = Lines(await _zone.RunAsync("enterprise", Firm, "-o", "ndjson"))[..^1];
        Assert.All(rows, row => Assert.Contains(Firm, row, StringComparison.Ordinal));
        Assert.EndsWith("[exit 4]\n", await _zone.RunAsync("enterprise", "91310118MAHUB0021G"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query -o table", "Give at least one condition")]
    [InlineData("query --near here -o table", "--near: expected degrees north and east such as 31.02,120.84; found 'here'.")]
    [InlineData("query --kind blacklist --limit 0 -o table", "--limit: expected a number from 1 on.")]
    [InlineData("query --for 310118 --outcome perhaps", "perhaps")]
    [InlineData("models -o csv", "take -o table, json or ndjson")]
    [InlineData("lists show ENV-YRD --for 31", "310118")]
    public async Task What_is_misshapen_is_told_and_nothing_is_asked(string command, string told)
    {
        var said = await _zone.RunAsync([.. command.Split(' '), "--lang", "en"]);

        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.EndsWith("[exit 2]\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_was_saved_is_checked_offline_and_an_altered_one_is_wrong()
    {
        var list = await _zone.RunAsync(
            "lists", "show", "ENV-YRD", "--for", "310118", "--as-of", "2026-05-21", "--subscription", Subscription,
            "-o", "ndjson");
        Assert.Contains("嘉环（善）失信〔2026〕1号", list, StringComparison.Ordinal);
        Assert.StartsWith("属实", await VerifyAsync(list), StringComparison.Ordinal);

        Assert.Contains("名单内容与枢纽所签不同", await VerifyAsync(
            list.Replace("〔2026〕1号", "〔2026〕9号", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("名单内容与枢纽所签不同", await VerifyAsync(list[(list.IndexOf('\n', StringComparison.Ordinal) + 1)..]),
            StringComparison.Ordinal);
        Assert.Contains("没有结束行", await VerifyAsync(list + Lines(list)[0] + "\n"), StringComparison.Ordinal);
        Assert.Contains("没有网络登记的枢纽密钥的有效签名", await VerifyAsync(
            list.Replace("\"keyId\":\"", "\"keyId\":\"x", StringComparison.Ordinal)), StringComparison.Ordinal);

        var given = await _zone.RunAsync("lists", "given", Subscription, "-o", "table", "--lang", "zh");
        Assert.Contains("2026-05-21 全量", given, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_followed_acknowledged_and_checked_for_gaps()
    {
        var name = Subscription + "/changes";
        string[] follow = ["lists", "changes", "ENV-YRD", "--for", "310118", "--subscription", name];
        var pages = await _zone.RunAsync([.. follow, "--after", "0", "-o", "ndjson"]);
        Assert.Contains("LIST_CHANGE_KIND_WITHDRAWN", pages, StringComparison.Ordinal);
        Assert.StartsWith("属实", await VerifyAsync(pages), StringComparison.Ordinal);

        // Whoever leaves out a page is caught: these changes begin again at 0.
        Assert.Contains("变更不连续", await VerifyAsync(pages + pages), StringComparison.Ordinal);

        var position = JsonNode.Parse(Lines(pages)[^1])!["cursor"]!.GetValue<string>();
        var told = await _zone.RunAsync([.. follow, "--after", "0", "-o", "table", "--lang", "zh"]);
        Assert.Contains($"xhub lists acknowledge {name} ", told, StringComparison.Ordinal);
        Assert.Contains("已确认至位置", await _zone.RunAsync("lists", "acknowledge", name, position, "-o", "table", "--lang", "zh"),
            StringComparison.Ordinal);
        Assert.Contains("Nobody owes", await _zone.RunAsync("lists", "overdue", "-o", "table", "--lang", "en"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_nothing_in_a_zone_that_is_well_and_says_what_to_do_where_it_is_not()
    {
        var bundle = Path.Combine(_folder.FullName, "found.zip");
        await UntilWitnessedAsync();
        string[] ask =
        [
            "doctor", "--node", _zone.AddressOf("310118"), "--hub", _zone.Hub.Address, "--folder", _folder.FullName,
            "-o", "table", "--lang", "en",
        ];
        var well = await _zone.RunAsync([.. ask, "--bundle", bundle]);
        Assert.EndsWith("Nothing is wrong.\n" + $"Written to {bundle}.\n", well, StringComparison.Ordinal);
        foreach (var check in (string[])["disk", "hub", "clock", "nodes", "read-models", "history", "node", "link", "outbox"])
        {
            Assert.Matches($"(?m)^✓ well   {check} ", well);
        }

        using (var zip = await ZipFile.OpenReadAsync(bundle))
        {
            using var text = new StreamReader(await zip.GetEntry("doctor.json")!.OpenAsync(), Encoding.UTF8);
            Assert.Contains("\"check\": \"read-models\"", await text.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("is not overwritten", await _zone.RunAsync([.. ask, "--bundle", bundle]), StringComparison.Ordinal);

        var away = await RunningZone.RunAtAsync("http://127.0.0.1:1", "doctor", "-o", "table", "--lang", "en");
        Assert.Matches("(?m)^✗ WRONG  hub .*Check the address", away);
        Assert.EndsWith("[exit 1]\n", away, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_completes_commands_and_values()
    {
        var said = await BashAsync(
            """
            eval "$(xhub completion bash)"
            ask() { COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$2; COMPREPLY=(); _xhub; echo "${COMPREPLY[*]}"; }
            ask "xhub que" 1
            ask "xhub query --kind pe" 3
            """);

        Assert.Equal(["query", "penalty permit"], Lines(said));
    }

    private static string[] Lines(string text) => text.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> BashAsync(string script)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "xhub.dll");
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"xhub() {{ dotnet '{program}' \"$@\"; }}\n{script}"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return said;
    }

    private async Task<string> VerifyAsync(string text)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.ndjson");
        await File.WriteAllTextAsync(file, text);
        return await _zone.RunAsync("verify", file, "--network", _zone.Hub.NetworkFile, "-o", "table", "--lang", "zh");
    }

    private async Task UntilWitnessedAsync()
    {
        var waited = Stopwatch.StartNew();
        while (!(await _zone.RunAsync("doctor", "-o", "json")).Contains("good cosignatures", StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), await _zone.RunAsync("doctor", "-o", "table"));
        }
    }
}
