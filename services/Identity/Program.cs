using System.Collections.Immutable;
using ExchangeHub.Certificates;
using ExchangeHub.Identity.Clients;
using ExchangeHub.Identity.Keys;
using ExchangeHub.Identity.Serving;
using ExchangeHub.Identity.Settings;
using ExchangeHub.Identity.State;
using ExchangeHub.Identity.Telemetry;
using ExchangeHub.Identity.Tokens;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace ExchangeHub.Identity;

/// <summary>The token service: the only place that knows all parts, and joins them.</summary>
internal static class Program
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>Serves; or, with <c>apply</c> as the first word, takes over the file of the clients and ends.</summary>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(args is ["apply", .. var rest] ? rest : args);
            var options = builder.Configuration.GetSection("Identity").Get<IdentityOptions>() ?? new IdentityOptions();
            await using var embedded = await StoreAsync(options, CancellationToken.None);
            await using var source = NpgsqlDataSource.Create(embedded?.ConnectionString ?? options.ConnectionString);
            if (args is ["apply", ..])
            {
                return await ApplyAsync(new Database(source), options);
            }

            await using var app = await BuildAsync(builder, options, source, TimeProvider.System);
            await app.StartAsync();
            await TellAsync(app, options);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception wrong) when (wrong is SettingException or IOException or UnauthorizedAccessException
            or EmbeddedPostgresException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return wrong is SettingException ? 2 : 1;
        }
    }

    /// <summary>Joins a token service, ready to be started.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    internal static async Task<WebApplication> BuildAsync(
        WebApplicationBuilder builder, IdentityOptions options, NpgsqlDataSource source, TimeProvider clock)
    {
        var issuer = options.ReadIssuer();
        var listen = options.ReadListen();
        var certificate = Listener.ReadCertificate(
            IdentityOptions.Demand("Certificate", options.Certificate, "identity.pem"),
            IdentityOptions.Demand("CertificateKey", options.CertificateKey, "identity.key"));
        var authorities = Listener.ReadAuthorities(
            IdentityOptions.Demand("ClientAuthorities", options.ClientAuthorities, "authorities.pem"));
        var audience = IdentityOptions.Demand("Audience", options.Audience, "urn:exchangehub:hub:yrd-demo");
        var seal = KeySeal.Read(IdentityOptions.Demand("Seal", options.Seal, "seal.key"));
        var database = new Database(source);

        builder.WebHost.ConfigureKestrel(kestrel => Listener.Configure(kestrel, listen, certificate));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error); // a stranger can make it warn as often as he likes
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddSingleton(clock).AddSingleton(database).AddSingleton(seal).AddSingleton<ClientTable>();
        builder.Services.AddSingleton<KeyRing>().AddSingleton<UsedAssertions>();
        builder.Services.AddSingleton(new ClientCertificates(authorities, Subjects.UrisOf, clock))
            .AddSingleton(new AssertionCheck(issuer, clock));
        builder.Services.AddSingleton<ClientProof>().AddSingleton<TokenEndpoint>();
        builder.Services.AddSingleton(provider => new AccessTokens(
            issuer, audience, provider.GetRequiredService<KeyRing>(), clock));
        builder.Services.AddSingleton(provider => new Documents(issuer, provider.GetRequiredService<KeyRing>()));
        builder.Services.AddHostedService<Upkeep>();

        var app = builder.Build();
        app.Use((http, next) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return next(http);
        });
        app.MapGet(Documents.MetadataPath, (Documents documents) => documents.Metadata());
        app.MapGet(Documents.KeysPath, (Documents documents, HttpResponse response) => documents.Keys(response));
        app.MapPost(TokenEndpoint.Path, (TokenEndpoint endpoint, HttpContext http) =>
            endpoint.AnswerAsync(http, http.RequestAborted));
        await BeginAsync(app, database, options);
        return app;
    }

    private static async Task BeginAsync(WebApplication app, Database database, IdentityOptions options)
    {
        var clients = ReadClients(IdentityOptions.Demand("Clients", options.Clients, "clients.json"));
        await database.InstallAsync(CancellationToken.None);
        await app.Services.GetRequiredService<ClientTable>().ApplyAsync(
            clients, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), CancellationToken.None);
        IdentityLog.Applied(app.Logger, clients.Length);
        await app.Services.GetRequiredService<KeyRing>().TurnAsync(CancellationToken.None);
    }

    private static async Task<EmbeddedPostgres?> StoreAsync(IdentityOptions options, CancellationToken cancellation)
    {
        if (options.ConnectionString.Length > 0)
        {
            return null;
        }

        var folder = IdentityOptions.Demand("DataFolder", options.DataFolder, "identity");
        Directory.CreateDirectory(folder);
        return await EmbeddedPostgres.StartAsync(
            Path.Combine(folder, "postgres"),
            TimeProvider.System,
            LoggerFactory.Create(logging => logging.AddConsole()).CreateLogger<EmbeddedPostgres>(),
            cancellation);
    }

    private static async Task<int> ApplyAsync(Database database, IdentityOptions options)
    {
        var clients = ReadClients(IdentityOptions.Demand("Clients", options.Clients, "clients.json"));
        await database.InstallAsync(CancellationToken.None);
        await new ClientTable(database).ApplyAsync(clients, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return 0;
    }

    private static ImmutableArray<Client> ReadClients(string path)
    {
        try
        {
            return ClientFile.Parse(File.ReadAllText(path));
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingException(new Wording(
                $"Identity:Clients 的文件“{path}”不能使用。原因：{unusable.Message}",
                $"Identity:Clients: '{path}' cannot be used. Cause: {unusable.Message}"));
        }
    }

    private static async Task TellAsync(WebApplication app, IdentityOptions options)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        if (options.DataFolder.Length > 0)
        {
            Directory.CreateDirectory(options.DataFolder);
            await File.WriteAllTextAsync(Path.Combine(options.DataFolder, "address"), address);
        }

        IdentityLog.Serves(app.Logger, options.Issuer, address);
    }
}
