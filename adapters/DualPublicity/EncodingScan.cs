using System.Text;

namespace ExchangeHub.DualPublicity;

/// <summary>Looks at all bytes of a table once and tells UTF-8 from something else, line by line.</summary>
/// <remarks>
/// GB18030 gives a meaning to almost any bytes, so a file of both encodings would be read as GB18030 without a murmur and its
/// UTF-8 lines as nonsense. A line of four or more Chinese characters that is valid UTF-8 is no accident; beside a line that is
/// not, it shows that the file was pasted together.
/// </remarks>
internal sealed class EncodingScan
{
    private const int TellingCharacters = 4;

    private long _line = 1;
    private bool _lineIsUtf8 = true;
    private int _lineWideCharacters;
    private bool _endsWithReturn;

    /// <summary>Gets the first line that is not UTF-8, from 1; null when all are.</summary>
    public long? FirstOtherLine { get; private set; }

    /// <summary>Gets the first line that is UTF-8 and cannot be so by accident, from 1; null when there is none.</summary>
    public long? FirstTellingLine { get; private set; }

    /// <summary>Gets a value indicating whether there is anything but white space.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    /// <param name="bytes">What was left over last time, and what follows it.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How many bytes were used; at most three are left over, and only when something follows.</returns>
    public int Feed(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            var ascii = rest.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            ascii = ascii < 0 ? rest.Length : ascii;
            TakeAscii(rest[..ascii]);
            rest = rest[ascii..];
            if (rest.IsEmpty)
            {
                break;
            }

            var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
            {
                return bytes.Length - rest.Length;
            }

            HasContent |= rune.Value != 0xFEFF; // a byte order mark is none
            _endsWithReturn = false;
            _lineIsUtf8 &= status == System.Buffers.OperationStatus.Done;
            _lineWideCharacters += used >= 3 ? 1 : 0;
            rest = rest[used..];
        }

        if (isLast)
        {
            EndLine();
        }

        return bytes.Length;
    }

    private void TakeAscii(ReadOnlySpan<byte> ascii)
    {
        HasContent |= ascii.IndexOfAnyExcept(" \t\r\n"u8) >= 0;
        while (!ascii.IsEmpty)
        {
            var end = ascii.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                _endsWithReturn = false;
                return;
            }

            if (end > 0 || ascii[0] == '\r' || !_endsWithReturn)
            {
                EndLine(); // of a pair of return and line feed, the first ends the line
            }

            _endsWithReturn = ascii[end] == '\r';
            ascii = ascii[(end + 1)..];
        }
    }

    private void EndLine()
    {
        if (!_lineIsUtf8)
        {
            FirstOtherLine ??= _line;
        }
        else if (_lineWideCharacters >= TellingCharacters)
        {
            FirstTellingLine ??= _line;
        }

        _line++;
        _lineIsUtf8 = true;
        _lineWideCharacters = 0;
    }
}
