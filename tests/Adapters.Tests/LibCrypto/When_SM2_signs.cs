using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.LibCrypto;
using ExchangeHub.Records;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

/// <summary>
/// A signature by SM2 is only as good as what else is hashed: the curve, the key and the signer's id. A program that leaves one
/// out agrees with itself and with nobody else; so the standard's sample, OpenSSL's program and a library in JavaScript judge.
/// </summary>
public sealed class When_SM2_signs
{
    private const string Distinguished = "-sigopt distid:1234567812345678";

    private static readonly byte[] Message = Encoding.UTF8.GetBytes("处罚决定");

    private static ISignatureSuite Suite => Assert.Single(Sm2WithSm3.Find());

    [Fact]
    public void The_digest_is_that_of_the_standard()
    {
        using var sm3 = Sm3.Find()!;
        foreach (var sample in Vectors.Read("sm2-sm3-sm4.json").GetProperty("sm3").EnumerateArray())
        {
            Assert.Equal(
                sample.Text("hash"), Convert.ToHexStringLower(sm3.DigestOf(Encoding.UTF8.GetBytes(sample.Text("msg_utf8")))));
        }
    }

    [Fact]
    public void The_sample_of_the_standard_verifies_and_nothing_near_it()
    {
        var sample = Assert.Single(Vectors.Read("sm2-sm3-sm4.json").GetProperty("sm2").EnumerateArray());
        var verifies = Suite.ReadPublicKey(sample.Base64("spki_der_b64"));
        var message = Encoding.UTF8.GetBytes(sample.Text("message_utf8"));
        byte[] signature = [.. sample.Hex("r"), .. sample.Hex("s")];

        Assert.True(verifies(message, signature));
        Assert.False(verifies(message, sample.Base64("signature_der_b64")));
        Assert.False(verifies(message, signature.AsSpan(..63)));
        Assert.False(verifies(message, new byte[64]));
        Assert.False(verifies([.. message, 0], signature));
        for (var index = 0; index < signature.Length; index++)
        {
            byte[] changed = [.. signature];
            changed[index] ^= 1;
            Assert.False(verifies(message, changed));
        }
    }

    [Fact]
    public async Task OpenSSLs_program_takes_our_signature_and_we_take_its()
    {
        using var openssl = new OpenSsl();
        using var key = await KeyAsync(openssl);
        await openssl.WriteAsync("message", Message);
        await openssl.WriteAsync("ours", RawSignature.ToDer(key.Sign(Message)));
        await openssl.RunAsync($"dgst -sm3 -sign key.pem {Distinguished} -out theirs message");
        await openssl.RunAsync("dgst -sm3 -sign key.pem -sigopt distid:somebody -out other message");
        var (theirs, other) = (await openssl.ReadAsync("theirs"), await openssl.ReadAsync("other"));
        var verifies = Suite.ReadPublicKey(key.PublicKey.Span);

        Assert.Contains(
            "Verified OK",
            await openssl.RunAsync($"dgst -sm3 -verify public.pem {Distinguished} -signature ours message"),
            StringComparison.Ordinal);
        Assert.True(verifies(Message, RawSignature.FromDer(theirs)));
        Assert.False(verifies(Message, RawSignature.FromDer(other)));
    }

    [Fact]
    public async Task A_library_in_JavaScript_takes_our_signature_and_we_take_its()
    {
        using var openssl = new OpenSsl();
        using var key = await KeyAsync(openssl);
        var publicKey = key.PublicKey.ToArray();
        var answer = await JavaScriptAsync(
            Convert.ToHexStringLower(publicKey.AsSpan(^65..)),
            Convert.ToHexStringLower(Message),
            Convert.ToHexStringLower(key.Sign(Message)));

        Assert.Equal("true", answer[0]);
        Convert.FromHexString(answer[1]).CopyTo(publicKey.AsSpan(^65..));
        Assert.True(Suite.ReadPublicKey(publicKey)(Message, Convert.FromHexString(answer[2])));
    }

    [Fact]
    public async Task Signatures_whose_numbers_begin_with_zeros_have_64_bytes_like_the_others()
    {
        using var openssl = new OpenSsl();
        using var key = await KeyAsync(openssl);
        var verifies = Suite.ReadPublicKey(key.PublicKey.Span);
        var small = 0;
        for (var number = 0; number < 4000 && small < 3; number++)
        {
            var message = BitConverter.GetBytes(number);
            var signature = key.Sign(message);
            Assert.Equal(Suite.SignatureLength, signature.Length);
            if (signature[0] == 0 || signature[32] == 0)
            {
                Assert.True(verifies(message, signature));
                small++;
            }
        }

        Assert.Equal(3, small);
    }

    [Fact]
    public async Task Keys_of_other_algorithms_are_no_keys_of_it_and_the_other_way_round()
    {
        using var openssl = new OpenSsl();
        using var sm2 = await KeyAsync(openssl);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Throws<FormatException>(() => Suite.ReadPublicKey(p256.ExportSubjectPublicKeyInfo()));
        Assert.Throws<FormatException>(() => Suite.ReadPublicKey([.. sm2.PublicKey.Span, 0]));
        Assert.Throws<FormatException>(() => Suite.ReadPublicKey([]));
        Assert.Null(Suite.ReadPrivateKey(p256.ExportPkcs8PrivateKeyPem()));
        Assert.Null(Suite.ReadPrivateKey("no key"));
        Assert.Throws<FormatException>(() => Es256.Suite.ReadPublicKey(sm2.PublicKey.Span));
        Assert.Null(Es256.Suite.ReadPrivateKey(await File.ReadAllTextAsync(openssl.At("key.pem"))));
    }

    [Fact]
    public async Task Many_threads_sign_and_verify_with_one_key()
    {
        using var openssl = new OpenSsl();
        using var key = await KeyAsync(openssl);
        var verifies = Suite.ReadPublicKey(key.PublicKey.Span);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(
            () => verifies(BitConverter.GetBytes(number), key.Sign(BitConverter.GetBytes(number))))));

        Assert.DoesNotContain(false, answers);
    }

    [Fact]
    public void A_libcrypto_without_it_has_no_such_suite() => Assert.Empty(Sm2WithSm3.Find("provider=none"));

    private static async Task<ISigningKey> KeyAsync(OpenSsl openssl)
    {
        await openssl.RunAsync("genpkey -algorithm SM2 -out key.pem");
        await openssl.RunAsync("pkey -in key.pem -pubout -out public.pem");
        return Suite.ReadPrivateKey(await File.ReadAllTextAsync(openssl.At("key.pem")))!;
    }

    private static async Task<ImmutableArray<string>> JavaScriptAsync(params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Driver(), .. arguments]) { RedirectStandardOutput = true })!;
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, "sm2.js failed. Run deploy/install.d/tokens.sh.");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Driver([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "interop", "tokens", "sm2.js"));
}
