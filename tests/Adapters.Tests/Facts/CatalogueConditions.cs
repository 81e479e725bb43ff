using System.Collections.Frozen;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>The conditions of the catalogue that a record's own facts or an officer's act can meet, and since when each
/// holds.</summary>
internal static class CatalogueConditions
{
    private const string DecidedOn = "record.decidedOn";

    private const string Grave =
        "record.kind = PENALTY and (record.fine >= 1000000 yuan or (any p in penalties where p.kind in {P08, P11, P13})) "
        + "or record.isDeclaredMajor or matter.drinkingWaterSource or matter.divisionsHarmed >= 2 or matter.criminalReferral";

    public static FrozenDictionary<string, (string When, string Since)> All { get; } = new Dictionary<string, (string, string)>
    {
        ["REF-SIG-SEAL"] = ("not seal.isOfIssuer", DecidedOn),
        ["REF-DOC-MISMATCH"] = Ground("REF-DOC-MISMATCH"),
        ["REF-SUBJ-MISMATCH"] = Ground("REF-SUBJ-MISMATCH"),
        ["REF-COMP-ISSUER"] = (
            "issuer.isBranch and not ((record.decidedOn >= 2026-08-15 and agreement.authorisesIssuer) else false) "
            + "or record.kind = PENALTY and (any p in penalties where p.kind = P13) and not issuer.isPolice "
            + "or record.kind = PENALTY and (any p in penalties where p.kind = P11) and not issuer.isGovernment "
            + "or record.kind = PERMIT and permit.management in {KEY, SIMPLIFIED} and issuer.level = COUNTY "
            + "and not startsWith(issuer.division, '3101')",
            DecidedOn),
        ["REF-COMP-VENUE"] = Ground("REF-COMP-VENUE"),
        ["REF-OFF-COUNT"] = ("(count o in officers where (o.isValid else true)) < 2", DecidedOn),
        ["REF-OFF-CERT"] = (
            "(any o in officers where not o.isValid) and (count o in officers where (o.isValid else true)) < 2",
            DecidedOn),
        ["REF-RECUSAL"] = Ground("REF-RECUSAL"),
        ["REF-PROC-RIGHTS"] = (
            "procedure.kind = ORDINARY and (procedure.noticeServedOn is unknown "
            + "or record.decidedOn <= procedure.noticeServedOn + 5 workdays "
            + "or (any p in penaltyItems where p.hearing = ALWAYS) and not hearing.isOffered) "
            + "or procedure.kind = SUMMARY and record.fine > 3000 yuan",
            DecidedOn),
        ["REF-PROC-DEFENCE"] = Ground("REF-PROC-DEFENCE"),
        ["REF-PROC-LEGALREVIEW"] = (
            "(legalReview.isRequired else false) "
            + "and (legalReview.doneOn is unknown or legalReview.doneOn > record.decidedOn or not legalReview.isPassed)",
            DecidedOn),
        ["REF-PROC-COLLECTIVE"] = (
            "(collectiveDecision.isRequired else false) and (collectiveDecision.doneOn is unknown "
            + "or collectiveDecision.doneOn > record.decidedOn or not collectiveDecision.isPassed) "
            + "or (collectiveDecision.hasInvestigator else false)",
            DecidedOn),
        ["REF-PROC-REVIEWER"] = ("legalReview.hasInvestigator else false", DecidedOn),
        ["REF-PROC-SERVICE"] = (
            "not ((record.servedOn <= asOf) else false) "
            + "and no e in events where e.kind = SERVED",
            DecidedOn),
        ["REF-PROC-DAILY"] = (
            "(any p in penalties where p.kind = P18) and (not daily.hasPriorDecision or not procedure.hasCorrectionOrder "
            + "or daily.lastOn > daily.firstOn + 29 days "
            + "or daily.lastOn - daily.firstOn + 1 != daily.days "
            + "or daily.amount * daily.days != record.fine)",
            DecidedOn),
        ["REF-PROC-SEIZURE"] = Ground("REF-PROC-SEIZURE"),
        ["REF-EV-STEP1"] = ("any s in steps where s.number = 1 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP2"] = ("any s in steps where s.number = 2 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP3"] = ("any s in steps where s.number = 3 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP4"] = ("any s in steps where s.number = 4 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP5"] = ("any s in steps where s.number = 5 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP6"] = ("any s in steps where s.number = 6 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP7"] = ("any s in steps where s.number = 7 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-STEP8"] = ("any s in steps where s.number = 8 and s.isRequired and not s.isComplete", DecidedOn),
        ["REF-EV-SAMPLING"] = (
            "(any s in samples where not s.isRecorded) or (any i in items where i.isOfUnrecordedSample) "
            + "or (sampling.isDone and not sampling.isRecorded)",
            DecidedOn),
        ["REF-EV-ILLEGAL"] = (
            "(any e in events where e.kind = EVIDENCE_EXCLUDED) or "
            + Ground("REF-EV-ILLEGAL").When,
            "(min e in events where e.kind = EVIDENCE_EXCLUDED : e.on) else (" + Ground("REF-EV-ILLEGAL").Since + ")"),
        ["REF-EV-POSTDECISION"] = ("(max i in items : i.takenOn) > (min c in citations : c.decidedOn)", DecidedOn),
        ["REF-CUST-BREAK"] = ("custody.isBroken", DecidedOn),
        ["HOLD-EV-SUPPLEMENT"] = ("(review.result else ADMITTED) = RETURNED_FOR_SUPPLEMENT", "review.on"),
        ["REF-EV-REVIEW"] = ("(review.result else ADMITTED) = REFUSED", "review.on"),
        ["REF-FACTS"] = Ground("REF-FACTS"),
        ["REF-NOFAULT"] = Ground("REF-NOFAULT"),
        ["REF-LAW-MISAPPLIED"] = Ground("REF-LAW-MISAPPLIED"),
        ["REF-LAW-REPEALED"] = (
            "any b in basis where "
            + "not (b.inForceFrom <= (act.lastOn else record.decidedOn) "
            + "and (b.inForceTo is unknown or b.inForceTo >= act.firstOn)) "
            + "and not (b.inForceFrom <= record.decidedOn and (b.inForceTo is unknown or b.inForceTo >= record.decidedOn))",
            DecidedOn),
        ["REF-LAW-RANGE"] = (
            "(any b in basis where b.fineMax is known) and record.fine > 0 yuan and (no p in penalties where p.kind = P18) "
            + "and no b in basis where ((record.fine <= b.fineMax) else false) "
            + "and (((record.fine >= b.fineMin) else true) or (discretion.hasMitigation else false))",
            DecidedOn),
        ["REF-TIMEBAR"] = (
            "not (act.isContinuing and act.lastOn is unknown) and (procedure.filedOn > act.lastOn + 5 years + 30 days "
            + "or procedure.filedOn > act.lastOn + 2 years + 30 days and act.lastOn < 2026-08-15 "
            + "and not matter.drinkingWaterSource)",
            DecidedOn),
        ["REF-AGE"] = ("any s in subjects where s.isUnderFourteen", DecidedOn),
        ["REF-BIS"] = Ground("REF-BIS"),
        ["REF-EQUIV"] = Ground("REF-EQUIV"),
        ["REF-DEMINIMIS"] = ("procedure.creditClass = MINOR and record.fine < 500 yuan", DecidedOn),
        ["REF-IMMUNITY"] = Ground("REF-IMMUNITY"),
        ["REF-PUBLIC-POLICY"] = Ground("REF-PUBLIC-POLICY"),
        ["SUS-CRIME"] = ("crime.referredOn is known and record.decidedOn >= crime.referredOn", "crime.referredOn"),
        ["REF-PRIV-MINOR"] = ("any s in subjects where s.isMinor", DecidedOn),
        ["FLG-PARTY-REFUSED-SIGN"] = ("signing.party = REFUSED_NOTED", DecidedOn),
        ["FLG-COVERT"] = ("evidence.mode = COVERT", DecidedOn),
        ["FLG-OFFSITE"] = ("evidence.mode = OFFSITE or evidence.taskSource = OFFSITE", DecidedOn),
        ["FLG-LATE-DECISION"] = ("record.decidedOn - procedure.filedOn - procedure.excludedDays > 90", DecidedOn),
        ["FLG-LATE-PUBLISH"] =
            ("record.version = 1 and record.publishedOn > record.decidedOn + 7 workdays", "record.publishedOn"),
        ["FLG-CLOCK"] = ("any i in items where i.clockDeviation > 60", DecidedOn),
        ["FLG-COPY"] = ("any i in items where i.isCopy", DecidedOn),
        ["FLG-RELEVANCE"] = Ground("FLG-RELEVANCE"),
        ["FLG-DEFECT"] = ("(review.result else ADMITTED) = ADMITTED_WITH_DEFECT", "review.on"),
        ["FLG-MAJOR-CASE"] = (
            $"{Grave} or {Ground("FLG-MAJOR-CASE").When}",
            $"if ({Grave}) then record.decidedOn else ({Ground("FLG-MAJOR-CASE").Since})"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What this receiver's officer said last of it.
    private static (string When, string Since) Ground(string code)
    {
        var last = $"last g in grounds where g.code = '{code}' and g.isOwn";
        return ($"(({last} : g.result) else DISMISSED) = CONFIRMED", $"{last} : g.on");
    }
}
