using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// What the console is for: finding a record, and being told why it counts or does not. The dangerous answers are those that
/// look right: of another day, for another district, or with the content of a record that only the parties of a case may read.
/// </summary>
[Collection("console")]
public sealed class When_an_officer_asks(ConsoleFixture console)
{
    private const string Revoked = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";
    private const string OfACase = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕13号";

    [Fact]
    public async Task The_conditions_stand_in_the_address_and_hold_for_every_row()
    {
        await using var visit = await console.OpenAsync("/search");
        var page = visit.Page;
        await page.GetByLabel("类型").SelectOptionAsync("evidence");
        await page.GetByLabel("管辖地").SelectOptionAsync("330421");
        await page.GetByRole(AriaRole.Button, new() { Name = "查询", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/search?*kind=evidence*");

        Assert.Contains("district=330421", page.Url, StringComparison.Ordinal);
        var rows = page.Locator("table.records tbody tr");
        Assert.True(await rows.CountAsync() > 0);
        Assert.Equal(await rows.CountAsync(), await rows.Filter(new() { HasText = "证据包" }).CountAsync());
    }

    [Fact]
    public async Task Pages_of_a_search_show_every_record_once()
    {
        await using var all = await console.OpenAsync("/search?size=500", new Reader(HasScript: false));
        var expected = await TitlesAsync(all.Page);
        await using var visit = await console.OpenAsync("/search?size=20", new Reader(HasScript: false));
        var found = await TitlesAsync(visit.Page);
        while (await visit.Page.Locator("a[rel=next]").CountAsync() > 0)
        {
            await Visit.ClickAsync(visit.Page.Locator("a[rel=next]"));
            await visit.Page.Locator("a", new() { HasText = "第一页" }).WaitForAsync();
            found = [.. found, .. await TitlesAsync(visit.Page)];
        }

        Assert.True(expected.Length > 20);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task The_answer_is_that_of_the_day_asked_about()
    {
        await using var visit = await console.OpenAsync($"/why?of={Uri.EscapeDataString(Revoked)}&for=330421");
        Assert.Contains("终止认可", await visit.Page.Locator(".opinion").InnerTextAsync(), StringComparison.Ordinal);

        await visit.Page.GetByLabel("在该日的效力").FillAsync("2026-05-20");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "重新说明" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**on=2026-05-20**");

        var opinion = await visit.Page.Locator(".opinion").InnerTextAsync();
        Assert.Contains("中止认可", opinion, StringComparison.Ordinal);
        Assert.Contains("截至2026年5月20日", opinion, StringComparison.Ordinal);
        Assert.Contains("stay.since", await visit.Page.Locator("ul.tree").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_was_known_before_the_hub_heard_of_it()
    {
        await using var visit = await console.OpenAsync(
            $"/why?of={Uri.EscapeDataString(Revoked)}&for=330421&known=2020-01-01T00:00");

        Assert.Contains("尚不知悉", await visit.Page.Locator(".opinion").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_receiver_is_asked_for_as_soon_as_it_is_chosen()
    {
        await using var visit = await console.OpenAsync($"/why?of={Uri.EscapeDataString(Revoked)}&for=330421");
        await visit.Page.GetByLabel("接收方").SelectOptionAsync("310118");
        await visit.Page.WaitForURLAsync("**for=310118**");

        Assert.Contains("本地作出", await visit.Page.Locator(".opinion").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_a_record_is_drawn_and_written()
    {
        await using var visit = await console.OpenAsync($"/record?of={Uri.EscapeDataString(Revoked)}");
        await visit.Page.GetByText("事件表").First.ClickAsync();

        var drawn = await visit.Page.Locator("svg.lanes .what").AllTextContentsAsync();
        var written = await visit.Page.Locator("details table tbody tr").AllInnerTextsAsync();
        Assert.Equal(drawn.Count, written.Count);
        Assert.Equal(5, drawn.Count(text => text is "发布第 1 版" or "送达" or "复议或者诉讼受理" or "决定停止执行" or "复议决定或者判决"));
        Assert.Equal(2, drawn.Count(text => text == "中止认可"));
    }

    [Fact]
    public async Task A_record_of_a_case_is_shown_without_its_content()
    {
        foreach (var page in new[] { "record", "why" })
        {
            await using var visit = await console.OpenAsync($"/{page}?of={Uri.EscapeDataString(OfACase)}&for=330421");

            Assert.Equal(200, visit.Status);
            Assert.Contains("依法不予提供", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("化学需氧量", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_search_box_knows_what_is_looked_for()
    {
        await using var visit = await console.OpenAsync("/");
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("91320509MAHUB0064M");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/enterprise?code=91320509MAHUB0064M");

        Assert.Contains("苏州平望顺捷物流有限公司", await visit.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_changes_and_the_page_stays()
    {
        await using var visit = await console.OpenAsync("/search?kind=penalty", new Reader(HasScript: false));
        await Visit.ClickAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "English" }));

        Assert.EndsWith("/search?kind=penalty", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("zh-CN", await visit.Page.Locator("table.records tbody th a span").First.GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task Nothing_but_the_answer_goes_on_paper()
    {
        await using var visit = await console.OpenAsync($"/why?of={Uri.EscapeDataString(Revoked)}&for=330421");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.False(await visit.Page.Locator("header.top").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("form.filter").IsVisibleAsync());
        Assert.True(await visit.Page.Locator(".sentence").IsVisibleAsync());
    }

    [Fact]
    public async Task What_was_typed_is_text_and_no_markup()
    {
        const string Markup = "\"><img src=x onerror=alert(1)>";
        await using var visit = await console.OpenAsync($"/search?name={Uri.EscapeDataString(Markup)}");

        Assert.Equal(Markup, await visit.Page.GetByLabel("企业名称").InputValueAsync());
        Assert.Equal(0, await visit.Page.Locator("main img").CountAsync());
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    public async Task The_language_switch_leads_nowhere_else(string back)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var answer = await client.GetAsync(
            new Uri($"{console.Address}/language?to=en&back={Uri.EscapeDataString(back)}"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_first_page_is_light()
    {
        using var client = await console.Console.ClientAsync();
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        await using var visit = await console.OpenAsync("/");
        var bytes = (await client.GetByteArrayAsync(new Uri("/", UriKind.Relative))).Length;
        foreach (var asset in await visit.Page.EvaluateAsync<string[]>(
            "() => [...document.head.querySelectorAll('[href], [src]')]"
                + ".map(e => e.getAttribute('href') ?? e.getAttribute('src'))"))
        {
            bytes += (await client.GetByteArrayAsync(new Uri(asset, UriKind.Relative))).Length;
        }

        Assert.InRange(bytes, 1, 60 * 1024);
    }

    private static async Task<string[]> TitlesAsync(IPage page) =>
        [.. await page.Locator("table.records tbody th").AllInnerTextsAsync()];
}
