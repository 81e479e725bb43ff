using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S06. A tanker dumps dye liquor on a border ditch, and two districts fine it (Penalty Law 29). Both decisions must
/// rest until somebody says who has venue; and whatever the order in which fines, designation and withdrawal become known, the
/// firm has committed one violation at every moment.
/// </summary>
public sealed class When_two_districts_fine_the_same_act
{
    private static readonly GeoPoint Ditch = new(31.0601, 120.8702);
    private static readonly GeoPoint TwoHundredMetresNorth = new(31.0619, 120.8702);
    private static readonly GeoPoint FourHundredMetresNorth = new(31.0637, 120.8702);

    private readonly Draft _qingpus =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕28号", C6, "2026-05-20", 180_000).ForAct("2026-03-27", Ditch);

    private readonly Draft _wujiangs = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第22号", C6, "2026-05-28", 160_000);

    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Zone _zone = new();

    public static TheoryData<string> HowItIsSeen => ["by link", "by the link of the first", "by day and place"];

    public static TheoryData<string, string> Orders
    {
        get
        {
            string[] orders =
            [
                "QWDX", "WQDX", // as it happened, and the second decision first
                "DQWX", "DWQX", "QDWX", "WDQX", // the designation before, and between
                "XQWD", "XWQD", "QXWD", "WXQD", "DXQW", "XDWQ", "QWXD", "WQXD", // the withdrawal overtakes something
            ];
            var data = new TheoryData<string, string>();
            foreach (var how in (string[])["by link", "by the link of the first", "by day and place"])
            {
                foreach (var order in orders)
                {
                    data.Add(how, order);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(HowItIsSeen))]
    public void Both_rest_from_the_day_on_which_both_are_public(string how)
    {
        var (qingpus, wujiangs) = Seen(how);
        _zone.File(_qingpu.Publish(qingpus, "2026-05-20"));
        Assert.Equal("RECOGNISED since 2026-05-20", _zone.Holds(Wujiang, qingpus));
        Assert.Equal("RECOGNISED since 2026-05-20", _zone.Holds(Jiashan, qingpus));
        Assert.Equal(1, _zone.Violations(C6));

        _zone.File(_wujiang.Publish(wujiangs, "2026-05-29"));
        Assert.Equal("SUSPENDED since 2026-05-29: SUS-VENUE SUS-CONFLICT", _zone.Holds(Wujiang, qingpus));
        Assert.Equal("SUSPENDED since 2026-05-29: SUS-VENUE SUS-CONFLICT", _zone.Holds(Jiashan, qingpus));
        Assert.Equal("SUSPENDED since 2026-05-29: SUS-VENUE SUS-CONFLICT", _zone.Holds(Qingpu, wujiangs));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void In_whatever_order_it_becomes_known_the_end_is_the_same(string how, string order)
    {
        var (qingpus, wujiangs) = Seen(how);
        var said = new Dictionary<char, Statement>
        {
            ['Q'] = _qingpu.Publish(qingpus, "2026-05-20"),
            ['W'] = _wujiang.Publish(wujiangs, "2026-05-29"),
            ['D'] = Desk.OfTheArbiter.Report(qingpus, "2026-06-12", new VenueDesignated(wujiangs.Dossier)),
            ['X'] = _qingpu.Report(qingpus, "2026-06-15", new Withdrawn()),
        };
        var counts = order.Select(letter =>
        {
            _zone.File(said[letter], at: "2026-06-22");
            return _zone.Violations(C6);
        }).ToArray();

        Assert.All(counts, count => Assert.InRange(count, 0, 1));
        Assert.Equal(1, _zone.Violations(C6));
        foreach (var receiver in (ImmutableArray<Jurisdiction>)[Wujiang, Jiashan])
        {
            Assert.Equal("TERMINATED since 2026-06-15: TRM-SELF-REVOKED", _zone.Holds(receiver, qingpus));
            Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Held(receiver, qingpus, on: "2026-06-14"));
            Assert.Equal("SUSPENDED since 2026-05-29: SUS-VENUE SUS-CONFLICT", _zone.Held(receiver, qingpus, on: "2026-06-11"));
            Assert.Equal("RECOGNISED since 2026-05-20", _zone.Held(receiver, qingpus, on: "2026-05-28"));
        }

        foreach (var receiver in (ImmutableArray<Jurisdiction>)[Qingpu, Jiashan])
        {
            Assert.Equal("RECOGNISED since 2026-06-12", _zone.Holds(receiver, wujiangs));
            Assert.Equal("SUSPENDED since 2026-05-29: SUS-VENUE SUS-CONFLICT", _zone.Held(receiver, wujiangs, on: "2026-06-11"));
        }
    }

    [Fact]
    public void The_designation_settles_it_and_the_withdrawal_ends_it()
    {
        var (qingpus, wujiangs) = Seen("by link");
        _zone.File(_qingpu.Publish(qingpus, "2026-05-20"));
        _zone.File(_wujiang.Publish(wujiangs, "2026-05-29"));
        _zone.File(Desk.OfTheArbiter.Report(wujiangs, "2026-06-12", new VenueDesignated(wujiangs.Dossier)));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Holds(Wujiang, qingpus));
        Assert.Equal("REFUSED since 2026-06-12: REF-BIS", _zone.Holds(Jiashan, qingpus));
        Assert.Equal("RECOGNISED since 2026-06-12", _zone.Holds(Qingpu, wujiangs));
        Assert.Equal("RECOGNISED since 2026-06-12", _zone.Holds(Jiashan, wujiangs));
        Assert.Equal(1, _zone.Violations(C6));

        _zone.File(_qingpu.Report(qingpus, "2026-06-15", new Withdrawn()));
        Assert.Equal("TERMINATED since 2026-06-15: TRM-SELF-REVOKED", _zone.Holds(Wujiang, qingpus));
        Assert.Equal("RECOGNISED since 2026-06-12", _zone.Holds(Jiashan, wujiangs));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Fact]
    public void Two_places_that_are_too_far_apart_are_two_acts()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-05-20"));
        _zone.File(_wujiang.Publish(_wujiangs.ForAct("2026-03-27", FourHundredMetresNorth), "2026-05-29"));

        Assert.Equal("RECOGNISED since 2026-05-20", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("RECOGNISED since 2026-05-28", _zone.Holds(Jiashan, _wujiangs));
        Assert.Equal(2, _zone.Violations(C6));
    }

    [Theory]
    [InlineData("2026-03-01", 1)]
    [InlineData("2026-03-28", 2)] // it began after the other one
    public void An_act_that_goes_on_is_the_same_on_each_of_its_days(string since, int violations)
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-05-20"));
        _zone.File(_wujiang.Publish(_wujiangs.ForActSince(since, TwoHundredMetresNorth), "2026-05-29"));

        Assert.Equal(violations, _zone.Violations(C6));
    }

    [Fact]
    public void A_warning_beside_a_fine_is_no_second_fine()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-05-20"));
        var warning = _wujiangs.Imposing("P01").Fining(0).Linking(LinkRelation.SameAct, _qingpus);
        _zone.File(_wujiang.Publish(warning, "2026-05-29"));

        Assert.Equal("RECOGNISED since 2026-05-20", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("RECOGNISED since 2026-05-28", _zone.Holds(Jiashan, warning));
        Assert.Equal(1, _zone.Violations(C6));
    }

    [Fact]
    public void One_act_of_two_firms_may_be_fined_twice()
    {
        _zone.File(_qingpu.Publish(_qingpus, "2026-05-20"));
        var others = _wujiangs.Linking(LinkRelation.SameAct, _qingpus) with { Subjects = [C1] };
        _zone.File(_wujiang.Publish(others, "2026-05-29"));

        Assert.Equal("RECOGNISED since 2026-05-20", _zone.Holds(Jiashan, _qingpus));
        Assert.Equal("RECOGNISED since 2026-05-28", _zone.Holds(Jiashan, others));
        Assert.Equal((1, 1), (_zone.Violations(C6), _zone.Violations(C1)));
    }

    private (Draft Qingpus, Draft Wujiangs) Seen(string how) => how switch
    {
        "by link" => (_qingpus, _wujiangs.Linking(LinkRelation.SameAct, _qingpus)),
        "by the link of the first" => (_qingpus.Linking(LinkRelation.SameAct, _wujiangs), _wujiangs),
        _ => (_qingpus, _wujiangs.ForAct("2026-03-27", TwoHundredMetresNorth)),
    };
}
