using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ExchangeHub.Console;
using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Language;
using ExchangeHub.Console.Pages;
using ExchangeHub.Console.Serving;
using ExchangeHub.LibCrypto;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

var builder = WebApplication.CreateBuilder(args);
var options = builder.Configuration.GetSection("Console").Get<ConsoleOptions>() ?? new ConsoleOptions();
if (!Uri.TryCreate(options.Hub, UriKind.Absolute, out var hub) || hub.Scheme is not ("http" or "https"))
{
    await Console.Error.WriteLineAsync(
        $"--Console:Hub: expected the address of the hub, such as http://127.0.0.1:7100; found '{options.Hub}'.\n"
            + $"--Console:Hub：应为枢纽的地址，例如 http://127.0.0.1:7100；实为“{options.Hub}”。");
    return 2;
}

if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out var listen) || listen.Scheme != "http"
    || !IPAddress.TryParse(listen.Host, out var address) || !IPAddress.IsLoopback(address))
{
    await Console.Error.WriteLineAsync(
        $"--Console:Listen must be a loopback address such as http://127.0.0.1:7110; found '{options.Listen}'. Without sign-in "
            + "the console does not leave this machine.\n"
            + $"--Console:Listen 应为本机回环地址，例如 http://127.0.0.1:7110；实为“{options.Listen}”。在具备登录功能之前，控制台只在本机提供。");
    return 2;
}

if (!HubAccess.TryOpen(hub, options.Identity, out var identity, out var fault)
    || !HistoryTrust.TryRead(options.HistoryPolicy, Ed25519.Verify, out var trust, out fault))
{
    await Console.Error.WriteLineAsync(fault);
    return 2;
}

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(address, listen.Port);
});
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

// A page of a stranger may give its own name an address of this machine; it does not get an answer under that name.
builder.Configuration["AllowedHosts"] = $"localhost;{listen.Host}";

var services = builder.Services;
services.AddSingleton(TimeProvider.System);
services.AddHub(hub, identity);
services.AddSingleton<Hub>().AddSingleton(trust);
services.AddHttpContextAccessor();
services.AddScoped<Tongue>().AddScoped<Zone>();
services.AddSingleton<AssetShelf>();
services.AddRazorComponents();
services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

// No form changes anything, so nothing that is protected has to outlive the process.
services.AddDataProtection().UseEphemeralDataProtectionProvider();
services.AddResponseCompression();

var app = builder.Build();
app.UseResponseCompression();
app.Use(PageHeaders.AddAsync);
app.Use(TroubleAnswer.AnswerAsync);
app.UseAntiforgery();
app.MapConsole();
app.MapRazorComponents<App>();
app.MapFallback(TroubleAnswer.NothingHereAsync);

await app.StartAsync();
var served = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
if (options.DataFolder.Length > 0)
{
    Directory.CreateDirectory(options.DataFolder);
    await File.WriteAllTextAsync(Path.Combine(options.DataFolder, "address"), served);
}

ConsoleLog.Serves(app.Logger, served, options.Hub);
await app.WaitForShutdownAsync();
return 0;
