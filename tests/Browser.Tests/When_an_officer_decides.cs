using System.Net;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// What no rule can judge an officer decides, and the node of the officer's division signs it. The dangerous cases: a decision
/// that is shown as made and is not, one that is made twice, one for another division, and a refusal without reasons.
/// </summary>
[Collection("console")]
public sealed class When_an_officer_decides(ConsoleFixture console)
{
    private const string Package = "evidence/330421/EP-330421-20260603-004";
    private const string Fine = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕3号";
    private const string Own = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";

    private static readonly Reader Officer = new(Role: "officer");

    [Fact]
    public async Task What_waits_is_listed_with_its_deadline_and_decided_without_script()
    {
        await using var visit = await console.OpenAsync("/inbox", Officer with { HasScript = false });
        var page = visit.Page;
        var row = page.Locator("tr.late").Filter(new() { HasText = "EP-330421-20260603-004" });
        Assert.Contains("已逾期", await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("HOLD-EV-SUPPLEMENT", await row.InnerTextAsync(), StringComparison.Ordinal);
        await Visit.ClickAsync(row.GetByRole(AriaRole.Link));
        Assert.Contains("待定", await page.Locator(".opinion").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("HOLD-EV-SUPPLEMENT", await page.Locator("select[name='Form.Code']").InputValueAsync());

        await page.GetByLabel("不成立").CheckAsync();
        await SubmitAsync(page);

        Assert.Contains("/decided?", page.Url, StringComparison.Ordinal);
        await Visit.SaysAsync(page.GetByRole(AriaRole.Status), "枢纽已收录，决定生效");
        Assert.Matches("予以认可|认可（附提示）", await page.Locator(".card .chip").InnerTextAsync());
        Assert.DoesNotContain("待接收机关工作人员", await console.Zone.RunAsync("explain", Package, "--for", "310118", "--lang", "zh"),
            StringComparison.Ordinal);
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "返回待办" }));
        await Visit.ShowsAsync(page, async () =>
            await page.Locator("tr").Filter(new() { HasText = "EP-330421-20260603-004" }).CountAsync() == 0);
    }

    [Fact]
    public async Task A_refusal_needs_reasons_changes_the_outcome_and_can_be_taken_back()
    {
        var before = await DecideAsync(Fine, "REF-FACTS", "待核（正在调查核实）", "");
        Assert.Contains("待定", before, StringComparison.Ordinal);

        await using (var visit = await console.OpenAsync(Address(Fine), Officer))
        {
            await visit.Page.Locator("select[name='Form.Code']").SelectOptionAsync("REF-FACTS");
            await visit.Page.GetByLabel("成立", new() { Exact = true }).CheckAsync();
            await SubmitAsync(visit.Page);
            Assert.Contains("认定 REF-FACTS 成立的，须写明理由", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(),
                StringComparison.Ordinal);
            Assert.True(await visit.Page.GetByLabel("成立", new() { Exact = true }).IsCheckedAsync());
            Assert.Empty(await visit.HindrancesAsync());

            await visit.Page.GetByLabel("征询原机关日期").FillAsync("2099-01-01");
            await SubmitAsync(visit.Page);
            Assert.Contains("不得晚于决定日期", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);

            // What the node's door finds is said in the same place.
            await visit.Page.GetByLabel("待核（正在调查核实）").CheckAsync();
            await visit.Page.GetByLabel("征询原机关日期").FillAsync("");
            await visit.Page.GetByLabel("理由").FillAsync("采样点位未载明\u202E。");
            await SubmitAsync(visit.Page);
            Assert.Contains("ground_reviewed.reason", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(),
                StringComparison.Ordinal);
        }

        Assert.Contains("不予认可", await RefuseAsync("主要事实不清：采样点位未载明。"), StringComparison.Ordinal);
        Assert.Contains("REF-FACTS", await console.Zone.RunAsync("explain", Fine, "--for", "310118", "--lang", "zh"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("不予认可", await DecideAsync(Fine, "REF-FACTS", "不成立", "经补充核实，事实清楚。"), StringComparison.Ordinal);
        var trail = await console.Console.AccountsAsync("trail");
        Assert.Contains("the-officer: proposed REF-FACTS Confirmed", trail, StringComparison.Ordinal);
        Assert.Contains("a-second: decided REF-FACTS Confirmed", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_is_sent_twice_counts_once()
    {
        using var client = await console.Console.ClientAsync("officer");
        var path = Address(Fine);
        var form = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        (string, string)[] fields =
        [
            ("_handler", "decide"), ("Form.Key", "the-same-key"), ("Form.Code", "REF-NOFAULT"), ("Form.Result", "dismissed"),
            ("Form.On", "2026-09-01"), ("Form.Reason", ""),
        ];
        using var first = await Person.SendFormAsync(client, form, path, fields);
        using var again = await Person.SendFormAsync(client, form, path, fields);
        fields[3] = ("Form.Result", "raised");
        using var changed = await Person.SendFormAsync(client, form, path, fields);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
    }

    [Fact]
    public async Task Nobody_decides_for_another_division_about_an_own_record_or_without_the_role()
    {
        using var officer = await console.Console.ClientAsync("officer");
        foreach (var (record, division, said) in new[]
        {
            (Fine, "320509", "您只能为本区划"), (Own, "310118", "无须作出决定"),
        })
        {
            var path = $"/decide?record={Uri.EscapeDataString(record)}&for={division}";
            using var shown = await officer.GetAsync(new Uri(path, UriKind.Relative));
            var form = await shown.Content.ReadAsStringAsync();
            Assert.Contains(said, form, StringComparison.Ordinal);
            using var answer = await Person.SendFormAsync(officer, form, path, ("_handler", "decide"), ("Form.Key", "forged"),
                ("Form.Code", "REF-FACTS"), ("Form.Result", "raised"), ("Form.On", "2026-09-01"));
            Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
        }

        using var team = await console.Console.ClientAsync();
        using var denied = await team.GetAsync(new Uri(Address(Fine), UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Contains("仅供执法人员使用", await denied.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_node_the_page_says_how_to_name_one()
    {
        await using var lonely = await ConsoleProcess.StartAsync(console.Zone.Hub.Address);
        await using var visit = await console.OpenAsync(Address(Fine), Officer, lonely);

        Assert.Contains("--Console:Nodes:310118", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("form.sheet").CountAsync());
        Assert.Empty(await visit.HindrancesAsync());
    }

    [Fact]
    public async Task A_node_that_is_away_loses_nothing()
    {
        await using var lonely = await ConsoleProcess.StartAsync(
            console.Zone.Hub.Address, "--Console:Nodes:310118", "http://127.0.0.1:1");
        await using var visit = await console.OpenAsync(Address(Fine), Officer, lonely);
        await visit.Page.GetByLabel("待核（正在调查核实）").CheckAsync();
        await visit.Page.GetByLabel("理由").FillAsync("待核实采样记录。");
        await SubmitAsync(visit.Page);

        Assert.Contains("暂时无法访问，决定未提交", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("待核实采样记录。", await visit.Page.GetByLabel("理由").InputValueAsync());
    }

    private static string Address(string record) => $"/decide?record={Uri.EscapeDataString(record)}&for=310118";

    private static Task SubmitAsync(IPage page) =>
        Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "提交" }));

    // What the receipt of the second officer says.
    private async Task<string> RefuseAsync(string reason)
    {
        await using var first = await console.OpenAsync(Address(Fine), Officer);
        await first.Page.Locator("select[name='Form.Code']").SelectOptionAsync("REF-FACTS");
        await first.Page.GetByLabel("成立", new() { Exact = true }).CheckAsync();
        await first.Page.GetByLabel("理由").FillAsync(reason);
        await SubmitAsync(first.Page);
        await first.Page.WaitForURLAsync("**/confirm?**");

        _ = await console.Console.HireOfficerAsync("a-second", "310118", "09180012031");
        await using var second = await console.OpenAsync(new Uri(first.Page.Url).PathAndQuery, new Reader(Role: "a-second"));
        await second.Page.GetByLabel("同意").CheckAsync();
        await SubmitAsync(second.Page);
        await second.Page.WaitForURLAsync("**/decided?**");
        await Visit.SaysAsync(second.Page.GetByRole(AriaRole.Status), "枢纽已收录");
        return await second.Page.Locator("main").InnerTextAsync();
    }

    // What the receipt says.
    private async Task<string> DecideAsync(string record, string ground, string result, string reason)
    {
        await using var visit = await console.OpenAsync(Address(record), Officer);
        await visit.Page.Locator("select[name='Form.Code']").SelectOptionAsync(ground);
        await visit.Page.GetByLabel(result, new() { Exact = true }).CheckAsync();
        await visit.Page.GetByLabel("理由").FillAsync(reason);
        await SubmitAsync(visit.Page);
        await visit.Page.WaitForURLAsync("**/decided?**");
        await Visit.SaysAsync(visit.Page.GetByRole(AriaRole.Status), "枢纽已收录");
        return await visit.Page.Locator("main").InnerTextAsync();
    }
}
