using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExchangeHub.Access;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Certificates;
using ExchangeHub.Grpc;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Access;

/// <summary>
/// A hub with TLS, two operators, and the nodes of Qingpu and Wujiang: everybody but the operators admitted on the way that
/// everybody takes. Tests that take a key away admit a member of their own for it.
/// </summary>
public sealed class SecureHub : IAsyncLifetime
{
    private static readonly DateTimeOffset LastYear = DateTimeOffset.UtcNow.AddYears(-1);
    internal const int RecordsPerHour = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-access-").FullName;
    private readonly CertificateAuthority _root = CertificateAuthority.MakeRoot("yrd-demo", LastYear);
    private int _issued;

    public SecureHub() => Issuing = _root.MakeIssuing(LastYear);

    internal NodeVoice Qingpu { get; } = new("310118");

    internal NodeVoice Wujiang { get; } = new("320509");

    internal NodeVoice Jiashan { get; } = new("330421");

    /// <summary>Gets what else the hub is started with.</summary>
    internal string[] More { get; set; } = [];

    /// <summary>Gets a penalty of Wujiang, one and the same for all tests.</summary>
    internal Protos.Record.V1.Envelope PenaltyOfWujiang => field ??= Wujiang.Say(Samples.Penalty(), Samples.PublishedAt);

    internal CertificateAuthority Issuing { get; }

    internal HubProcess Hub { get; private set; } = null!;

    /// <summary>Gets the folder of the identity that the hub shows.</summary>
    internal string HubIdentity { get; private set; } = "";

    internal string Zhang { get; private set; } = "";

    internal string Li { get; private set; } = "";

    internal string QingpuIdentity { get; private set; } = "";

    internal string WujiangIdentity { get; private set; } = "";

    internal string RootFile => Path.Combine(HubIdentity, IdentityFolder.RootFile);

    internal string AuthorityFolderOfHub => Path.Combine(_folder, "authority");

    internal Uri Enrolment => new(File.ReadAllText(Path.Combine(Hub.Folder, "enrolment-address")));

    public async Task InitializeAsync()
    {
        AuthorityFolder.Write(AuthorityFolderOfHub, Issuing);
        HubIdentity = Issue("hub:main", "127.0.0.1", "localhost");
        (Zhang, Li) = (Issue("operator:zhang"), Issue("operator:li"));
        Hub = new HubProcess([Qingpu, Wujiang, Jiashan])
        {
            FirstListen = "https://127.0.0.1:0",
            More = ["--Hub:Identity", HubIdentity, "--Hub:Authority", AuthorityFolderOfHub, "--Hub:Enrol", "https://127.0.0.1:0",
                "--Hub:RecordsPerHour", $"{RecordsPerHour}", .. More],
        };
        Name(Hub.NetworkFile);
        await Hub.StartAsync();
        QingpuIdentity = await AdmitAsync("node:310118");
        WujiangIdentity = await AdmitAsync("node:320509");
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        Issuing.Dispose();
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Opens a channel as the holder of an identity, who reads for a purpose.</summary>
    internal GrpcChannel Connect(
        string identity, string? address = null, string? purpose = "supervision", string caseNumber = "") =>
        GrpcChannel.ForAddress(
            address ?? Hub.Address,
            new GrpcChannelOptions
            {
                HttpHandler = new StatedPurpose(
                    new SocketsHttpHandler { SslOptions = Peers.ToHub(IdentityFolder.Open(identity, TimeProvider.System)) },
                    purpose, caseNumber),
                DisposeHttpClient = true,
            });

    internal AccessService.AccessServiceClient As(string identity) => new(Connect(identity));

    /// <summary>Gives a member a certificate that the registry does not know, in a folder of its own.</summary>
    internal string Issue(string member, params string[] hosts) => IssueAt(DateTimeOffset.UtcNow, member, hosts);

    internal string IssueAt(DateTimeOffset at, string member, params string[] hosts)
    {
        var folder = FreshFolder();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Issuing.Issue(new PublicKey(key), MemberId.Parse(member), hosts, at);
        IdentityFolder.Write(folder, [certificate, Issuing.Certificate], key, _root.Certificate);
        return folder;
    }

    /// <summary>Admits a member: one operator invites, it proposes a key, the other operator approves, it fetches.</summary>
    /// <returns>The folder of its identity.</returns>
    internal async Task<string> AdmitAsync(string member, params string[] receivers)
    {
        var code = (await As(Zhang).InviteAsync(new InviteRequest { Member = member, Receivers = { receivers } })).Code;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var client = new EnrolmentClient(Enrolment, Peers.ToHub(_root.Certificate));
        var request = KeyRequests.Make(key);
        Assert.Null((await client.EnrolAsync(code, request, CancellationToken.None)).Certificates);
        _ = await As(Li).ApproveAsync(new ApproveRequest { Pin = $"{Digest.Of(key.ExportSubjectPublicKeyInfo())}" });
        var (certificates, _) = await client.EnrolAsync(code, request, CancellationToken.None);
        var folder = FreshFolder();
        IdentityFolder.Write(folder, certificates!, key, _root.Certificate);
        return folder;
    }

    /// <summary>Says what a client sees that connects with whatever certificate: a status of HTTP, or a broken
    /// connection.</summary>
    internal async Task<string> KnockAsync(
        X509Certificate2? certificate, SslProtocols protocols = SslProtocols.Tls13, string? address = null)
    {
        var security = Peers.ToHub(_root.Certificate);
        security.EnabledSslProtocols = protocols;
        security.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!;
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = security });
        try
        {
            using var response = await http.GetAsync(new Uri(new Uri(address ?? Hub.Address), "/.well-known/est/crl"));
            return $"{(int)response.StatusCode}";
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or AuthenticationException)
        {
            return "broken";
        }
    }

    internal static X509Certificate2 CertificateOf(string identity) =>
        IdentityFolder.Open(identity, TimeProvider.System).Read().Certificate;

    internal string FreshFolder() => Path.Combine(_folder, $"identity-{Interlocked.Increment(ref _issued)}");

    /// <summary>Names the operators in a network file.</summary>
    internal void Name(string networkFile)
    {
        var network = JsonNode.Parse(File.ReadAllText(networkFile))!;
        network["operators"] = new JsonArray(
            new JsonObject { ["name"] = "zhang", ["pin"] = PinOf(Zhang) },
            new JsonObject { ["name"] = "li", ["pin"] = PinOf(Li) });
        File.WriteAllText(networkFile, network.ToJsonString());
    }

    internal static string PinOf(string identity) => Subjects.PinOf(CertificateOf(identity)).ToString();
}

/// <summary>Tests that share one hub with TLS.</summary>
[CollectionDefinition(Name)]
public sealed class SecureHubCollection : ICollectionFixture<SecureHub>
{
    internal const string Name = "Secure hub";
}
