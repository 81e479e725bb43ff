using System.Security.Cryptography;
using ExchangeHub.LibCrypto;
using ExchangeHub.Records;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

public sealed class Ed25519SuiteTests
{
    private static readonly ISignatureSuite Suite = Ed25519Suite.FindAll()[0];

    // openssl genpkey -algorithm ed25519; openssl pkey -pubout -outform DER. Nobody uses this key.
    private const string Pem = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """;

    private const string PublicKey = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    [Fact]
    public void The_same_content_gets_the_same_signature_which_the_registered_key_verifies()
    {
        using var key = Suite.ReadPrivateKey(Pem)!;
        Assert.Equal(PublicKey, Convert.ToBase64String(key.PublicKey.Span));

        var (first, second) = (Dsse.Sign("type", "content"u8.ToArray(), key), Dsse.Sign("type", "content"u8.ToArray(), key));

        Assert.Equal(first.Signature, second.Signature);
        var registered = new VerificationKey(Suite, Convert.FromBase64String(PublicKey));
        Assert.True(Dsse.Verify(first, registered));
        Assert.False(Dsse.Verify(first with { Payload = "another"u8.ToArray() }, registered));
    }

    [Fact]
    public void A_key_of_another_kind_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(Suite.ReadPrivateKey(other.ExportPkcs8PrivateKeyPem()));
        var wrong = Assert.Throws<FormatException>(() => new VerificationKey(Suite, other.ExportSubjectPublicKeyInfo()));
        Assert.StartsWith("Expected the SubjectPublicKeyInfo of an Ed25519 public key", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new VerificationKey(Es256.Suite, Convert.FromBase64String(PublicKey)));
    }
}
