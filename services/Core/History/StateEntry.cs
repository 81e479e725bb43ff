using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>What the log says of one dossier of a subject, up to a position.</summary>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="Dossier">The dossier.</param>
/// <param name="Statement">The position of its newest statement.</param>
/// <param name="Decisions">The positions of the decisions in force, one for each group or receiver, ascending.</param>
public sealed record StateRow(string Subject, DossierId Dossier, long Statement, ImmutableArray<long> Decisions);

/// <summary>The same as an entry says it.</summary>
/// <param name="Dossier">The dossier, see <see cref="StateRoot.NameOf"/>.</param>
/// <param name="Statement">The position of its newest statement.</param>
/// <param name="Decisions">The positions of the decisions in force, ascending.</param>
public sealed record StateLine(Digest Dossier, long Statement, ImmutableArray<long> Decisions);

/// <summary>Everything that the log says of a subject in records of one kind: no dossier is left out.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Lines">A line for each dossier, in the order of its blinded name.</param>
/// <remarks>
/// What a statement or a decision says does not stand here but at its position in the log. A dossier is named by a digest, so
/// that the entry may be shown to those who may not see every record in it.
/// </remarks>
public sealed record StateEntry(RecordKind Kind, ImmutableArray<StateLine> Lines)
{
    private const string Head = "exchangehub-state/v1";
    private const string Nothing = "-";

    /// <summary>Makes the entry of a subject.</summary>
    /// <param name="root">Whose blinding counts.</param>
    /// <param name="rows">The dossiers of the subject, each once.</param>
    /// <returns>The entry; the same rows give the same one, in whichever order they come.</returns>
    public static StateEntry Of(StateRoot root, IEnumerable<StateRow> rows)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new StateEntry(root.Kind,
        [
            .. rows.Select(row => new StateLine(root.NameOf(row.Dossier), row.Statement, row.Decisions))
                .OrderBy(line => line.Dossier, StateTree.ByBytes),
        ]);
    }

    /// <summary>Returns the text.</summary>
    /// <returns>Two lines and one for each dossier, each with its newline.</returns>
    public override string ToString()
    {
        var text = new StringBuilder($"{Head}\n{Kind.Code()}\n");
        foreach (var line in Lines)
        {
            var decisions = line.Decisions.IsEmpty ? Nothing : string.Join(',', line.Decisions);
            _ = text.Append(CultureInfo.InvariantCulture, $"{NoteText.Write(line.Dossier)} {line.Statement} {decisions}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="entry">The entry, or null.</param>
    /// <returns>Whether it has the form.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out StateEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(text);
        entry = null;
        var parts = text.Split('\n');
        if (parts.Length < 3 || parts[0] != Head || parts[^1].Length > 0 || !RecordKinds.TryParse(parts[1], out var kind))
        {
            return false;
        }

        var lines = ImmutableArray.CreateBuilder<StateLine>();
        foreach (var part in parts[2..^1])
        {
            if (part.Split(' ') is not [var name, var statement, var decisions] || !NoteText.TryReadHash(name, out var dossier)
                || !NoteText.TryReadNumber(statement, out var position) || Positions(decisions) is not { } inForce)
            {
                return false;
            }

            lines.Add(new StateLine(dossier, position, inForce));
        }

        entry = new StateEntry(kind, lines.ToImmutable());
        return true;
    }

    /// <summary>Makes the leaf of the entry.</summary>
    /// <param name="key">The key of its subject.</param>
    /// <returns>The leaf.</returns>
    public StateLeaf LeafOf(Digest key) => new(key, Digest.Of(Encoding.ASCII.GetBytes(ToString())));

    private static ImmutableArray<long>? Positions(string text)
    {
        var positions = ImmutableArray.CreateBuilder<long>();
        foreach (var part in text == Nothing ? [] : text.Split(','))
        {
            if (!NoteText.TryReadNumber(part, out var position))
            {
                return null;
            }

            positions.Add(position);
        }

        return positions.ToImmutable();
    }
}

/// <summary>A leaf of a state tree.</summary>
/// <param name="Key">The blinded subject, see <see cref="StateRoot.KeyOf"/>.</param>
/// <param name="Content">SHA-256 of the text of its entry.</param>
public readonly record struct StateLeaf(Digest Key, Digest Content)
{
    /// <summary>How many bytes a leaf has.</summary>
    public const int Bytes = 64;

    /// <summary>Gets the hash of the leaf in the tree.</summary>
    public Digest Hash => MerkleTree.HashLeaf(ToBytes());

    /// <summary>Returns the bytes: the key and the digest.</summary>
    /// <returns>64 bytes.</returns>
    public byte[] ToBytes() => [.. Key.ToBytes(), .. Content.ToBytes()];

    /// <summary>Reads the bytes.</summary>
    /// <param name="bytes">64 bytes.</param>
    /// <returns>The leaf.</returns>
    public static StateLeaf FromBytes(ReadOnlySpan<byte> bytes) =>
        new(Digest.FromBytes(bytes[..(Bytes / 2)]), Digest.FromBytes(bytes[(Bytes / 2)..]));
}
