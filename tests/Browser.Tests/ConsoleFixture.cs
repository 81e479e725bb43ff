using System.Collections.Concurrent;
using ExchangeHub.SystemTests;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>A zone with the samples played, a console that asks it, and Chromium to look at the console.</summary>
public sealed class ConsoleFixture : IAsyncLifetime, IAsyncDisposable
{
    // Nothing that Chromium does by itself, and the same pixels everywhere.
    private static readonly string[] Quietly =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--force-color-profile=srgb",
        "--hide-scrollbars",
    ];

    // However slow the machine is, a page comes about in the end.
    private static readonly float PatienceMilliseconds = (float)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private readonly RunningZone _zone = new();
    private readonly ConcurrentDictionary<(Reader, string), Lazy<Task<IBrowserContext>>> _furnished = [];
    private ConsoleProcess? _console;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Gets where the console serves.</summary>
    public string Address => _console!.Address;

    /// <summary>Gets the console.</summary>
    internal ConsoleProcess Console => _console!;

    /// <summary>Gets the zone.</summary>
    internal RunningZone Zone => _zone;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        await _zone.InitializeAsync();
        foreach (var script in Directory.GetFiles(RunningZone.Samples, "s*.json").Order(StringComparer.Ordinal)
            .Append(Path.Combine(RunningZone.Samples, "team.json")))
        {
            var told = await _zone.PlayAsync(script);
            Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
        }

        _console = await ConsoleProcess.StartAsync(
            _zone.Hub.Address, "--Console:Nodes:310118", _zone.AddressOf("310118"), "--Console:SignInsPerMinute", "1000");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium-headless-shell", Args = Quietly,
        });
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        await _zone.DisposeAsync();
    }

    /// <summary>Opens a page as a reader would who has nothing but this console.</summary>
    internal async Task<Visit> OpenAsync(string path, Reader? reader = null, ConsoleProcess? console = null)
    {
        var who = reader ?? new Reader();
        var served = console ?? _console!;
        return await GoAsync(await FurnishAsync(who, who.Role ?? RoleOf(path), served), path, who, served, isShared: false);
    }

    /// <summary>Opens a page in a window of a reader who has others open: for whoever only looks, because to furnish a browser
    /// costs more than to look.</summary>
    internal async Task<Visit> LookAtAsync(string path, Reader reader)
    {
        var role = RoleOf(path);
        var context = await _furnished.GetOrAdd(
            (reader, role), _ => new Lazy<Task<IBrowserContext>>(() => FurnishAsync(reader, role, _console!))).Value;
        return await GoAsync(context, path, reader, _console!, isShared: true);
    }

    private static async Task<Visit> GoAsync(
        IBrowserContext context, string path, Reader who, ConsoleProcess served, bool isShared)
    {
        var visit = new Visit(context, await context.NewPageAsync(), AddressOf(who, served), isShared);
        await visit.GoAsync(path, who.HasScript);
        return visit;
    }

    private async Task<IBrowserContext> FurnishAsync(Reader who, string role, ConsoleProcess served)
    {
        var address = AddressOf(who, served);
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address,
            JavaScriptEnabled = who.HasScript,
            Locale = who.IsEnglish ? "en-GB" : "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = who.Width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        await context.AddCookiesAsync([new() { Name = "language", Value = who.IsEnglish ? "en" : "zh", Url = address }]);
        if (role.Length > 0)
        {
            var session = await served.SessionAsync(role);
            await context.AddCookiesAsync([new() { Name = session.Name, Value = session.Value, Url = address }]);
        }

        return context;
    }

    private static string AddressOf(Reader who, ConsoleProcess served) => who.IsByName ? served.Named : served.Address;

    // Whom a page is for; most are for everybody who enforces.
    private static string RoleOf(string path) => path.Split('?')[0] switch
    {
        "/signin" => "",
        "/inbox" or "/decide" or "/decided" or "/confirm" or "/deliveries" or "/account" or "/cases/act" or "/cases/acted" =>
            "officer",
        "/readings" => "auditor",
        _ => "team",
    };
}

/// <summary>Who reads; without a role, somebody for whom the page is; with an empty one, somebody who has
/// not signed in. By name, the address has that of this machine and not its number.</summary>
internal sealed record Reader(
    bool HasScript = true, bool IsEnglish = false, int Width = 1440, string? Role = null, bool IsByName = false);

/// <summary>One zone, one console and one browser for all tests.</summary>
[CollectionDefinition("console")]
public sealed class ConsoleReaders : ICollectionFixture<ConsoleFixture>;
