using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>How much of a record somebody is shown.</summary>
public enum ReadingLevel
{
    /// <summary>As it was published: masked, with commitments.</summary>
    Masked = 1,

    /// <summary>What anybody may know: without the signed bytes, and without what points at a person beyond the firm's own
    /// representative.</summary>
    Public = 2,
}

/// <summary>What somebody may be shown.</summary>
/// <param name="Kinds">Records of these kinds.</param>
/// <param name="Level">How much of each.</param>
/// <param name="NeedsCase">Only for a case that is named.</param>
public sealed record ReadingTerms(ImmutableArray<RecordKind> Kinds, ReadingLevel Level, bool NeedsCase);

/// <summary>Who may read what, for which purpose. Pure; what no row allows is refused.</summary>
/// <remarks>Source: security design, F "Authorization" and E1 "over-broad query"; domain reference "Identifiers", 3.1.</remarks>
public static class ReadingRules
{
    /// <summary>A search that names nobody spans at most this many days of decisions.</summary>
    public const int SearchDaysMax = 366;

    private const int CaseNumberLengthMax = 100;
    private const int PersonLengthMax = 60;

    private static readonly ImmutableArray<RecordKind> Everything = [.. Enum.GetValues<RecordKind>()];

    private static readonly ImmutableDictionary<(MemberKind Kind, Purpose Purpose), ReadingTerms> Rows =
        new Dictionary<(MemberKind, Purpose), ReadingTerms>
        {
            [(MemberKind.Node, Purpose.Exchange)] = new(Everything, ReadingLevel.Masked, NeedsCase: false),
            [(MemberKind.Node, Purpose.Supervision)] = new(Everything, ReadingLevel.Masked, NeedsCase: false),
            [(MemberKind.Node, Purpose.Case)] = new(Everything, ReadingLevel.Masked, NeedsCase: true),
            [(MemberKind.Node, Purpose.Review)] = new(Everything, ReadingLevel.Masked, NeedsCase: true),
            [(MemberKind.Console, Purpose.Supervision)] = new(Everything, ReadingLevel.Masked, NeedsCase: false),
            [(MemberKind.Console, Purpose.Case)] = new(Everything, ReadingLevel.Masked, NeedsCase: true),
            [(MemberKind.Console, Purpose.Review)] = new(Everything, ReadingLevel.Masked, NeedsCase: true),
            [(MemberKind.Console, Purpose.Audit)] = new([], ReadingLevel.Masked, NeedsCase: false),
            [(MemberKind.Console, Purpose.Credit)] = new(
                [RecordKind.Penalty, RecordKind.NoPenalty, RecordKind.Blacklist, RecordKind.PositiveList], ReadingLevel.Public,
                NeedsCase: false),
            [(MemberKind.Operator, Purpose.Audit)] = new([], ReadingLevel.Masked, NeedsCase: false),
            [(MemberKind.Consumer, Purpose.Credit)] = new(
                [RecordKind.Penalty, RecordKind.NoPenalty, RecordKind.Blacklist, RecordKind.PositiveList], ReadingLevel.Public,
                NeedsCase: false),
        }.ToImmutableDictionary();

    /// <summary>Says what a claim of purpose entitles to.</summary>
    /// <param name="kind">What the asker is.</param>
    /// <param name="claim">For what it asks.</param>
    /// <returns>What it may be shown, or why nothing.</returns>
    public static (ReadingTerms? Terms, Rejection? Rejection) Admit(MemberKind kind, ReadingClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var granted = string.Join(", ", Purposes.All.Where(one => Rows.ContainsKey((kind, one.Purpose))).Select(one => one.Code));
        if (claim.Purpose is not { } purpose)
        {
            return Reject(RejectionCode.PurposeMissing,
                $"查阅他方记录须说明用途：请在 xhub-purpose（命令行为 --purpose，REST 为 X-Purpose）中给出 {granted} 之一。",
                $"Records of others are read for a purpose: say in xhub-purpose (xhub: --purpose, REST: X-Purpose) which, of "
                    + $"{granted}.");
        }

        if (!Rows.TryGetValue((kind, purpose), out var terms))
        {
            return Reject(RejectionCode.PurposeNotGranted,
                $"此类成员不得以“{purpose.Code()}”为用途查阅；可用：{granted}。",
                $"Members of this kind do not read for '{purpose.Code()}'; they do for {granted}.");
        }

        if (!IsPlain(claim))
        {
            return Reject(RejectionCode.CaseMissing,
                $"案号（xhub-case-bin，至多 {CaseNumberLengthMax} 字）与经办人（xhub-person，至多 {PersonLengthMax} 字）应为单行文字，"
                    + "不得含身份证件号码。",
                $"A case number (xhub-case-bin, {CaseNumberLengthMax} characters at most) and a person (xhub-person, "
                    + $"{PersonLengthMax}) are one line each, without the number of an identity card.");
        }

        return terms.NeedsCase && claim.CaseNumber.Length == 0
            ? Reject(RejectionCode.CaseMissing,
                $"以“{purpose.Code()}”为用途查阅须给出案号：请填写 xhub-case-bin（命令行为 --case，REST 为 X-Case）。",
                $"Who reads for '{purpose.Code()}' names the case: say its number in xhub-case-bin (xhub: --case, REST: X-Case).")
            : (terms, null);
    }

    /// <summary>Says whether the texts of a claim may stand in a trail that is kept for ever: short, one line, no number of an
    /// identity card.</summary>
    /// <param name="claim">The claim.</param>
    /// <returns>Whether they may.</returns>
    public static bool IsPlain(ReadingClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return IsPlain(claim.CaseNumber, CaseNumberLengthMax) && IsPlain(claim.Person, PersonLengthMax);
    }

    /// <summary>Says whether a search is bounded: by whom it is about, by a document, or by days.</summary>
    /// <param name="namesSomething">It names a subject, a firm or a document.</param>
    /// <param name="from">First day of decisions; null when open.</param>
    /// <param name="to">Last day of decisions; null when open.</param>
    /// <returns>Null when it is; else why it is refused.</returns>
    public static Rejection? TooBroad(bool namesSomething, DateOnly? from, DateOnly? to) =>
        namesSomething || (from is { } first && to is { } last && last.DayNumber - first.DayNumber < SearchDaysMax)
            ? null
            : new Rejection(RejectionCode.TooBroad, new Wording(
                $"查询范围过宽：请给出主体代码、名称或文号，或者把决定日期限定在 {SearchDaysMax} 天之内。",
                "The search is too broad: name a subject, a firm or a document number, or bound the days of decision to "
                + $"{SearchDaysMax}."));

    // A run of digits nearly as long as an identity card's, the old one of fifteen among them, is taken for one.
    private static bool IsPlain(string text, int lengthMax)
    {
        var digits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            digits = System.Text.Rune.IsDigit(rune) ? digits + 1 : 0;
            if (digits > 14 || System.Text.Rune.IsControl(rune) || rune.Value is 0xFFFD or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069))
            {
                return false;
            }
        }

        return text.Length <= lengthMax;
    }

    private static (ReadingTerms?, Rejection?) Reject(RejectionCode code, string chinese, string english) =>
        (null, new Rejection(code, new Wording(chinese, english)));
}

/// <summary>For what somebody asks, as they say.</summary>
/// <param name="Purpose">The purpose; null when none, or none that is known, was said.</param>
/// <param name="CaseNumber">The case; may be empty.</param>
/// <param name="Person">Who asks, in the asker's own register, such as an officer's certificate; may be empty.</param>
public sealed record ReadingClaim(Purpose? Purpose, string CaseNumber, string Person);
