using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Permits, suspensions and list entries end by themselves, and nobody publishes that a day has passed. Whoever asks about a
/// day must get the answer of that day, whether or not anything happened on it.
/// </summary>
public sealed class When_a_permit_runs_for_a_term
{
    private readonly Draft _permit = Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2024-06-01", "2029-05-31");
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    [Theory]
    [InlineData("2024-05-31", "NOT_KNOWN")] // granted on 20 May, valid from 1 June
    [InlineData("2024-06-01", "RECOGNISED since 2024-06-01")]
    [InlineData("2029-05-31", "RECOGNISED since 2024-06-01")]
    [InlineData("2029-06-01", "TERMINATED since 2029-06-01: TRM-PERMIT-ENDED")]
    [InlineData("2035-01-01", "TERMINATED since 2029-06-01: TRM-PERMIT-ENDED")]
    public void It_counts_on_the_days_of_its_validity(string day, string held)
    {
        _zone.File(_qingpu.Publish(_permit, "2026-01-05"));
        Assert.Equal(held, _zone.Held(Wujiang, _permit, day));
    }

    [Theory]
    [InlineData("2026-04-30", "RECOGNISED since 2024-06-01")]
    [InlineData("2026-05-01", "SUSPENDED since 2026-05-01: SUS-PERMIT")]
    [InlineData("2026-05-31", "SUSPENDED since 2026-05-01: SUS-PERMIT")]
    [InlineData("2026-06-01", "RECOGNISED since 2026-06-01")]
    [InlineData("2026-12-24", "RECOGNISED since 2026-06-01")]
    public void A_suspension_for_a_term_ends_by_itself(string day, string held)
    {
        _zone.File(_qingpu.Publish(_permit, "2026-01-05"));
        _zone.File(_qingpu.Report(_permit, "2026-05-01", new PermitSuspended(new DateOnly(2026, 5, 31))));
        Assert.Equal(held, _zone.Held(Wujiang, _permit, day));
    }

    [Fact]
    public void A_suspension_without_a_term_lasts_until_it_is_lifted()
    {
        _zone.File(_qingpu.Publish(_permit, "2026-01-05"));
        _zone.File(_qingpu.Report(_permit, "2026-05-01", new PermitSuspended(null)));
        Assert.Equal("SUSPENDED since 2026-05-01: SUS-PERMIT", _zone.Held(Wujiang, _permit, "2027-01-01"));

        _zone.File(_qingpu.Report(_permit, "2026-05-11", new PermitResumed()));
        Assert.Equal("RECOGNISED since 2026-05-11", _zone.Held(Wujiang, _permit, "2027-01-01"));
        Assert.Equal("SUSPENDED since 2026-05-01: SUS-PERMIT", _zone.Held(Wujiang, _permit, "2026-05-10"));
    }

    [Fact]
    public void What_is_said_after_the_term_shows_that_it_has_passed()
    {
        _zone.File(_qingpu.Publish(_permit, "2026-01-05"));
        _zone.File(_qingpu.Report(_permit, "2026-05-01", new PermitSuspended(new DateOnly(2026, 5, 31))));
        Assert.Equal("SUSPENDED since 2026-05-01: SUS-PERMIT", _zone.Holds(Wujiang, _permit));

        _zone.File(_qingpu.Report(_permit, "2026-06-20", new Noted("annual_report")));
        Assert.Equal("RECOGNISED since 2026-06-01", _zone.Holds(Wujiang, _permit));
    }

    [Fact]
    public void A_permit_that_had_expired_when_it_was_published_is_not_announced_as_valid()
    {
        var expired = Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2020-06-01", "2024-05-31");
        _zone.File(_qingpu.Publish(expired, "2026-01-05"));

        Assert.Equal("TERMINATED since 2024-06-01: TRM-PERMIT-ENDED", _zone.Holds(Wujiang, expired));
    }

    [Fact]
    public void A_permit_without_end_is_written_with_the_last_day_of_the_calendar()
    {
        var endless = Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2024-06-01", "9999-12-31");
        _zone.File(_qingpu.Publish(endless, "2026-01-05"));
        _zone.File(_qingpu.Report(endless, "2026-05-01", new PermitSuspended(DateOnly.MaxValue)));

        Assert.Equal("SUSPENDED since 2026-05-01: SUS-PERMIT", _zone.Held(Wujiang, endless, "9999-12-31"));
    }

    [Fact]
    public void An_entry_of_the_list_ends_with_its_longest_publicity()
    {
        var entry = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕1号", C3, "2026-01-15");
        _zone.File(Desk.OfJiashan.Publish(entry, "2026-01-16"));

        Assert.Equal("RECOGNISED since 2026-01-15", _zone.Held(Wujiang, entry, "2029-01-15"));
        Assert.Equal("TERMINATED since 2029-01-16: TRM-PUBLICITY-EXPIRED", _zone.Held(Wujiang, entry, "2029-01-16"));
    }
}
