using System.Text.Encodings.Web;
using System.Text.Unicode;
using ExchangeHub.Console;
using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Confirming;
using ExchangeHub.Console.Deciding;
using ExchangeHub.Console.Exporting;
using ExchangeHub.Console.Language;
using ExchangeHub.Console.Pages;
using ExchangeHub.Console.Persons;
using ExchangeHub.Console.Serving;
using ExchangeHub.LibCrypto;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

if (args is ["accounts", .. var command])
{
    return await AccountsCommand.RunAsync(command);
}

var builder = WebApplication.CreateBuilder(args);
var options = builder.Configuration.GetSection("Console").Get<ConsoleOptions>() ?? new ConsoleOptions();
var (settings, fault) = Settings.Read(options);
if (settings is not var (hub, identity, tokens, listening)
    || !HistoryTrust.TryRead(options.HistoryPolicy, Ed25519.Verify, out var trust, out fault))
{
    await Console.Error.WriteLineAsync(fault);
    return 2;
}

builder.WebHost.ConfigureKestrel(listening.Apply);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

builder.Configuration["AllowedHosts"] = listening.Hosts;

var services = builder.Services;
services.AddSingleton(TimeProvider.System);
services.AddHub(hub, identity, tokens);
services.AddScoped<Hub>().AddSingleton(trust);
services.AddHttpContextAccessor();
services.AddScoped<Tongue>();
services.AddScoped<Zone>();
services.AddSingleton(new Nodes(options.Nodes)).AddScoped<DecisionDesk>();
services.AddSingleton<Proposals>().AddScoped<SecondDesk>();
services.AddSingleton(options).AddSingleton<Exports>().AddScoped<ExportDesk>();
services.AddSingleton<AssetShelf>();
services.AddRazorComponents();
services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

services.AddAccounts(options.DataFolder).AddSignIn(listening.IsSecure);
services.AddRateLimiter(limiter => SignInRate.Apply(limiter, Math.Max(1, options.SignInsPerMinute)));
services.AddResponseCompression();

var app = builder.Build();
app.UseResponseCompression();
app.Use(PageHeaders.AddAsync);
app.Use(TroubleAnswer.AnswerAsync);
if (listening.IsSecure)
{
    app.UseHsts();
}

app.UseAuthentication();
app.UseRateLimiter();
app.Use(Gate.CheckAsync);
app.UseAntiforgery();
app.MapConsole();
app.MapSearch();
app.MapRazorComponents<App>();
app.MapFallback(TroubleAnswer.NothingHereAsync).WithMetadata(new Gate.Nowhere());

await app.StartAsync();
var served = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
await File.WriteAllTextAsync(Path.Combine(options.DataFolder, "address"), served);
ConsoleLog.Serves(app.Logger, served, options.Hub);
await app.WaitForShutdownAsync();
return 0;
