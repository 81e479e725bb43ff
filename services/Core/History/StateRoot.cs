using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>
/// What the log says, up to a position, of all records of one kind, as the root of a tree with a leaf for each subject. It is an
/// event of the log itself, so that it is signed, witnessed and proved like any other.
/// </summary>
/// <param name="Kind">The kind, one of <see cref="Kinds"/>.</param>
/// <param name="UpTo">The position up to which the log is taken account of.</param>
/// <param name="Count">How many subjects have a leaf.</param>
/// <param name="Root">The root over the leaves, in the order of their keys; see <see cref="StateTree"/>.</param>
/// <param name="Blinding">32 bytes, drawn anew for each root: whoever has them finds the key of a subject that it knows, and
/// nobody reads a subject out of a key.</param>
/// <remarks>Its stored form is six lines of ASCII text, each with its newline.</remarks>
public sealed record StateRoot(RecordKind Kind, long UpTo, long Count, Digest Root, ImmutableArray<byte> Blinding)
{
    /// <summary>The name of the event.</summary>
    public const string EventType = "state-root.v1";

    /// <summary>How many bytes the blinding has.</summary>
    public const int BlindingBytes = 32;

    private const string Head = "exchangehub-state-root/v1";
    private const string StreamPrefix = "state-root-";

    /// <summary>Gets the kinds that have roots: those of which it matters that nothing is left out of an answer.</summary>
    public static ImmutableArray<RecordKind> Kinds { get; } = [RecordKind.Blacklist, RecordKind.Permit];

    /// <summary>Gets the stream of the roots of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The name of the stream.</returns>
    public static string StreamOf(RecordKind kind) => StreamPrefix + kind.Code();

    /// <summary>Finds under which key a subject has its leaf.</summary>
    /// <param name="subject">Its credit code.</param>
    /// <returns>HMAC-SHA-256 of the blinding over <c>subject</c>, a newline and the code.</returns>
    public Digest KeyOf(string subject) => Blind("subject", subject);

    /// <summary>Finds by which name an entry names a dossier.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <returns>HMAC-SHA-256 of the blinding over <c>dossier</c>, a newline and its name.</returns>
    public Digest NameOf(DossierId dossier) => Blind("dossier", dossier.ToString());

    /// <summary>Returns the stored form.</summary>
    /// <returns>Six lines.</returns>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Head}\n{Kind.Code()}\n{UpTo}\n{Count}\n{NoteText.Write(Root)}\n{Convert.ToBase64String(Blinding.AsSpan())}\n"));

    /// <summary>Reads the stored form.</summary>
    /// <param name="bytes">Six lines.</param>
    /// <param name="root">What they say, or null.</param>
    /// <returns>Whether they have the form.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StateRoot? root)
    {
        root = Encoding.ASCII.GetString(bytes).Split('\n') is [Head, var code, var position, var number, var hash, var key, ""]
            && RecordKinds.TryParse(code, out var kind) && Kinds.Contains(kind)
            && NoteText.TryReadNumber(position, out var upTo) && NoteText.TryReadNumber(number, out var count)
            && NoteText.TryReadHash(hash, out var top) && NoteText.TryReadHash(key, out var blinding)
                ? new StateRoot(kind, upTo, count, top, blinding.ToBytes())
                : null;
        return root is not null;
    }

    /// <summary>Reads the root out of an event.</summary>
    /// <param name="content">The event.</param>
    /// <returns>The root; null when the event is none.</returns>
    public static StateRoot? Of(EventContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Type == EventType && TryParse(content.Payload.Span, out var root) && content.Stream == StreamOf(root.Kind)
            ? root
            : null;
    }

    /// <inheritdoc/>
    public bool Equals(StateRoot? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => Root.GetHashCode();

    private Digest Blind(string what, string text) =>
        Digest.FromBytes(HMACSHA256.HashData(Blinding.AsSpan(), Encoding.UTF8.GetBytes($"{what}\n{text}")));
}
