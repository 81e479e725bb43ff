using System.Net;
using System.Security.Cryptography;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.Blobs;
using ExchangeHub.Cases;
using ExchangeHub.Certificates;
using ExchangeHub.Disclosures;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Grpc;
using ExchangeHub.Guards;
using ExchangeHub.History;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Access.Tokens;
using ExchangeHub.Hub.Cases;
using ExchangeHub.Hub.Deliveries;
using ExchangeHub.Hub.Disclosures;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Guards;
using ExchangeHub.Hub.HandOvers;
using ExchangeHub.Hub.History;
using ExchangeHub.Hub.Lists;
using ExchangeHub.Hub.Operations;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Queries;
using ExchangeHub.Hub.Recognitions;
using ExchangeHub.Hub.Registry;
using ExchangeHub.Hub.Rest;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Hub.Transfers;
using ExchangeHub.Hub;
using ExchangeHub.LibCrypto;
using ExchangeHub.Lists;
using ExchangeHub.Messaging;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Schema;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Postgres;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Transfers;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

var builder = WebApplication.CreateBuilder(args);
var options = builder.Configuration.GetSection("Hub").Get<HubOptions>() ?? new HubOptions();
if (options.DataFolder.Length == 0 || options.Network.Length == 0)
{
    await Console.Error.WriteLineAsync(
        "The hub needs --Hub:DataFolder DIR and --Hub:Network FILE (see docs/operations.md).\n枢纽启动需要 --Hub:DataFolder 目录 与 "
            + "--Hub:Network 文件（见 docs/operations.md）。");
    return 2;
}

Doors doors;
try
{
    doors = Doors.Read(options, TimeProvider.System);
}
catch (IdentityException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return 2;
}

Directory.CreateDirectory(options.DataFolder);
Network network;
try
{
    network = NetworkFile.Parse(
        await File.ReadAllTextAsync(options.Network),
        new RuleSetFolder(Path.GetDirectoryName(Path.GetFullPath(options.Network))!).Read,
        Ed25519Suite.FindAll());
}
catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
{
    return await DoesNotStart("原因见上。", unusable.Message);
}

var (keys, keyFault) = HubKeys.Open(options, network, new Ed25519Keys(
    OpenEd25519, () => Ed25519PrivateKey.WritePem(RandomNumberGenerator.GetBytes(Ed25519.SeedLength)), Ed25519.Verify,
    [Es256.Suite, .. Ed25519Suite.FindAll()]));
if (keys is null)
{
    return await DoesNotStart(keyFault!.Chinese, keyFault.English);
}

IPEndPoint? rest = null;
if (options.Rest.Length > 0)
{
    if (doors.AreSecure || !Uri.TryCreate(options.Rest, UriKind.Absolute, out var plain) || plain.Scheme != Uri.UriSchemeHttp
        || !IPAddress.TryParse(plain.Host, out var local) || !IPAddress.IsLoopback(local))
    {
        await Console.Error.WriteLineAsync(
            $"--Hub:Rest must be a loopback address such as http://127.0.0.1:7190, of a hub without TLS; "
                + $"found '{options.Rest}'.\n"
                + $"--Hub:Rest 应为未启用 TLS 的枢纽的本机回环地址，例如 http://127.0.0.1:7190；实为“{options.Rest}”。");
        return 2;
    }

    rest = new IPEndPoint(local, plain.Port);
}

IPEndPoint? history = null;
if (options.History.Length > 0)
{
    if (!Uri.TryCreate(options.History, UriKind.Absolute, out var anybody) || anybody.Scheme != Uri.UriSchemeHttp
        || !IPAddress.TryParse(anybody.Host, out var shown))
    {
        await Console.Error.WriteLineAsync(
            $"--Hub:History must be an address such as http://127.0.0.1:7180; found '{options.History}'.\n"
                + $"--Hub:History 应为 http://127.0.0.1:7180 形式的地址；实为“{options.History}”。");
        return 2;
    }

    history = new IPEndPoint(shown, anybody.Port);
}

builder.WebHost.ConfigureKestrel(kestrel =>
{
    // A statement has 1 MiB at most; the envelope around it some hundred bytes.
    kestrel.Limits.MaxRequestBodySize = null;
    doors.Open(kestrel);
    if (rest is not null)
    {
        kestrel.Listen(rest, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }

    if (history is not null)
    {
        kestrel.Listen(history, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.IsForAnybody();
        });
    }
});
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

await using var embedded = options.ConnectionString.Length > 0 ? null : await EmbeddedPostgres.StartAsync(
    Path.Combine(options.DataFolder, "postgres"),
    TimeProvider.System,
    LoggerFactory.Create(logging => logging.AddConsole()).CreateLogger<EmbeddedPostgres>(),
    CancellationToken.None);
await using var source = Sources.Open(embedded?.ConnectionString ?? options.ConnectionString);
_ = await PostgresSchema.InstallAsync(source, CancellationToken.None);

var services = builder.Services;

// Every call ends within moments of the signal. A connection that its peer broke in the midst of thousands of resets may not, and
// must not hold up a restart for the usual half a minute.
services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
services.AddSingleton(TimeProvider.System);
services.AddSingleton(network);
services.AddSingleton<NetworkInForce>(
    provider => () => provider.GetRequiredService<AgreementDesk>().State.Network);
services.AddSingleton<NodeWatch>();
services.AddHostedService(provider => provider.GetRequiredService<NodeWatch>());
services.AddSingleton<IAgreementActReader, AgreementActReader>();
services.AddSingleton<IAgreementCodec, AgreementCodec>();
services.AddSingleton<AgreementDesk>();
services.AddHostedService(provider => provider.GetRequiredService<AgreementDesk>());
services.AddSingleton<IMemberCodec, MemberCodec>();
services.AddSingleton(new Callers(network, doors.AreSecure));
services.AddSingleton<LiveCalls>();
services.AddSingleton<MembersDesk>();
services.AddHostedService(provider => provider.GetRequiredService<MembersDesk>());
services.AddSingleton(provider => new Admissions(
    provider.GetRequiredService<MembersDesk>(), network, doors.Authority, TimeProvider.System));
services.AddSingleton<Ownership>();
services.AddSingleton<IStatementReader, StatementReader>();
services.AddSingleton<CheckRequest>(FieldRules.Check);
services.AddSingleton<IEventCodec, EventCodec>();
services.AddSingleton(source);
services.AddSingleton<IEventLog>(provider => new PostgresEventLog(
    source, TimeProvider.System, provider.GetRequiredService<ILogger<PostgresEventLog>>()));
services.AddSingleton<ISubscriptions, SubscriptionTable>();
services.AddSingleton(provider => new RecordProjection(provider.GetRequiredService<IEventCodec>()));
services.AddSingleton(provider => new SubjectProjection(provider.GetRequiredService<IEventCodec>(),
    provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<NetworkInForce>()));
services.AddSingleton(provider => Runner(provider, provider.GetRequiredService<RecordProjection>()));
services.AddSingleton<ShownRows>();
services.AddSingleton<IRecordIndex, RecordIndex>();
services.AddHostedService(provider => new Running(provider.GetRequiredService<ProjectionRunner>().RunAsync));
services.AddSingleton<IReadModel>(provider => Model(
    provider, provider.GetRequiredService<ProjectionRunner>(), provider.GetRequiredService<RecordProjection>()));
AddReadModel<SubjectProjection>("subjects");
services.AddSingleton(provider => new ListProjection(provider.GetRequiredService<IEventCodec>(),
    provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<NetworkInForce>()));
services.AddSingleton<ICreditLists>(provider => new CreditLists(
    source, provider.GetRequiredKeyedService<ProjectionRunner>("lists")));
AddReadModel<ListProjection>("lists");
services.AddSingleton(new ListTerms(TimeSpan.FromHours(options.AcknowledgeWithinHours)));
services.AddSingleton<Handing>().AddSingleton<ListDesk>().AddHostedService<ListChaser>();
services.AddSingleton<ReadModelMetrics>();
services.AddSingleton<ISubjectIndex>(provider => new SubjectIndex(
    source, provider.GetRequiredKeyedService<ProjectionRunner>("subjects"), provider.GetRequiredService<NetworkInForce>()));

services.AddSingleton<IReadingCodec, ReadingCodec>().AddSingleton<ReadingQuota>().AddSingleton<Readings>();
services.AddHostedService(provider => provider.GetRequiredService<Readings>());
services.AddSingleton(provider => new ReadingProjection(
    provider.GetRequiredService<IEventCodec>(), provider.GetRequiredService<IReadingCodec>()));
AddReadModel<ReadingProjection>("readings");
services.AddSingleton<IReadingTrail>(provider => new ReadingTrail(
    source, provider.GetRequiredKeyedService<ProjectionRunner>("readings")));
services.AddSingleton<ReadDisclosureAct>(DisclosureActs.Read).AddSingleton<IDisclosureCodec, DisclosureCodec>();
services.AddSingleton<ListCommitments>(statement => [.. Commitments.OfStatement(statement).Keys]);
services.AddSingleton<DisclosureDesk>().AddHostedService(provider => provider.GetRequiredService<DisclosureDesk>());
services.AddSingleton<GuardQuestions>().AddSingleton<HubMetrics>();
services.AddSingleton(options).AddSingleton(keys).AddSingleton<IHistoryStore, HistoryTable>().AddSingleton<SeenCheckpoint>();
services.AddSingleton<HistoryReader>().AddSingleton<ReceiptSigner>().AddSingleton<HistoryKeeper>();
services.AddHostedService(provider => provider.GetRequiredService<HistoryKeeper>());
services.AddSingleton(provider => new StateProjection(provider.GetRequiredService<IEventCodec>()));
services.AddSingleton<IStateIndex>(provider => new StateTable(
    source, provider.GetRequiredKeyedService<ProjectionRunner>("states")));
AddReadModel<StateProjection>("states");
if (TimestampAuthority.AddTo(services, options.TimestampAuthority) is { } unfit)
{
    await Console.Error.WriteLineAsync(unfit);
    return 2;
}

services.AddSingleton<StateTrees>().AddHostedService<StateKeeper>();
services.AddSingleton<IQuarantine, QuarantineTable>();
services.AddSingleton<Quarantine>();
services.AddSingleton<StatementGate>();
services.AddSingleton<Streams>();
services.AddHostedService<Sweeper>();
services.AddSingleton<Acceptance>().AddSingleton<CaseFiles>().AddSingleton<CaseFiling>();
services.AddSingleton(provider => new CaseProjection(provider.GetRequiredService<IEventCodec>(),
    provider.GetRequiredService<IEventLog>(), provider.GetRequiredService<NetworkInForce>()));
services.AddSingleton<ICaseIndex>(provider => new CaseIndex(
    source, provider.GetRequiredKeyedService<ProjectionRunner>("joint-cases"), provider.GetRequiredService<ShownRows>()));
AddReadModel<CaseProjection>("joint-cases");
services.AddSingleton<Publisher>();
services.AddSingleton<DossierLookup>();
options.Evidence.Folder =
    Path.GetFullPath(options.Evidence.Folder.Length > 0 ? options.Evidence.Folder : Path.Combine(options.DataFolder, "evidence"));
services.AddSingleton<IPackageShelf, PackageTable>();
try
{
    var (keyId, secret) = options.Evidence.ReadBucketKey();
    services.AddSingleton<IBlobStore>(options.Evidence.Bucket.Length > 0
        ? new S3BlobStore(options.Evidence.Bucket, keyId, secret)
        : new DiskBlobStore(Path.Combine(options.Evidence.Folder, "blobs")));
}
catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(
        $"--Hub:Evidence:Bucket cannot be used; the hub does not start. {unusable.Message}\n"
            + $"--Hub:Evidence:Bucket 不能使用，枢纽未启动。{unusable.Message}");
    return 2;
}

services.AddTransfers(options.Evidence);
services.AddSingleton<RecordDesk>().AddSingleton<DecisionDesk>().AddSingleton<StateDesk>().AddSingleton<EnterpriseDesk>();
services.AddSingleton<PeersDesk>();
services.AddSingleton<ReadRules>(RuleSetFolder.Parse);
services.AddSingleton<Simulator>();
services.AddSingleton<CascadeTracer>();
services.AddSingleton<Subscribers>();
services.AddSingleton<DeliveryFeed>();
services.AddHostedService(provider => provider.GetRequiredService<DeliveryFeed>());
services.AddNotices(options.Broker.Length > 0 ? options.Broker : null);
if (options.TokenIssuer.Length > 0)
{
    try
    {
        new TokenOptions(options.TokenIssuer, options.TokenAudience, options.TokenMetadata, options.TokenAuthorities)
            .AddTo(services);
    }
    catch (FormatException unusable)
    {
        await Console.Error.WriteLineAsync(unusable.Message);
        return 2;
    }
}

services.AddGrpcHealth();
services.AddGrpcReflection();
services.AddGrpc(grpc =>
{
    grpc.MaxReceiveMessageSize = 1024 * 1024 + 4096;
    grpc.Interceptors.Add<ErrorInterceptor>();
    grpc.Interceptors.Add<Gatekeeper>();
    if (options.TokenIssuer.Length > 0)
    {
        grpc.Interceptors.Add<TokenGate>();
    }
}).AddServiceOptions<RecognitionGrpcService>(TakesDocuments).AddServiceOptions<AgreementGrpcService>(TakesDocuments);

var app = builder.Build();
app.KeepStrangersOut();
app.MapHistory();
app.MapGrpcService<PublicationGrpcService>();
app.MapGrpcService<RecognitionGrpcService>();
app.MapGrpcService<DeliveryGrpcService>();
app.MapGrpcService<QueryGrpcService>();
app.MapGrpcService<RegistryGrpcService>();
app.MapGrpcService<AgreementGrpcService>();
app.MapGrpcService<GuardGrpcService>();
app.MapGrpcService<EvidenceTransferGrpcService>();
app.MapGrpcService<HandOverGrpcService>();
app.MapGrpcService<JointCaseGrpcService>();
app.MapGrpcService<AccessGrpcService>();
app.MapGrpcService<DisclosureGrpcService>();
app.MapEnrolment();
app.MapGrpcService<HistoryGrpcService>();
app.MapGrpcService<OperationGrpcService>();
app.MapGrpcService<ListGrpcService>();
RestDoor.Map(app);
app.MapGrpcHealth();
app.MapGrpcReflection();

if (!await app.Services.GetRequiredService<ShownRows>().IsOnAsync(CancellationToken.None))
{
    AccessLog.RowsNotSecured(app.Logger);
}

if ((await app.Services.GetRequiredService<AgreementDesk>().BeginAsync(CancellationToken.None)
    ?? await app.Services.GetRequiredService<MembersDesk>().BeginAsync(CancellationToken.None)) is { } fault)
{
    return await DoesNotStart(fault.Chinese, fault.English);
}

if (await app.Services.GetRequiredService<HistoryKeeper>().BeginAsync(CancellationToken.None) is { } contradiction)
{
    await Console.Error.WriteLineAsync(
        $"The hub does not start. {contradiction.English}\n枢纽未启动。{contradiction.Chinese}");
    return 1;
}

await app.Services.GetRequiredService<NodeWatch>().BeginAsync(CancellationToken.None);
_ = app.Services.GetRequiredService<ReadModelMetrics>();
await app.StartAsync();
var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
var served = addresses[0];
if (history is not null)
{
    await File.WriteAllTextAsync(Path.Combine(options.DataFolder, "history-address"), addresses[^1]);
}

if (rest is not null)
{
    await File.WriteAllTextAsync(Path.Combine(options.DataFolder, "rest-address"), addresses[1]);
}

await doors.TellAsync(options.DataFolder, addresses, app.Logger);
HubLog.Serves(
    app.Logger, network.Id, served, await app.Services.GetRequiredService<IEventLog>().HeadAsync(CancellationToken.None));
await app.WaitForShutdownAsync();

// The log lets go of the store before the embedded store ends.
await app.DisposeAsync();
return Environment.ExitCode;

// A rule set has 2 MiB at most.
static void TakesDocuments(Grpc.AspNetCore.Server.GrpcServiceOptions grpc) => grpc.MaxReceiveMessageSize = 2 * 1024 * 1024 + 4096;

ProjectionRunner Runner(IServiceProvider provider, IPostgresProjection projection) => new(
    provider.GetRequiredService<IEventLog>(), source, projection, TimeProvider.System,
    provider.GetRequiredService<ILogger<ProjectionRunner>>());

PostgresReadModel Model(IServiceProvider provider, ProjectionRunner runner, IPostgresProjection projection) =>
    new(runner, new ProjectionRebuild(provider.GetRequiredService<IEventLog>(), source, projection));

void AddReadModel<T>(string name)
    where T : class, IPostgresProjection
{
    services.AddKeyedSingleton(name, (provider, _) => Runner(provider, provider.GetRequiredService<T>()));
    services.AddSingleton<IReadModel>(provider => Model(
        provider, provider.GetRequiredKeyedService<ProjectionRunner>(name), provider.GetRequiredService<T>()));

    // Not AddHostedService, which takes a second one of a type for the first.
    services.AddSingleton<IHostedService>(provider => new Running(
        provider.GetRequiredKeyedService<ProjectionRunner>(name).RunAsync));
}

static Ed25519Key OpenEd25519(string pem)
{
    var key = Ed25519PrivateKey.FromPem(pem);
    return new Ed25519Key([.. key.PublicKey], key.Sign);
}

async Task<int> DoesNotStart(string chinese, string english)
{
    await Console.Error.WriteLineAsync(
        $"--Hub:Network: '{options.Network}' cannot be used; the hub does not start. {english}\n"
            + $"--Hub:Network：“{options.Network}”不能使用，枢纽未启动。{chinese}");
    return 2;
}
