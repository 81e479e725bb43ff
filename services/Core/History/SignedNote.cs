using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ExchangeHub.History;

/// <summary>A signature line of a note.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The id of the key, see <see cref="NoteKey.Id"/>.</param>
/// <param name="Signature">The signature, in the form of the key's kind.</param>
public sealed record NoteSignature(string Name, uint KeyId, ImmutableArray<byte> Signature)
{
    /// <summary>Gets the line, with its newline.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[sizeof(uint) + Signature.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            Signature.CopyTo(bytes, sizeof(uint));
            return $"\u2014 {Name} {Convert.ToBase64String(bytes)}\n";
        }
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its newline.</param>
    /// <param name="signature">The signature, or null.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        ArgumentNullException.ThrowIfNull(line);
        signature = null;
        if (line.Split(' ') is not ["\u2014", var name, var base64] || !NoteText.IsName(name) || base64.Length > 10_000)
        {
            return false;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length <= sizeof(uint))
        {
            return false;
        }

        signature = new NoteSignature(
            name, BinaryPrimitives.ReadUInt32BigEndian(bytes), [.. bytes.AsSpan(sizeof(uint), length - sizeof(uint))]);
        return true;
    }
}

/// <summary>A text with the lines of those who signed it.</summary>
/// <param name="Text">The text, which ends with a newline.</param>
/// <param name="Signatures">The signatures, of which nothing is proved until a <see cref="NoteKey"/> verifies one.</param>
/// <remarks>Source: C2SP signed-note. Vectors: <c>signed-note.json</c>.</remarks>
public sealed record SignedNote(string Text, ImmutableArray<NoteSignature> Signatures)
{
    private const int SignaturesMax = 100;

    /// <summary>Returns the note.</summary>
    /// <returns>The text, an empty line, and a line for each signature.</returns>
    public override string ToString() =>
        new StringBuilder(Text).Append('\n').AppendJoin(string.Empty, Signatures.Select(signature => signature.Line)).ToString();

    /// <summary>Reads a note.</summary>
    /// <param name="note">The note.</param>
    /// <param name="read">The note in parts, or null.</param>
    /// <returns>Whether it has the form: a text without control characters but newlines, an empty line, 1 to 100 signatures, and
    /// a newline at the end.</returns>
    public static bool TryParse(string? note, [NotNullWhen(true)] out SignedNote? read)
    {
        read = null;
        var end = note?.LastIndexOf("\n\n", StringComparison.Ordinal) ?? -1;
        if (end < 0 || !note!.EndsWith('\n') || note.Any(character => char.IsControl(character) && character != '\n'))
        {
            return false;
        }

        var lines = note[(end + 2)..].Split('\n')[..^1];
        var signatures = ImmutableArray.CreateBuilder<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        read = new SignedNote(note[..(end + 1)], signatures.DrainToImmutable());
        return read.Signatures.Length is > 0 and <= SignaturesMax;
    }
}
