using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S04. Whoever asks whether a firm may discharge asks of a day. A revocation must change the answer for the days
/// after it and not for the days before, and the formal cancellation that follows must not move the day.
/// </summary>
public sealed class When_a_permit_is_revoked_while_others_rely_on_it
{
    private readonly Draft _permit = Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2024-06-01", "2029-05-31");
    private readonly Draft _penalty =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕39号", C4, "2026-06-08", 600_000).Imposing("P03", "P08");
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    public When_a_permit_is_revoked_while_others_rely_on_it()
    {
        _zone.File(_qingpu.Publish(_permit, "2026-01-05"));
        Assert.Equal("RECOGNISED since 2024-06-01", _zone.Holds(Wujiang, _permit));

        _zone.File(_qingpu.Publish(_penalty, "2026-06-08 15:30"));
        _zone.File(_qingpu.Report(_permit, "2026-06-08", new PermitRevoked(), at: "2026-06-08 15:30"));
    }

    [Fact]
    public void It_ends_for_everybody_on_the_day_of_service()
    {
        Assert.Equal("TERMINATED since 2026-06-08: TRM-PERMIT-REVOKED", _zone.Holds(Wujiang, _permit));
        Assert.Equal("TERMINATED since 2026-06-08: TRM-PERMIT-REVOKED", _zone.Holds(Jiashan, _permit));
        Assert.Equal("ORIGIN since 2024-06-01: TRM-PERMIT-REVOKED", _zone.Holds(Qingpu, _permit));
    }

    [Fact]
    public void It_was_valid_the_day_before_and_is_not_the_day_after()
    {
        Assert.Equal("RECOGNISED since 2024-06-01", _zone.Held(Jiashan, _permit, on: "2026-06-07"));
        Assert.Equal("TERMINATED since 2026-06-08: TRM-PERMIT-REVOKED", _zone.Held(Jiashan, _permit, on: "2026-06-09"));
    }

    [Fact]
    public void Before_the_hub_knew_it_the_answer_was_that_it_is_valid()
    {
        Assert.Equal("RECOGNISED since 2024-06-01", _zone.Held(Jiashan, _permit, on: "2026-06-08", known: "2026-06-08 15:29"));
        Assert.Equal(
            "TERMINATED since 2026-06-08: TRM-PERMIT-REVOKED",
                _zone.Held(Jiashan, _permit, on: "2026-06-08", known: "2026-06-08 15:30"));
    }

    [Fact]
    public void The_cancellation_that_follows_is_a_second_code_and_changes_nothing_else()
    {
        _zone.File(_qingpu.Report(_permit, "2026-06-20", new PermitEnded()));

        Assert.Equal("TERMINATED since 2026-06-08: TRM-PERMIT-REVOKED TRM-PERMIT-ENDED", _zone.Holds(Wujiang, _permit));
        Assert.Equal("RECOGNISED since 2024-06-01", _zone.Held(Wujiang, _permit, on: "2026-06-07"));
    }

    [Fact]
    public void The_penalty_that_revokes_a_permit_is_a_major_case()
    {
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-06-08: FLG-MAJOR-CASE", _zone.Holds(Wujiang, _penalty));
        Assert.Equal("RECOGNISED_WITH_FLAG since 2026-06-08: FLG-MAJOR-CASE", _zone.Holds(Jiashan, _penalty));
    }
}
