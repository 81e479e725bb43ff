using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ExchangeHub.BagIt;

/// <summary>The algorithms of manifests, by their names in file names.</summary>
internal static class DigestAlgorithm
{
    public const string Sha256 = "sha256";

    private static readonly FrozenDictionary<string, (int Bytes, Func<Hasher> Begin)> Known =
        new Dictionary<string, (int, Func<Hasher>)>
        {
            ["md5"] = (16, () => new PlatformHasher(HashAlgorithmName.MD5)),
            ["sha1"] = (20, () => new PlatformHasher(HashAlgorithmName.SHA1)),
            ["sha224"] = (28, () => new Sha224Hasher()),
            ["sha256"] = (32, () => new PlatformHasher(HashAlgorithmName.SHA256)),
            ["sha384"] = (48, () => new PlatformHasher(HashAlgorithmName.SHA384)),
            ["sha512"] = (64, () => new PlatformHasher(HashAlgorithmName.SHA512)),
            ["sm3"] = (32, () => new Sm3Hasher()),
        }.Concat(!SHA3_256.IsSupported ? [] : new Dictionary<string, (int, Func<Hasher>)>
        {
            ["sha3256"] = (32, () => new PlatformHasher(HashAlgorithmName.SHA3_256)),
            ["sha3384"] = (48, () => new PlatformHasher(HashAlgorithmName.SHA3_384)),
            ["sha3512"] = (64, () => new PlatformHasher(HashAlgorithmName.SHA3_512)),
        }).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads a name of a file name: in small letters and without anything between (RFC 8493, 2.4).</summary>
    public static string Named(string text) => text.ToLowerInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    public static bool IsKnown(string name) => Known.ContainsKey(name);

    /// <summary>Says whether somebody could make another file of the same digest.</summary>
    public static bool IsWeak(string name) => name is "md5" or "sha1";

    /// <summary>Gets the length of a digest; 0 when the algorithm is not known.</summary>
    public static int BytesOf(string name) => Known.TryGetValue(name, out var known) ? known.Bytes : 0;

    public static Hasher Begin(string name) => Known[name].Begin();
}

/// <summary>Digests content that comes in parts.</summary>
internal abstract class Hasher : IDisposable
{
    public abstract void Append(ReadOnlySpan<byte> bytes);

    public abstract byte[] Finish();

    public abstract void Dispose();
}

/// <summary>An algorithm of the base library.</summary>
internal sealed class PlatformHasher(HashAlgorithmName name) : Hasher
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override byte[] Finish() => _hash.GetHashAndReset();

    public override void Dispose() => _hash.Dispose();
}

/// <summary>Digests one content by several algorithms at once.</summary>
internal sealed class DigestSet(IEnumerable<string> algorithms) : IDisposable
{
    private readonly List<(string Name, Hasher Hasher)> _hashers =
        [.. algorithms.Where(DigestAlgorithm.IsKnown).Distinct().Select(name => (name, DigestAlgorithm.Begin(name)))];

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var (_, hasher) in _hashers)
        {
            hasher.Append(bytes);
        }
    }

    public IReadOnlyDictionary<string, byte[]> Finish() =>
        _hashers.ToDictionary(hasher => hasher.Name, hasher => hasher.Hasher.Finish(), StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var (_, hasher) in _hashers)
        {
            hasher.Dispose();
        }
    }
}
