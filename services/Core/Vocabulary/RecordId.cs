using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ExchangeHub.Vocabulary;

/// <summary>The name that the publishing node gave to a record, unique in the federation and never used again.</summary>
/// <remarks>
/// Shape: <c>urn:eeh:&lt;kind&gt;:&lt;division code&gt;:&lt;ULID&gt;</c>, case-sensitive, at most 62 characters, for example
/// <c>urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8</c>.
/// </remarks>
public readonly partial record struct RecordId
{
    private const string Prefix = "urn:eeh:";
    private const int UlidLength = 26;
    private const int DivisionLength = 6;

    private static readonly Wording Form = new(
        "记录标识，例如 urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8",
        "a record id such as urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8");

    private readonly string? _urn;

    private RecordId(string urn) => _urn = urn;

    /// <summary>Gets the kind as the id spells it: 2 to 20 lower-case ASCII letters, such as <c>penalty</c>; empty for
    /// <c>default</c>.</summary>
    public string KindCode => _urn is null ? "" : _urn[Prefix.Length..^(UlidLength + DivisionLength + 2)];

    /// <summary>Gets the division of the node that gave the id.</summary>
    public Jurisdiction Division => _urn is null
        ? default
        : Jurisdiction.Parse(_urn[^(UlidLength + DivisionLength + 1)..^(UlidLength + 1)]);

    /// <summary>Makes the id of a new record.</summary>
    /// <param name="kindCode">2 to 20 lower-case ASCII letters, such as <c>penalty</c>.</param>
    /// <param name="division">The division of the node that gives the id.</param>
    /// <param name="ulid">Fresh for every record.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">The kind has another shape, or the division is <c>default</c>.</exception>
    public static RecordId Create(string kindCode, Jurisdiction division, Ulid ulid) =>
        Parse($"{Prefix}{kindCode}:{division}:{ulid}");

    /// <summary>Reads a record URN that is known to be good.</summary>
    /// <param name="text">The URN, without spaces.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape; the message says which.</exception>
    public static RecordId Parse(string text) =>
        TryParse(text, out var id, out var violation) ? id : throw new ViolationException(violation);

    /// <summary>Reads a record URN.</summary>
    /// <param name="text">The URN, without spaces.</param>
    /// <param name="id">The id, or <c>default</c> when the text is not one.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; the record itself need not exist.</returns>
    public static bool TryParse(string? text, out RecordId id) => TryParse(text, out id, out _);

    /// <summary>Reads a record URN, and says what is wrong when it is none.</summary>
    /// <param name="text">The URN, without spaces.</param>
    /// <param name="id">The id, or <c>default</c> when the text is not one.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; the record itself need not exist.</returns>
    public static bool TryParse(string? text, out RecordId id, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is not null && Shape().IsMatch(text))
        {
            id = new RecordId(text);
            violation = null;
            return true;
        }

        id = default;
        violation = Violation.Quoting(Form, text);
        return false;
    }

    /// <summary>Returns the URN.</summary>
    /// <returns>The URN, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _urn ?? "";

    [GeneratedRegex(@"\Aurn:eeh:[a-z]{2,20}:[0-9]{6}:[0-7][0-9A-HJKMNP-TV-Z]{25}\z")]
    private static partial Regex Shape();
}
