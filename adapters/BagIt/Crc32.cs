using System.Buffers.Binary;

namespace ExchangeHub.BagIt;

/// <summary>The CRC-32 of zip files (ISO 3309, polynomial EDB88320), sixteen bytes a step.</summary>
internal struct Crc32
{
    private const int Tables = 16;

    private static readonly uint[] Table = Build();

    private uint _state;

    /// <summary>Gets the checksum of what was appended.</summary>
    public readonly uint Value => _state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var crc = ~_state;
            var table = Table;
            while (bytes.Length >= Tables)
            {
                var one = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                var two = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
                var three = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
                var four = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
                crc = Fold(table, 0xF00, one) ^ Fold(table, 0xB00, two) ^ Fold(table, 0x700, three) ^ Fold(table, 0x300, four);
                bytes = bytes[Tables..];
            }

            foreach (var next in bytes)
            {
                crc = table[(crc ^ next) & 0xFF] ^ (crc >> 8);
            }

            _state = ~crc;
        }
    }

    // Four bytes by four tables, the last of which stand first.
    private static uint Fold(uint[] table, uint first, uint word)
    {
        unchecked
        {
            return table[first + (word & 0xFF)] ^ table[first - 0x100 + ((word >> 8) & 0xFF)]
                ^ table[first - 0x200 + ((word >> 16) & 0xFF)] ^ table[first - 0x300 + (word >> 24)];
        }
    }

    private static uint[] Build()
    {
        var table = new uint[Tables * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            table[value] = crc;
        }

        for (var index = 256; index < table.Length; index++)
        {
            var before = table[index - 256];
            table[index] = (before >> 8) ^ table[before & 0xFF];
        }

        return table;
    }
}
