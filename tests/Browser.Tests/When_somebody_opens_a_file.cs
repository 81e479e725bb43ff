using System.Text;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// The file of an enterprise: what districts state differently stands side by side, a past day knows nothing of what came later,
/// and who finds nothing is told what to do.
/// </summary>
[Collection("console")]
public sealed class When_somebody_opens_a_file(ConsoleFixture console)
{
    private const string FinedTwice = "91320509MAHUB0064M";
    private const string SentTwice = "91330421MAHUB00565";

    [Fact]
    public async Task Two_fines_for_one_act_stand_side_by_side_with_what_differs_marked()
    {
        await using var visit = await console.OpenAsync($"/enterprise?code={FinedTwice}&on=2026-06-01");
        var card = visit.Page.Locator(".conflict").First;

        Assert.Contains("同一违法行为有两份决定", await card.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("未解决", await card.InnerTextAsync(), StringComparison.Ordinal);
        var parties = await card.Locator("thead .party").AllInnerTextsAsync();
        Assert.Equal(["吴江", "青浦"], parties.Order(StringComparer.Ordinal));
        var fine = await card.Locator("tr.differs", new() { HasText = "罚款" }).First.Locator("mark").AllInnerTextsAsync();
        Assert.Equal(2, fine.Distinct().Count());
        Assert.Contains("1", await visit.Page.Locator(".tiles div", new() { HasText = "每一行为计一次" }).Locator("dd")
            .InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_corrected_later_was_open_on_the_day_it_was_known()
    {
        await using var now = await console.OpenAsync($"/enterprise?code={SentTwice}");
        Assert.Contains("已解决", await now.Page.Locator(".conflict").First.InnerTextAsync(), StringComparison.Ordinal);

        await using var before = await console.OpenAsync($"/enterprise?code={SentTwice}&known=2020-01-01T00:00");
        Assert.Contains("枢纽没有该主体的记录", await before.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("/search", await before.Page.Locator(".empty a").GetAttributeAsync("href"));
    }

    [Fact]
    public async Task The_tabs_are_links_that_keep_the_question()
    {
        await using var visit = await console.OpenAsync(
            $"/enterprise?code={FinedTwice}&on=2026-06-01", new Reader(HasScript: false));
        await Visit.ClickAsync(visit.Page.Locator(".tabs a", new() { HasText = "处罚" }));

        Assert.Contains("on=2026-06-01", visit.Page.Url, StringComparison.Ordinal);
        Assert.Contains("2", await visit.Page.Locator(".tabs a[aria-current]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await visit.Page.Locator("table.records tbody tr").CountAsync());
    }

    [Fact]
    public async Task The_report_has_all_parts_and_no_form_on_paper()
    {
        await using var visit = await console.OpenAsync($"/enterprise?code={SentTwice}&tab=report");
        await visit.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });

        foreach (var part in (string[])["身份", "时间轴", "行政许可", "证据包", "行政处罚", "严重失信名单", "违法记录的计算"])
        {
            Assert.True(await visit.Page.Locator("h2", new() { HasText = part }).First.IsVisibleAsync(), part);
        }

        Assert.False(await visit.Page.Locator("form.filter").IsVisibleAsync());
        Assert.False(await visit.Page.Locator(".tabs").IsVisibleAsync());
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task The_file_is_carried_away_as_it_is_shown(string form, string type)
    {
        using var client = await console.Console.ClientAsync();
        using var answer = await client.GetAsync(new Uri(
            $"/enterprise/file?code={FinedTwice}&on=2026-06-01&as={form}", UriKind.Relative));
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("沪0118环罚〔2026〕28号", text, StringComparison.Ordinal);
        Assert.Equal(form == "ndjson", text.EndsWith("{\"_end\":true,\"count\":2}\n", StringComparison.Ordinal));
    }
}
