using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// A firm asks for reconsideration, then sues, then appeals. A judgment binds only when it is final; one remedy that ends
/// must not end another; and a stay lasts as long as the remedy for which it was ordered.
/// </summary>
public sealed class When_remedies_follow_each_other
{
    private const string Recognised = "RECOGNISED since 2026-03-16";

    private readonly Draft _fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000);
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    public When_remedies_follow_each_other() => _zone.File(_qingpu.Publish(_fine, "2026-03-20"));

    [Fact]
    public void Upheld_on_reconsideration_it_counts_as_before()
    {
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Stands, IsFinal: false));

        Assert.Equal("RECOGNISED since 2026-06-16", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void The_suit_that_follows_is_a_remedy_of_its_own()
    {
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Stands, IsFinal: false));
        Happens("2026-07-01", new RemedyAccepted(Remedy.Suit));

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-UNDER-REVIEW", _zone.Holds(Wujiang, _fine));
        Assert.Equal("RECOGNISED since 2026-06-16", _zone.Held(Wujiang, _fine, on: "2026-06-30"));
    }

    [Fact]
    public void A_judgment_of_first_instance_does_not_bind()
    {
        Happens("2026-07-01", new RemedyAccepted(Remedy.Suit));
        Happens("2026-09-01", new RemedyDecided(Remedy.Suit, RemedyOutcome.Revoked, IsFinal: false));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-UNDER-REVIEW", _zone.Holds(Wujiang, _fine));

        Happens("2026-09-10", new RemedyAccepted(Remedy.Appeal));
        Happens("2026-11-20", new RemedyDecided(Remedy.Appeal, RemedyOutcome.Stands, IsFinal: true));
        Assert.Equal("RECOGNISED since 2026-11-20", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void A_final_judgment_ends_recognition_on_its_day()
    {
        Happens("2026-07-01", new RemedyAccepted(Remedy.Suit));
        Happens("2026-09-01", new RemedyDecided(Remedy.Suit, RemedyOutcome.Revoked, IsFinal: false));
        Happens("2026-09-17", new RemedyDecided(Remedy.Suit, RemedyOutcome.Revoked, IsFinal: true)); // nobody appealed

        Assert.Equal("TERMINATED since 2026-09-17: TRM-REVOKED-COURT", _zone.Holds(Wujiang, _fine));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-UNDER-REVIEW", _zone.Held(Wujiang, _fine, on: "2026-09-16"));
    }

    [Fact]
    public void A_stay_is_lifted_by_a_decision()
    {
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));
        Happens("2026-05-08", new StayOrdered());
        Happens("2026-05-20", new StayLifted());

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-05-20: FLG-UNDER-REVIEW", _zone.Holds(Wujiang, _fine));
        Assert.Equal("SUSPENDED since 2026-05-08: SUS-STAY", _zone.Held(Wujiang, _fine, on: "2026-05-19"));
    }

    [Fact]
    public void A_stay_ends_with_its_remedy_and_does_not_come_back_with_the_next()
    {
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));
        Happens("2026-05-08", new StayOrdered());
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Stands, IsFinal: true));
        Assert.Equal("RECOGNISED since 2026-06-16", _zone.Holds(Wujiang, _fine));

        Happens("2026-07-01", new RemedyAccepted(Remedy.Suit));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-UNDER-REVIEW", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void A_stay_outlasts_the_end_of_another_remedy()
    {
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));
        Happens("2026-05-08", new StayOrdered());
        Happens("2026-05-10", new RemedyAccepted(Remedy.Suit)); // by another party to the decision
        Happens("2026-05-15", new RemedyDecided(Remedy.Suit, RemedyOutcome.Stands, IsFinal: true));

        Assert.Equal("SUSPENDED since 2026-05-08: SUS-STAY", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void A_stay_and_its_end_on_one_day_hold_in_the_order_in_which_they_were_said()
    {
        var ordered = _qingpu.Report(_fine, "2026-05-08", new StayOrdered(), at: "2026-05-08 09:00");
        var lifted = _qingpu.Report(_fine, "2026-05-08", new StayLifted(), at: "2026-05-08 16:00");
        _zone.File(lifted, at: "2026-05-09");
        _zone.File(ordered, at: "2026-05-10");

        Assert.Equal(Recognised, _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void An_end_that_becomes_known_before_its_beginning_is_an_end()
    {
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Stands, IsFinal: true));
        Happens("2026-04-24", new RemedyAccepted(Remedy.Reconsideration));

        Assert.Equal("RECOGNISED since 2026-06-16", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void Revoked_in_part_it_waits_until_the_rest_is_published()
    {
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.PartlyRevoked, IsFinal: true));
        Assert.Equal("PENDING since 2026-06-16, awaiting ItemJudgement", _zone.Holds(Wujiang, _fine));
        Assert.Equal(1, _zone.Violations(C2));

        var first = _zone.State(_fine.Dossier).Facts.Current!.Statement;
        _zone.File(_qingpu.Correct(first, _fine.Fining(120_000), "2026-06-18"));
        Assert.Equal(Recognised, _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void Changed_it_waits_for_the_new_content()
    {
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Changed, IsFinal: true));
        Assert.Equal("PENDING since 2026-06-16, awaiting EarlierStatement: CHG-CHANGED", _zone.Holds(Wujiang, _fine));

        var first = _zone.State(_fine.Dossier).Facts.Current!.Statement;
        _zone.File(_qingpu.Correct(first, _fine.Fining(120_000), "2026-06-18"));
        Assert.Equal("RECOGNISED since 2026-03-16: CHG-CHANGED", _zone.Holds(Wujiang, _fine));
    }

    [Fact]
    public void Confirmed_illegal_it_ends_only_where_the_agreement_says_so()
    {
        var zone = new Zone(Cast.Divided);
        zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        var confirmed = new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.ConfirmedIllegal, IsFinal: true);
        zone.File(_qingpu.Report(_fine, "2026-06-16", confirmed));

        Assert.Equal("TERMINATED since 2026-06-16: TRM-CONFIRMED-ILLEGAL", zone.Holds(Jiashan, _fine));
        Assert.Equal(Recognised, zone.Holds(Wujiang, _fine));
        Assert.Equal(1, zone.Violations(C2)); // it counts for Wujiang
    }

    [Theory]
    [InlineData(RemedyOutcome.Revoked, "TRM-REVOKED-RECON")]
    [InlineData(RemedyOutcome.Invalid, "TRM-INVALID")]
    [InlineData(RemedyOutcome.ConfirmedIllegal, "TRM-CONFIRMED-ILLEGAL")]
    public void Whatever_ends_it_first_sets_the_day(RemedyOutcome outcome, string code)
    {
        Happens("2026-06-16", new RemedyDecided(Remedy.Reconsideration, outcome, IsFinal: true));
        Happens("2026-06-10", new Withdrawn());

        var codes = string.Join(' ', InOrder(code, "TRM-SELF-REVOKED"));
        Assert.Equal($"TERMINATED since 2026-06-10: {codes}", _zone.Holds(Wujiang, _fine));
        Assert.Equal(new DateOnly(2026, 6, 10), _zone.File(C2).Fallen[_fine.Dossier]);
    }

    private static IEnumerable<string> InOrder(params string[] codes) =>
        codes.OrderBy(DemoNetwork.Standard.Agreement.RuleSets[0].For(RecordKind.Penalty)
            .Select(rule => rule.Code.ToString()).ToList().IndexOf);

    private void Happens(string on, LifeCycleFact fact) => _zone.File(_qingpu.Report(_fine, on, fact));
}
