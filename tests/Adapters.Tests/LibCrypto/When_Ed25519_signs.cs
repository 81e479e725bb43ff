using System.Text;
using ExchangeHub.LibCrypto;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

/// <summary>
/// Checkpoints and witnesses stand or fall with this signature, and the base library has none: what libcrypto answers is
/// compared with published cases, each of them a mistake that somebody's library made, and with the openssl program.
/// </summary>
public sealed class When_Ed25519_signs
{
    private static readonly byte[] Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    [Fact]
    public void The_published_cases_get_the_published_answers()
    {
        var cases = Vectors.Wycheproof("wycheproof-ed25519_test.json").ToList();

        Assert.Equal(151, cases.Count);
        Assert.All(cases, one => Assert.Equal(
            one.Case.Text("result") == "valid",
            Ed25519.Verify(one.Group.GetProperty("publicKey").Hex("pk"), one.Case.Hex("msg"), one.Case.Hex("sig"))));
    }

    /// <summary>RFC 8032, 7.1, TEST 1.</summary>
    [Fact]
    public void A_seed_gives_the_key_and_the_signature_of_the_standard()
    {
        using var key = Ed25519PrivateKey.FromSeed(Seed);

        Assert.Equal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            Convert.ToHexStringLower(key.Sign([])));
    }

    [Fact]
    public async Task A_key_and_a_signature_of_openssl_are_understood_and_ours_by_openssl()
    {
        using var openssl = new OpenSsl();
        var message = Encoding.UTF8.GetBytes("处罚决定");
        await openssl.WriteAsync("message", message);
        await openssl.RunAsync("genpkey -algorithm ed25519 -out key.pem");
        await openssl.RunAsync("pkey -in key.pem -pubout -out public.pem");
        await openssl.RunAsync("pkeyutl -sign -rawin -inkey key.pem -in message -out theirs");
        var theirs = await openssl.ReadAsync("theirs");

        using var key = Ed25519PrivateKey.FromPem(await File.ReadAllTextAsync(openssl.At("key.pem")));
        await openssl.WriteAsync("ours", key.Sign(message));

        Assert.True(Ed25519.Verify(key.PublicKey, message, theirs));
        Assert.Contains(
            "Signature Verified Successfully",
            await openssl.RunAsync("pkeyutl -verify -rawin -pubin -inkey public.pem -sigfile ours -in message"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_was_written_is_read_again()
    {
        using var first = Ed25519PrivateKey.FromSeed(Seed);
        using var again = Ed25519PrivateKey.FromPem("A key for tests.\n" + Ed25519PrivateKey.WritePem(Seed));

        Assert.Equal(first.Sign("one"u8), again.Sign("one"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    [InlineData(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        + "-----END PUBLIC KEY-----")]
    [InlineData(
        "-----BEGIN PRIVATE KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        + "-----END PRIVATE KEY-----")]
    public void Something_else_is_no_key(string pem)
    {
        var refusal = Assert.Throws<FormatException>(() => Ed25519PrivateKey.FromPem(pem));
        Assert.DoesNotContain("MCow", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_length_are_no_keys()
    {
        Assert.Throws<ArgumentException>(() => Ed25519PrivateKey.FromSeed(Seed.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Ed25519.Verify(Seed.AsSpan(1), [], new byte[64]));
    }

    [Fact]
    public async Task A_key_serves_many_threads_at_once()
    {
        using var key = Ed25519PrivateKey.FromSeed(Seed);
        var messages = Enumerable.Range(0, 400).Select(BitConverter.GetBytes).ToArray();

        var signatures = await Task.WhenAll(messages.Select(message => Task.Run(() => key.Sign(message))));

        Assert.All(messages.Zip(signatures), pair => Assert.True(Ed25519.Verify(key.PublicKey, pair.First, pair.Second)));
    }

    [Fact]
    public void A_key_that_is_gone_signs_nothing()
    {
        var key = Ed25519PrivateKey.FromSeed(Seed);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([]));
    }
}
