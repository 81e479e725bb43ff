using System.Collections.Immutable;
using ExchangeHub.Guards;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Guards;

/// <summary>
/// What several records give together. It must be the same in whatever order they come, must not outlive what carries it, and
/// must be told each time it changes.
/// </summary>
public sealed class SubjectGuardTests
{
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Desk _wujiang = Desk.OfWujiang;
    private readonly Desk _jiashan = Desk.OfJiashan;

    private readonly Draft _first = Fine(SuzhouBureau, Wujiang, "苏环行罚字〔2026〕09第5号", "2026-01-20");
    private readonly Draft _second = Fine(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕8号", "2026-02-12");
    private readonly Draft _third = Fine(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", "2026-03-16");

    [Fact]
    public void Three_of_one_sort_within_a_year_are_a_ground_until_one_falls()
    {
        var watch = new Watch();
        watch.File(_wujiang.Publish(_first, "2026-01-22"));
        watch.File(_jiashan.Publish(_second, "2026-02-14"));
        Assert.Empty(watch.Told);

        watch.File(_qingpu.Publish(_third, "2026-03-20"));
        Assert.Equal(["GroundArose parties SD10 2026-03-16: 3"], watch.Told);

        watch.File(_qingpu.Report(_third, "2026-06-16", Revoked));
        Assert.Equal("GroundWithdrawn parties SD10 2026-06-16: 3", watch.Told[^1]);
        Assert.Empty(watch.Held);
    }

    [Fact]
    public void A_fourth_lets_the_ground_stand_when_one_falls()
    {
        var watch = new Watch();
        var fourth = Fine(QingpuBureau, Qingpu, "沪0118环罚〔2026〕19号", "2026-03-30");
        foreach (var said in new[]
        {
            _wujiang.Publish(_first, "2026-01-22"), _jiashan.Publish(_second, "2026-02-14"),
            _qingpu.Publish(_third, "2026-03-20"), _qingpu.Publish(fourth, "2026-03-31"),
            _qingpu.Report(_third, "2026-06-16", Revoked),
        })
        {
            watch.File(said);
        }

        Assert.Equal(
            [
                "GroundArose parties SD10 2026-03-16: 3", "GroundChanged parties SD10 2026-03-30: 4",
                "GroundChanged parties SD10 2026-06-16: 3",
            ],
            watch.Told);
    }

    [Fact]
    public void Another_sort_or_a_year_between_is_no_ground()
    {
        var watch = new Watch();
        watch.File(_wujiang.Publish(_first, "2026-01-22"));
        watch.File(_jiashan.Publish(Sorted(_second, "未按证排污"), "2026-02-14"));
        watch.File(_qingpu.Publish(_third, "2026-03-20"));
        watch.File(_qingpu.Publish(Fine(QingpuBureau, Qingpu, "沪0118环罚〔2027〕1号", "2027-01-21"), "2027-01-22"));

        Assert.Empty(watch.Told);
    }

    [Fact]
    public void A_permit_revoked_is_a_ground_at_once()
    {
        var watch = new Watch();
        watch.File(_qingpu.Publish(_third.Imposing("P03", "P08"), "2026-03-20"));

        Assert.Equal(["GroundArose parties SD04 2026-03-16: 1"], watch.Told);
    }

    [Fact]
    public void The_same_holds_in_every_order()
    {
        Statement[] said =
        [
            _wujiang.Publish(_first, "2026-01-22"), _jiashan.Publish(_second, "2026-02-14"),
            _qingpu.Publish(_third.Imposing("P03", "P08"), "2026-03-20"), _qingpu.Publish(Entry, "2026-01-05"),
            _wujiang.Report(_first, "2026-05-08", new StayOrdered()), _wujiang.Report(_first, "2026-05-20", new StayLifted()),
        ];
        var expected = Watch.Of(said).Held;
        Assert.Equal(5, expected.Length); // SD04, SD10, and each of the three penalties against the entry
        foreach (var order in Enumerable.Range(0, 60))
        {
            var shuffled = (Statement[])said.Clone();
            new Random(order).Shuffle(shuffled);
            Assert.Equal(expected, Watch.Of(shuffled).Held);
        }
    }

    [Fact]
    public void A_penalty_takes_a_subject_off_every_list_and_its_fall_has_that_reviewed()
    {
        var watch = new Watch();
        watch.File(_qingpu.Publish(Entry, "2026-01-05"));
        watch.File(_wujiang.Publish(_first, "2026-01-22"));
        watch.File(_qingpu.Report(Entry, "2026-02-02", new Withdrawn()));
        watch.File(_wujiang.Report(_first, "2026-06-16", Revoked));

        Assert.Equal(
            [
                "RemovalDue 310118 2026-01-20: 1", "RemovalDone 310118 2026-02-02: 1", "RemovalToReview 310118 2026-06-16: 1",
            ],
            watch.Told);
    }

    [Fact]
    public void A_penalty_from_long_before_the_listing_bars_nothing()
    {
        var watch = new Watch();
        watch.File(_wujiang.Publish(Fine(SuzhouBureau, Wujiang, "苏环行罚字〔2022〕09第5号", "2022-06-15"), "2026-01-04"));
        watch.File(_qingpu.Publish(Entry, "2026-01-05"));

        Assert.Empty(watch.Told);
    }

    private static LifeCycleFact Revoked => new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true);

    private Draft Entry
    {
        get
        {
            Assert.True(DossierId.TryParse($"positive/{QingpuBureau.CreditCode}/{C2}/2025-06-16", out var dossier));
            return _third with
            {
                Dossier = dossier,
                Details = new RecordDetails.PositiveListing(CivilDates.Parse("2025-06-16"), CivilDates.Parse("2028-06-15")),
            };
        }
    }

    private static Draft Fine(Issuer issuer, Jurisdiction division, string number, string decidedOn) =>
        Sorted(Draft.Penalty(issuer, division, number, C2, decidedOn, 100_000), "超标排放");

    private static Draft Sorted(Draft draft, string sort) =>
        draft with { Details = (RecordDetails.Penalty)draft.Details with { Violation = sort } };

    // Does with a dictionary what the projection does with its rows.
    private sealed class Watch
    {
        private readonly Zone _zone = new();
        private readonly Dictionary<DossierId, GuardedRecord> _records = [];
        private ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence> _held =
            ImmutableDictionary<(string Receivers, string Code, string Cause), Consequence>.Empty;

        public List<string> Told { get; } = [];

        public string[] Held => [.. _held.Values.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal)
            .Select(one => $"{one.Key} {CivilDates.Format(one.SinceOn)} {string.Join(' ', one.Basis)}")];

        public static Watch Of(IEnumerable<Statement> said)
        {
            var watch = new Watch();
            foreach (var one in said)
            {
                watch.File(one);
            }

            return watch;
        }

        public void File(Statement statement)
        {
            _zone.File(statement);
            foreach (var dossier in _zone.Dossiers)
            {
                if (GuardedRecord.Of(_zone.Network, dossier, _zone.State(dossier)) is { } guarded)
                {
                    _records[dossier] = guarded;
                }
            }

            var after = SubjectGuard.Of(_zone.Network, _records.Values);
            var on = statement.Body switch
            {
                StatementBody.LifeCycleEvent happened => happened.OccurredOn,
                StatementBody.RecordVersion record => record.Details.DecidedOn,
                _ => default,
            };
            foreach (var notice in SubjectGuard.Compare([.. _held.Values], after, on).ToArray())
            {
                _held = SubjectGuard.Evolve(_held, notice);
                var code = notice.What.IsRemoval ? "" : $" {notice.What.Code}";
                Told.Add($"{notice.Kind} {notice.What.Receivers}{code} {CivilDates.Format(notice.On)}: "
                    + $"{notice.What.Basis.Length}");
            }
        }
    }
}
