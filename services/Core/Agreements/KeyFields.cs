using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Records;

namespace ExchangeHub.Agreements;

/// <summary>Reads the public keys of a network file, each by the suite that the file names for it.</summary>
/// <param name="suites">The suites of this program besides ES256.</param>
/// <remarks>A key is its text while it is in use and for ES256, and an object when there is more to say of it.</remarks>
internal sealed class KeyFields(ImmutableArray<ISignatureSuite> suites)
{
    private readonly ImmutableArray<ISignatureSuite> _suites = [Es256.Suite, .. suites];

    public VerificationKey ReadOfParty(Place key)
    {
        if (key.HasNames)
        {
            key.Only("key", "suite");
        }

        return Read(key);
    }

    public VerificationKey ReadOfNode(Place key)
    {
        if (!key.HasNames)
        {
            return Read(key);
        }

        key.Only("key", "suite", "revokedAt");
        return Read(key) with { RevokedAt = key.Find("revokedAt")?.Read(ReadInstant) };
    }

    private VerificationKey Read(Place key)
    {
        if (!key.HasNames)
        {
            return key.Read(text => Read(text, Es256.Suite));
        }

        var suite = key.Find("suite")?.Read(SuiteOf) ?? Es256.Suite;
        return key.At("key").Read(text => Read(text, suite));
    }

    private ISignatureSuite SuiteOf(string name) => _suites.FirstOrDefault(suite => suite.Name == name)
        ?? throw new FormatException(
            "Expected a signature suite that this program can verify, "
            + $"{string.Join(" or ", _suites.Select(suite => suite.Name))}; found '{name}'. SM2-SM3 needs OpenSSL 3 "
            + "(libcrypto.so.3) with SM2 and SM3 on this machine.");

    private static VerificationKey Read(string base64, ISignatureSuite suite)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            ? new VerificationKey(suite, bytes.AsSpan(0, length))
            : throw new FormatException($"Expected {suite.PublicKeyShape}; found no base64.");
    }

    private static DateTimeOffset ReadInstant(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant
            : throw new FormatException($"Expected an instant such as 2026-04-01T00:00:00+08:00; found '{text}'.");
}
