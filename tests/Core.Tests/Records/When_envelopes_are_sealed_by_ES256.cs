using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ExchangeHub.Records;

namespace ExchangeHub.Tests.Records;

/// <summary>
/// Everything that crosses a boundary stands or falls with these 64 bytes. The published cases are mistakes that libraries have
/// made; the shapes that the format refuses are those on which libraries disagree.
/// </summary>
public sealed class When_envelopes_are_sealed_by_ES256
{
    [Fact]
    public void The_published_cases_get_the_published_answers()
    {
        var cases = Cases("wycheproof-ecdsa_secp256r1_sha256_p1363_test.json");

        Assert.Equal(262, cases.Count);
        Assert.All(cases, one => Assert.Equal(
            one.Case.GetProperty("result").GetString() == "valid",
            KeyOf(one.Group).Verifies(Hex(one.Case, "msg"), Hex(one.Case, "sig"))));
    }

    /// <summary>OpenSSL takes a malformed one of these; the length refuses them all.</summary>
    [Fact]
    public void A_signature_in_DER_is_none()
    {
        var cases = Cases("wycheproof-ecdsa_secp256r1_sha256_test.json");

        Assert.Equal(484, cases.Count);
        Assert.All(cases, one => Assert.False(KeyOf(one.Group).Verifies(Hex(one.Case, "msg"), Hex(one.Case, "sig"))));
    }

    [Fact]
    public void The_envelope_of_the_standard_verifies_and_altered_ones_do_not()
    {
        var vector = Read("dsse.json");
        var key = new VerificationKey(Es256.Suite, PublicKeyOf(vector.GetProperty("key")));
        var sealedOne = vector.GetProperty("envelope");
        var envelope = new Envelope(
            sealedOne.GetProperty("payloadType").GetString()!,
            sealedOne.GetProperty("payload").GetBytesFromBase64(),
            key.KeyId,
            sealedOne.GetProperty("signatures")[0].GetProperty("sig").GetBytesFromBase64());
        byte[] changed = [.. envelope.Payload.Span];
        changed[^1] ^= 1;

        Assert.True(Dsse.Verify(envelope, key));
        Assert.False(Dsse.Verify(envelope with { PayloadType = "http://example.com/HelloMoon" }, key));
        Assert.False(Dsse.Verify(envelope with { Payload = changed }, key));
        Assert.False(key.Verifies(envelope.Payload.Span, envelope.Signature.Span));
    }

    [Fact]
    public void Lengths_count_bytes_not_characters()
    {
        var vector = Read("dsse.json");
        var cases = vector.GetProperty("pae_cases_derived_from_the_definition").EnumerateArray().ToList();

        Assert.Equal(4, cases.Count);
        Assert.All(cases, one => Assert.Equal(
            one.GetProperty("pae_b64").GetBytesFromBase64(),
            Dsse.PreAuthenticationEncoding(
                one.GetProperty("type").GetString()!, one.GetProperty("body_b64").GetBytesFromBase64())));
        Assert.Equal(
            vector.GetProperty("pae_utf8").GetString(),
            Encoding.UTF8.GetString(Dsse.PreAuthenticationEncoding("http://example.com/HelloWorld", "hello world"u8)));
    }

    /// <summary>Whoever sees r||s can write r||(n-s), and it verifies too.</summary>
    [Fact]
    public void The_second_signature_that_everybody_can_make_gives_the_same_identity()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = Dsse.Sign(Envelope.StatementType, "payload"u8.ToArray(), pair);
        var key = new VerificationKey(Es256.Suite, pair.ExportSubjectPublicKeyInfo());
        var twin = envelope with { Signature = Twin(envelope.Signature.Span) };

        Assert.False(envelope.Signature.Span.SequenceEqual(twin.Signature.Span));
        Assert.True(Dsse.Verify(twin, key));
        Assert.Equal(Dsse.DigestOf(envelope), Dsse.DigestOf(twin));
    }

    [Fact]
    public void A_private_key_in_PEM_signs_what_its_public_half_verifies()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var key = Es256.Suite.ReadPrivateKey(pair.ExportPkcs8PrivateKeyPem())!;

        var envelope = Dsse.Sign(Envelope.StatementType, "payload"u8.ToArray(), key);

        Assert.True(Dsse.Verify(envelope, new VerificationKey(key.Suite, key.PublicKey.Span)));
        Assert.Null(Es256.Suite.ReadPrivateKey(other.ExportPkcs8PrivateKeyPem()));
        Assert.Null(Es256.Suite.ReadPrivateKey(pair.ExportSubjectPublicKeyInfoPem()));
        Assert.Null(Es256.Suite.ReadPrivateKey("no key"));
    }

    private static byte[] Twin(ReadOnlySpan<byte> signature)
    {
        var order = System.Numerics.BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber, null);
        var s = order - new System.Numerics.BigInteger(signature[32..], isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. signature[..32], .. new byte[32]];
        Assert.True(s.TryWriteBytes(
            twin.AsSpan(64 - s.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true));
        return twin;
    }

    private static VerificationKey KeyOf(JsonElement group) => new(Es256.Suite, Hex(group, "publicKeyDer"));

    private static byte[] PublicKeyOf(JsonElement jwk)
    {
        byte[] Coordinate(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString()!);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Coordinate("x"), Y = Coordinate("y") },
        });
        return key.ExportSubjectPublicKeyInfo();
    }

    private static List<(JsonElement Group, JsonElement Case)> Cases(string name) => [..
        from @group in Read(name).GetProperty("testGroups").EnumerateArray()
        from @case in @group.GetProperty("tests").EnumerateArray()
        select (@group, @case)];

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    private static JsonElement Read(string name, [CallerFilePath] string here = "")
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "vectors", name)));
        return document.RootElement.Clone();
    }
}
