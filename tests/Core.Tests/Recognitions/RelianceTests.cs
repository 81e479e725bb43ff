using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;
using static ExchangeHub.Tests.Zones.Entities;
using Outcome = ExchangeHub.Agreements.Outcome;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// What holds of every history of records that rest on each other. Histories are drawn from <see cref="Web"/>; the seed is
/// fixed, and CORE_TESTS_SEED tries another one, twenty times as long.
/// </summary>
public sealed class RelianceTests
{
    private static readonly ImmutableArray<Network> Networks = [DemoNetwork.Standard, Cast.Divided];

    private static readonly Arbitrary<int[]> Histories = Arb.From(
        from picked in Gen.Shuffle(Enumerable.Range(0, Web.All.Length).ToArray())
        from length in Gen.Choose(1, Web.All.Length)
        select picked.Take(length).ToArray(),
        history => Enumerable.Range(0, history.Length).Select(left => history.Where((_, index) => index != left).ToArray()));

    [Fact]
    public void The_order_of_arrival_makes_no_difference_in_the_end() => Check(150, (network, history) =>
    {
        var end = End(Play(network, history));
        Assert.Equal(end, End(Play(network, [.. history.Order()])));
        Assert.Equal(end, End(Play(network, [.. history.Reverse()])));
    });

    [Fact]
    public void Everybody_who_relies_was_told_what_it_would_find() => Check(60, (network, history) =>
    {
        var zone = new Zone(network);
        foreach (var statement in history.Select(index => Web.All[index]))
        {
            _ = zone.TryFile(statement, At(zone));
            foreach (var dossier in zone.Dossiers.Where(dossier => zone.State(dossier).Facts.Current is not null))
            {
                foreach (var receiver in (Jurisdiction[])[Qingpu, Wujiang, Jiashan])
                {
                    var found = zone.Assess(receiver, dossier);
                    var announced = zone.State(dossier).For(receiver, network);
                    Assert.Equal(found.Outcome == Outcome.Origin ? null : found, announced?.Assessment);
                }
            }
        }
    });

    [Fact]
    public void Nothing_is_announced_as_recognised_while_what_carries_it_has_not_come() => Check(80, (network, history) =>
    {
        var zone = new Zone(network);
        var come = new HashSet<RecordId>();
        foreach (var statement in history.Select(index => Web.All[index]))
        {
            var result = zone.TryFile(statement, At(zone));
            come.UnionWith(zone.Dossiers.Where(id => zone.State(id).Facts.Current is not null)
                .SelectMany(id => zone.State(id).Facts.Statements.Where(filed => filed.IsRecord)
                    .Select(filed => filed.Statement.Record)));
            foreach (var (dossier, events) in result.Dossiers)
            {
                var lacks = zone.State(dossier).Facts.Current?.Statement.Body is StatementBody.RecordVersion record
                    && record.Reliances.Any(reliance => !come.Contains(reliance.Of));
                Assert.False(lacks && events.OfType<DossierEvent.Decided>().Any(decided =>
                    decided.Decision.Assessment.Outcome is Outcome.Recognised or Outcome.RecognisedWithFlag));
            }
        }
    });

    [Fact]
    public void The_same_history_gives_the_same_bytes() => Check(20, (network, history) =>
        Assert.Equal(Play(network, history).Ledger(), Play(network, history).Ledger()));

    [Fact]
    public void Filing_a_statement_again_tells_nobody_anything() => Check(30, (network, history) =>
    {
        var zone = Play(network, history);
        foreach (var statement in history.Select(index => Web.All[index]))
        {
            var again = zone.TryFile(statement, At(zone));
            Assert.Empty(again.Cited);
            Assert.All(again.Dossiers.SelectMany(entry => entry.Events), happened =>
                Assert.IsType<DossierEvent.StatementFiled>(happened));
        }
    });

    private static Zone Play(Network network, IEnumerable<int> history)
    {
        var zone = new Zone(network);
        foreach (var index in history)
        {
            _ = zone.TryFile(Web.All[index], At(zone));
        }

        return zone;
    }

    private static DateTimeOffset At(Zone zone) => Desk.Instant("2029-03-01").AddMinutes(zone.Taken);

    private static List<string> End(Zone zone)
    {
        DateOnly?[] days =
        [
            .. Web.All.Select(statement => statement.Body).OfType<StatementBody.LifeCycleEvent>()
                .SelectMany(said => new DateOnly?[] { said.OccurredOn.AddDays(-1), said.OccurredOn }).Distinct(), null,
        ];
        return
        [
            .. from draft in Web.Drafts
               from receiver in (Jurisdiction[])[Qingpu, Wujiang, Jiashan]
               from day in days
               select Say(zone.Assess(receiver, draft.Dossier, day), $"{draft.Dossier} {receiver} {day:O}"),
        ];
    }

    private static string Say(Assessment found, string about) => string.Create(
        CultureInfo.InvariantCulture, $"{about}: {found.Outcome} {found.EffectiveOn:O} {found.Awaiting} ")
        + string.Join("; ", found.Findings.Select(finding =>
            $"{finding.Code} {finding.SinceOn:O} {string.Join(',', finding.Facts.Select(fact => $"{fact.Name}={fact.Value}"))}"));

    private static void Check(int count, Action<Network, int[]> law)
    {
        var seed = Environment.GetEnvironmentVariable("CORE_TESTS_SEED");
        var explores = ulong.TryParse(seed, CultureInfo.InvariantCulture, out var given);
        Prop.ForAll(Histories, history =>
        {
            foreach (var network in Networks)
            {
                law(network, history);
            }
        }).Check(
            Config.QuickThrowOnFailure.WithMaxTest(explores ? 20 * count : count).WithReplay(explores ? given : 20_260_616, 1));
    }
}
