using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S12. The link to Jiashan was down, and a second channel delivers the revocation before the decision. Nobody must
/// see the fine as recognised for a moment, nobody must read "nothing known" as "clean", and another node that replays must
/// come out with the same bytes.
/// </summary>
public sealed class When_a_revocation_overtakes_its_decision
{
    private readonly Draft _fine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕21号", C10, "2026-05-26", 40_000).ServedOn(null);
    private readonly Zone _hub = new(); // what the hub and Wujiang knew, as it happened
    private readonly Zone _jiashan = new(); // what Jiashan got, and when
    private readonly Statement _published;
    private readonly Statement _served;
    private readonly Statement _revoked;

    public When_a_revocation_overtakes_its_decision()
    {
        var qingpu = Desk.OfQingpu;
        _published = qingpu.Publish(_fine, "2026-05-26");
        _served = qingpu.Report(_fine, "2026-05-26", new Served(), at: "2026-05-27 09:00");
        _revoked = qingpu.Report(
            _fine, "2026-06-16", new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true),
                at: "2026-06-16 10:00");
        foreach (var statement in (Statement[])[_published, _served, _revoked])
        {
            _hub.File(statement);
        }
    }

    [Fact]
    public void The_revocation_alone_is_held_and_nothing_is_decided()
    {
        Assert.Equal(Disposition.Held, _jiashan.File(_revoked, at: "2026-06-22 09:00"));

        Assert.Empty(_jiashan.Decisions);
        Assert.Equal("NOT_KNOWN, awaiting EarlierStatement: HOLD-ORDER", _jiashan.Holds(Jiashan, _fine));
        Assert.Equal("NOT_KNOWN, awaiting EarlierStatement: HOLD-ORDER", _jiashan.Held(Jiashan, _fine, on: "2026-06-01"));
    }

    [Fact]
    public void It_bars_the_record_that_comes_after_it()
    {
        DeliverToJiashan();

        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _jiashan.Holds(Jiashan, _fine));
        Assert.Equal(0, _jiashan.Violations(C10));
        Assert.All(_jiashan.Decisions, entry => Assert.Equal(Outcome.Terminated, entry.Decision.Assessment.Outcome));
        Assert.Equal(
            [
                "parties without 310118: TERMINATED since 2026-06-16: REF-PROC-SERVICE TRM-REVOKED-RECON",
                "parties without 310118: TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            ],
            _jiashan.Announced(_fine));
    }

    [Fact]
    public void What_was_not_known_is_not_clean()
    {
        DeliverToJiashan();

        Assert.Equal("NOT_KNOWN", _jiashan.Held(Jiashan, _fine, on: "2026-06-01", known: "2026-06-10"));
        Assert.Equal("RECOGNISED since 2026-05-26", _jiashan.Held(Jiashan, _fine, on: "2026-06-01", known: "2026-06-23"));
        Assert.Equal("RECOGNISED since 2026-05-26", _jiashan.Held(Jiashan, _fine, on: "2026-06-15", known: "2026-06-23"));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            _jiashan.Held(Jiashan, _fine, on: "2026-06-16", known: "2026-06-23"));
    }

    [Fact]
    public void Wujiang_knew_it_as_it_happened()
    {
        Assert.Equal("RECOGNISED since 2026-05-26", _hub.Held(Wujiang, _fine, on: "2026-05-27", known: "2026-05-27"));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            _hub.Held(Wujiang, _fine, on: "2026-06-16", known: "2026-06-16"));
        Assert.Equal(
            [
                "parties without 310118: PENDING since 2026-05-26, awaiting Service: REF-PROC-SERVICE",
                "parties without 310118: RECOGNISED since 2026-05-26",
                "parties without 310118: TERMINATED since 2026-06-16: TRM-REVOKED-RECON",
            ],
            _hub.Announced(_fine));
        Assert.Equal(new DateOnly(2026, 6, 16), CivilDates.Of(_hub.Decisions[^1].Decision.DecidedAt));
        DeliverToJiashan();
        Assert.Equal(new DateOnly(2026, 6, 22), CivilDates.Of(_jiashan.Decisions[^1].Decision.DecidedAt));
    }

    [Fact]
    public void A_node_that_joins_later_and_replays_holds_the_same_bytes()
    {
        var replay = new Zone();
        foreach (var filed in _hub.State(_fine.Dossier).Facts.Statements)
        {
            _ = replay.TryFile(filed.Statement, filed.ReceivedAt);
        }

        Assert.Equal(_hub.Ledger(), replay.Ledger());
        DeliverToJiashan();
        Assert.Equal(_hub.Assess(Jiashan, _fine.Dossier), _jiashan.Assess(Jiashan, _fine.Dossier));
    }

    [Fact]
    public void The_record_alone_after_its_revocation_does_not_come_back_with_a_correction()
    {
        DeliverToJiashan();
        _jiashan.File(Desk.OfQingpu.Correct(_published, _fine.Fining(30_000), "2026-06-23"));

        Assert.Equal("TERMINATED since 2026-06-16: TRM-REVOKED-RECON", _jiashan.Holds(Jiashan, _fine));
        Assert.DoesNotContain(_jiashan.Announced(_fine), announced => announced.Contains("RECOGNISED", StringComparison.Ordinal));
        Assert.Equal(0, _jiashan.Violations(C10));
    }

    private void DeliverToJiashan()
    {
        _jiashan.File(_revoked, at: "2026-06-22 09:00");
        _jiashan.File(_published, at: "2026-06-22 09:05");
        _jiashan.File(_served, at: "2026-06-22 09:06");
    }
}
