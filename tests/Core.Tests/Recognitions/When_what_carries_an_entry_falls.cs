using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// An entry of a list does harm every day it stands: no subsidy, no tender, dearer credit. When the penalties that carry it are
/// revoked, nobody may have to remember that there is an entry somewhere that rests on them.
/// </summary>
public sealed class When_what_carries_an_entry_falls
{
    private static readonly RemedyDecided Revoked = new(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true);

    private readonly Draft _fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000);
    private readonly Draft _second = Draft.Penalty(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第12号", C2, "2026-03-20", 90_000);
    private readonly Draft _entry = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕7号", C2, "2026-04-01");
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Zone _zone = new();

    [Fact]
    public void It_ends_for_everybody_on_the_day_on_which_its_only_penalty_fell()
    {
        var entry = _entry.RestingOn(_fine);
        _zone.File(_qingpu.Publish(_fine, "2026-03-17"));
        _zone.File(_jiashan.Publish(entry, "2026-04-02"));
        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Holds(Wujiang, entry));

        _zone.File(_qingpu.Report(_fine, "2026-06-16", Revoked));

        Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Wujiang, entry));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Qingpu, entry));
        Assert.Equal("ORIGIN since 2026-04-01: TRM-BASIS-LOST", _zone.Holds(Jiashan, entry));
        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Held(Wujiang, entry, on: "2026-06-15"));
        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Held(Wujiang, entry, on: "2026-06-16", known: "2026-06-15"));
        Assert.Equal(
            [
                "parties without 330421: RECOGNISED since 2026-04-01",
                "parties without 330421: TERMINATED since 2026-06-16: TRM-BASIS-LOST",
            ],
            _zone.Announced(entry));
    }

    [Fact]
    public void With_two_penalties_it_ends_with_the_second()
    {
        var entry = _entry.RestingOn(_fine, _second);
        File(
            _qingpu.Publish(_fine, "2026-03-17"), _wujiang.Publish(_second, "2026-03-21"),
            _jiashan.Publish(entry, "2026-04-02"));

        _zone.File(_qingpu.Report(_fine, "2026-06-16", Revoked));
        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Holds(Wujiang, entry));

        _zone.File(_wujiang.Report(_second, "2026-06-20", new Withdrawn()));
        Assert.Equal("TERMINATED since 2026-06-20: TRM-BASIS-LOST", _zone.Holds(Qingpu, entry));
    }

    [Fact]
    public void A_judgment_outside_the_network_keeps_it()
    {
        var entry = _entry.RestingOn(_fine) with { RestsOnDocuments = true };
        File(
            _qingpu.Publish(_fine, "2026-03-17"), _jiashan.Publish(entry, "2026-04-02"),
            _qingpu.Report(_fine, "2026-06-16", Revoked));

        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Holds(Wujiang, entry));
    }

    [Fact]
    public void What_only_ended_has_carried_it_all_the_same()
    {
        var entry = _entry.RestingOn(_fine);
        File(_qingpu.Publish(_fine, "2026-03-17"), _jiashan.Publish(entry, "2026-04-02"));

        File(
            _qingpu.Report(_fine, "2026-06-16", new CreditRepaired()),
            _qingpu.Report(_fine, "2026-06-17", new PublicityExpired()));

        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Holds(Wujiang, entry));
    }

    [Fact]
    public void A_correction_that_names_what_still_stands_repairs_it()
    {
        var entry = _entry.RestingOn(_fine);
        var first = _jiashan.Publish(entry, "2026-04-02");
        File(_qingpu.Publish(_fine, "2026-03-17"), _wujiang.Publish(_second, "2026-03-21"), first,
            _qingpu.Report(_fine, "2026-06-16", Revoked));

        _zone.File(_jiashan.Correct(first, _entry.RestingOn(_fine, _second), "2026-06-18"));

        Assert.Equal("RECOGNISED since 2026-04-01", _zone.Holds(Wujiang, entry));
    }

    [Fact]
    public void What_rests_on_the_entry_goes_with_it_and_comes_back_with_it()
    {
        var entry = _entry.RestingOn(_fine);
        var further = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕8号", C9, "2026-05-01").RestingOn(entry);
        var first = _jiashan.Publish(entry, "2026-04-02");
        File(_qingpu.Publish(_fine, "2026-03-17"), first, _jiashan.Publish(further, "2026-05-02"));

        var result = _zone.TryFile(_qingpu.Report(_fine, "2026-06-16", Revoked), Desk.Instant("2026-06-16"));
        Assert.Equal([_fine.Dossier, entry.Dossier, further.Dossier], result.Dossiers.Select(touched => touched.Dossier));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Wujiang, further));

        _zone.File(_jiashan.Correct(first, entry with { RestsOnDocuments = true }, "2026-06-18"));
        Assert.Equal("RECOGNISED since 2026-05-01", _zone.Holds(Wujiang, further));
    }

    [Fact]
    public void It_waits_for_what_carries_it_and_nobody_sees_it_recognised_before()
    {
        var entry = _entry.RestingOn(_fine);
        _zone.File(_jiashan.Publish(entry, "2026-04-02"));
        Assert.Equal("PENDING since 2026-04-01: HOLD-DEPENDENCY", _zone.Holds(Wujiang, entry));

        _zone.File(_qingpu.Report(_fine, "2026-06-16", Revoked));
        Assert.Equal("PENDING since 2026-04-01: HOLD-DEPENDENCY", _zone.Holds(Wujiang, entry));

        _zone.File(_qingpu.Publish(_fine, "2026-03-17"), at: "2026-06-17");
        Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Wujiang, entry));
        Assert.DoesNotContain(_zone.Announced(entry), told => told.Contains("RECOGNISED", StringComparison.Ordinal));
    }

    [Fact]
    public void Three_entries_that_carry_each_other_come_to_an_end()
    {
        Draft EntryOf(string number) => Draft.Blacklist(JiaxingBureau, Jiashan, $"嘉环（善）失信〔2026〕{number}号", C9, "2026-05-01");
        var (one, two) = (EntryOf("31"), EntryOf("32"));
        var three = EntryOf("33").RestingOn(two);
        two = two.RestingOn(one);
        one = one.RestingOn(three);
        File(_jiashan.Publish(one, "2026-05-02"), _jiashan.Publish(two, "2026-05-02"), _jiashan.Publish(three, "2026-05-02"));
        Assert.Equal("RECOGNISED since 2026-05-01", _zone.Holds(Wujiang, one));

        _zone.File(_jiashan.Report(two, "2026-06-01", new Withdrawn()));

        Assert.Equal("TERMINATED since 2026-06-01: TRM-BASIS-LOST", _zone.Holds(Wujiang, three));
        Assert.Equal("TERMINATED since 2026-06-01: TRM-BASIS-LOST", _zone.Holds(Wujiang, one));
        Assert.Equal("TERMINATED since 2026-06-01: TRM-SELF-REVOKED TRM-BASIS-LOST", _zone.Holds(Wujiang, two));
    }

    [Fact]
    public void Thirty_entries_fall_in_one_go()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-17"));
        Draft[] entries =
        [
            .. Enumerable.Range(100, 30).Select(number =>
                Draft.Blacklist(JiaxingBureau, Jiashan, $"嘉环（善）失信〔2026〕{number}号", C9, "2026-05-01").RestingOn(_fine)),
        ];
        File([.. entries.Select(entry => _jiashan.Publish(entry, "2026-05-02"))]);

        var result = _zone.TryFile(_qingpu.Report(_fine, "2026-06-16", Revoked), Desk.Instant("2026-06-16"));

        Assert.Equal(31, result.Dossiers.Length);
        Assert.All(entries, entry => Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Qingpu, entry)));
    }

    [Fact]
    public void More_than_one_append_may_take_are_settled_after_it()
    {
        const int Count = 1_700;
        _zone.File(_qingpu.Publish(_fine, "2026-03-17"));
        Draft[] entries =
        [
            .. Enumerable.Range(100, Count).Select(number =>
                Draft.Blacklist(JiaxingBureau, Jiashan, $"嘉环（善）失信〔2026〕{number}号", C9, "2026-05-01").RestingOn(_fine)),
        ];
        File([.. entries.Select(entry => _jiashan.Publish(entry, "2026-05-02"))]);

        var result = _zone.TryFile(_qingpu.Report(_fine, "2026-06-16", Revoked), Desk.Instant("2026-06-16"));
        Assert.Equal(1_000, result.Dossiers.Length);
        Assert.Equal(Count - 999, _zone.Cited(_fine.Record).Postponed.Count);

        // A statement of its own settles one at once.
        var left = entries.First(entry => _zone.Cited(_fine.Record).Postponed.Contains(entry.Dossier));
        _zone.File(_jiashan.Report(left, "2026-06-17", new RemedyFiled(Remedy.Suit)));
        Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Wujiang, left));

        Assert.Equal([500, Count - 999 - 1 - 500], _zone.SettleRest(_fine.Record, Desk.Instant("2026-06-18")));
        Assert.Empty(_zone.Cited(_fine.Record).Postponed);
        Assert.All(entries, entry => Assert.Equal("TERMINATED since 2026-06-16: TRM-BASIS-LOST", _zone.Holds(Qingpu, entry)));
    }

    [Fact]
    public void That_evidence_was_excluded_is_a_fact_of_the_fine_that_rests_on_it()
    {
        var package = Draft.Evidence(QingpuBureau, Qingpu, "EP-310118-20260201-001", C2, "2026-02-01");
        var fine = _fine.RestingOn(package);
        File(_qingpu.Publish(package, "2026-02-02"), _qingpu.Publish(fine, "2026-03-17"),
            _qingpu.Report(package, "2026-06-16", new EvidenceExcluded()));

        var fact = _zone.State(fine.Dossier).Facts.Reliances[^1];
        Assert.Equal(
            (RelianceKind.Evidence, RelianceState.Fell, package.Dossier, new DateOnly(2026, 6, 16)),
            (fact.Kind, fact.State, fact.Dossier!.Value, fact.SinceOn));
        Assert.Equal("RECOGNISED since 2026-03-16", _zone.Holds(Wujiang, fine)); // no rule says what follows yet
    }

    private void File(params IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
        {
            _zone.File(statement);
        }
    }
}
