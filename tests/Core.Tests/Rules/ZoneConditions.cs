using System.Collections.Immutable;

namespace ExchangeHub.Tests.Rules;

/// <summary>Conditions as the zone's agreement would write them: what its rules say today, and what they will have to
/// say.</summary>
internal static class ZoneConditions
{
    private const string Binds = "e.kind = REMEDY_DECIDED and (e.remedy = RECONSIDERATION or e.isFinal)";

    private const string Pending =
        "(((max e in events where e.kind = REMEDY_ACCEPTED and e.remedy = RECONSIDERATION : e.on) else 0001-01-01) "
        + "> ((max e in events where e.kind = REMEDY_DECIDED and e.remedy = RECONSIDERATION : e.on) else 0001-01-01)) "
        + "or (((max e in events where e.kind = REMEDY_ACCEPTED and e.remedy != RECONSIDERATION : e.on) else 0001-01-01) "
        + "> ((max e in events where e.kind = REMEDY_DECIDED and e.remedy != RECONSIDERATION and e.isFinal : e.on) "
        + "else 0001-01-01))";

    private const string Stayed =
        "((last e in events where e.kind = STAY_ORDERED : e.position) else -1) "
        + "> ((last e in events where (e.kind = STAY_LIFTED or e.kind = REMEDY_DECIDED and e.leavesNonePending) : e.position) "
        + "else -1)";

    /// <summary>Gets the conditions by reason code; some codes have several.</summary>
    public static ImmutableArray<(string Code, string Text)> All { get; } =
    [
        ("REF-AGR-NOT-IN-FORCE", "not agreement.bindsOrigin"),
        ("REF-AGR-DATE", "record.decidedOn < agreement.recognisesFrom"),
        ("REF-AGR-TERRITORY", "not (startsWith(record.division, '3101') or startsWith(record.division, '3205') "
            + "or startsWith(record.division, '3304'))"),
        ("REF-OFF-COUNT", "officers.count < 2"),
        ("REF-PROC-SERVICE", "record.kind = PENALTY and not ((record.servedOn <= asOf) else false) "
            + "and no e in events where e.kind = SERVED"),
        ("DUP-CONFLICT", "record.kind != EVIDENCE and any c in conflicts where c.state = OPEN"),
        ("SUS-CONFLICT", "record.kind = PENALTY and any c in conflicts where c.state = OPEN"),
        ("SUS-VENUE", "any c in conflicts where c.state = OPEN"),
        ("REF-BIS", "any c in conflicts where c.state = YIELDS"),
        ("FLG-UNDER-REVIEW", $"(policy.pendingRemedy = KEEP_WITH_FLAG or record.kind = PERMIT) and ({Pending}) "
            + $"and not ({Stayed})"),
        ("SUS-PENDING", $"policy.pendingRemedy = SUSPEND and record.kind in {{PENALTY, BLACKLIST}} and ({Pending})"),
        ("SUS-STAY", Stayed),
        ("CHG-CHANGED", $"any e in events where {Binds} and e.outcome = CHANGED"),
        ("TRM-REVOKED-RECON",
            "any e in events where e.kind = REMEDY_DECIDED and e.remedy = RECONSIDERATION and e.outcome = REVOKED"),
        ("TRM-REVOKED-COURT",
            "any e in events where e.kind = REMEDY_DECIDED and e.remedy in {SUIT, APPEAL} and e.isFinal and e.outcome = REVOKED"),
        ("TRM-INVALID", $"any e in events where {Binds} and e.outcome = INVALID"),
        ("TRM-CONFIRMED-ILLEGAL",
            $"policy.confirmedIllegalEnds and any e in events where {Binds} and e.outcome = CONFIRMED_ILLEGAL"),
        ("TRM-SELF-REVOKED", "record.kind in {PENALTY, BLACKLIST} and any e in events where e.kind = WITHDRAWN"),
        ("SUS-PERMIT", "((last e in events where e.kind = PERMIT_SUSPENDED : e.position) else -1) "
            + "> ((last e in events where e.kind in {PERMIT_RESUMED, PERMIT_REVOKED} : e.position) else -1)"),
        ("TRM-PERMIT-REVOKED", "any e in events where e.kind = PERMIT_REVOKED"),
        ("TRM-PERMIT-WITHDRAWN", "record.kind = PERMIT and any e in events where e.kind = WITHDRAWN"),
        ("TRM-PERMIT-ENDED", "any e in events where e.kind = PERMIT_ENDED"),
        ("TRM-CREDIT-REPAIRED", "any e in events where e.kind = CREDIT_REPAIRED"),
        ("TRM-PUBLICITY-EXPIRED", "any e in events where e.kind = PUBLICITY_EXPIRED"),
        ("TRM-PUBLICITY-EXPIRED", "record.kind = BLACKLIST and record.decidedOn + 3 years < asOf"),
        ("TRM-BASIS-LOST", "any e in events where e.kind = BASIS_LOST"),
        ("HOLD-EV-SUPPLEMENT",
            "((last e in events where e.kind = EVIDENCE_REVIEWED : e.result) else ADMITTED) = RETURNED_FOR_SUPPLEMENT"),
        ("REF-EV-REVIEW", "((last e in events where e.kind = EVIDENCE_REVIEWED : e.result) else ADMITTED) = REFUSED"),
        ("REF-EV-ILLEGAL", "any e in events where e.kind = EVIDENCE_EXCLUDED"),
        ("FLG-DEFECT", "((last e in events where e.kind = EVIDENCE_REVIEWED : e.result) else ADMITTED) = ADMITTED_WITH_DEFECT"),
        ("FLG-MAJOR-CASE", "record.fine >= 1000000 yuan or (any p in penalties where p.kind in {P08, P11, P13}) "
            + "or record.isDeclaredMajor or matter.drinkingWaterSource or matter.divisionsHarmed >= 2 "
            + "or matter.criminalReferral"),
        ("FLG-MAJOR-CASE", "(count r in recognised where r.decidedOn > asOf - 12 months) >= 3"),
        ("INF-PERFORMED", "any e in events where e.kind = PERFORMED"),
        ("REF-AGE", "record.kind = PENALTY and yearsBetween(subject.bornOn, act.on) < 14"),
        ("REF-TIMEBAR", "record.filedOn > act.on + 2 years"),
        ("REF-TIMEBAR", "record.filedOn > act.on + 5 years and matter.drinkingWaterSource"),
        ("REF-DEMINIMIS", "record.fine < 500 yuan and all p in penalties where p.kind in {P01, P02}"),
        ("SUS-CRIME", "matter.criminalReferral and (record.fine else 0 yuan) = 0 yuan"),
        ("FLG-LATE-DECISION", "record.decidedOn > record.filedOn + 90 days"),
        ("FLG-LATE-PUBLISH", "record.publishedOn > record.decidedOn + 7 workdays"),
        ("REF-EV-POSTDECISION", "record.kind = EVIDENCE and any e in events where e.kind = SERVED and e.on < record.decidedOn"),
        ("REF-LAW-RANGE", "record.fine > (if act.on >= 2026-08-15 then 1000000 yuan else 500000 yuan)"),
        ("REF-LAW-RANGE", "record.fine < 100000 yuan and record.decidedOn >= 2026-08-15"),
        ("REF-PROC-RIGHTS", "record.decidedOn - record.filedOn < 5"),
        ("REF-PROC-LEGALREVIEW", "record.fine >= 200000 yuan and record.version = 1 and matter.divisionsHarmed > 1"),
        ("REF-PROC-COLLECTIVE", "record.fine >= 500000 yuan and no e in events where e.by = 'collective'"),
        ("SD10", "(count r in recognised where r.decidedOn >= asOf - 1 year) > 3"),
        ("repeat", "any r in recognised where r.decidedOn >= act.on - policy.lookBack"),
        ("first", "no r in recognised where r.decidedOn >= act.on - policy.lookBack"),
        ("total", "(sum r in recognised where r.decidedOn >= asOf - 12 months : r.fine) >= 1000000 yuan"),
        ("largest", "(max r in recognised : r.fine) > record.fine * 2"),
        ("weight", "(sum r in recognised : r.weight) * 0.1 + 0.5 <= 1"),
        ("FLG-STALE", "(last e in events : e.on) + 30 days < asOf"),
        ("served late", "record.servedOn > record.decidedOn + 7 days"),
        ("served", "record.servedOn is known and record.servedOn <= asOf"),
        ("remedies lapsed", "asOf > record.servedOn + 60 days and no e in events where e.kind = REMEDY_FILED"),
        ("contested", "any e in events where e.kind in {REMEDY_FILED, REMEDY_ACCEPTED} and e.on <= asOf"),
        ("upheld", $"any e in events where {Binds} and e.outcome in {{STANDS, PARTLY_REVOKED}}"),
        ("several outcomes", "(count e in events where e.kind = REMEDY_DECIDED) >= 2"),
        ("nothing happened", "no e in events"),
    ];
}
