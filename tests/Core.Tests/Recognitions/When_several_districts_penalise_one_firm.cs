using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Three penalties within twelve months in two districts or more make the last of them a major case (domain reference
/// "Recognition", section 7), in whatever order the districts publish, and no longer once one of them has been undone.
/// </summary>
public sealed class When_several_districts_penalise_one_firm
{
    private readonly Draft _first =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕31号", C6, "2026-01-12", 20_000);

    private readonly Draft _second =
        Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第41号", C6, "2026-04-09", 30_000);

    private readonly Draft _third =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕35号", C6, "2026-07-01", 40_000);

    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Zone _zone = new();

    public static TheoryData<string> Orders => ["123", "132", "213", "231", "312", "321"];

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_last_of_three_is_a_major_case_whichever_comes_first(string order)
    {
        FileIn(order);

        Assert.Equal("RECOGNISED since 2026-01-12", _zone.Holds(Wujiang, _first));
        Assert.Equal("RECOGNISED since 2026-04-09", _zone.Holds(Qingpu, _second));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _third));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-MAJOR-CASE", _zone.Holds(Jiashan, _third));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void It_is_none_any_more_from_the_day_on_which_one_was_undone(string order)
    {
        FileIn(order);
        _zone.File(_wujiang.Report(_second, "2026-08-20", new Withdrawn()));

        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-07-01: FLG-MAJOR-CASE", _zone.Held(Jiashan, _third, "2026-08-19"));
        Assert.Equal("RECOGNISED since 2026-08-20", _zone.Holds(Jiashan, _third));
    }

    [Fact]
    public void A_penalty_that_was_undone_before_does_not_count()
    {
        FileIn("12");
        _zone.File(_wujiang.Report(_second, "2026-06-01", new Withdrawn()));
        FileIn("3");

        Assert.Equal("RECOGNISED since 2026-07-01", _zone.Holds(Jiashan, _third));
    }

    [Fact]
    public void Three_of_one_district_are_none()
    {
        FileIn("13");
        _zone.File(_qingpu.Publish(
            Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕36号", C6, "2026-07-02", 10_000), "2026-07-02"));

        Assert.Equal("RECOGNISED since 2026-07-01", _zone.Holds(Jiashan, _third));
        Assert.All(_zone.Dossiers, dossier => Assert.Empty(_zone.State(dossier).Facts.Series));
    }

    [Fact]
    public void A_penalty_of_a_year_before_does_not_count()
    {
        FileIn("12");
        var yearLater = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2027〕2号", C6, "2027-01-12", 10_000);
        _zone.File(_qingpu.Publish(yearLater, "2027-01-12"));
        Assert.Equal("RECOGNISED since 2027-01-12", _zone.Holds(Jiashan, yearLater));

        var dayBefore = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2027〕1号", C6, "2027-01-11", 10_000);
        _zone.File(_qingpu.Publish(dayBefore, "2027-01-12"));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2027-01-11: FLG-MAJOR-CASE", _zone.Holds(Jiashan, dayBefore));

        // With that one, the later decision has three before it as well, and is told so.
        Assert.Equal("RECOGNISED_WITH_FLAG since 2027-01-12: FLG-MAJOR-CASE", _zone.Holds(Wujiang, yearLater));
    }

    [Fact]
    public void Two_fines_for_one_act_are_one()
    {
        FileIn("12");
        var link = new RecordLink(LinkRelation.SameAct, _first.Record);
        _zone.File(_wujiang.Publish(
            Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第42号", C6, "2026-05-09", 30_000) with { Links = [link] },
            "2026-05-09"));

        Assert.All(_zone.Dossiers, dossier => Assert.Empty(_zone.State(dossier).Facts.Series));
    }

    private void FileIn(string order)
    {
        foreach (var one in order)
        {
            var (desk, draft) = one switch { '1' => (_qingpu, _first), '2' => (_wujiang, _second), _ => (_qingpu, _third) };
            _zone.File(desk.Publish(draft, CivilDates.Format(draft.Details.DecidedOn)));
        }
    }
}
