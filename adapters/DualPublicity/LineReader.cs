using System.Text;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads lines of bounded length; any of CR LF, LF and CR ends a line.</summary>
internal sealed class LineReader(TextReader text, int lengthMax) : IDisposable
{
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _filled;
    private bool _endsWithReturn;

    /// <summary>Gets a value indicating whether the line was longer than allowed, and was passed over.</summary>
    public bool IsOverlong { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The line without its end, its beginning when it is too long, or null at the end of the text.</returns>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _ = _line.Clear();
        IsOverlong = false;
        var isBegun = false;
        while (true)
        {
            if (_position == _filled)
            {
                _position = 0;
                _filled = await text.ReadAsync(_buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
                if (_filled == 0)
                {
                    return isBegun ? _line.ToString() : null;
                }
            }

            if (_endsWithReturn && _buffer[_position] == '\n')
            {
                _position++;
                _endsWithReturn = false;
                continue;
            }

            _endsWithReturn = false;
            isBegun = true;
            if (TakeToLineEnd())
            {
                return _line.ToString();
            }
        }
    }

    public void Dispose() => text.Dispose();

    private bool TakeToLineEnd()
    {
        var rest = _buffer.AsSpan(_position, _filled - _position);
        var end = rest.IndexOfAny('\n', '\r');
        var taken = end < 0 ? rest : rest[..end];
        IsOverlong |= _line.Length + taken.Length > lengthMax;
        if (!IsOverlong)
        {
            _ = _line.Append(taken);
        }

        _endsWithReturn = end >= 0 && rest[end] == '\r';
        _position += end < 0 ? rest.Length : end + 1;
        return end >= 0;
    }
}
