using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExchangeHub.SystemTests.Node;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>A reader's visit. It ends well only if the browser complained of nothing and asked nobody else.</summary>
internal sealed class Visit(IBrowserContext context, IPage page, string address, bool isShared) : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Here(), "node_modules", "axe-core", "axe.min.js"));
    private readonly ConcurrentBag<string> _foreign = [];
    private readonly ConcurrentBag<string> _errors = [];

    public IPage Page => page;

    /// <summary>Gets the status of the page.</summary>
    public int Status { get; private set; }

    public async Task GoAsync(string path, bool hasScript)
    {
        await page.RouteAsync(
            url => !url.StartsWith(address, StringComparison.Ordinal),
            route =>
            {
                _foreign.Add(route.Request.Url);
                return route.AbortAsync();
            });

        // A page that cannot be found is an answer of the server, and no fault of the page.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Add(error);
        Status = (await page.GotoAsync(path))!.Status;
        if (hasScript)
        {
            await page.Locator("html[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        await KeepPictureAsync();
    }

    /// <summary>Asks axe-core what hinders people. It is evaluated, not injected, so that the page's policy stays on.</summary>
    public async Task<string[]> HindrancesAsync()
    {
        await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<JsonElement>(
            "() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
                + ".then(r => r.violations.map(v => v.id + ' x' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 200)))");
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }

    /// <summary>Gets by how many pixels the page is wider than the window.</summary>
    public Task<int> OverhangAsync() =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await (isShared ? page.CloseAsync() : context.CloseAsync());
        Assert.Empty(_foreign);
        Assert.Empty(_errors);
    }

    /// <summary>Presses or follows something, and waits for all of the page to which that leads: a click itself waits only for
    /// its beginning.</summary>
    public static async Task ClickAsync(ILocator what)
    {
        await what.ClickAsync();
        await what.Page.WaitForLoadStateAsync();
    }

    /// <summary>Loads a page again until it shows what comes about by itself.</summary>
    public static Task ShowsAsync(
        IPage page, Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        Eventually.HoldsAsync(
            async () =>
            {
                if (await condition())
                {
                    return true;
                }

                _ = await page.ReloadAsync();
                return false;
            },
            text);

    /// <summary>Loads a page again until it says what comes about by itself.</summary>
    public static Task SaysAsync(ILocator where, string what) => ShowsAsync(
        where.Page, async () => (await where.InnerTextAsync()).Contains(what, StringComparison.Ordinal), what);

    /// <summary>Keeps a picture, for whoever wants to look: EXCHANGEHUB_PICTURES names a folder.</summary>
    public async Task KeepPictureAsync()
    {
        if (Environment.GetEnvironmentVariable("EXCHANGEHUB_PICTURES") is { Length: > 0 } folder)
        {
            var name = string.Concat(page.Url[address.Length..].Where(letter => char.IsLetterOrDigit(letter) || letter == '-'));
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(folder, $"{name[..Math.Min(60, name.Length)]}-{page.ViewportSize!.Width}-"
                    + $"{await page.Locator("html").GetAttributeAsync("lang")}.png"),
                FullPage = true,
            });
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
