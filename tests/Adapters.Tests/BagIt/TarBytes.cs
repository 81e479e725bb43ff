using System.Globalization;
using System.Text;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>Puts a tar file together byte by byte, so that every byte can be wrong.</summary>
internal sealed class TarBytes
{
    private readonly List<byte> _bytes = [];

    public static TarBytes Of(IEnumerable<KeyValuePair<string, byte[]>> files, string top = "bag")
    {
        var tar = new TarBytes();
        foreach (var (path, content) in files)
        {
            _ = tar.Add($"{top}/{path}", content);
        }

        return tar;
    }

    public TarBytes Add(string name, byte[]? content = null, char type = '0', Action<byte[]>? alter = null) =>
        Add(Encoding.UTF8.GetBytes(name), content ?? [], type, alter);

    public TarBytes Add(byte[] name, byte[] content, char type, Action<byte[]>? alter = null)
    {
        var header = new byte[512];
        name.AsSpan(0, Math.Min(100, name.Length)).CopyTo(header);
        Put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        Put(header, 124, Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0");
        Put(header, 136, "00000000000\0");
        header[156] = (byte)type;
        Put(header, 257, "ustar\0" + "00");
        alter?.Invoke(header);
        Sum(header);
        _bytes.AddRange(header);
        _bytes.AddRange(content);
        _bytes.AddRange(new byte[(512 - (content.Length % 512)) % 512]);
        return this;
    }

    public TarBytes Pax(string records, char type = 'x') => Add("pax", Encoding.UTF8.GetBytes(records), type);

    public static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = Encoding.UTF8.GetByteCount(rest);
        var digits = (length + 2).ToString(CultureInfo.InvariantCulture).Length;
        return (length + digits).ToString(CultureInfo.InvariantCulture) + rest;
    }

    public byte[] End(int blocks = 2)
    {
        _bytes.AddRange(new byte[512 * blocks]);
        return [.. _bytes];
    }

    public static void Put(byte[] header, int at, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(at));

    private static void Sum(byte[] header)
    {
        if (header[148] != 0)
        {
            return; // a wrong one was put there
        }

        Put(header, 148, "        ");
        Put(header, 148, Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
    }
}
