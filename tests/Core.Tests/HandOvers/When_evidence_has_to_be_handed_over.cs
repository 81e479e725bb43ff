using ExchangeHub.HandOvers;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.HandOvers;

/// <summary>
/// Scenario S01 as a workflow. Evidence of a joint team that lies unread at the local bureau is lost for the case: each stage has
/// its day, in working days where the agreement says so, and whoever lets it pass is seen.
/// </summary>
public sealed class When_evidence_has_to_be_handed_over
{
    private readonly Draft _package = Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12")
        .DecidedBy("11042100123", "10050912045").HandedTo(Wujiang);

    private readonly Draft _penalty = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第31号", C1, "2026-07-10", 320_000)
        .DecidedBy("10050912045", "10050912051");

    private readonly Zone _zone = new();
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Statement _first;

    public When_evidence_has_to_be_handed_over() => _zone.File(_first = _jiashan.Publish(_package, "2026-05-12 18:05"));

    [Fact]
    public void The_notice_is_the_publication_and_the_receiver_has_two_working_days_to_sign()
    {
        Assert.Equal(["Notice 2026-05-13 done 2026-05-12", "Acknowledgement 2026-05-14"], Terms());
        Assert.False(Now().IsOverdue(new DateOnly(2026, 5, 14)));
        Assert.True(Now().IsOverdue(new DateOnly(2026, 5, 15)));
    }

    [Fact]
    public void Whoever_signs_has_five_working_days_to_review()
    {
        Receive("2026-05-13");

        Assert.Equal("Review 2026-05-20", Terms()[^1]);
    }

    [Fact]
    public void What_is_admitted_is_filed_within_fifteen_days_of_the_clue()
    {
        Receive("2026-05-13");
        Review("2026-05-14", ReviewResult.Admitted);

        Assert.Equal(["Review 2026-05-20 done 2026-05-14", "Filing 2026-05-27"], Terms()[^2..]);
        Assert.Equal((HandOverStage.Filing, ReviewResult.Admitted), (Now().Next!.Stage, Now().Result!.Value));

        Answer("2026-05-14", HandOverAnswer.Filed);
        Assert.Null(Now().Next);
    }

    [Fact]
    public void The_outcome_is_disclosed_within_seven_working_days_of_the_decision()
    {
        Receive("2026-05-13");
        Review("2026-05-14", ReviewResult.Admitted);
        Answer("2026-05-14", HandOverAnswer.Filed);
        _zone.File(_wujiang.Publish(_penalty.RestingOn(_package), "2026-07-23"));

        Assert.Equal("Outcome 2026-07-21 done 2026-07-23", Terms()[^1]);
        Assert.True(Now().Terms[^1].WasLate);

        Answer("2026-07-17", HandOverAnswer.OutcomeDisclosed);
        Assert.Equal("Outcome 2026-07-21 done 2026-07-17", Terms()[^1]);
    }

    [Fact]
    public void What_is_returned_has_ten_working_days_and_a_new_version_brings_it()
    {
        Receive("2026-05-13");
        Review("2026-05-14", ReviewResult.ReturnedForSupplement);
        Assert.Equal("Supplement 2026-05-28", Terms()[^1]);
        Assert.True(Now().IsOverdue(new DateOnly(2026, 5, 29)));

        _zone.File(_jiashan.Correct(_first, _package.Weighing(new Gravity(true, false, 0, false)), "2026-05-20"));
        Assert.Equal("Supplement 2026-05-28 done 2026-05-20", Terms()[^1]);
    }

    [Fact]
    public void What_is_refused_needs_no_case()
    {
        Receive("2026-05-13");
        Review("2026-05-14", ReviewResult.Refused);

        Assert.Null(Now().Next);
        Assert.DoesNotContain(Terms(), term => term.StartsWith("Filing", StringComparison.Ordinal));
    }

    [Fact]
    public void What_another_district_does_counts_for_nothing()
    {
        _zone.File(Desk.OfQingpu.Report(_package, "2026-05-13", new LifeCycleFact.EvidenceReviewed(ReviewResult.Admitted)));

        Assert.Equal(HandOverStage.Acknowledgement, Now().Next!.Stage);
    }

    [Fact]
    public void What_stays_with_its_district_is_no_hand_over()
    {
        var own = Draft.Evidence(JiaxingBureau, Jiashan, "EP-330421-20260603-009", C1, "2026-06-03").DecidedBy("11042100123");
        _zone.File(_jiashan.Publish(own, "2026-06-03 18:00"));

        Assert.Null(Of(own));
    }

    private void Receive(string on) => _zone.File(_wujiang.Report(_package, on, new LifeCycleFact.CustodyContinued(
        new CustodyLink(3, CustodyAct.Received, Desk.Instant(on), default), default)));

    private void Review(string on, ReviewResult result) =>
        _zone.File(_wujiang.Report(_package, on, new LifeCycleFact.EvidenceReviewed(result)));

    private void Answer(string on, HandOverAnswer answer) =>
        _zone.File(_wujiang.Report(_package, on, new LifeCycleFact.HandOverAnswered(answer)));

    private HandOver Now() => Of(_package)!;

    private HandOver? Of(Draft package) => HandOver.Of(
        _zone.State(package.Dossier).Facts, node => _zone.Network.Nodes.GetValueOrDefault(node)?.Party, WorkingDays.Announced);

    private string[] Terms() => [.. Now().Terms.Select(term => $"{term.Stage} {CivilDates.Format(term.DueOn)}"
        + (term.DoneOn is { } done ? $" done {CivilDates.Format(done)}" : ""))];
}
