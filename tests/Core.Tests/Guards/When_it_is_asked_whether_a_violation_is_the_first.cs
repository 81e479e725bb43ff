using ExchangeHub.Guards;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Guards;

/// <summary>
/// Whoever is found out for the first time may be spared a fine. What goes wrong most easily: to take what is only not known for
/// clean, to count one act twice, and to go on counting a decision that has fallen.
/// </summary>
public sealed class When_it_is_asked_whether_a_violation_is_the_first
{
    private readonly Draft _qingpus =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000).ServedOn("2026-03-18");

    private readonly Draft _wujiangs =
        Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第5号", C2, "2026-01-20", 120_000);

    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Zone _zone = new();

    [Fact]
    public void Nothing_is_on_file() => Assert.Equal("Yes 0", Ask(Jiashan, "2026-04-01"));

    [Fact]
    public void A_penalty_of_another_district_counts()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-03-20"));

        Assert.Equal("No 1: Counts", Ask(Jiashan, "2026-04-01"));
        Assert.Equal("No 1: Counts", Ask(Qingpu, "2026-04-01"));
        Assert.Equal("Yes 0", Ask(Jiashan, "2026-03-15"));
    }

    [Fact]
    public void What_is_not_served_is_not_known_to_count()
    {
        _zone.File(_qingpu.Publish(_qingpus.ServedOn(null), "2026-03-17"));

        Assert.Equal("NotKnown 0: Open", Ask(Jiashan, "2026-04-01"));
        Assert.Equal("NotKnown 0: Open", Ask(Qingpu, "2026-04-01"));
    }

    [Fact]
    public void What_is_stayed_is_not_known_to_count_and_what_was_revoked_does_not()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-03-20"));
        _zone.File(_qingpu.Report(_qingpus, "2026-05-08", new StayOrdered()));
        _zone.File(_qingpu.Report(
            _qingpus, "2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true)));

        Assert.Equal("No 1: Counts", Ask(Jiashan, "2026-05-07"));
        Assert.Equal("NotKnown 0: Open", Ask(Jiashan, "2026-05-08"));
        Assert.Equal("Yes 0: Passes", Ask(Jiashan, "2026-06-16"));
        Assert.Equal("Yes 0: Passes", Ask(Qingpu, "2026-06-16"));
        Assert.Equal("NotKnown 0: Open", Ask(Jiashan, "2026-06-16", known: "2026-06-01")); // it lies after what was known
        Assert.Equal("No 1: Counts", Ask(Jiashan, "2026-05-07", known: "2026-04-30"));
    }

    [Theory]
    [InlineData("2029-03-16", "No 1: Counts")]
    [InlineData("2029-03-17", "Yes 0")]
    public void The_day_of_a_decision_is_not_counted_in_the_period(string on, string expected)
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-03-20"));

        Assert.Equal(expected, Ask(Jiashan, on));
    }

    [Fact]
    public void Two_fines_for_one_act_are_one_violation_also_while_they_rest()
    {
        var border = new GeoPoint(31.0712, 120.8712);
        _zone.File(_qingpu.Publish(_qingpus.ForAct("2026-01-08", border), "2026-03-20"));
        _zone.File(_wujiang.Publish(_wujiangs.ForAct("2026-01-08", border), "2026-03-21"));

        Assert.Equal("No 1: Open Open", Ask(Jiashan, "2026-04-01"));
    }

    [Fact]
    public void Two_acts_are_two()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-03-20"));
        _zone.File(_wujiang.Publish(_wujiangs, "2026-01-22"));

        Assert.Equal("No 2: Counts Counts", Ask(Jiashan, "2026-04-01"));
    }

    [Theory]
    [InlineData(NoPenaltyGround.FirstTime, "No 1: Counts")]
    [InlineData(NoPenaltyGround.FactsNotEstablished, "Yes 0: Passes")]
    public void A_decision_not_to_penalise_counts_unless_there_was_no_violation(NoPenaltyGround ground, string expected)
    {
        var spared = _wujiangs with
        {
            Dossier = Id("nopenalty/11320500MAHUBWJ11X/苏环不罚〔2026〕2号"), Details = new RecordDetails.NoPenalty(
                CivilDates.Parse("2026-01-20"), ground),
        };
        _zone.File(_wujiang.Publish(spared, "2026-01-22"));

        Assert.Equal(expected, Ask(Jiashan, "2026-04-01"));
    }

    [Fact]
    public void Who_is_bound_by_no_agreement_knows_nothing() =>
        Assert.Equal("NotKnown 0", Ask(Hangzhou, "2026-04-01"));

    [Fact]
    public void What_lies_ahead_is_not_known() =>
        Assert.Equal("NotKnown 0", Ask(Jiashan, "2026-04-02", known: "2026-04-01"));

    private static DossierId Id(string text)
    {
        Assert.True(DossierId.TryParse(text, out var id));
        return id;
    }

    private string Ask(Jurisdiction receiver, string on, string? known = null)
    {
        var standing = Standing.Of(
            _zone.Network,
            new StandingQuestion(
                C2, receiver, CivilDates.Parse(on), known is null ? null : Desk.Instant(known), 36,
                [RecordKind.Penalty, RecordKind.NoPenalty])
            {
                AskedAt = Desk.Instant("2030-01-01"), BeganAt = Desk.Instant("2026-01-01"),
            },
            _zone.Dossiers.Select(dossier => KeyValuePair.Create(dossier, _zone.State(dossier).Facts)));
        var weights = string.Join(' ', standing.Entries.Select(entry => entry.Weight));
        return $"{standing.IsFirst} {standing.ViolationCount}{(weights.Length > 0 ? ": " : "")}{weights}";
    }
}
