using System.Text.Json;
using ExchangeHub.Agreements;
using ExchangeHub.Disclosures;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Grpc;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Disclosures;
using ExchangeHub.Node.Errors;
using ExchangeHub.Node.History;
using ExchangeHub.Node.Holding;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Outbox;
using ExchangeHub.Node.Registry;
using ExchangeHub.Node.Reliances;
using ExchangeHub.Node.Serving;
using ExchangeHub.Node.Settings;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Submissions;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WireStatement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Node;

/// <summary>The district's gateway: the only place that knows all parts, and joins them.</summary>
internal static class Program
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    public static async Task<int> Main(string[] args)
    {
        try
        {
            if (args is ["init-key", .. var rest])
            {
                return InitKey(rest);
            }

            await using var app = Build(args, TimeProvider.System);
            var address = app.Services.GetRequiredService<AddressFile>();
            address.Remove();
            await app.StartAsync();
            await address.WriteAsync(app.Urls.Single());
            Tell(app);
            await app.WaitForShutdownAsync();

            // A loop that failed for a reason nobody foresaw has stopped the host; whoever supervises the node must see that.
            var loops = app.Services.GetServices<IHostedService>().OfType<BackgroundService>();
            return loops.Any(loop => loop.ExecuteTask?.IsFaulted == true) ? 1 : 0;
        }
        catch (Exception wrong) when (wrong is SettingException or InvalidOperationException or IOException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return wrong is SettingException ? 2 : 1;
        }
    }

    /// <summary>Joins a node, ready to be started.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    /// <exception cref="InvalidOperationException">The data folder is in use, or of a later version.</exception>
    internal static WebApplication Build(string[] args, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = builder.Configuration.GetSection("Node").Get<NodeOptions>() ?? new NodeOptions();
        var node = options.ReadId();
        var listen = options.ReadListen();
        var hub = options.ReadHub();
        var network = ReadNetwork(NodeOptions.Demand("Network", options.Network, "network.json"));
        var key = NodeKey.Load(NodeOptions.Demand("Key", options.Key, "node.pem"), node, network);
        var folder = NodeOptions.Demand("DataFolder", options.DataFolder, "data");

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error); // a stranger can make it warn as often as he likes
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<ErrorInterceptor>());
        builder.Services.AddGrpcHealth().AddGrpcReflection();
        builder.Services.AddSingleton(new AddressFile(folder)).AddSingleton(clock).AddSingleton(network).AddSingleton(key);
        builder.Services.AddSingleton(HistoryTrust.Open(network, node, options.WitnessKey, OpenEd25519, Ed25519.Verify));
        AddParts(builder.Services, node, folder, network);
        var (identity, tokens) = (options.ReadIdentity(clock), options.ReadTokenIssuer());
        if (identity is not null)
        {
            builder.Services.AddHostedService(
                provider => ActivatorUtilities.CreateInstance<RenewalLoop>(provider, identity, hub));
        }

        builder.Services.AddSingleton(_ => HubChannel.Open(hub, identity, tokens));
        builder.Services.AddSingleton(
            provider => new PublicationService.PublicationServiceClient(provider.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(
            provider => new AgreementService.AgreementServiceClient(provider.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(
            provider => new DeliveryService.DeliveryServiceClient(provider.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(
            provider => new HistoryService.HistoryServiceClient(provider.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(
            provider => new DisclosureService.DisclosureServiceClient(provider.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(
            provider => new EvidenceTransferService.EvidenceTransferServiceClient(provider.GetRequiredService<GrpcChannel>()));
        if (options.EvidenceFolder.Length > 0)
        {
            builder.Services.AddSingleton(new HeldFiles(Path.GetFullPath(options.EvidenceFolder), clock))
                .AddHostedService<HoldingLoop>();
        }

        builder.Services.AddSingleton(_ => new HubHistory(HubChannel.OpenHttp(hub, identity)));

        var app = builder.Build();
        app.MapGrpcService<NodeGrpcService>();
        app.MapGrpcService<DisclosureGrpcService>();
        app.MapGrpcHealth();
        app.MapGrpcReflection();
        Observe(app.Services);
        return app;
    }

    private static Ed25519Key OpenEd25519(string pem)
    {
        var key = Ed25519PrivateKey.FromPem(pem);
        return new Ed25519Key([.. key.PublicKey], key.Sign);
    }

    private static Network ReadNetwork(string path)
    {
        try
        {
            return NetworkFile.Parse(
                File.ReadAllText(path),
                new RuleSetFolder(Path.GetDirectoryName(Path.GetFullPath(path))!).Read,
                Ed25519Suite.FindAll());
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or JsonException
            or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SettingException(new Wording(
                $"Node:Network 的文件“{path}”无法读取：应为各方签署的网络文件，与枢纽所用的相同。原因：{unusable.Message}",
                $"Node:Network: '{path}' cannot be read. It must be the network file that the parties signed off, the same as "
                + $"the hub's. Cause: {unusable.Message}"));
        }
    }

    private static void AddParts(IServiceCollection services, NodeId node, string folder, Network network)
    {
        // The district that receives is the node's party; an arbiter has none and receives for its own division.
        var receiver = network.Nodes[node].Party ?? node.Jurisdiction;
        var writer = new StatementWriter(network.Id, node);
        services.AddSingleton<IStatementReader, StatementReader>();
        services.AddSingleton<CheckRequest>(FieldRules.Check);
        services.AddSingleton<IAgreementActReader, AgreementActReader>().AddSingleton<ReadRules>(RuleSetFolder.Parse);
        services.AddSingleton<AgreementKeeper>();
        services.AddSingleton<NetworkInForce>(
            provider => () => provider.GetRequiredService<AgreementKeeper>().State.Network);
        services.AddSingleton<DraftStatement>((request, freshId, publishedAt) => WireStatement.Parser.ParseFrom(
            writer.Write(request, freshId, new StatementPlace(1, null, publishedAt)).Span));
        services.AddSingleton(new Subscriber(node, receiver));
        services.AddSingleton(_ => new NodeStore(folder));
        services.AddSingleton<NodeMetrics>().AddSingleton<HubContact>();
        services.AddSingleton<OutboxStore>().AddSingleton<Door>().AddSingleton<Submitter>();
        services.AddSingleton<InboxStore>().AddSingleton<EnvelopeVerifier>().AddSingleton<ArrivalDesk>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RelianceDesk>(provider, receiver));
        services.AddSingleton<NodeCondition>().AddSingleton<StuckDesk>().AddSingleton<NodeGrpcService>();
        services.AddSingleton<ReadDisclosureAct>(DisclosureActs.Read).AddSingleton<DisclosureActStore>();
        services.AddSingleton<HeldStatements>();
        services.AddSingleton(provider => new DisclosureVault(provider.GetRequiredService<NodeStore>(), folder));
        services.AddSingleton<DisclosureVoice>().AddSingleton<DisclosureDesk>().AddHostedService<DisclosureFollower>();
        services.AddSingleton<HistoryFindings>().AddSingleton<WitnessDesk>();
        services.AddHostedService<Forwarder>().AddHostedService<Follower>().AddHostedService<AgreementFollower>();
        services.AddHostedService<Witnessing>().AddHostedService<HistoryWatch>();
    }

    private static void Observe(IServiceProvider services)
    {
        var outbox = services.GetRequiredService<OutboxStore>();
        var inbox = services.GetRequiredService<InboxStore>();
        var clock = services.GetRequiredService<TimeProvider>();
        services.GetRequiredService<NodeMetrics>().Observe(
            outboxDepth: () => outbox.Count().Waiting,
            outboxAge: () => outbox.Count().OldestAt is { } oldest ? (clock.GetUtcNow() - oldest).TotalSeconds : 0,
            inboxLag: () => inbox.Reach() is var reach ? Math.Max(0, reach.HeadSeen - reach.CompleteTo) : 0);
    }

    private static void Tell(WebApplication app) => NodeLog.Serves(
        app.Logger,
        app.Services.GetRequiredService<Subscriber>().Node.ToString(),
        app.Urls.Single(),
        app.Services.GetRequiredService<OutboxStore>().Count().Waiting,
        app.Services.GetRequiredService<InboxStore>().Reach().CompleteTo);

    private static int InitKey(string[] arguments)
    {
        if (arguments is not [var path])
        {
            Console.Error.WriteLine("用法：init-key 文件\nUsage: init-key FILE");
            return 2;
        }

        var (publicKey, keyId) = NodeKey.Make(path);
        Console.WriteLine($"{Convert.ToBase64String(publicKey)}\n{keyId}");
        return 0;
    }
}
