using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>What was collected after a decision cannot carry it (REF-EV-POSTDECISION): the package learns who cites it.</summary>
public sealed class When_evidence_is_taken_after_the_decision
{
    private const string Refused = "REFUSED since 2026-05-12: REF-EV-POSTDECISION";
    private const string Recognised = "RECOGNISED since 2026-05-12";

    private static readonly Draft Package = Taken("2026-05-12");
    private static readonly Draft Early = Fine("09第1号", "2026-05-11").RestingOn(Package);
    private static readonly Draft Late = Fine("09第2号", "2026-07-10").RestingOn(Package);

    [Fact]
    public void Whoever_comes_first_the_package_is_refused()
    {
        Assert.Equal(Refused, Play(Published(Package), Published(Early)).Holds(Qingpu, Package));
        Assert.Equal(Refused, Play(Published(Early), Published(Package)).Holds(Qingpu, Package));
    }

    [Fact]
    public void A_decision_of_the_same_day_or_a_later_one_does_no_harm()
    {
        var sameDay = Fine("09第3号", "2026-05-12").RestingOn(Package);

        Assert.Equal(Recognised, Play(Published(Package), Published(sameDay)).Holds(Qingpu, Package));
        Assert.Equal(Recognised, Play(Published(Late), Published(Package)).Holds(Qingpu, Package));
    }

    [Fact]
    public void What_came_too_late_for_one_decision_carries_the_next_one_from_its_day()
    {
        foreach (var order in Orders(Published(Package), Published(Early), Published(Late)))
        {
            var zone = Play(order);

            Assert.Equal("RECOGNISED since 2026-07-10", zone.Holds(Qingpu, Package));
            Assert.Equal(Refused, zone.Held(Qingpu, Package, on: "2026-07-09"));
        }
    }

    [Fact]
    public void The_ground_names_the_decision_from_which_it_comes()
    {
        var published = Published(Early);
        var zone = Play(Published(Package), published);

        var finding = Assert.Single(zone.Assess(Qingpu, Package.Dossier).Findings);
        Assert.Contains(new Fact("citing.lastDecidedOn", "2026-05-11", published.Source), finding.Facts);
    }

    [Fact]
    public void A_correction_that_names_other_evidence_frees_the_package()
    {
        var first = Published(Early);
        var corrected = Desk.OfWujiang.Correct(first, Early with { References = [] }, "2026-07-20");
        foreach (var order in Orders(Published(Package), first, corrected))
        {
            Assert.Equal(Recognised, Play(order).Holds(Qingpu, Package));
        }
    }

    [Fact]
    public void A_decision_that_fell_carries_nothing_any_more()
    {
        var withdrawn = Desk.OfWujiang.Report(Early, "2026-08-03", new LifeCycleFact.Withdrawn());
        foreach (var order in Orders(Published(Package), Published(Early), withdrawn))
        {
            var zone = Play(order);

            Assert.Equal("RECOGNISED since 2026-08-03", zone.Holds(Qingpu, Package));
            Assert.Equal(Refused, zone.Held(Qingpu, Package, on: "2026-08-02"));
        }
    }

    private static Draft Taken(string day)
    {
        var package = Draft.Evidence(JiaxingBureau, Jiashan, "EP-330421-20260512-001", C1, day);
        return package with
        {
            Details = (RecordDetails.Evidence)package.Details with
            {
                Taking = new EvidenceTaking
                {
                    Items =
                    [
                        new EvidenceOnFile("E3-1", "E3", CivilDates.Parse(day))
                        {
                            HasTaker = true, HasPlace = true, HasPurpose = true,
                        },
                    ],
                },
            },
        };
    }

    private static Draft Fine(string number, string day) =>
        Draft.Penalty(SuzhouBureau, Wujiang, $"苏环行罚字〔2026〕{number}", C1, day, 20_000);

    private static Statement Published(Draft draft) =>
        (draft.Dossier.Kind == RecordKind.Evidence ? Desk.OfJiashan : Desk.OfWujiang).Publish(draft, "2026-07-15");

    private static Zone Play(params IEnumerable<Statement> statements)
    {
        var zone = new Zone();
        foreach (var statement in statements)
        {
            _ = zone.File(statement, "2026-09-01");
        }

        return zone;
    }

    private static IEnumerable<Statement[]> Orders(Statement one, Statement two, Statement three) =>
    [
        [one, two, three], [one, three, two], [two, one, three], [two, three, one], [three, one, two], [three, two, one],
    ];
}
