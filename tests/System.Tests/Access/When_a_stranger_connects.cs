using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;
using ExchangeHub.Certificates;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests.Access;

/// <summary>
/// Who does not belong is stopped at the handshake, before a byte of theirs is read. Each of these certificates is wrong in one
/// way only; the client sees a broken connection, and the operator of the hub reads why.
/// </summary>
[Collection(SecureHubCollection.Name)]
public sealed class When_a_stranger_connects(SecureHub shared)
{
    [Fact]
    public async Task A_member_gets_in() => Assert.Equal(
        "200", await shared.KnockAsync(SecureHub.CertificateOf(shared.QingpuIdentity)));

    [Fact]
    public Task Nobody_gets_in_without_a_certificate() => IsRefusedAsync(null, "no certificate");

    [Fact]
    public async Task Nobody_gets_in_with_the_right_names_of_another_authority()
    {
        using var root = CertificateAuthority.MakeRoot("yrd-demo", DateTimeOffset.UtcNow);
        using var issuing = root.MakeIssuing(DateTimeOffset.UtcNow);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var forged = issuing.Issue(new PublicKey(key), MemberId.Parse("node:310118"), [], DateTimeOffset.UtcNow);

        await IsRefusedAsync(forged.CopyWithPrivateKey(key), forged.SerialNumber);
    }

    [Fact]
    public async Task Nobody_gets_in_after_the_last_instant()
    {
        var expired = SecureHub.CertificateOf(shared.IssueAt(DateTimeOffset.UtcNow.AddDays(-91), "node:310118"));

        await IsRefusedAsync(expired, $"{expired.SerialNumber} does not verify (NotTimeValid)");
    }

    [Fact]
    public async Task Nobody_gets_in_with_the_certificate_of_a_server()
    {
        var server = SecureHub.CertificateOf(shared.Issue("hub:other", "127.0.0.1"));

        await IsRefusedAsync(server, $"{server.SerialNumber} does not verify (NotValidForUsage)");
    }

    [Fact]
    public Task Nobody_gets_in_with_a_key_that_nobody_approved() => IsRefusedAsync(
        SecureHub.CertificateOf(shared.Issue("node:310118")), "the key is not registered for node:310118");

    [Fact]
    public Task Nobody_gets_in_who_is_no_member() => IsRefusedAsync(
        SecureHub.CertificateOf(shared.Issue("consumer:nobody")), "consumer:nobody is no member");

    [Fact]
    public async Task Nobody_gets_in_with_an_older_protocol()
    {
        Assert.Equal("broken", await shared.KnockAsync(SecureHub.CertificateOf(shared.QingpuIdentity), SslProtocols.Tls12));
        await Eventually.HoldsAsync(() => shared.Hub.Log().Contains("no TLS 1.3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_renewed_key_gets_in_beside_the_old_one()
    {
        var identity = await shared.AdmitAsync("consumer:renewing");
        var old = SecureHub.CertificateOf(identity);
        var folder = IdentityFolder.Open(identity, TimeProvider.System);

        _ = await new Renewal(folder, new Uri(shared.Hub.Address), TimeProvider.System).RenewAsync(CancellationToken.None);

        var renewed = SecureHub.CertificateOf(identity);
        Assert.NotEqual(Subjects.PinOf(old), Subjects.PinOf(renewed));
        Assert.Equal(["200", "200"], [await shared.KnockAsync(old), await shared.KnockAsync(renewed)]);
    }

    [Fact]
    public async Task The_hub_shows_a_new_certificate_without_a_restart_and_old_connections_live_on()
    {
        using var open = shared.Connect(shared.QingpuIdentity);
        var registry = new RegistryService.RegistryServiceClient(open);
        _ = await registry.GetNetworkAsync(new());
        var next = shared.Issue("hub:main", "127.0.0.1", "localhost");
        var serial = SecureHub.CertificateOf(next).SerialNumber;
        foreach (var file in new[] { IdentityFolder.KeyFile, IdentityFolder.CertificateFile })
        {
            File.Copy(Path.Combine(next, file), Path.Combine(shared.HubIdentity, file), overwrite: true);
        }

        await Eventually.HoldsAsync(async () => await Foreign.SerialShownAsync(shared.Hub.Address) == serial);
        _ = await registry.GetNetworkAsync(new());
    }

    [Fact]
    public void A_hub_does_not_listen_to_others_without_TLS()
    {
        var (exit, said) = Foreign.Run(
            "dotnet", Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Hub.dll"), "--Hub:DataFolder", shared.FreshFolder(),
            "--Hub:Network", shared.Hub.NetworkFile, "--Hub:Listen", "http://0.0.0.0:0");

        Assert.Equal(2, exit);
        Assert.Contains("--Hub:Listen", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scanner_finds_one_protocol_and_nothing_weak()
    {
        var port = new Uri(shared.Hub.Address).Port;

        var (_, said) = Foreign.Run("nmap", "-p", $"{port}", "--script", "ssl-enum-ciphers", "127.0.0.1");

        var protocols = said.Split('\n').Where(line => line.Contains("TLSv", StringComparison.Ordinal)
            || line.Contains("SSLv", StringComparison.Ordinal)).Select(line => line.Trim('|', ' ', ':', '\r'));
        Assert.Equal(["TLSv1.3"], protocols);
        Assert.Contains("least strength: A", said, StringComparison.Ordinal);
    }

    private async Task IsRefusedAsync(X509Certificate2? certificate, string reason)
    {
        Assert.Equal("broken", await shared.KnockAsync(certificate));
        await Eventually.HoldsAsync(() => shared.Hub.Log().Contains(reason, StringComparison.Ordinal));
    }
}
