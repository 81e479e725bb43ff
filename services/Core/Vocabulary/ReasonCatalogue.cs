using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ExchangeHub.Vocabulary;

/// <summary>Who establishes a reason.</summary>
public enum ReasonDecider
{
    /// <summary>A rule, from the facts alone.</summary>
    Rule = 1,

    /// <summary>An officer of the receiver, by name.</summary>
    Officer = 2,

    /// <summary>A rule or an officer.</summary>
    Either = 3,
}

/// <summary>How well the legal basis of a reason has been checked.</summary>
public enum SourceTrust
{
    /// <summary>The action programme of the demonstration zone says so.</summary>
    Programme = 1,

    /// <summary>The cited text was looked up.</summary>
    Found = 2,

    /// <summary>The cited text was not looked up; do not refuse on it without confirmation.</summary>
    Recalled = 3,

    /// <summary>A choice of this product, with no statute behind it.</summary>
    Derived = 4,
}

/// <summary>A row of the reason catalogue.</summary>
/// <param name="Code">The code, which carries the effect.</param>
/// <param name="Precedence">The order in which reasons are named and the gate at which they are judged, from 10; smaller first.
/// Several reasons share one.</param>
/// <param name="KindCodes">The record kinds that the reason may concern, such as <c>penalty</c>; empty when it may concern
/// all.</param>
/// <param name="IsMandatory">Whether an established reason always takes effect; otherwise only where the agreement provides
/// it.</param>
/// <param name="DecidedBy">Who establishes it.</param>
/// <param name="Title">What it says, in few words.</param>
/// <param name="LegalBasis">The provisions, in Chinese, with article numbers; empty when it rests on none.</param>
/// <param name="Trust">How well the legal basis has been checked.</param>
public sealed record Reason(
    ReasonCode Code,
    int Precedence,
    ImmutableArray<string> KindCodes,
    bool IsMandatory,
    ReasonDecider DecidedBy,
    Wording Title,
    string LegalBasis,
    SourceTrust Trust)
{
    /// <summary>Gets what the reason does once it is established.</summary>
    public ReasonEffect Effect => Code.Effect;

    /// <summary>Tells whether the reason may concern records of a kind.</summary>
    /// <param name="kindCode">The kind as in a record id, such as <c>penalty</c>.</param>
    /// <returns>Whether it may.</returns>
    public bool Concerns(string kindCode) => KindCodes.IsEmpty || KindCodes.Contains(kindCode, StringComparer.Ordinal);

    /// <summary>Compares two rows by their code, which is unique in the catalogue.</summary>
    /// <param name="other">Another row.</param>
    /// <returns>Whether both are the same reason.</returns>
    public bool Equals(Reason? other) => other is not null && Code == other.Code;

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode();
}

/// <summary>The closed catalogue of reasons: 90 codes, part of the program and equal everywhere.</summary>
/// <remarks>
/// An agreement chooses among these and adds none, so that a reason means the same in every district. Wording and legal basis
/// live here, not in messages: who has the code has the text.
/// </remarks>
public static class ReasonCatalogue
{
    private static readonly FrozenDictionary<string, ReasonEffect> Effects = new Dictionary<string, ReasonEffect>
    {
        ["QUARANTINE"] = ReasonEffect.Quarantine,
        ["REFUSE"] = ReasonEffect.Refuse,
        ["NOT_APPLICABLE"] = ReasonEffect.NotApplicable,
        ["HOLD"] = ReasonEffect.Hold,
        ["SUSPEND"] = ReasonEffect.Suspend,
        ["FLAG"] = ReasonEffect.Flag,
        ["TERMINATE"] = ReasonEffect.Terminate,
        ["IGNORE"] = ReasonEffect.Ignore,
        ["REEVALUATE"] = ReasonEffect.Reevaluate,
        ["INFO"] = ReasonEffect.Inform,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ReasonDecider> Deciders = new Dictionary<string, ReasonDecider>
    {
        ["auto"] = ReasonDecider.Rule,
        ["human"] = ReasonDecider.Officer,
        ["either"] = ReasonDecider.Either,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, SourceTrust> Trusts = new Dictionary<string, SourceTrust>
    {
        ["programme"] = SourceTrust.Programme,
        ["found"] = SourceTrust.Found,
        ["recall"] = SourceTrust.Recalled,
        ["derived"] = SourceTrust.Derived,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Reason> ByCode =
        Load().ToFrozenDictionary(reason => reason.Code.ToString(), StringComparer.Ordinal);

    /// <summary>Gets every reason, by precedence, then by code in ordinal order.</summary>
    public static ImmutableArray<Reason> All { get; } =
        [.. ByCode.Values.OrderBy(reason => reason.Precedence).ThenBy(reason => reason.Code.ToString(), StringComparer.Ordinal)];

    /// <summary>Finds a reason.</summary>
    /// <param name="code">The code, exactly as the catalogue writes it.</param>
    /// <returns>The reason, or null when the catalogue has none of that name.</returns>
    public static Reason? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>Gets the row of a code.</summary>
    /// <param name="code">Any code but <c>default</c>.</param>
    /// <returns>The row.</returns>
    /// <exception cref="ArgumentException"><paramref name="code"/> is <c>default</c>.</exception>
    public static Reason Of(ReasonCode code) => Find(code.ToString())
        ?? throw new ArgumentException("Expected a reason code; found default(ReasonCode).", nameof(code));

    private static IEnumerable<Reason> Load() =>
        from row in EmbeddedTable.Read(
            "reason-codes.csv",
            "code", "prec", "effect", "kinds", "nature", "decider", "title_zh", "title_en", "legal_basis", "analogue", "trust")
        select new Reason(
            new ReasonCode(row[0], Effects[row[2]]),
            int.Parse(row[1], CultureInfo.InvariantCulture),
            row[3] == "all" ? [] : [.. row[3].Split(',')],
            row[4] == "M",
            Deciders[row[5]],
            new Wording(row[6], row[7]),
            row[8] == "–" ? "" : row[8],
            Trusts[row[10]]);
}
