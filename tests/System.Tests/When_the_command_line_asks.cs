using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.RuleFiles;
using ExchangeHub.Rules;

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
    [InlineData("models -o csv", "take -o table, json, yaml or ndjson")]
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

    [Fact]
    public async Task YAML_says_what_JSON_says()
    {
        string[] asked = ["explain", "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号", "--for", "330421"];
        var json = Regex.Replace(await _zone.RunAsync([.. asked, "-o", "json"]), @"\[exit \d+\]", "");
        var yaml = Regex.Replace(await _zone.RunAsync([.. asked, "-o", "yaml"]), @"\[exit \d+\]", "");
        var (root, fault) = YamlDocument.Read(yaml);

        Assert.Null(fault);
        Assert.StartsWith("---", yaml, StringComparison.Ordinal);
        Assert.Equal(Leaves("", JsonNode.Parse(json)!).Order(), Leaves("", root!).Order());
        Assert.Contains("dossier: \"penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号\"", yaml, StringComparison.Ordinal);
        Assert.Equal(
            Lines(await _zone.RunAsync("query", "--kind", "penalty", "-o", "ndjson")).Length - 1,
            Regex.Count(await _zone.RunAsync("query", "--kind", "penalty", "-o", "yaml"), "^---", RegexOptions.Multiline));
    }

    [Fact]
    public async Task Whoever_asks_learns_the_version_what_exit_codes_mean_and_who_receives_what()
    {
        var version = JsonNode.Parse(await _zone.RunAsync("version", "-o", "json"))!;
        Assert.Contains("exchangehub.query.v1", version["contracts"]!.AsArray().Select(name => (string)name!));
        Assert.Equal("1.0.0", (string)version["recordSchema"]!);
        Assert.Contains("exit-codes", await _zone.RunAsync("help"), StringComparison.Ordinal);
        Assert.Contains(
            "8            未通过核验", await _zone.RunAsync("help", "exit-codes", "--lang", "zh"), StringComparison.Ordinal);
        Assert.Contains("[exit 2]", await _zone.RunAsync("help", "nothing"), StringComparison.Ordinal);

        var told = await _zone.RunAsync("sub", "ls", "-o", "table", "--lang", "en");
        Assert.Contains("node:310118/inbox  310118  all kinds  receiving", told, StringComparison.Ordinal);
        var own = Lines(await _zone.RunAsync("sub", "ls", "--of", "node:330421", "-o", "csv"));
        Assert.All(own[1..], line => Assert.StartsWith("node:330421/", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_kept_in_a_profile_need_not_be_said_and_what_is_said_goes_before_it()
    {
        var said = await BashAsync(
            $"""
            export XDG_CONFIG_HOME='{_folder.FullName}'
            unset EXCHANGEHUB_HUB
            xhub config get; echo $?
            xhub config set hub {_zone.Hub.Address}
            xhub config get hub -o table
            xhub sub ls --of node:310118 | grep -c inbox
            xhub config profile other -o table
            xhub sub ls >/dev/null 2>&1; echo $?
            EXCHANGEHUB_HUB={_zone.Hub.Address} xhub sub ls --of node:310118 | grep -c inbox
            xhub config profile default -o table >/dev/null
            xhub sub ls --hub http://127.0.0.1:1 >/dev/null 2>&1; echo $?
            echo nonsense >"$XDG_CONFIG_HOME/exchangehub/xhub.json"
            xhub sub ls 2>&1 | grep -c 'cannot be read'
            """);

        Assert.Equal(
            ["{}", "4", $"hub = {_zone.Hub.Address}", "1", "  default", "* other", "2", "1", "7", "1"], Lines(said));
    }

    private static IEnumerable<string> Leaves(string at, JsonNode node) => node switch
    {
        JsonObject all => all.SelectMany(pair => Leaves($"{at}.{pair.Key}", pair.Value!)),
        JsonArray all => all.SelectMany((one, index) => Leaves($"{at}[{index}]", one!)),
        _ => [$"{at}={node.ToJsonString().Trim('"')}".Normalize()],
    };

    private static IEnumerable<string> Leaves(string at, DocumentNode node) => node switch
    {
        DocumentNode.Mapping all => all.Entries.SelectMany(pair => Leaves($"{at}.{pair.Name.Text}", pair.Value)),
        DocumentNode.Sequence all => all.Entries.SelectMany((one, index) => Leaves($"{at}[{index}]", one)),
        DocumentNode.Scalar one => [$"{at}={JsonValue.Create(one.Text).ToJsonString().Trim('"')}".Normalize()],
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

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
