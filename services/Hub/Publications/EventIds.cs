using System.Buffers.Binary;
using System.Security.Cryptography;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>The ids of events: the same cause makes the same ids, in any process. Name-based, after RFC 9562, 5.8 (version
/// 8).</summary>
internal static class EventIds
{
    /// <summary>Names an event of what a digest stands for: a statement, or a step of the sweep.</summary>
    public static Guid Of(Digest digest, int ordinal)
    {
        Span<byte> name = stackalloc byte[36];
        digest.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name[32..], ordinal);
        Span<byte> hash = stackalloc byte[32];
        _ = SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
