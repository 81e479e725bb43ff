using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Console.Asking;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.SystemTests.Node;
using Grpc.Net.Client;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// The table of a search goes on where its rows end. Whoever works by keyboard must not lose the place: not by reading on, not by
/// opening a record, and not in ten thousand rows.
/// </summary>
[Collection("console")]
public sealed class When_an_officer_reads_on(ConsoleFixture console)
{
    private const string Focused = "() => document.activeElement.closest('tr')?.getAttribute('aria-rowindex')";

    [Fact]
    public async Task The_end_key_reads_on_until_every_record_was_shown_once()
    {
        await using var all = await console.OpenAsync("/search?size=500", new Reader(HasScript: false));
        var expected = await all.Page.Locator("table.records tbody th").AllInnerTextsAsync();
        Assert.InRange(expected.Count, 21, 500);

        await using var visit = await console.OpenAsync("/search?size=20");
        var page = visit.Page;
        var table = page.Locator("table.records");
        Assert.Equal("-1", await table.GetAttributeAsync("aria-rowcount"));
        await page.Locator("table.records tbody th a").First.FocusAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await page.Keyboard.PressAsync("End");
            return await RowCountAsync(page) != "-1";
        });
        await Assertions.Expect(table).ToHaveAttributeAsync(
            "aria-rowcount", (expected.Count + 1).ToString(CultureInfo.InvariantCulture));
        await page.Keyboard.PressAsync("Home");
        var found = new List<string>();
        for (var row = 0; row < expected.Count; row++)
        {
            await page.WaitForFunctionAsync(
                "row => document.activeElement.closest('tr')?.getAttribute('aria-rowindex') === String(row + 2)", row);
            found.Add(await page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()"));
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Ten_thousand_rows_are_two_hundred_in_the_document()
    {
        await using var visit = await console.OpenAsync("/search?size=20");
        var page = visit.Page;
        await page.RouteAsync("**/search/rows?*", route =>
        {
            var from = int.Parse(Regex.Match(route.Request.Url, "after=([0-9]+)$").Groups is [_, { Success: true } at]
                ? at.Value : "0", CultureInfo.InvariantCulture);
            var rows = new StringBuilder();
            for (var row = from; row < from + 40; row++)
            {
                rows.Append(CultureInfo.InvariantCulture, $"<tr><th class='pin'><a href='/record?of=r{row}'>第 {row} 件</a></th>");
                rows.Append("<td></td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>");
            }

            var more = from + 40 < 10_000 ? $"/search/rows?after={from + 40}" : "";
            return route.FulfillAsync(new()
            {
                ContentType = "text/html; charset=utf-8", Body = $"<table data-more='{more}'><tbody>{rows}</tbody></table>",
            });
        });
        await page.Locator("table.records tbody th a").First.FocusAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await page.Keyboard.PressAsync("End");
            Assert.InRange(await page.Locator("table.records tr").CountAsync(), 1, 200);
            return await RowCountAsync(page) != "-1";
        });

        Assert.Equal("10021", await RowCountAsync(page)); // 20 of the page, 10,000 that followed, and the head
        await page.Keyboard.PressAsync("End");
        await page.WaitForFunctionAsync($"() => ({Focused})() === '10021'");
        Assert.InRange(await page.Locator("table.records tr").CountAsync(), 1, 200);
        await page.Keyboard.PressAsync("Home");
        await page.WaitForFunctionAsync($"() => ({Focused})() === '2'");
        await page.Keyboard.PressAsync("PageDown");
        await page.WaitForFunctionAsync($"() => Number(({Focused})()) > 8");
        await page.Keyboard.PressAsync("PageUp");
        await page.WaitForFunctionAsync($"() => ({Focused})() === '2'");
    }

    [Fact]
    public async Task A_record_opens_in_a_drawer_and_the_place_is_kept()
    {
        await using var visit = await console.OpenAsync("/search");
        var page = visit.Page;
        await page.Locator("table.records tbody th a").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForFunctionAsync($"() => ({Focused})() === '4'");
        var title = await page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");
        await page.Keyboard.PressAsync("Enter");
        var drawer = page.Locator("dialog.drawer");
        await Assertions.Expect(drawer).ToBeVisibleAsync();

        Assert.EndsWith(
            (await drawer.Locator("h2").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal),
            title.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(3, await drawer.Locator("h3 .chip").CountAsync());
        Assert.True(await drawer.EvaluateAsync<bool>("dialog => dialog.contains(document.activeElement)"));
        Assert.Empty(await visit.HindrancesAsync());
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(drawer).ToBeHiddenAsync();
        await page.WaitForFunctionAsync($"() => ({Focused})() === '4'");

        await page.Keyboard.PressAsync("Enter");
        await drawer.GetByRole(AriaRole.Link, new() { Name = "打开记录" }).ClickAsync();
        await page.WaitForURLAsync("**/record?of=**");
    }

    [Fact]
    public async Task Only_one_row_is_a_stop_of_the_tab_key()
    {
        await using var visit = await console.OpenAsync("/search");

        Assert.Equal(1, await visit.Page.Locator("table.records tbody a[tabindex='0']").CountAsync());
        Assert.Equal(0, await visit.Page.Locator("table.records tbody a:not([tabindex])").CountAsync());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task The_file_has_every_record_of_the_search_and_no_other(string form)
    {
        using var client = await console.Console.ClientAsync();
        await using var visit = await console.OpenAsync("/search?kind=penalty&size=500", new Reader(HasScript: false));
        var shown = await visit.Page.Locator("table.records tbody tr").CountAsync();
        var text = await client.GetStringAsync(new Uri($"/search/file?kind=penalty&as={form}", UriKind.Relative));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(shown, lines.Length - 1); // the head of a sheet, the end of the lines
        Assert.Equal(form == "ndjson", lines[^1] == $"{{\"_end\":true,\"count\":{shown}}}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_ends_early_says_so_in_its_last_line(bool isSheet)
    {
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        var hub = new ExchangeHub.Console.Asking.Hub(
            channel, new ExchangeHub.Console.Persons.Reader(), TimeProvider.System);
        async Task<string[]> WriteAsync(int rowsMax)
        {
            using var target = new MemoryStream();
            await Sheets.WriteAsync(hub, new FindRecordsRequest { Kind = "penalty" }, isSheet, target, rowsMax);
            return Encoding.UTF8.GetString(target.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }

        var (whole, cut) = (await WriteAsync(Sheets.RowsMax), await WriteAsync(2));
        Assert.Contains(isSheet ? "至此 2 行，其后未列出" : "\"count\":2,\"isCut\":true,\"cursor\":", cut[^1], StringComparison.Ordinal);
        Assert.Equal(isSheet ? 4 : 3, cut.Length); // a sheet has a head
        Assert.DoesNotContain(isSheet ? "至此" : "isCut", whole[^1], StringComparison.Ordinal);
        await using var visit = await console.OpenAsync("/search");
        Assert.Contains("一个文件至多 100,000 行", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_and_asked_for_again()
    {
        await using var visit = await console.OpenAsync("/search?size=20");
        var page = visit.Page;
        var isAway = true;
        await page.RouteAsync("**/search/rows?*", route => isAway ? route.FulfillAsync(new() { Status = 503 })
            : route.ContinueAsync());
        await page.Locator("table.records tbody th a").First.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "未能读取更多记录" })).ToHaveCountAsync(1);

        isAway = false;
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "已读取" })).ToHaveCountAsync(1);
    }

    private static async Task<string?> RowCountAsync(IPage page) =>
        await page.Locator("table.records").GetAttributeAsync("aria-rowcount");
}
