using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with its value, text or bytes. Immutable.</summary>
    public class Entry
    {
        private readonly string? _text;
        private readonly byte[] _bytes = [];

        /// <summary>Makes a binary entry.</summary>
        /// <param name="key">Letters, digits and <c>_-.</c>; stored in lower case; must end in <c>-bin</c>.</param>
        /// <param name="valueBytes">Any bytes; they are copied.</param>
        /// <exception cref="ArgumentException">The key has another shape or does not end in <c>-bin</c>.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalised(key);
            if (!Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"'{key}' cannot hold bytes: the key of a binary value ends in '{BinaryHeaderSuffix}', such as 'proof-bin'.",
                    nameof(key));
            }

            _bytes = [.. valueBytes];
        }

        /// <summary>Makes a text entry.</summary>
        /// <param name="key">Letters, digits and <c>_-.</c>; stored in lower case; must not end in <c>-bin</c>.</param>
        /// <param name="value">Printable ASCII. It is not checked here; the transport refuses anything else.</param>
        /// <exception cref="ArgumentException">The key has another shape or ends in <c>-bin</c>.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalised(key);
            if (Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"'{key}' cannot hold text: a key that ends in '{BinaryHeaderSuffix}' takes bytes.",
                    nameof(key));
            }

            _text = value;
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        /// <summary>A copy of the bytes; the ASCII bytes of a text entry.</summary>
        public byte[] ValueBytes => _text is null ? [.. _bytes] : Encoding.ASCII.GetBytes(_text);

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry is binary.</exception>
        public string Value => _text ?? throw new InvalidOperationException(
            $"'{Key}' is a binary entry and has no text. Read its bytes instead.");

        /// <summary>Whether the value is bytes, which is when the key ends in <c>-bin</c>.</summary>
        public bool IsBinary => _text is null;

        /// <summary>Writes key and value on one line, bytes as base64.</summary>
        /// <returns><c>[Entry: key=…, value=…]</c></returns>
        public override string ToString() => _text is null
            ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(_bytes)}]"
            : $"[Entry: key={Key}, value={_text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string Normalised(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            if (key.Length == 0 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            {
                throw new ArgumentException(
                    $"'{key}' is not a metadata key. Use ASCII letters, digits, '_', '-' and '.', such as 'request-id'.",
                    nameof(key));
            }

            return key.ToLowerInvariant();
        }
    }
}
