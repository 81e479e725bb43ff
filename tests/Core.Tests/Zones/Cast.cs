using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Zones;

/// <summary>
/// A heap of statements that contradict, correct, contest, duplicate, overtake and undo each other: three fines for one act, a
/// permit, an evidence package and a list entry. Any part of it, in any order, is a history that the hub must survive.
/// </summary>
internal static class Cast
{
    private static readonly GeoPoint Ditch = new(31.0601, 120.8702);
    private static readonly Desk QingpuDesk = Desk.OfQingpu;
    private static readonly Desk WujiangDesk = Desk.OfWujiang;
    private static readonly Desk JiashanDesk = Desk.OfJiashan;
    private static readonly Desk PlatformDesk = Desk.OfThePlatform;
    private static readonly Desk ArbiterDesk = Desk.OfTheArbiter;

    public static readonly Draft QingpusFine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕28号", C6, "2026-05-20", 180_000).ServedOn(null)
            .ForAct("2026-03-27", Ditch);

    public static readonly Draft WujiangsFine =
        Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第22号", C6, "2026-05-28", 160_000);

    public static readonly Draft JiashansFine =
        Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕3号", C6, "2026-05-10", 15_000).ForAct("2026-03-27", Ditch);

    public static readonly Draft Permit =
        Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2021-06-01", "2026-05-31");

    public static readonly Draft Package =
        Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12").HandedTo(Wujiang);

    public static readonly Draft Entry = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕1号", C3, "2026-01-15");

    /// <summary>A network in which the receivers made different choices.</summary>
    public static readonly Network Divided = DemoNetwork.Grouped(
        DemoNetwork.Group("keeping", [Qingpu, Wujiang], confirmedIllegalEnds: false),
        DemoNetwork.Group("suspending", [Jiashan], "SUSPEND"));

    public static ImmutableArray<Statement> All { get; } =
        [.. OfQingpusFine(), .. OfWujiangsFine(), .. OfJiashansFine(), .. OfThePermit(), .. OfThePackage(), .. OfTheEntry()];

    public static ImmutableArray<Draft> Drafts { get; } = [QingpusFine, WujiangsFine, JiashansFine, Permit, Package, Entry];

    /// <summary>Says whether a statement ends its record for good, wherever a party is bound by the standard agreement.</summary>
    public static bool Ends(Statement statement) => statement.Body is StatementBody.LifeCycleEvent
    {
        Fact: Withdrawn or PermitRevoked or PermitEnded or CreditRepaired or PublicityExpired or BasisLost
            or RemedyDecided { Remedy: Remedy.Reconsideration, Outcome: RemedyOutcome.Revoked or RemedyOutcome.Invalid }
            or RemedyDecided { IsFinal: true, Outcome: RemedyOutcome.Revoked or RemedyOutcome.Invalid },
    };

    private static IEnumerable<Statement> OfQingpusFine()
    {
        var first = QingpuDesk.Publish(QingpusFine, "2026-05-20");
        var mistyped = QingpuDesk.Publish(QingpusFine.Fining(1_800_000), "2026-05-22");
        var firms = QingpuDesk.Correct(first, QingpusFine with { Subjects = [C1] }, "2026-05-25");
        yield return first;
        yield return mistyped;
        yield return firms;
        yield return QingpuDesk.Correct(mistyped, QingpusFine, "2026-05-24");
        yield return QingpuDesk.Correct(firms, QingpusFine.ServedOn("2026-05-21"), "2026-08-20"); // under the next rules
        yield return QingpuDesk.Report(QingpusFine, "2026-05-21", new Served());
        yield return QingpuDesk.Report(QingpusFine, "2026-06-01", new RemedyFiled(Remedy.Reconsideration));
        yield return QingpuDesk.Report(QingpusFine, "2026-06-03", new RemedyAccepted(Remedy.Reconsideration));
        yield return QingpuDesk.Report(QingpusFine, "2026-06-05", new StayOrdered(), at: "2026-06-05 09:00");
        yield return QingpuDesk.Report(QingpusFine, "2026-06-05", new StayLifted(), at: "2026-06-05 17:00");
        yield return QingpuDesk.Report(QingpusFine, "2026-06-07", new StayOrdered());
        yield return QingpuDesk.Report(QingpusFine, "2026-07-01",
            new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Stands, IsFinal: true));
        yield return QingpuDesk.Report(QingpusFine, "2026-07-01",
            new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true));
        yield return QingpuDesk.Report(QingpusFine, "2026-07-05", new RemedyAccepted(Remedy.Suit));
        yield return QingpuDesk.Report(QingpusFine, "2026-07-20",
            new RemedyDecided(Remedy.Suit, RemedyOutcome.Revoked, IsFinal: false));
        yield return QingpuDesk.Report(QingpusFine, "2026-08-01",
            new RemedyDecided(Remedy.Appeal, RemedyOutcome.PartlyRevoked, IsFinal: true));
        yield return QingpuDesk.Report(QingpusFine, "2026-08-02",
            new RemedyDecided(Remedy.Appeal, RemedyOutcome.ConfirmedIllegal, IsFinal: true));
        yield return QingpuDesk.Report(QingpusFine, "2026-06-15", new Withdrawn());
        yield return QingpuDesk.Report(QingpusFine, "2026-06-14", new VenueDesignated(WujiangsFine.Dossier)); // it yields
        yield return ArbiterDesk.Report(QingpusFine, "2026-06-12", new VenueDesignated(WujiangsFine.Dossier));
        yield return WujiangDesk.Report(QingpusFine, "2026-06-02", new Withdrawn()); // not Wujiang's to say
        yield return QingpuDesk.Report(QingpusFine, "2026-06-30", new Performed());
        yield return QingpuDesk.Report(QingpusFine, "2026-06-04", new CriminalReferred());
        yield return QingpuDesk.Report(QingpusFine, "2026-06-09", new CriminalReferralReturned());
        yield return WujiangDesk.Report(QingpusFine, "2026-06-10", new GroundReviewed("REF-FACTS", GroundResult.Raised, null));
        yield return QingpuDesk.Report(QingpusFine, "2026-06-11", new IssuerAnswered("REF-FACTS"));
    }

    private static IEnumerable<Statement> OfWujiangsFine()
    {
        var first = WujiangDesk.Publish(WujiangsFine.Linking(LinkRelation.SameAct, QingpusFine), "2026-05-29");
        yield return first;
        yield return WujiangDesk.Correct(first, WujiangsFine.Linking(LinkRelation.SameAct, JiashansFine.Alias()), "2026-06-01");
        yield return ArbiterDesk.Report(WujiangsFine, "2026-06-20", new VenueDesignated(QingpusFine.Dossier));
        yield return ArbiterDesk.Report(WujiangsFine, "2026-06-25", new VenueDesignated(JiashansFine.Dossier));
        yield return WujiangDesk.Report(WujiangsFine, "2026-06-28", new Withdrawn());
        yield return WujiangDesk.Report(WujiangsFine, "2026-07-02",
            new RemedyDecided(Remedy.Suit, RemedyOutcome.Changed, IsFinal: true));
    }

    private static IEnumerable<Statement> OfJiashansFine()
    {
        yield return JiashanDesk.Publish(JiashansFine, "2026-05-12");
        yield return PlatformDesk.Publish(JiashansFine.Alias(), "2026-05-14");
        yield return JiashanDesk.Report(JiashansFine, "2026-07-03",
            new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Invalid, IsFinal: true));
        yield return PlatformDesk.Report(
            JiashansFine, "2026-07-03", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Invalid, IsFinal: true),
                at: "2026-07-06");
        yield return JiashanDesk.Report(JiashansFine, "2026-06-22", new VenueDesignated(QingpusFine.Dossier));
        yield return JiashanDesk.Report(JiashansFine, "2026-09-01", new CreditRepaired());
        yield return JiashanDesk.Report(JiashansFine, "2026-11-12", new PublicityExpired());
    }

    private static IEnumerable<Statement> OfThePermit()
    {
        yield return QingpuDesk.Publish(Permit, "2026-02-01");
        yield return QingpuDesk.Report(Permit, "2026-03-01", new PermitSuspended(new DateOnly(2026, 3, 31)));
        yield return QingpuDesk.Report(Permit, "2026-04-10", new PermitSuspended(null));
        yield return QingpuDesk.Report(Permit, "2026-04-20", new PermitResumed());
        yield return QingpuDesk.Report(Permit, "2026-05-05", new PermitRevoked());
        yield return QingpuDesk.Report(Permit, "2026-05-15", new PermitEnded());
        yield return QingpuDesk.Report(Permit, "2026-05-10", new Withdrawn());
        yield return QingpuDesk.Report(Permit, "2026-06-10", new Noted("publicity_withdrawn")); // after its last day
        yield return QingpuDesk.Report(Permit, "2026-03-05", new RemedyAccepted(Remedy.Suit));
    }

    private static IEnumerable<Statement> OfThePackage()
    {
        var first = JiashanDesk.Publish(Package, "2026-05-12 18:05");
        yield return first;
        yield return JiashanDesk.Correct(first, Package.HandedTo(Qingpu), "2026-05-20");
        yield return WujiangDesk.Report(Package, "2026-05-14", new EvidenceReviewed(ReviewResult.ReturnedForSupplement));
        yield return WujiangDesk.Report(Package, "2026-05-18", new EvidenceReviewed(ReviewResult.Admitted));
        yield return QingpuDesk.Report(Package, "2026-05-18", new EvidenceReviewed(ReviewResult.Admitted));
        yield return QingpuDesk.Report(Package, "2026-05-22", new EvidenceReviewed(ReviewResult.AdmittedWithDefect));
        yield return WujiangDesk.Report(Package, "2026-05-23", new EvidenceReviewed(ReviewResult.Refused));
        yield return JiashanDesk.Report(Package, "2026-05-13", new CustodyContinued(
            new CustodyLink(3, CustodyAct.HandedOver, Desk.Instant("2026-05-13"), default), default));
        yield return QingpuDesk.Report(Package, "2026-05-20", new EvidenceCited("QP-2026-031", IsWithdrawn: false));
        yield return WujiangDesk.Report(Package, "2026-05-24", new HandOverAnswered(HandOverAnswer.NotFiled));
        yield return JiashanDesk.Report(Package, "2026-05-19", new Withdrawn());
        yield return JiashanDesk.Report(Package, "2026-05-30", new EvidenceExcluded());
    }

    private static IEnumerable<Statement> OfTheEntry()
    {
        yield return JiashanDesk.Publish(Entry, "2026-01-16");
        yield return JiashanDesk.Report(Entry, "2027-01-29", new CreditRepaired());
        yield return JiashanDesk.Report(Entry, "2026-07-01", new BasisLost());
        yield return JiashanDesk.Report(Entry, "2026-03-01", new RemedyAccepted(Remedy.Suit));
        yield return JiashanDesk.Report(Entry, "2026-03-05", new StayOrdered());
        yield return JiashanDesk.Report(Entry, "2029-02-01", new Noted("publicity_withdrawn"));
    }
}
