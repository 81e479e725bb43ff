using System.Buffers;
using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Writes the canonical JSON of messages: proto3 JSON in the form of RFC 8785 (JCS).</summary>
/// <remarks>
/// Properties sorted by their UTF-16 code units, no white space, fields without a value left out, the shortest escapes. Messages
/// of ours hold no floating-point number, so that the only numbers are whole and the rules of RFC 8785, 3.2.2.3 do not come up.
/// </remarks>
internal sealed class CanonicalJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private bool _needsComma;

    /// <summary>Gets what has been written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Forgets everything, so that the buffer can be used again.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        _needsComma = false;
    }

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fields">The fields to write, sorted.</param>
    public void Message(IMessage message, ReadOnlySpan<FieldPlan> fields)
    {
        Raw("{"u8);
        _needsComma = false;
        foreach (var field in fields)
        {
            if (!field.IsAbsent(message))
            {
                Separate();
                Text(field.JsonName);
                Raw(":"u8);
                field.Write(message, this);
                _needsComma = true;
            }
        }

        Raw("}"u8);
        _needsComma = true;
    }

    /// <summary>Begins a list.</summary>
    public void BeginArray()
    {
        Raw("["u8);
        _needsComma = false;
    }

    /// <summary>Ends a list.</summary>
    public void EndArray() => Raw("]"u8);

    /// <summary>Writes the comma before the next entry or property, unless it is the first.</summary>
    public void Separate()
    {
        if (_needsComma)
        {
            Raw(","u8);
        }

        _needsComma = true;
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> json) => _buffer.Write(json);

    /// <summary>Writes ASCII as it is.</summary>
    public void Raw(string json) => _buffer.Advance(Encoding.UTF8.GetBytes(json, _buffer.GetSpan(json.Length * 3)));

    /// <summary>Writes a whole number.</summary>
    public void Number(long value, bool isText)
    {
        Span<char> digits = stackalloc char[20];
        _ = value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        Raw(isText ? "\""u8 : []);
        _buffer.Advance(Encoding.UTF8.GetBytes(digits[..length], _buffer.GetSpan(length)));
        Raw(isText ? "\""u8 : []);
    }

    /// <summary>Writes bytes as proto3 JSON does: padded base 64.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Raw("\""u8);
        _ = System.Buffers.Text.Base64.EncodeToUtf8(
            bytes, _buffer.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _buffer.Advance(written);
        Raw("\""u8);
    }

    /// <summary>Writes a string, RFC 8785, 3.2.2.2.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Raw("\""u8);
        while (text.IndexOfAny(Escaped) is >= 0 and var index)
        {
            Unescaped(text[..index]);
            Escape(text[index]);
            text = text[(index + 1)..];
        }

        Unescaped(text);
        Raw("\""u8);
    }

    private void Unescaped(ReadOnlySpan<char> text) =>
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    private void Escape(char character) => Raw(character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
    });
}
