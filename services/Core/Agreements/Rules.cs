using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>
/// The first rules of the zone: what is in force, who decided, whether it was served, contested, stayed, revoked, contradicted or
/// decided twice. Every other code of the catalogue is listed as not judged.
/// </summary>
/// <remarks>Source of each rule: the legal basis of its code in the catalogue, and domain reference "Recognition".</remarks>
internal static class Rules
{
    private static readonly ImmutableArray<Rule> All =
    [
        new("REF-AGR-NOT-IN-FORCE", seen => seen.Origin is { } origin && seen.Rules.Binds(origin)
            ? null
            : seen.Find("REF-AGR-NOT-IN-FORCE", seen.Record.Details.DecidedOn, "origin.party", seen.Origin?.ToString() ?? "")),
        new("REF-AGR-DATE", seen => seen.Record.Details.DecidedOn >= seen.Rules.RecognisesFrom
            ? null
            : seen.Find("REF-AGR-DATE", seen.Record.Details.DecidedOn, "record.decided_on", seen.Record.Details.DecidedOn)),
        new("REF-AGR-TERRITORY", seen => seen.Rules.Binds(seen.Record.Jurisdiction)
            ? null
            : seen.Find("REF-AGR-TERRITORY", seen.Record.Details.DecidedOn, "record.jurisdiction",
                seen.Record.Jurisdiction.ToString())),
        new("REF-OFF-COUNT", seen => Officers(seen) is { Length: >= 2 }
            ? null
            : seen.Find("REF-OFF-COUNT", seen.Record.Details.DecidedOn, "officers.count", Officers(seen).Length)),
        new("REF-PROC-SERVICE", seen => ServedOn(seen) is null
            ? seen.Find("REF-PROC-SERVICE", seen.Record.Details.DecidedOn, "served_on", "")
            : null),

        new("HOLD-DEPENDENCY", Reliances.Unknown),
        new("DUP-CONFLICT", seen => seen.Contradicting.FirstOrDefault() is ({ } other, var since)
            ? seen.Find("DUP-CONFLICT", since, "content", other.Statement.Content.ToString(), other.Statement.Source)
            : null),
        new("SUS-CONFLICT", seen => Conflict(seen, "SUS-CONFLICT", ConflictState.Open), RecordKind.Penalty),
        new("SUS-VENUE", seen => Conflict(seen, "SUS-VENUE", ConflictState.Open)),
        new("REF-BIS", seen => Conflict(seen, "REF-BIS", ConflictState.Yields)),

        // The remark says that execution goes on: it is wrong beside a stay.
        new("FLG-UNDER-REVIEW", seen =>
            (seen.Receiver.Policy.PendingRemedy == PendingRemedy.KeepWithFlag || !MayRestWhilePending(seen))
            && Remedies.Stay(seen) is null
            ? Remedies.Pending(seen, "FLG-UNDER-REVIEW")
            : null),
        new("SUS-PENDING", seen => seen.Receiver.Policy.PendingRemedy == PendingRemedy.Suspend
            ? Remedies.Pending(seen, "SUS-PENDING")
            : null),
        new("SUS-STAY", Remedies.Stay),
        new("CHG-CHANGED", seen => Remedies.Decided(seen, "CHG-CHANGED", ended => ended.Outcome == RemedyOutcome.Changed)),
        new("TRM-REVOKED-RECON", seen => Remedies.Decided(
            seen, "TRM-REVOKED-RECON", ended => ended is { Remedy: Remedy.Reconsideration, Outcome: RemedyOutcome.Revoked })),
        new("TRM-REVOKED-COURT", seen => Remedies.Decided(
            seen, "TRM-REVOKED-COURT", ended => ended is { Remedy: not Remedy.Reconsideration, Outcome: RemedyOutcome.Revoked })),
        new("TRM-INVALID", seen => Remedies.Decided(seen, "TRM-INVALID", ended => ended.Outcome == RemedyOutcome.Invalid)),
        new("TRM-CONFIRMED-ILLEGAL", seen => seen.Receiver.Policy.ConfirmedIllegalEnds
            ? Remedies.Decided(seen, "TRM-CONFIRMED-ILLEGAL", ended => ended.Outcome == RemedyOutcome.ConfirmedIllegal)
            : null),
        new(
            "TRM-SELF-REVOKED",
            seen => Happened<LifeCycleFact.Withdrawn>(seen, "TRM-SELF-REVOKED", "withdrawn_on"),
            RecordKind.Penalty, RecordKind.Blacklist), // a permit that is withdrawn has a code of its own

        new("SUS-PERMIT", Permits.Suspension),
        new("TRM-PERMIT-REVOKED", seen => Happened<LifeCycleFact.PermitRevoked>(seen, "TRM-PERMIT-REVOKED", "permit_revoked_on")),
        new("TRM-PERMIT-WITHDRAWN", seen => Happened<LifeCycleFact.Withdrawn>(seen, "TRM-PERMIT-WITHDRAWN", "withdrawn_on")),
        new("TRM-PERMIT-ENDED", seen => Happened<LifeCycleFact.PermitEnded>(seen, "TRM-PERMIT-ENDED", "permit_ended_on")
            ?? Permits.Expiry(seen)),

        new("TRM-CREDIT-REPAIRED", seen =>
            Happened<LifeCycleFact.CreditRepaired>(seen, "TRM-CREDIT-REPAIRED", "credit_repaired_on")),
        new("TRM-PUBLICITY-EXPIRED", seen => Happened<LifeCycleFact.PublicityExpired>(
                seen, "TRM-PUBLICITY-EXPIRED", "publicity_expired_on")
            ?? (seen.Record.Details is RecordDetails.Blacklist entry && entry.MaximumUntil < seen.On
                ? seen.Find("TRM-PUBLICITY-EXPIRED", entry.MaximumUntil.AddDays(1), "blacklist.maximum_until", entry.MaximumUntil)
                : null)),
        new("TRM-BASIS-LOST", seen => Earlier(
            Happened<LifeCycleFact.BasisLost>(seen, "TRM-BASIS-LOST", "basis_lost_on"), Reliances.BasisLost(seen))),

        new("HOLD-EV-SUPPLEMENT", seen => Reviewed(seen, "HOLD-EV-SUPPLEMENT", ReviewResult.ReturnedForSupplement)),
        new("REF-EV-REVIEW", seen => Reviewed(seen, "REF-EV-REVIEW", ReviewResult.Refused)),
        new("REF-EV-ILLEGAL", seen => Happened<LifeCycleFact.EvidenceExcluded>(seen, "REF-EV-ILLEGAL", "evidence_excluded_on")),
        new("FLG-DEFECT", seen => Reviewed(seen, "FLG-DEFECT", ReviewResult.AdmittedWithDefect)),

        new("FLG-MAJOR-CASE", MajorCase.Find),
        new("INF-PERFORMED", seen => Happened<LifeCycleFact.Performed>(seen, "INF-PERFORMED", "performed_on")),
    ];

    private static readonly FrozenDictionary<RecordKind, ImmutableArray<Rule>> ByKind =
        Enum.GetValues<RecordKind>().ToFrozenDictionary(
        kind => kind,
        kind => All.Where(rule => rule.Concerns(kind))
            .OrderBy(rule => ReasonCatalogue.Of(new ReasonCode(rule.Code)).Precedence)
            .ThenBy(rule => rule.Code, StringComparer.Ordinal)
            .ToImmutableArray());

    // Judged before any rule runs: at the door, when a statement is filed, or because there is no record to judge.
    private static readonly FrozenSet<string> JudgedAtTheDoor = FrozenSet.Create(
        StringComparer.Ordinal,
        "REF-INT-SCHEMA", "REF-INT-HASH", "REF-SIG-INVALID", "REF-SIG-KEY", "REF-ID-INVALID", "HOLD-ORDER", "DUP-IDEMPOTENT");

    /// <summary>Gets the rules for a kind of record, by precedence, then by code.</summary>
    public static ImmutableArray<Rule> For(RecordKind kind) => ByKind[kind];

    /// <summary>Says whether anything judges a code for a kind of record.</summary>
    public static bool Judges(RecordKind kind, string code) =>
        JudgedAtTheDoor.Contains(code) || ByKind[kind].Any(rule => rule.Code == code);

    /// <summary>Gets the day of service: what the record says, or what was reported since.</summary>
    public static DateOnly? ServedOn(Circumstances seen) => seen.Record.Details switch
    {
        RecordDetails.Penalty { ServedOn: { } served } when served <= seen.On => served,
        RecordDetails.Penalty => seen.Events.Where(happened => happened.Fact is LifeCycleFact.Served)
            .Select(happened => (DateOnly?)happened.On).FirstOrDefault(),
        _ => seen.Record.Details.DecidedOn,
    };

    private static ImmutableArray<string> Officers(Circumstances seen) => seen.Record.Details switch
    {
        RecordDetails.Penalty penalty => penalty.Officers,
        RecordDetails.Evidence evidence => evidence.Officers,
        _ => [],
    };

    // The catalogue knows SUS-PENDING for penalties and blacklist entries only; a permit under review keeps its flag.
    private static bool MayRestWhilePending(Circumstances seen) => seen.Record.Details is not RecordDetails.Permit;

    private static Finding? Happened<TFact>(Circumstances seen, string code, string fact)
        where TFact : LifeCycleFact
    {
        var first = seen.Events.FirstOrDefault(happened => happened.Fact is TFact);
        return first.Fact is null ? null : seen.Find(code, first.On, fact, first.On, first.Filed.Statement.Source);
    }

    private static Finding? Earlier(Finding? one, Finding? other) => other is null || one?.SinceOn <= other.SinceOn ? one : other;

    private static Finding? Conflict(Circumstances seen, string code, ConflictState state)
    {
        ImmutableArray<ConflictFact> conflicts = [.. seen.Conflicts.Where(conflict => conflict.State == state)];
        return conflicts.IsEmpty ? null : new Finding(
            new ReasonCode(code),
            conflicts.Min(conflict => conflict.SinceOn),
            [.. conflicts.Select(conflict => new Fact("same_act.dossier", conflict.Other.ToString(), conflict.Source))]);
    }

    private static Finding? Reviewed(Circumstances seen, string code, ReviewResult result) =>
        seen.Review() is (var on, var found, var source) && found == result
            ? seen.Find(code, on, "evidence_reviewed_on", on, source)
            : null;
}
