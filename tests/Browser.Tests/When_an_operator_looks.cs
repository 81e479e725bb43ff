using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.Console.Asking;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.History.V1;
using Grpc.Net.Client;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// What those look at who run the exchange and answer for it. A page that says that all is well when it is not is worse than no
/// page: so a proof that was altered is called that, counts lead to as many records, and what is overdue stands in front.
/// </summary>
[Collection("console")]
public sealed class When_an_operator_looks(ConsoleFixture console)
{
    private const string Revoked = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";

    [Fact]
    public async Task What_the_console_has_checked_holds_without_console_and_hub()
    {
        await using var visit = await console.OpenAsync($"/proof?record={Uri.EscapeDataString(Revoked)}");
        var page = visit.Page;

        Assert.Contains("证明成立", await page.Locator(".certificate").InnerTextAsync(), StringComparison.Ordinal);

        // The hub and three witnesses, of which the third may sign a moment after the two that are enough.
        await Visit.ShowsAsync(page, async () => await page.GetByText("✓ 有效").CountAsync() == 4);
        var levels = await page.Locator("svg.merkle rect.given").CountAsync();
        Assert.True(levels > 3);
        Assert.Equal(levels + 1, await page.Locator("svg.merkle rect.path").CountAsync());

        using var http = await console.Console.ClientAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, await http.GetStringAsync(new Uri(
                (await page.GetByRole(AriaRole.Link, new() { Name = "下载证明文件" }).GetAttributeAsync("href"))!, UriKind.Relative)));
            var told = await console.Zone.RunAsync("verify", file, "--network", console.Zone.Hub.NetworkFile);
            Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_proof_that_was_altered_is_called_that()
    {
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        var said = await new HistoryService.HistoryServiceClient(channel).ProveAsync(new ProveRequest { Position = 3 });
        var trust = new HistoryTrust(Ed25519.Verify, null);
        Assert.True(Proven.Of(said, trust).IsSound);

        // Another leaf, another checkpoint, other signers, no signers, nothing at all.
        var leaf = said.Proof.Split('\n').Single(line => line.StartsWith("extra ", StringComparison.Ordinal))["extra ".Length..];
        var other = Encoding.ASCII.GetString(Convert.FromBase64String(leaf)).Replace("\n3\n", "\n4\n", StringComparison.Ordinal);
        IEnumerable<ProveResponse> altered =
        [
            new() { Proof = said.Proof.Replace(leaf, Convert.ToBase64String(Encoding.ASCII.GetBytes(other)),
                StringComparison.Ordinal), Policy = said.Policy },
            new() { Proof = said.Proof.Replace("\nindex 2\n", "\nindex 1\n", StringComparison.Ordinal), Policy = said.Policy },
            new() { Proof = said.Proof[..(said.Proof.IndexOf('\u2014', StringComparison.Ordinal) + 1)]
                + said.Proof[(said.Proof.LastIndexOf('\u2014') + 1)..], Policy = said.Policy },
            new() { Proof = "nothing", Policy = said.Policy },
        ];
        Assert.All(altered, one => Assert.NotNull(Proven.Of(one, trust).Fault));

        // The console's own copy counts, and not the hub's word.
        using var stranger = Ed25519PrivateKey.FromPem(Ed25519PrivateKey.WritePem(new byte[Ed25519.SeedLength]));
        var own = LogPolicy.Parse(
            $"log {new NoteKey("exchangehub/yrd-demo", NoteKeyKind.Note, [.. stranger.PublicKey])}\nquorum none\n");
        Assert.False(Proven.Of(said, trust with { Own = own }).IsSound);
        Assert.True(Proven.Of(said, trust with { Own = LogPolicy.Parse(said.Policy) }).IsOwnPolicy);
    }

    [Fact]
    public async Task Whoever_has_the_policy_does_not_need_the_word_of_the_hub()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, SystemTests.Zone.DemoHistory.Policy);
            await using var own = await ConsoleProcess.StartAsync(console.Zone.Hub.Address, "--Console:HistoryPolicy", file);
            await using (var visit = await console.OpenAsync("/proof?position=3", console: own))
            {
                var said = await visit.Page.Locator("main").InnerTextAsync();
                Assert.Contains("证明成立", said, StringComparison.Ordinal);
                Assert.Contains("不依赖枢纽的说法", said, StringComparison.Ordinal);
            }

            await File.WriteAllTextAsync(file, "log nonsense\n");
            var (exitCode, errors) = await ConsoleProcess.RunAsync(
                console.Zone.Hub.Address, "http://127.0.0.1:0", "--Console:HistoryPolicy", file);
            Assert.Equal(2, exitCode);
            Assert.Contains("Line 1: Expected the key of a log.", errors, StringComparison.Ordinal);
            Assert.Contains("不是日志策略文件", errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_proof_goes_on_paper_as_a_certificate()
    {
        await using var visit = await console.OpenAsync("/proof?position=3");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await visit.Page.Locator(".certificate .sentence").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("svg.merkle").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("form.filter").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("nav.side").IsVisibleAsync());
    }

    [Fact]
    public async Task A_list_is_that_of_the_day_asked_about()
    {
        const string Repaired = "嘉善陶庄汇再生资源有限公司";
        await using var then = await console.OpenAsync("/lists?for=310118&on=2026-03-01");
        await using var now = await console.OpenAsync("/lists?for=310118");

        Assert.Contains(Repaired, await then.Page.Locator("table.records").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Repaired, await now.Page.Locator("table.records").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("撤出", await now.Page.Locator(".two table tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await now.Page.Locator("a", new() { HasText = "更早变动" }).CountAsync());
    }

    [Fact]
    public async Task What_is_overdue_on_the_day_stands_out()
    {
        await using var before = await console.OpenAsync("/handovers?on=2026-05-20");
        await using var after = await console.OpenAsync("/handovers?on=2026-06-20&overdue=1");

        Assert.Equal(0, await before.Page.Locator("table .chip.no").CountAsync());
        Assert.Contains("✕ 05-27", await after.Page.Locator("table .chip.no").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_are_connected_and_the_history_is_witnessed()
    {
        await using var visit = await console.OpenAsync("/nodes");
        var main = await visit.Page.Locator("main").InnerTextAsync();

        Assert.Equal(3, await visit.Page.GetByText("✓ 已连接").CountAsync());
        Assert.Contains("node:330421/inbox", main, StringComparison.Ordinal);
        Assert.Contains("✓ 枢纽签名与见证有效", main, StringComparison.Ordinal);
        Assert.Equal(6, await visit.Page.GetByText("✓ 正常").CountAsync());
    }

    [Fact]
    public async Task Counts_lead_to_as_many_records()
    {
        await using var visit = await console.OpenAsync("/matrix");
        var page = visit.Page;
        var links = page.Locator("table.records tbody td.amount a");
        Assert.True(await links.CountAsync() > 10);
        foreach (var at in new[] { 0, 3, 7 })
        {
            var count = int.Parse(await links.Nth(at).InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
            await using var found = await console.OpenAsync((await links.Nth(at).GetAttributeAsync("href"))! + "&size=500");
            Assert.Equal(count, await found.Page.Locator("table.records tbody tr").CountAsync());
        }
    }

    [Fact]
    public async Task The_figures_beside_the_flows_are_those_of_the_matrix()
    {
        await using var flows = await console.OpenAsync("/flows?kind=penalty");
        await using var matrix = await console.OpenAsync("/matrix?kind=penalty");

        var inFlows = await SumAsync(flows.Page.Locator("main table tbody td.num"));
        Assert.True(inFlows > 10);
        Assert.Equal(inFlows, await SumAsync(matrix.Page.Locator("table.records tbody td.amount:last-child")));
        Assert.Equal(2 * await flows.Page.Locator("main table tbody tr").CountAsync(),
            await flows.Page.Locator("svg.sankey path").CountAsync());
    }

    [Fact]
    public async Task A_package_shows_which_step_it_lacks_and_who_invokes_it()
    {
        const string Package = "evidence/330421/EP-330421-20260603-001";
        await using var visit = await console.OpenAsync($"/record?of={Uri.EscapeDataString(Package)}");
        await visit.Page.GetByText("证据包详情").ClickAsync();
        await visit.Page.WaitForURLAsync("**/evidence?id=**");

        var missing = visit.Page.Locator("ol.steps li.missing");
        Assert.Equal(1, await missing.CountAsync());
        Assert.Contains("亮证告知", await missing.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(
            await visit.Page.Locator("svg.custody rect").CountAsync(),
            await visit.Page.Locator("details table").First.Locator("tbody tr").CountAsync());

        await InvokeAsync(Package, Uri.UnescapeDataString(visit.Page.Url.Split("id=")[1]));
        await visit.Page.ReloadAsync();
        Assert.Contains("QP-2026-031", await visit.Page.Locator("svg.citations").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(await visit.HindrancesAsync());
    }

    private async Task InvokeAsync(string dossier, string record)
    {
        var submission = new JsonObject
        {
            ["event"] = new JsonObject
            {
                ["dossier"] = dossier,
                ["event"] = new JsonObject
                {
                    ["recordId"] = record,
                    ["occurredOn"] = "2026-06-20",
                    ["reportedFor"] = new JsonObject
                    {
                        ["name"] = "上海市青浦区生态环境局", ["creditCode"] = "11310118MAHUBQP13X", ["division"] = "310118",
                    },
                    ["evidenceCited"] = new JsonObject
                    {
                        ["caseNumber"] = "QP-2026-031", ["purpose"] = "下游来水超标原因", ["officerCertificate"] = "09180012026",
                    },
                },
            },
        };
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, submission.ToJsonString());
            var told = await console.Zone.RunAsync(
                "publish", file, "--wait", "--node", console.Zone.AddressOf("310118"), "-o", "table");
            Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_trail_is_exported_for_a_spreadsheet()
    {
        using var http = await console.Console.ClientAsync("auditor");
        using var answer = await http.GetAsync(new Uri("/readings/file?purpose=case", UriKind.Relative));
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("attachment", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal("位置,时间,成员,用途,案号,经办人,方法,拒绝原因,件数,记录\r\n", Encoding.UTF8.GetString(bytes[3..]));
    }

    private static async Task<long> SumAsync(ILocator cells) => (await cells.AllInnerTextsAsync()).Sum(text =>
        long.Parse(text, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture));
}
