using System.Globalization;
using System.Net;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// Whoever has no command line acts in a joint case here, and the node of the own division signs. The dangerous cases: an act
/// that is offered to whom it does not belong, one that counts twice, and one that is shown as done and was turned down.
/// </summary>
[Collection("console")]
public sealed class When_an_officer_works_on_a_joint_case(ConsoleFixture console) : IAsyncLifetime
{
    private const string Package = "evidence/320509/EP-320509-20260512-001";
    private const string Lead = "lead";
    private const string Other = "other";

    // Acts are of the day on which this is run.
    private static readonly string Due = CivilDates.Format(CivilDates.Of(TimeProvider.System.GetUtcNow()).AddDays(100));

    private ConsoleProcess _own = null!;
    private string _lead = "";
    private string _other = "";

    public async Task InitializeAsync()
    {
        string[] nodes = [.. console.Zone.Divisions.SelectMany(
            division => (string[])[$"--Console:Nodes:{division}", console.Zone.AddressOf(division)])];
        _own = await ConsoleProcess.StartAsync(console.Zone.Hub.Address, [.. nodes, "--Console:SignInsPerMinute", "1000"]);
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        var team = await new JointCaseService.JointCaseServiceClient(channel).GetTeamAsync(new GetTeamRequest());
        var other = team.Members.First(member => member.IsMember && member.Home != team.Lead.Party);
        (_lead, _other) = (team.Lead.Party, other.Home);
        _ = await _own.HireOfficerAsync(Lead, _lead, team.Lead.Certificate);
        _ = await _own.HireOfficerAsync(Other, _other, other.Certificate);
    }

    public Task DisposeAsync() => _own.DisposeAsync().AsTask();

    [Fact]
    public async Task A_case_is_opened_worked_on_and_closed_without_script()
    {
        const string Number = "示联〔2026〕91号";
        await OpenCaseAsync(Number);

        await using var visit = await console.OpenAsync(Address(Number), new Reader(HasScript: false, Role: Lead), _own);
        var page = visit.Page;
        Assert.Contains("结案：尚未公开查处结果", (await page.Locator("#acts").TextContentAsync())!, StringComparison.Ordinal);
        await ActAsync(page, "交办任务", async () =>
        {
            await page.GetByLabel("任务编号").FillAsync("T1");
            await page.GetByLabel("任务内容").FillAsync("现场核查");
            await page.GetByLabel("承办方").SelectOptionAsync(_lead);
            await page.GetByLabel("期限").FillAsync(Due);
        });
        await ActAsync(page, "援用记录", async () =>
        {
            await page.GetByLabel("援用的记录").FillAsync(Package);
            await page.GetByLabel("援用目的").FillAsync("认定排放事实");
        });
        await ActAsync(page, "公开查处结果", async () =>
        {
            await page.GetByLabel("查处结果").SelectOptionAsync("3");
            await page.GetByLabel("结果摘要").FillAsync("未发现违法排放。");
        });
        Assert.Contains("结案：尚有未完成的任务", (await page.Locator("#acts").TextContentAsync())!, StringComparison.Ordinal);
        await ActAsync(page, "报告任务完成", () => page.GetByLabel("办理情况").FillAsync("已核查"));
        await ActAsync(page, "结案", () => Task.CompletedTask);

        var acts = (await page.Locator("#acts").TextContentAsync())!;
        Assert.Contains("重新立案", acts[..acts.IndexOf("现在不能办理", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("已结案", await page.Locator(".head").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(Package, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains($"lead: decided Close of case/{Number}", await _own.AccountsAsync("trail"), StringComparison.Ordinal);
        var told = await console.Zone.RunAsync("case", "show", Number, "--receiver", _lead, "-o", "table", "--lang", "zh");
        Assert.Contains("已完成", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_node_and_hub_say_stands_above_the_form_and_changes_nothing()
    {
        const string Number = "示联〔2026〕92号";
        await OpenCaseAsync(Number);
        foreach (var isEnglish in new[] { false, true })
        {
            await using var visit = await console.OpenAsync(
                $"/cases/act?number={Uri.EscapeDataString(Number)}&deed=cite", new Reader(IsEnglish: isEnglish, Role: Lead),
                _own);
            var page = visit.Page;
            await page.Locator("[name=record]").FillAsync("nothing");
            await page.Locator("[name=use]").FillAsync("认定事实");
            await Visit.ClickAsync(page.Locator("form.sheet button"));
            Assert.Contains("cite.record", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal("认定事实", await page.Locator("[name=use]").InputValueAsync());

            await page.Locator("[name=record]").FillAsync("evidence/320509/EP-320509-20260512-999");
            await Visit.ClickAsync(page.Locator("form.sheet button"));
            Assert.Contains(isEnglish ? "Have its node publish it first" : "请先由其节点报送",
                await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(await visit.HindrancesAsync());
        }

        var told = await console.Zone.RunAsync("case", "show", Number, "--receiver", _lead, "-o", "json");
        Assert.DoesNotContain("citations", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_is_sent_twice_counts_once_and_leads_to_its_receipt()
    {
        const string Number = "示联〔2026〕93号";
        await OpenCaseAsync(Number);
        using var client = await _own.ClientAsync(Lead);
        _ = await SendAsync(client, Number, "assign_task", "task-key",
            ("task", "T1"), ("title", "现场核查"), ("owner", _lead), ("due_on", Due));
        var first = await SendAsync(client, Number, "complete_task", "done-key", ("task", "T1"), ("note", "已核查"));
        var again = await SendAsync(client, Number, "complete_task", "done-key", ("task", "T1"), ("note", "已核查"));
        var later = await SendAsync(client, Number, "complete_task", "other-key", ("task", "T1"), ("note", "已核查"));

        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        Assert.Equal(first, again);
        Assert.Equal(HttpStatusCode.Conflict, later.Status);
    }

    [Fact]
    public async Task Only_what_the_state_and_the_person_allow_is_offered_and_the_rest_says_why()
    {
        const string Number = "示联〔2026〕94号";
        await using (var visit = await console.OpenAsync("/cases", new Reader(Role: Other), _own))
        {
            Assert.Contains("立案：由当日负责联合执法队的一方", await visit.Page.Locator("#acts").InnerTextAsync(),
                StringComparison.Ordinal);
            Assert.Equal(0, await visit.Page.Locator("#acts a").CountAsync());
            Assert.Empty(await visit.HindrancesAsync());
        }

        await OpenCaseAsync(Number);
        using var client = await _own.ClientAsync(Other);
        var forged = await SendAsync(client, Number, "assign_task", "forged",
            ("task", "T1"), ("title", "现场核查"), ("owner", _lead), ("due_on", Due));
        Assert.Equal(HttpStatusCode.Conflict, forged.Status);

        // Who is no member of the team acts in no case; who is no member of a case is not told of it.
        _ = await _own.HireOfficerAsync("stranger", _lead, "11042100999");
        await using (var visit = await console.OpenAsync(Address(Number), new Reader(Role: "stranger"), _own))
        {
            Assert.Equal(0, await visit.Page.Locator("#acts a").CountAsync());
            Assert.Contains("不是本方派入联合执法队的成员", await visit.Page.Locator("#acts").InnerTextAsync(), StringComparison.Ordinal);
        }

        var third = console.Zone.Divisions.Single(division => division != _lead && division != _other);
        _ = await _own.HireOfficerAsync("outsider", third, "11042100998");
        using var outsider = await _own.ClientAsync("outsider");
        using var hidden = await outsider.GetAsync(new Uri(
            $"/cases/act?number={Uri.EscapeDataString(Number)}&deed=cite", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task A_party_is_brought_in_and_another_leaves_and_sees_the_case_as_it_was_then()
    {
        const string Number = "示联〔2026〕95号";
        await OpenCaseAsync(Number);
        var third = console.Zone.Divisions.Single(division => division != _lead && division != _other);
        await using (var visit = await console.OpenAsync(Address(Number), new Reader(Role: Other), _own))
        {
            Assert.Contains("本方退出：联合案件至少由两方办理", await visit.Page.Locator("#acts").TextContentAsync(),
                StringComparison.Ordinal);
        }

        await using var opener = await console.OpenAsync(Address(Number), new Reader(HasScript: false, Role: Lead), _own);
        await ActAsync(opener.Page, "增加参与方", async () =>
        {
            Assert.Equal([third], await opener.Page.GetByLabel("增加的参与方").Locator("option")
                .EvaluateAllAsync<string[]>("options => options.map(option => option.value)"));
            await opener.Page.GetByLabel("增加的理由").FillAsync("下游取水口受影响");
        });
        Assert.Contains("加入：下游取水口受影响", await opener.Page.Locator("dl.facts").InnerTextAsync(), StringComparison.Ordinal);

        await using (var visit = await console.OpenAsync(Address(Number), new Reader(Role: Other), _own))
        {
            await ActAsync(visit.Page, "本方退出", () => visit.Page.GetByLabel("退出的理由").FillAsync("本辖区事项已办结"));
            Assert.Equal(0, await visit.Page.Locator("#acts").CountAsync());
            Assert.Contains("所示为退出时的情况", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(await visit.HindrancesAsync());
            var late = await visit.Page.GotoAsync(
                new Uri(new Uri(visit.Page.Url), $"/cases/act?number={Uri.EscapeDataString(Number)}&deed=cite").ToString());
            Assert.Equal(409, late!.Status);
            Assert.Contains("本方已退出本案", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
            _ = await visit.Page.GotoAsync(new Uri(new Uri(visit.Page.Url), "/cases").ToString());

            // The list follows the log at a small distance.
            await Visit.SaysAsync(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Number }), "已退出");
        }

        await ActAsync(opener.Page, "交办任务", async () =>
        {
            await opener.Page.GetByLabel("任务编号").FillAsync("T1");
            await opener.Page.GetByLabel("任务内容").FillAsync("现场核查");
            await opener.Page.GetByLabel("承办方").SelectOptionAsync(third);
            await opener.Page.GetByLabel("期限").FillAsync(Due);
        });
        await using var after = await console.OpenAsync(Address(Number), new Reader(IsEnglish: true, Role: Other), _own);
        var seen = await after.Page.Locator("main").InnerTextAsync();
        Assert.Contains("left: 本辖区事项已办结", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("现场核查", seen, StringComparison.Ordinal);
        Assert.Empty(await after.HindrancesAsync());
    }

    [Fact]
    public async Task An_officer_is_sent_to_the_team_from_its_page()
    {
        await using var visit = await console.OpenAsync("/team", new Reader(HasScript: false, Role: Other), _own);
        var page = visit.Page;
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "派入执法人员" }));
        await page.GetByLabel("执法证号").FillAsync("11042100777");
        await page.GetByLabel("起始日").FillAsync("2026-01-01");
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "提交" }));
        await Visit.SaysAsync(page.GetByRole(AriaRole.Status), "枢纽已收录");
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "返回" }));

        Assert.Contains("11042100777", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static string Address(string number) => $"/cases/{Uri.EscapeDataString(number)}";

    private async Task OpenCaseAsync(string number)
    {
        await using var visit = await console.OpenAsync("/cases", new Reader(HasScript: false, Role: Lead), _own);
        var page = visit.Page;
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "立案", Exact = true }));
        await page.GetByLabel("案号").FillAsync(number);
        await page.GetByLabel("案由").FillAsync("太浦河跨界水污染");
        await page.GetByLabel(_lead).CheckAsync();
        await page.GetByLabel(_other).CheckAsync();
        await page.GetByLabel("立案缘由").FillAsync("信访举报");
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "提交" }));
        await Visit.SaysAsync(page.GetByRole(AriaRole.Status), "枢纽已收录，办理生效");
    }

    private static async Task ActAsync(IPage page, string name, Func<Task> fill)
    {
        await Visit.ClickAsync(page.Locator("#acts").GetByRole(AriaRole.Link, new() { Name = name, Exact = true }));
        await fill();
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "提交" }));
        await Visit.SaysAsync(page.GetByRole(AriaRole.Status), "枢纽已收录，办理生效");
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "返回" }));
    }

    private static async Task<(HttpStatusCode Status, Uri? To)> SendAsync(
        HttpClient client, string number, string deed, string key, params (string Name, string Value)[] fields)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/cases/act?number={Uri.EscapeDataString(number)}&deed={deed}");

        // A page without a form still carries the token of the session.
        var page = await client.GetStringAsync(new Uri("/account", UriKind.Relative));
        using var answer = await Person.SendFormAsync(client, page, path, [("_handler", "act"), ("key", key), .. fields]);
        return (answer.StatusCode, answer.Headers.Location);
    }
}
