using System.Security.Cryptography;
using ExchangeHub.Grpc.Wire;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What is sealed for one key opens with that key, for the same request, and unchanged; and else not at all.</summary>
public sealed class ReplySealTests
{
    [Fact]
    public void The_holder_of_the_key_reads_it_and_nobody_else()
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var text = ReplySeal.Seal(ours.ExportSubjectPublicKeyInfo(), "顾测二"u8, "request 1");

        Assert.Equal("顾测二"u8.ToArray(), ReplySeal.Open(ours, text, "request 1"));
        Assert.Null(ReplySeal.Open(other, text, "request 1"));
        Assert.Null(ReplySeal.Open(ours, text, "request 2"));
        Assert.NotEqual(text, ReplySeal.Seal(ours.ExportSubjectPublicKeyInfo(), "顾测二"u8, "request 1"));
    }

    [Fact]
    public void Any_change_and_any_cut_is_noticed()
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var text = ReplySeal.Seal(ours.ExportSubjectPublicKeyInfo(), "顾测二"u8, "");
        for (var index = 0; index < text.Length; index++)
        {
            var changed = text.ToArray();
            changed[index] ^= 1;
            Assert.Null(ReplySeal.Open(ours, changed, ""));
            Assert.Null(ReplySeal.Open(ours, text.AsSpan(0, index), ""));
        }
    }

    [Fact]
    public void A_key_of_another_sort_is_refused() =>
        Assert.ThrowsAny<CryptographicException>(() => ReplySeal.Seal(new byte[91], "x"u8, ""));
}
