using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Zones;

/// <summary>What every other test takes for granted of the zone that it plays in.</summary>
public sealed class ZoneTests
{
    private static readonly Draft Fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕1号", C2, "2026-01-05", 20_000);

    [Fact]
    public void A_record_that_was_filed_counts_for_the_others_and_is_its_origins_own()
    {
        var zone = new Zone();
        zone.File(Desk.OfQingpu.Publish(Fine, "2026-01-07"));

        Assert.Equal("RECOGNISED since 2026-01-05", zone.Holds(Wujiang, Fine));
        Assert.Equal("RECOGNISED since 2026-01-05", zone.Holds(Jiashan, Fine));
        Assert.Equal("ORIGIN since 2026-01-05", zone.Holds(Qingpu, Fine));
        Assert.Equal("NOT_APPLICABLE since 2026-01-05: REF-AGR-NOT-IN-FORCE", zone.Holds(Hangzhou, Fine));
        Assert.Equal(["parties without 310118: RECOGNISED since 2026-01-05"], zone.Announced(Fine));
    }

    [Fact]
    public void A_record_that_nobody_filed_is_not_known()
    {
        Assert.Equal("NOT_KNOWN", new Zone().Holds(Wujiang, Fine));
    }
}
