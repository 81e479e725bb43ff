using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What the extended headers before a tar entry say of it.</summary>
internal sealed class PaxRecords
{
    /// <summary>Gets or sets the name; null to take that of the header.</summary>
    public string? Name { get; set; }

    /// <summary>Gets the length; null to take that of the header.</summary>
    public long? Size { get; private set; }

    /// <summary>Reads records <c>length key=value\n</c> (POSIX.1-2017, pax, extended header).</summary>
    /// <param name="records">The bytes.</param>
    /// <param name="isGlobal">Whether they stand for all entries that follow; then they must not name or measure any.</param>
    /// <returns>What is wrong, or null.</returns>
    public Wording? Read(ReadOnlySpan<byte> records, bool isGlobal)
    {
        while (!records.IsEmpty)
        {
            var space = records[..Math.Min(records.Length, 12)].IndexOf((byte)' ');
            if (space <= 0
                || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 3 || length > records.Length || records[length - 1] != '\n')
            {
                return new Wording("无法读取的 pax 记录", "a pax record that cannot be read");
            }

            var record = records[(space + 1)..(length - 1)];
            records = records[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0 || BagPath.Read(record[..equals]) is not { } key)
            {
                return new Wording("无法读取的 pax 记录", "a pax record that cannot be read");
            }

            if (Take(key, record[(equals + 1)..], isGlobal) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private Wording? Take(string key, ReadOnlySpan<byte> value, bool isGlobal)
    {
        switch (key)
        {
            case "path" when !isGlobal && Name is null && BagPath.Read(value) is { } name
                && !name.Contains('\0', StringComparison.Ordinal):
                Name = name;
                return null;
            case "size" when !isGlobal && Size is null
                && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size):
                Size = size;
                return null;
            case "path" or "size" or "linkpath" or "hdrcharset":
                return new Wording($"此处的 pax 记录“{key}”", $"the pax record '{key}' here");
            default:
                return key.StartsWith("GNU.sparse", StringComparison.Ordinal)
                    ? new Wording("稀疏文件", "a sparse file")
                    : null;
        }
    }
}
