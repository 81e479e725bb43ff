using System.Collections.Immutable;
using ExchangeHub.Records;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Zones;

/// <summary>
/// A heap of statements about records that rest on each other: fines on evidence and on earlier fines, entries on fines and on
/// entries, three of them in a circle, and a permit on the fine that revoked it. Any part of it, in any order, is a history.
/// </summary>
internal static class Web
{
    private static readonly Desk QingpuDesk = Desk.OfQingpu;
    private static readonly Desk WujiangDesk = Desk.OfWujiang;
    private static readonly Desk JiashanDesk = Desk.OfJiashan;

    private static readonly Draft Package = Draft.Evidence(QingpuBureau, Qingpu, "EP-310118-20260401-001", C2, "2026-04-01");

    private static readonly Draft FirstFine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕51号", C2, "2026-04-20", 20_000).RestingOn(Package);

    private static readonly Draft DailyFine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕52号", C2, "2026-05-10", 30_000).RestingOn(FirstFine, Package);

    private static readonly Draft OtherFine =
        Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第61号", C2, "2026-04-25", 40_000);

    private static readonly Draft Permit =
        Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB0021G001P", C2, "2024-06-01", "2029-05-31");

    private static readonly Draft Carried = EntryOf("1", "2026-06-01").RestingOn(FirstFine, OtherFine.Alias());
    private static readonly Draft Further = EntryOf("2", "2026-06-05").RestingOn(Carried);
    private static readonly Draft Round1 = EntryOf("3", "2026-06-06");
    private static readonly Draft Round2 = EntryOf("4", "2026-06-07").RestingOn(Round1);
    private static readonly Draft Round3 = EntryOf("5", "2026-06-08").RestingOn(Round2, FirstFine);

    public static ImmutableArray<Draft> Drafts { get; } =
        [Package, FirstFine, DailyFine, OtherFine, Permit, Carried, Further, Round1, Round2, Round3];

    public static ImmutableArray<Statement> All { get; } = [.. OfFines(), .. OfEntries()];

    private static IEnumerable<Statement> OfFines()
    {
        yield return QingpuDesk.Publish(Package, "2026-04-02");
        yield return QingpuDesk.Report(Package, "2026-07-10", new EvidenceExcluded());
        yield return QingpuDesk.Publish(FirstFine, "2026-04-21");
        yield return QingpuDesk.Report(FirstFine, "2026-06-16",
            new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true));
        yield return QingpuDesk.Report(FirstFine, "2026-06-02", new RemedyAccepted(Remedy.Reconsideration));
        yield return QingpuDesk.Report(FirstFine, "2026-06-03", new CreditRepaired()); // undoes nothing
        yield return QingpuDesk.Publish(DailyFine, "2026-05-11");
        yield return WujiangDesk.Publish(OtherFine, "2026-04-26");
        yield return WujiangDesk.Publish(OtherFine.Alias(), "2026-04-27");
        yield return WujiangDesk.Report(OtherFine, "2026-06-20", new Withdrawn());
        yield return WujiangDesk.Report(OtherFine, "2026-06-25",
            new RemedyDecided(Remedy.Suit, RemedyOutcome.ConfirmedIllegal, IsFinal: true));
        yield return QingpuDesk.Publish(Permit, "2026-02-01");
        yield return QingpuDesk.Report(Permit, "2026-04-22", new PermitRevoked { Penalty = FirstFine.Record });
    }

    private static IEnumerable<Statement> OfEntries()
    {
        var carried = JiashanDesk.Publish(Carried, "2026-06-02");
        yield return carried;
        yield return JiashanDesk.Correct(carried, Carried with { References = [], RestsOnDocuments = true }, "2026-08-20");
        var further = JiashanDesk.Publish(Further, "2026-06-06");
        yield return further;
        yield return JiashanDesk.Correct(further, Further.RestingOn(DailyFine), "2026-07-01");
        var round = JiashanDesk.Publish(Round1.RestingOn(FirstFine), "2026-06-07");
        yield return round;
        yield return JiashanDesk.Correct(round, Round1.RestingOn(Round3), "2026-06-09");
        yield return JiashanDesk.Publish(Round2, "2026-06-08");
        yield return JiashanDesk.Publish(Round3, "2026-06-09");
        yield return JiashanDesk.Report(Round2, "2026-06-30", new BasisLost());
        yield return JiashanDesk.Report(Carried, "2026-06-18", new Noted("publicity_withdrawn"));
    }

    private static Draft EntryOf(string number, string decidedOn) =>
        Draft.Blacklist(JiaxingBureau, Jiashan, $"嘉环（善）失信〔2026〕2{number}号", C2, decidedOn);
}
