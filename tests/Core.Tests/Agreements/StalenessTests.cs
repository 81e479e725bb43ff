using ExchangeHub.Agreements;
using ExchangeHub.Guards;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;
using Outcome = ExchangeHub.Agreements.Outcome;

namespace ExchangeHub.Tests.Agreements;

/// <summary>Scenario S10 e: a node stops answering; what is recognised of it stays so, and is marked.</summary>
public sealed class StalenessTests
{
    private static readonly Draft Fine =
        Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕5号", C9, "2026-05-11", 20_000);

    private static readonly Silence Silent =
        new(DemoNetwork.JiashanNode, Desk.Instant("2026-12-01"), Desk.Instant("2026-12-04"));

    private readonly Zone _zone = new();

    public StalenessTests() => _zone.File(Desk.OfJiashan.Publish(Fine, "2026-05-12"));

    [Fact]
    public void It_is_marked_from_the_day_on_which_the_node_was_heard_of_last()
    {
        var marked = Explain(Wujiang, null, Silent);
        Assert.Equal((Outcome.RecognisedWithFlag, new DateOnly(2026, 12, 1)), (marked.Outcome, marked.EffectiveOn));
        Assert.Equal("FLG-STALE", Assert.Single(marked.Findings).Code.ToString());

        Assert.Equal(Outcome.Recognised, Explain(Wujiang, "2026-11-30", Silent).Outcome);
        Assert.Equal(Outcome.RecognisedWithFlag, Explain(Wujiang, "2026-12-01", Silent).Outcome);
    }

    [Fact]
    public void Nothing_else_is_marked()
    {
        Assert.Equal(Outcome.Origin, Explain(Jiashan, null, Silent).Outcome);
        Assert.Equal(Outcome.Recognised, Explain(Wujiang, null, Silent with { Node = DemoNetwork.QingpuNode }).Outcome);

        _zone.File(Desk.OfJiashan.Report(Fine, "2026-06-01", new LifeCycleFact.Withdrawn()));
        Assert.Equal(Outcome.Terminated, Explain(Wujiang, null, Silent).Outcome);
    }

    [Theory]
    [InlineData("2026-12-03", false)] // nobody had noted it
    [InlineData("2026-12-04", true)]
    [InlineData("2026-12-08", true)]
    [InlineData("2026-12-09", false)]
    public void An_answer_as_of_an_earlier_time_says_what_was_known_then(string knownAt, bool isKnown) => Assert.Equal(
        isKnown, (Silent with { EndedAt = Desk.Instant("2026-12-09") }).WasKnown(Desk.Instant(knownAt)));

    [Fact]
    public void A_silent_node_may_hold_what_nobody_knows_of()
    {
        Assert.Equal(Answer.Yes, Ask(Wujiang, "2026-12-10").IsFirst);
        Assert.Equal(Answer.NotKnown, Ask(Wujiang, "2026-12-10", Silent).IsFirst);
        Assert.Equal(Answer.Yes, Ask(Wujiang, "2026-11-30", Silent).IsFirst);
        Assert.Equal(Answer.Yes, Ask(Jiashan, "2026-12-10", Silent).IsFirst); // what it holds itself it knows
    }

    [Theory]
    [InlineData("72 hours", "3 days")]
    [InlineData("90 minutes", "90 minutes")]
    [InlineData("366 days", "366 days")]
    public void A_length_of_time_is_read_and_written(string text, string written) =>
        Assert.Equal(written, TimeLength.Format(TimeLength.Parse(text)));

    [Theory]
    [InlineData("0 hours")]
    [InlineData("367 days")]
    [InlineData("1 month")]
    [InlineData("+1 days")]
    [InlineData("999999999999 seconds")]
    [InlineData("")]
    public void Any_other_text_is_no_length_of_time(string text) =>
        Assert.Throws<ViolationException>(() => TimeLength.Parse(text));

    private Assessment Explain(Jurisdiction receiver, string? on, Silence silence) => Explanation.Of(
        _zone.Network with { Silences = [silence] }, Fine.Dossier, _zone.State(Fine.Dossier).Facts, receiver,
        on is null ? null : CivilDates.Parse(on)).Assessment;

    private Standing Ask(Jurisdiction receiver, string on, params Silence[] silences) => Standing.Of(
        _zone.Network with { Silences = [.. silences] },
        new StandingQuestion(C1, receiver, CivilDates.Parse(on), null, 36, [RecordKind.Penalty])
        {
            AskedAt = Desk.Instant("2026-12-31"), BeganAt = Desk.Instant("2026-01-01"),
        },
        []);
}
