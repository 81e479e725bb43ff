using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>Auditors read records to review how a case was dealt with, and say first which case that is.</summary>
[Collection("console")]
public sealed class When_an_auditor_reviews_a_case(ConsoleFixture console)
{
    private const string Number = "沪0118环罚〔2026〕17号";

    private static readonly string Why =
        $"/why?of={Uri.EscapeDataString($"penalty/11310118MAHUBQP13X/{Number}")}&for=330421";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_case_is_asked_for_first_and_then_the_page_is_shown(bool hasScript)
    {
        await using var visit = await console.OpenAsync(Why, new Reader(HasScript: hasScript, Role: "auditor"));
        Assert.Contains("/purpose?back=", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("审计", await visit.Page.Locator(".pill").First.InnerTextAsync());

        await visit.Page.GetByLabel("案号").FillAsync(Number);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await visit.Page.WaitForURLAsync(url => url.Contains("/why?", StringComparison.Ordinal));
        Assert.Equal($"复核 {Number}", await visit.Page.Locator(".pill").First.InnerTextAsync());
        Assert.True(await visit.Page.Locator("article.rule").CountAsync() > 0);

        await visit.GoAsync("/readings", hasScript);
        Assert.Equal("审计", await visit.Page.Locator(".pill").First.InnerTextAsync());

        await visit.GoAsync("/purpose", hasScript);
        await visit.Page.GetByLabel("案号").FillAsync("");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await visit.Page.Locator(".pill", new() { HasText = "审计" }).First.WaitForAsync();
        await visit.GoAsync(Why, hasScript);
        Assert.Contains("/purpose?back=", visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    public async Task Naming_a_case_leads_nowhere_else(string back)
    {
        await using var visit = await console.OpenAsync(
            $"/purpose?back={Uri.EscapeDataString(back)}", new Reader(HasScript: false, Role: "auditor"));
        await visit.Page.GetByLabel("案号").FillAsync(Number);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();

        await visit.Page.Locator(".pill", new() { HasText = "复核" }).First.WaitForAsync();
        Assert.Equal($"{console.Address}/purpose", visit.Page.Url);
    }

    [Fact]
    public async Task What_is_the_business_of_enforcement_stays_there()
    {
        await using var visit = await console.OpenAsync("/inbox", new Reader(HasScript: false, Role: "auditor"));
        Assert.Equal(403, visit.Status);
    }
}
