using ExchangeHub.SystemTests;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// Rules are read by those who answer for them, and a draft is tried before anybody signs it: what changes, for whom, and why.
/// </summary>
[Collection("console")]
public sealed class When_a_draft_is_tried(ConsoleFixture console)
{
    private static string RulesOf(string version) =>
        Path.Combine(RunningZone.Samples, "rules", $"yrd-demo-2020-{version}.yaml");

    [Fact]
    public async Task Two_versions_are_compared_part_by_part()
    {
        await using var visit = await console.OpenAsync(
            "/rules?version=agr:yrd-demo-2020/v4&with=agr:yrd-demo-2020/v3", new Reader(HasScript: false));

        var begin = visit.Page.Locator("table.changes tr", new() { HasText = "inForceFrom" });
        Assert.Contains("2026-08-15", await begin.Locator(".is").InnerTextAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await begin.Locator("ins").InnerTextAsync());
        Assert.True(await visit.Page.Locator("article.rule").CountAsync() > 50);
        Assert.NotEmpty(await visit.Page.Locator("article.rule code").First.TextContentAsync() ?? "");
    }

    [Fact]
    public async Task Rules_are_read_by_auditors_and_tried_by_the_team_alone()
    {
        await using var auditor = await console.OpenAsync("/rules", new Reader(Role: "auditor"));
        Assert.Equal(200, auditor.Status);
        Assert.Equal(0, await auditor.Page.Locator("a[href='/rules/simulate']").CountAsync());

        await using var trying = await console.OpenAsync("/rules/simulate", new Reader(Role: "auditor"));
        Assert.Equal(403, trying.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_draft_that_is_stricter_changes_answers_and_says_which(bool hasScript)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("xhub-draft-").FullName, "draft.yaml");
        var text = await File.ReadAllTextAsync(RulesOf("v3"));
        await File.WriteAllTextAsync(file, text.Replace("value: KEEP_WITH_FLAG", "value: SUSPEND", StringComparison.Ordinal)
            .Replace("recognisesFrom: 2020-01-01", "recognisesFrom: 2026-06-01", StringComparison.Ordinal));
        await using var visit = await console.OpenAsync("/rules/simulate", new Reader(HasScript: hasScript));
        await visit.Page.GetByLabel("草案文件").SetInputFilesAsync(file);
        await Visit.ClickAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "试算", Exact = true }));

        await visit.Page.GetByText("项结论会改变").First.WaitForAsync();
        Assert.True(await visit.Page.Locator("table.matrix").CountAsync() > 0);
        Assert.True(await visit.Page.Locator("table.grid tbody tr").CountAsync() > 0);
        if (hasScript)
        {
            Assert.Empty(await visit.HindrancesAsync());
            Assert.Equal(0, await visit.OverhangAsync());
            await visit.KeepPictureAsync();
        }
    }

    [Fact]
    public async Task A_draft_with_a_mistake_is_told_where_and_nothing_is_tried()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("xhub-draft-").FullName, "draft.yaml");
        await File.WriteAllTextAsync(file, "agreement: agr:yrd-demo-2020\nnumber: many\n");
        await using var visit = await console.OpenAsync("/rules/simulate");
        await Visit.ClickAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "试算", Exact = true }));
        await visit.Page.GetByText("请选择草案文件").WaitForAsync();

        await visit.Page.GetByLabel("草案文件").SetInputFilesAsync(file);
        await Visit.ClickAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "试算", Exact = true }));
        await visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "查询条件有误" }).WaitForAsync();
        Assert.Equal(0, await visit.Page.Locator("table.matrix").CountAsync());
    }
}
