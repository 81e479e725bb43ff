using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;
using ExchangeHub.Certificates;

namespace ExchangeHub.Adapters.Tests.Certificates;

/// <summary>
/// What the authorities of a network issue, judged by a program that we did not write. A certificate that only we can read keeps
/// the clients of others out; one that says more than it should lets the wrong ones in.
/// </summary>
public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly MemberId Node = MemberId.Parse("node:310118");
    private static readonly MemberId Hub = MemberId.Parse("hub:main");
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-ca-").FullName;
    private readonly CertificateAuthority _root = CertificateAuthority.MakeRoot("yrd-demo", Now);
    private readonly CertificateAuthority _issuing;

    public CertificateAuthorityTests()
    {
        _issuing = _root.MakeIssuing(Now);
        Write("root.pem", _root.Certificate.ExportCertificatePem());
        Write("issuing.pem", _issuing.Certificate.ExportCertificatePem());
    }

    [Fact]
    public void A_node_is_a_client_that_openssl_trusts_and_a_server_that_it_does_not()
    {
        Write("leaf.pem", Issue(Node).ExportCertificatePem());

        Assert.Contains("leaf.pem: OK", OpenSsl("verify -x509_strict -purpose sslclient {0} leaf.pem"), StringComparison.Ordinal);
        Assert.Contains("purpose", OpenSsl("verify -purpose sslserver {0} leaf.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hub_is_a_server_under_its_names_and_no_client()
    {
        Write("leaf.pem", Issue(Hub, "hub.example", "127.0.0.1").ExportCertificatePem());

        Assert.Contains(
            "leaf.pem: OK", OpenSsl("verify -x509_strict -purpose sslserver -verify_ip 127.0.0.1 {0} leaf.pem"),
            StringComparison.Ordinal);
        Assert.Contains(
            "hostname mismatch", OpenSsl("verify -verify_hostname other.example {0} leaf.pem"), StringComparison.Ordinal);
        Assert.Contains("purpose", OpenSsl("verify -purpose sslclient {0} leaf.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stand_in_the_order_of_a_directory()
    {
        Write("leaf.pem", Issue(Node).ExportCertificatePem());

        Assert.Equal(
            "subject=O = ExchangeHub, OU = yrd-demo, CN = node:310118", OpenSsl("x509 -noout -subject -in leaf.pem").Trim());
        Assert.Contains(
            "URI:urn:exchangehub:yrd-demo:node:310118", OpenSsl("x509 -noout -ext subjectAltName -in leaf.pem"),
            StringComparison.Ordinal);
        Assert.Equal(Node, Subjects.MemberOf(Issue(Node), "yrd-demo"));
        Assert.Null(Subjects.MemberOf(Issue(Node), "other"));
    }

    [Fact]
    public void A_request_gives_its_key_and_nothing_else()
    {
        Write("request.cnf", "[req]\ndistinguished_name=dn\nreq_extensions=wish\nprompt=no\n[dn]\nCN=node:320509\n[wish]\n"
            + "basicConstraints=critical,CA:TRUE\nsubjectAltName=URI:urn:exchangehub:yrd-demo:node:320509\n");
        _ = OpenSsl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -config request.cnf -out r.pem");

        _ = KeyRequests.Read(File.ReadAllBytes(Path.Combine(_folder, "r.pem")), out var key, out _);
        Write("leaf.pem", _issuing.Issue(key!, Node, [], Now).ExportCertificatePem());

        Assert.Contains("CA:FALSE", OpenSsl("x509 -noout -text -in leaf.pem"), StringComparison.Ordinal);
        Assert.DoesNotContain("320509", OpenSsl("x509 -noout -text -in leaf.pem"), StringComparison.Ordinal);
        Assert.Equal(OpenSsl("req -noout -pubkey -in r.pem"), OpenSsl("x509 -noout -pubkey -in leaf.pem"));
    }

    [Fact]
    public void A_request_without_proof_of_possession_is_turned_down()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = KeyRequests.Make(key);
        request[^1] ^= 1;

        Assert.Null(KeyRequests.Read(request, out _, out var violation));
        Assert.NotNull(violation);
    }

    [Theory]
    [InlineData("rsa:2048")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-384")]
    public void A_request_for_another_kind_of_key_is_turned_down(string kind)
    {
        _ = OpenSsl($"req -new -newkey {kind} -nodes -keyout k.pem -subj /CN=x -out r.pem");

        Assert.Null(KeyRequests.Read(File.ReadAllBytes(Path.Combine(_folder, "r.pem")), out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("MAA=")]
    public void What_is_no_request_is_turned_down(string text) =>
        Assert.Null(KeyRequests.Read(System.Text.Encoding.ASCII.GetBytes(text), out _, out _));

    [Fact]
    public void Our_own_request_is_one_for_openssl()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllBytes(Path.Combine(_folder, "r.der"), KeyRequests.Make(key));

        Assert.Contains("verify OK", OpenSsl("req -inform DER -in r.der -noout -verify"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_revoked_is_on_a_list_that_openssl_honours()
    {
        var (kept, lost) = (Issue(Node), Issue(Node));
        var first = _issuing.ListRevoked(null, [(lost.SerialNumberBytes, Now)], new BigInteger(1), (Now, Now.AddDays(1)));
        var list = _issuing.ListRevoked(first, [], new BigInteger(2), (Now, Now.AddDays(1)));
        File.WriteAllBytes(Path.Combine(_folder, "list.der"), list);
        Write("kept.pem", kept.ExportCertificatePem());
        Write("lost.pem", lost.ExportCertificatePem());
        _ = OpenSsl("crl -inform DER -in list.der -out list.pem");

        Assert.Contains("verify OK", OpenSsl("crl -in list.pem -noout -CAfile issuing.pem"), StringComparison.Ordinal);
        Assert.Contains("kept.pem: OK", OpenSsl("verify -crl_check -CRLfile list.pem {0} kept.pem"), StringComparison.Ordinal);
        Assert.Contains(
            "certificate revoked", OpenSsl("verify -crl_check -CRLfile list.pem {0} lost.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_issuing_authority_makes_no_further_ones()
    {
        Assert.Throws<InvalidOperationException>(() => _issuing.MakeIssuing(Now));
        Assert.Contains(
            "CA:TRUE, pathlen:0", OpenSsl("x509 -noout -ext basicConstraints -in issuing.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_readable_by_their_owner_alone()
    {
        var folder = Path.Combine(_folder, "authority");
        AuthorityFolder.Write(folder, _issuing);
        using var again = AuthorityFolder.Read(folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Path.Combine(folder, AuthorityFolder.KeyFile)));
        Assert.Equal("yrd-demo", again.Network);
    }

    [Fact]
    public void An_identity_is_taken_up_again_when_its_files_are_replaced()
    {
        var clock = new SteppingClock();
        var folder = Path.Combine(_folder, "identity");
        var first = WriteIdentity(folder);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.SetLastWriteTimeUtc(file, Now.UtcDateTime.AddHours(-1)); // or the next ones may come in the same tick
        }

        var identity = IdentityFolder.Open(folder, clock);
        Assert.Equal(first, identity.Read().Certificate.SerialNumber);

        var second = WriteIdentity(folder);
        Assert.Equal(first, identity.Read().Certificate.SerialNumber);
        clock.Step(TimeSpan.FromSeconds(2));
        Assert.Equal(second, identity.Read().Certificate.SerialNumber);
    }

    [Fact]
    public void A_key_that_does_not_belong_to_the_certificate_is_not_taken_up()
    {
        var clock = new SteppingClock();
        var folder = Path.Combine(_folder, "identity");
        var first = WriteIdentity(folder);
        var identity = IdentityFolder.Open(folder, clock);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SecretFile.Replace(Path.Combine(folder, IdentityFolder.KeyFile), other.ExportPkcs8PrivateKeyPem(), isSecret: true);
        clock.Step(TimeSpan.FromSeconds(2));

        Assert.Equal(first, identity.Read().Certificate.SerialNumber);
        Assert.Throws<IdentityException>(() => IdentityFolder.Open(folder, clock));
    }

    [Fact]
    public void A_key_that_others_can_read_is_not_used()
    {
        var folder = Path.Combine(_folder, "identity");
        _ = WriteIdentity(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, IdentityFolder.KeyFile), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        Assert.Contains(
            "600", Assert.Throws<IdentityException>(() => IdentityFolder.Open(folder, TimeProvider.System)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _issuing.Dispose();
        _root.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private X509Certificate2 Issue(MemberId member, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return _issuing.Issue(new PublicKey(key), member, hosts, Now);
    }

    private string WriteIdentity(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = _issuing.Issue(new PublicKey(key), Node, [], Now);
        IdentityFolder.Write(folder, [certificate, _issuing.Certificate], key, _root.Certificate);
        return certificate.SerialNumber;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text + "\n");

    private string OpenSsl(string arguments)
    {
        var start = new ProcessStartInfo(
            "openssl", string.Format(CultureInfo.InvariantCulture, arguments, "-CAfile root.pem -untrusted issuing.pem"))
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said + errors.GetAwaiter().GetResult();
    }

    private sealed class SteppingClock : TimeProvider
    {
        private TimeSpan _ahead;

        public void Step(TimeSpan by) => _ahead += by;

        public override DateTimeOffset GetUtcNow() => Now + _ahead;

        public override long GetTimestamp() => _ahead.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
