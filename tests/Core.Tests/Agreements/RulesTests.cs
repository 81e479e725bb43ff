using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Agreements;

/// <summary>
/// The compiler cannot see that every rule can be met and that every fact has been thought of. These tests do: each rule has a
/// story that leads to it, and what nothing judges says so.
/// </summary>
public sealed class RulesTests
{
    private static readonly Gravity Grave =
        new(Declared: true, DrinkingWaterSource: false, DivisionsHarmed: 0, CriminalReferral: false);

    private static RuleSet Rules => DemoNetwork.Standard.Agreement.RuleSets[0];

    public static TheoryData<RecordKind, string> EveryRule
    {
        get
        {
            var data = new TheoryData<RecordKind, string>();
            foreach (var kind in Enum.GetValues<RecordKind>())
            {
                // The others look at the record itself: real ones meet them in the tests of the wire.
                foreach (var rule in Rules.For(kind).Where(rule => FactBehind(rule.Code.ToString()) is not null
                    || rule.Code.ToString() is "REF-AGR-NOT-IN-FORCE" or "REF-AGR-DATE" or "REF-AGR-TERRITORY" or "DUP-CONFLICT"
                        or "REF-PROC-SERVICE" or "SUS-CONFLICT" or "SUS-VENUE" or "REF-BIS" or "FLG-MAJOR-CASE"))
                {
                    data.Add(kind, rule.Code.ToString());
                }
            }

            return data;
        }
    }

    public static TheoryData<RecordKind> EveryKind => [.. Enum.GetValues<RecordKind>()];

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void Every_rule_is_met_by_a_record(RecordKind kind, string code)
    {
        var zone = Play(kind, code, out var draft);

        var finding = Assert.Single(zone.Assess(Jiashan, draft.Dossier).Findings, found => found.Code.ToString() == code);
        Assert.NotEmpty(finding.Facts);
        Assert.All(finding.Facts, fact => Assert.NotEmpty(fact.Name));
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void What_is_judged_and_what_is_not_make_up_the_catalogue(RecordKind kind)
    {
        var notJudged = Rules.NotJudged(kind).Select(code => code.ToString()).ToArray();
        var judged = Rules.For(kind).Select(rule => rule.Code.ToString()).ToArray();

        Assert.Empty(judged.Intersect(notJudged));
        Assert.All(judged.Concat(notJudged), code => Assert.True(ReasonCatalogue.Find(code)!.Concerns(kind.Code())));
        Assert.DoesNotContain("REF-INT-HASH", notJudged); // at the door
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Rules_stand_in_the_order_of_the_catalogue(RecordKind kind)
    {
        var order = ReasonCatalogue.All.Select(reason => reason.Code.ToString()).ToList();
        var codes = Rules.For(kind).Select(rule => rule.Code.ToString()).ToArray();
        Assert.Equal(codes.OrderBy(order.IndexOf), codes);
    }

    [Fact]
    public void Every_fact_every_disposition_and_every_state_is_in_play()
    {
        Assert.Equal(
            typeof(LifeCycleFact).GetNestedTypes().ToHashSet(),
            Cast.All.Select(statement => statement.Body).OfType<StatementBody.LifeCycleEvent>()
                .Select(said => said.Fact.GetType()).ToHashSet());

        var dispositions = new HashSet<Disposition>();
        var outcomes = new HashSet<Outcome>();
        var states = new HashSet<ConflictState>();
        var awaiting = new HashSet<Awaiting>();
        var alone = Cast.All.Select(statement =>
            ImmutableArray.Create(Cast.All.First(said => said.Dossier == statement.Dossier), statement));
        foreach (var order in alone.Prepend(Cast.All).Prepend([.. Cast.All.Reverse()]))
        {
            var zone = new Zone();
            foreach (var statement in order)
            {
                var result = zone.TryFile(statement, Desk.Instant("2029-03-01"));
                if (result.Rejection is null)
                {
                    _ = dispositions.Add(result.Disposition);
                }

                foreach (var assessment in zone.Dossiers.SelectMany(id =>
                    ((Jurisdiction[])[Qingpu, Wujiang, Jiashan, Hangzhou]).Select(receiver => zone.Assess(receiver, id))))
                {
                    _ = outcomes.Add(assessment.Outcome);
                    _ = awaiting.Add(assessment.Awaiting);
                }
            }

            states.UnionWith(zone.Dossiers.SelectMany(id => zone.State(id).Facts.Conflicts).Select(conflict => conflict.State));
        }

        Assert.Equal([.. Enum.GetValues<Disposition>()], dispositions);
        Assert.Equal([.. Enum.GetValues<Outcome>()], outcomes);
        Assert.Equal([.. Enum.GetValues<ConflictState>()], states);
        Assert.Equal([.. Enum.GetValues<Awaiting>().Where(one => one != Awaiting.Officer)], awaiting);
    }

    private static Draft DraftOf(RecordKind kind, string day) => kind switch
    {
        RecordKind.Penalty => Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕1号", C2, day, 20_000),
        RecordKind.Evidence => Draft.Evidence(QingpuBureau, Qingpu, "EP-310118-20260105-001", C2, day),
        RecordKind.Permit => Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB0021G001P", C2, day, "2031-01-04"),
        _ => Draft.Blacklist(QingpuBureau, Qingpu, "沪0118环失信〔2026〕1号", C2, day),
    };

    // The shortest story that leads to a code, told to Jiashan about a record of Qingpu.
    private static Zone Play(RecordKind kind, string code, out Draft draft)
    {
        var desk = Desk.OfQingpu;
        draft = DraftOf(kind, code == "REF-AGR-DATE" ? "2019-12-31" : "2026-01-05");
        draft = code switch
        {
            "REF-AGR-TERRITORY" => draft with { Jurisdiction = Hangzhou },
            "REF-OFF-COUNT" => draft.DecidedBy("09180012026"),
            "REF-PROC-SERVICE" => draft.ServedOn(null),
            "FLG-MAJOR-CASE" => draft.Weighing(Grave),
            "HOLD-DEPENDENCY" => draft.Linking(LinkRelation.BasedOn, Cast.QingpusFine),
            _ => draft,
        };
        var zone = new Zone(code switch
        {
            "REF-AGR-NOT-IN-FORCE" => DemoNetwork.Grouped(DemoNetwork.Group("parties", [Wujiang, Jiashan])),
            "SUS-PENDING" => Cast.Divided,
            _ => DemoNetwork.Standard,
        });
        zone.File(desk.Publish(draft, "2026-01-07"));
        foreach (var statement in Afterwards(code, draft, desk))
        {
            zone.File(statement);
        }

        return zone;
    }

    private static IEnumerable<Statement> Afterwards(string code, Draft draft, Desk desk)
    {
        const string Day = "2026-02-01";
        if (FactBehind(code) is { } fact)
        {
            return [(fact is EvidenceReviewed ? Desk.OfJiashan : desk).Report(draft, Day, fact)];
        }

        var other = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第1号", C2, "2026-01-20", 20_000);
        var second = Desk.OfWujiang.Publish(other.Linking(LinkRelation.SameAct, draft), "2026-01-21");
        return code switch
        {
            "DUP-CONFLICT" => [desk.Publish(draft with { Subjects = [C9] }, Day)],
            "SUS-CONFLICT" or "SUS-VENUE" => [second],
            "REF-BIS" => [second, Desk.OfTheArbiter.Report(draft, Day, new VenueDesignated(other.Dossier))],
            _ => [],
        };
    }

    private static LifeCycleFact? FactBehind(string code) => code switch
    {
        "FLG-UNDER-REVIEW" or "SUS-PENDING" => new RemedyAccepted(Remedy.Suit),
        "SUS-STAY" => new StayOrdered(),
        "CHG-CHANGED" => new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Changed, IsFinal: true),
        "TRM-REVOKED-RECON" => new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true),
        "TRM-REVOKED-COURT" => new RemedyDecided(Remedy.Appeal, RemedyOutcome.Revoked, IsFinal: true),
        "TRM-INVALID" => new RemedyDecided(Remedy.Suit, RemedyOutcome.Invalid, IsFinal: true),
        "TRM-CONFIRMED-ILLEGAL" => new RemedyDecided(Remedy.Suit, RemedyOutcome.ConfirmedIllegal, IsFinal: true),
        "TRM-SELF-REVOKED" or "TRM-PERMIT-WITHDRAWN" => new Withdrawn(),
        "SUS-PERMIT" => new PermitSuspended(new DateOnly(2026, 5, 1)),
        "TRM-PERMIT-REVOKED" => new PermitRevoked(),
        "TRM-PERMIT-ENDED" => new PermitEnded(),
        "TRM-CREDIT-REPAIRED" => new CreditRepaired(),
        "TRM-PUBLICITY-EXPIRED" => new PublicityExpired(),
        "TRM-BASIS-LOST" => new BasisLost(),
        "HOLD-EV-SUPPLEMENT" => new EvidenceReviewed(ReviewResult.ReturnedForSupplement),
        "REF-EV-REVIEW" => new EvidenceReviewed(ReviewResult.Refused),
        "REF-EV-ILLEGAL" => new EvidenceExcluded(),
        "FLG-DEFECT" => new EvidenceReviewed(ReviewResult.AdmittedWithDefect),
        "INF-PERFORMED" => new Performed(),
        _ => null,
    };
}
