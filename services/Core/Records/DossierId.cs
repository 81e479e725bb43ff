using System.Collections.Immutable;

namespace ExchangeHub.Records;

/// <summary>Names the dossier in which everything about one act of office is filed: its kind and its business key.</summary>
/// <remarks>
/// <para>Shape: <c>&lt;kind&gt;/&lt;business key&gt;</c>, at most 250 characters:</para>
/// <list type="bullet">
/// <item><c>penalty/&lt;credit code of the issuer&gt;/&lt;document number in normal form&gt;</c></item>
/// <item><c>evidence/&lt;jurisdiction&gt;/&lt;package number&gt;</c></item>
/// <item><c>permit/&lt;permit number&gt;/&lt;version number of the permit&gt;</c></item>
/// <item><c>blacklist/&lt;list&gt;/&lt;subject&gt;/&lt;document number in normal form&gt;</c></item>
/// <item><c>nopenalty/&lt;credit code of the issuer&gt;/&lt;document number in normal form&gt;</c></item>
/// <item><c>positive/&lt;credit code of the listing organ&gt;/&lt;subject&gt;/&lt;day of the listing&gt;</c></item>
/// </list>
/// <para>
/// A duplicate has another record id and the same dossier; an event that overtakes its record finds its place by it. Source:
/// domain reference "Records", the business key of each kind.
/// </para>
/// </remarks>
public readonly record struct DossierId
{
    private const int LengthMax = 250;
    private readonly string? _text;

    private DossierId(RecordKind kind, string text) => (Kind, _text) = (kind, text);

    /// <summary>Gets the kind of the record.</summary>
    public RecordKind Kind { get; }

    /// <summary>Gets the name of the stream in the log.</summary>
    public string Stream => $"dossier-{_text}";

    /// <summary>Gets the parts of the business key, as the kind has them.</summary>
    public ImmutableArray<string> BusinessKey => _text is null ? [] : [.. _text.Split('/').Skip(1)];

    /// <summary>Gets the credit code of the organ that alone can have made the record, where the business key says it. Null
    /// otherwise.</summary>
    public string? Issuer =>
        Kind is RecordKind.Penalty or RecordKind.NoPenalty or RecordKind.PositiveList ? BusinessKey[0] : null;

    /// <summary>Reads a dossier id.</summary>
    /// <param name="text">The kind, a slash, and a business key of the right number of parts.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns>Whether the text has the shape. The parts are not examined further: nobody can file in a dossier that the
    /// record itself does not give.</returns>
    public static bool TryParse(string? text, out DossierId id)
    {
        id = default;
        if (text is null or { Length: > LengthMax } || text.Any(char.IsControl))
        {
            return false;
        }

        var parts = text.Split('/');
        if (!RecordKinds.TryParse(parts[0], out var kind)
            || parts.Length != (kind is RecordKind.Blacklist or RecordKind.PositiveList ? 4 : 3)
            || parts.Any(string.IsNullOrWhiteSpace))
        {
            return false;
        }

        id = new DossierId(kind, text);
        return true;
    }

    /// <summary>Reads the dossier id from the name of a stream.</summary>
    /// <param name="stream">A stream of the log.</param>
    /// <param name="id">The id, or <c>default</c> when the stream is not that of a dossier.</param>
    /// <returns>Whether the stream is that of a dossier.</returns>
    public static bool TryFromStream(string stream, out DossierId id)
    {
        ArgumentNullException.ThrowIfNull(stream);
        id = default;
        return stream.StartsWith("dossier-", StringComparison.Ordinal) && TryParse(stream["dossier-".Length..], out id);
    }

    /// <summary>Returns the kind and the business key.</summary>
    /// <returns>The text form, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _text ?? "";
}
