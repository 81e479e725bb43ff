using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Certificates;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.SystemTests.Identity;
using ExchangeHub.SystemTests.Node;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests.Access;

/// <summary>Where the hub asks for tokens, its own nodes and commands have them: got by the certificate that each has anyway, and
/// renewed with it.</summary>
public sealed class When_members_show_tokens : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-tokens-").FullName;
    private readonly string _issuer = $"https://localhost:{Authority.FreePort()}";
    private readonly SecureHub _secure = new();
    private Process _authority = null!;

    public async Task InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var server = _secure.Issue("hub:identity", "localhost");
        var root = Path.Combine(server, IdentityFolder.RootFile);
        await StartAuthorityAsync(server, root);
        _secure.More = ["--Hub:TokenIssuer", _issuer, "--Hub:TokenAudience", "hub", "--Hub:TokenAuthorities", root];
        await _secure.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _secure.DisposeAsync();
        if (!_authority.HasExited)
        {
            using var ending = Process.Start("kill", ["-TERM", _authority.Id.ToString(CultureInfo.InvariantCulture)]);
            await _authority.WaitForExitAsync();
        }

        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_statement_is_taken_with_a_token_and_not_without()
    {
        var record = Samples.Penalty();
        (record.Jurisdiction, record.LegalIssuer, record.ActingUnit) = ("310118", Samples.Qingpu, Samples.Qingpu);
        var envelope = _secure.Qingpu.Say(record, Samples.PublishedAt);

        using var bare = _secure.Connect(_secure.QingpuIdentity);
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await new PublicationService.PublicationServiceClient(bare).PublishAsync(new PublishRequest { Envelope = envelope }));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);

        var folder = IdentityFolder.Open(_secure.QingpuIdentity, TimeProvider.System);
        using var shown = GrpcChannel.ForAddress(_secure.Hub.Address, new GrpcChannelOptions
        {
            HttpHandler = new TokenBearer(
                folder, new Uri(_issuer), () => new SocketsHttpHandler { SslOptions = Peers.ToHub(folder) }, TimeProvider.System),
            DisposeHttpClient = true,
        });
        var taken = await new PublicationService.PublicationServiceClient(shown)
            .PublishAsync(new PublishRequest { Envelope = envelope });
        Assert.True(taken.Receipt.Position > 0, taken.ToString());
    }

    [Fact]
    public async Task A_node_forwards_and_receives_with_one()
    {
        await using var district = new District("310118", _secure.Hub.Address, _secure.Qingpu, _secure.Wujiang)
        {
            Identity = _secure.QingpuIdentity, TokenIssuer = _issuer,
        };
        File.Copy(_secure.Hub.NetworkFile, district.NetworkFile, overwrite: true);
        using var node = await NodeProcess.StartAsync(district);
        using var channel = NodeProcess.Connect(district);
        var client = new Protos.Node.V1.NodeService.NodeServiceClient(channel);

        await Eventually.HoldsAsync(async () => (await client.GetStatusAsync(new())).HubConnected);
        Assert.Equal(0, await node.EndAsync());
    }

    [Fact]
    public async Task The_command_line_asks_with_one_and_says_what_is_missing_without()
    {
        string[] asked = ["query", "--kind", "penalty", "--since", "2026-07-01", "--until", "2026-07-31",
            "--identity", _secure.QingpuIdentity, "--purpose", "supervision", "--lang", "en"];

        Assert.Contains("[exit 5]", await RunningZone.RunAtAsync(_secure.Hub.Address, asked), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "[exit", await RunningZone.RunAtAsync(_secure.Hub.Address, [.. asked, "--token-issuer", _issuer]),
            StringComparison.Ordinal);
    }

    private async Task StartAuthorityAsync(string server, string root)
    {
        var seal = Path.Combine(_folder, "seal.key");
        await File.WriteAllTextAsync(seal, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        File.SetUnixFileMode(seal, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var clients = Path.Combine(_folder, "clients.json");
        string[] parties = ["310118", "320509", "330421"];
        string[] kinds = ["evidence", "penalty", "permit", "blacklist", "nopenalty", "positive"];
        await File.WriteAllTextAsync(clients, JsonSerializer.Serialize(new
        {
            clients = new[]
            {
                new
                {
                    id = "node:310118",
                    party = "310118",
                    uri = "urn:exchangehub:yrd-demo:node:310118",
                    scopes = (from party in parties from kind in kinds from act in (string[])["read", "subscribe"]
                              select $"{act}:{kind}:{party}").Concat(kinds.Select(kind => $"publish:{kind}:310118")).ToArray(),
                },
            },
        }));
        var roots = Path.Combine(_folder, "authorities.pem");
        await File.WriteAllTextAsync(
            roots, await File.ReadAllTextAsync(root) + _secure.Issuing.Certificate.ExportCertificatePem() + "\n");
        _authority = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Identity.dll"),
                "--Identity:DataFolder", Path.Combine(_folder, "data"),
                "--Identity:Listen", _issuer.Replace("localhost", "127.0.0.1", StringComparison.Ordinal),
                "--Identity:Issuer", _issuer,
                "--Identity:Audience", "hub", "--Identity:Clients", clients,
                "--Identity:Certificate", Path.Combine(server, IdentityFolder.CertificateFile),
                "--Identity:CertificateKey", Path.Combine(server, IdentityFolder.KeyFile),
                "--Identity:ClientAuthorities", roots, "--Identity:Seal", seal,
            ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = _authority.StandardError.ReadToEndAsync();
        string? line;
        do
        {
            line = await _authority.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        while (line?.Contains("[9801]", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        _ = _authority.StandardOutput.ReadToEndAsync();
    }
}
