using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.History;

/// <summary>Writes and reads bundles: up to 256 entries of a log, each after its length in two bytes.</summary>
/// <remarks>Source: C2SP tlog-tiles, "Log entries".</remarks>
public static class EntryBundle
{
    /// <summary>Writes a bundle.</summary>
    /// <param name="entries">The entries, at most 65 535 bytes each.</param>
    /// <returns>The bundle.</returns>
    public static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var bundle = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
            bundle.Write(length);
            bundle.Write(entry.Span);
        }

        return bundle.ToArray();
    }

    /// <summary>Reads a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="entries">Its entries in order, or null.</param>
    /// <returns>Whether the lengths add up.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? entries)
    {
        var read = new List<ReadOnlyMemory<byte>>();
        entries = null;
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            bundle = bundle[sizeof(ushort)..];
            if (length > bundle.Length)
            {
                return false;
            }

            read.Add(bundle[..length]);
            bundle = bundle[length..];
        }

        entries = read;
        return true;
    }
}
