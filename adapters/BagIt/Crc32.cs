using System.Buffers.Binary;

namespace ExchangeHub.BagIt;

/// <summary>The CRC-32 of zip files (ISO 3309, polynomial EDB88320), eight bytes a step.</summary>
internal struct Crc32
{
    private const int Tables = 8;

    private static readonly uint[] Table = Build();

    private uint _state;

    /// <summary>Gets the checksum of what was appended.</summary>
    public readonly uint Value => _state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_state;
        var table = Table.AsSpan();
        while (bytes.Length >= Tables)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(int)(0x700 + (low & 0xFF))] ^ table[(int)(0x600 + ((low >> 8) & 0xFF))]
                ^ table[(int)(0x500 + ((low >> 16) & 0xFF))] ^ table[(int)(0x400 + (low >> 24))]
                ^ table[(int)(0x300 + (high & 0xFF))] ^ table[(int)(0x200 + ((high >> 8) & 0xFF))]
                ^ table[(int)(0x100 + ((high >> 16) & 0xFF))] ^ table[(int)(high >> 24)];
            bytes = bytes[Tables..];
        }

        foreach (var next in bytes)
        {
            crc = table[(int)((crc ^ next) & 0xFF)] ^ (crc >> 8);
        }

        _state = ~crc;
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
