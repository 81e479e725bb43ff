using System.Globalization;
using System.Text;

namespace ExchangeHub.BagIt;

/// <summary>Writes a tar file: ustar, and pax headers only where a name or a length asks for them.</summary>
internal sealed class TarSink(string destination, string name, DateTimeOffset modified) : ArchiveSink(destination)
{
    private const int RecordBytes = 20 * TarHeader.BlockBytes;
    private const long UstarBytesMax = (1L << 33) - 1;

    private readonly long _modified = Math.Max(0, modified.ToUnixTimeSeconds());
    private long _padding;

    public override async ValueTask BeginAsync(string path, long length, CancellationToken cancellationToken)
    {
        await AddAsync($"{name}/{path}", length, '0', cancellationToken).ConfigureAwait(false);
        _padding = length;
    }

    public override ValueTask AddFolderAsync(string path, CancellationToken cancellationToken) =>
        AddAsync($"{name}/{path}/", 0, '5', cancellationToken);

    public override ValueTask EndAsync(CancellationToken cancellationToken) => PadAsync(_padding, cancellationToken);

    protected override ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        var zeros = 2 * TarHeader.BlockBytes;
        var rest = (Archive.Position + zeros) % RecordBytes;
        return Archive.WriteAsync(new byte[zeros + (rest == 0 ? 0 : RecordBytes - rest)], cancellationToken);
    }

    private async ValueTask AddAsync(string full, long length, char type, CancellationToken cancellationToken)
    {
        var (prefix, last) = Divide(full);
        if (last is null || length > UstarBytesMax)
        {
            var records = (last is null ? Record("path", full) : "")
                + (length > UstarBytesMax ? Record("size", length.ToString(CultureInfo.InvariantCulture)) : "");
            var bytes = Encoding.UTF8.GetBytes(records);
            await Archive.WriteAsync(Header("", "pax", bytes.Length, 'x'), cancellationToken).ConfigureAwait(false);
            await Archive.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await PadAsync(bytes.Length, cancellationToken).ConfigureAwait(false);
        }

        var header = Header(prefix, last ?? "pax", Math.Min(length, UstarBytesMax), type);
        await Archive.WriteAsync(header, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask PadAsync(long length, CancellationToken cancellationToken)
    {
        var rest = length % TarHeader.BlockBytes;
        return rest == 0 ? default : Archive.WriteAsync(new byte[TarHeader.BlockBytes - rest], cancellationToken);
    }

    // Names in ASCII only: what else a reader takes them for is not said in ustar.
    private static (string Prefix, string? Last) Divide(string path)
    {
        if (!Ascii.IsValid(path))
        {
            return ("", null);
        }

        if (path.Length <= 100)
        {
            return ("", path);
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        for (; slash is > 0 and <= 155; slash = path.IndexOf('/', slash + 1))
        {
            if (path.Length - slash - 1 <= 100)
            {
                return (path[..slash], path[(slash + 1)..]);
            }
        }

        return ("", null);
    }

    // The length counts its own digits.
    private static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var bytes = Encoding.UTF8.GetByteCount(rest);
        var length = bytes + 1;
        while (length != bytes + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length = bytes + length.ToString(CultureInfo.InvariantCulture).Length;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{length}{rest}");
    }

    private byte[] Header(string prefix, string last, long length, char type)
    {
        var block = new byte[TarHeader.BlockBytes];
        Put(block, 0, last);
        Put(block, 100, (type == '5' ? "0000755\0" : "0000644\0") + "0000000\0" + "0000000\0");
        Put(block, 124, Octal(length));
        Put(block, 136, Octal(Math.Min(_modified, UstarBytesMax)));
        Put(block, 148, "        ");
        Put(block, 156, type.ToString());
        Put(block, 257, "ustar\000");
        Put(block, 329, "0000000\0" + "0000000\0");
        Put(block, 345, prefix);
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Put(block, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    private static string Octal(long value) => Convert.ToString(value, 8).PadLeft(11, '0') + "\0";

    private static void Put(byte[] block, int at, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(at));
}
