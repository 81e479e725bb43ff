using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Three governments sign rules that they cannot take back. What a draft would have done to the records on file is what they are
/// shown before; a flip that is not told, or told to the wrong district, is found when it is too late.
/// </summary>
public sealed class When_a_draft_of_rules_is_tried
{
    private static readonly Draft Fine = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕1号", C2, "2026-02-05", 20_000);

    private static readonly Draft Package =
        Draft.Evidence(JiaxingBureau, Jiashan, "EP-330421-20260201-001", C2, "2026-02-01").HandedTo(Wujiang);

    private static RuleSet V3 => DemoNetwork.Standard.Agreement.RuleSets[0];

    [Fact]
    public void What_it_would_refuse_flips_for_all_but_the_origin()
    {
        var zone = Filed();
        var draft = Changed("recognisesFrom: 2020-01-01", "recognisesFrom: 2026-03-01");

        var flip = Assert.Single(Flips(zone, draft));

        Assert.Equal([Wujiang, Jiashan], flip.Receivers);
        Assert.Equal((Outcome.Recognised, Outcome.NotApplicable), (flip.Before.Outcome, flip.After.Outcome));
        Assert.Equal("REF-AGR-DATE", Assert.Single(flip.After.Findings).Code.ToString());
    }

    [Fact]
    public void Another_reason_for_the_same_outcome_is_a_flip_too()
    {
        var zone = Filed();
        zone.File(Desk.OfQingpu.Report(Fine, "2026-02-06", new LifeCycleFact.RemedyAccepted(Remedy.Suit)));

        var flip = Assert.Single(Flips(zone, Changed("value: 1000000 yuan", "value: 20000 yuan")));

        Assert.Equal((Outcome.RecognisedWithFlag, Outcome.RecognisedWithFlag), (flip.Before.Outcome, flip.After.Outcome));
        Assert.Equal(
            ["FLG-MAJOR-CASE"],
            flip.After.Findings.Select(finding => finding.Code.ToString())
                .Except(flip.Before.Findings.Select(finding => finding.Code.ToString())));
    }

    [Fact]
    public void Receivers_that_part_ways_are_told_apart_and_the_others_keep_one_answer()
    {
        var zone = Filed();
        zone.File(Desk.OfQingpu.Report(Fine, "2026-02-06", new LifeCycleFact.RemedyAccepted(Remedy.Suit)));
        var draft = V3.With(
        [
            DemoNetwork.Group("flagging", [Qingpu, Wujiang]), DemoNetwork.Group("suspending", [Jiashan], "SUSPEND"),
        ]);

        var compared = Try(zone, draft, Fine);

        Assert.Equal(
            [("parties", "flagging", false), ("parties", "suspending", true)],
            compared.Select(one => (one.Bloc.GroupBefore, one.Bloc.GroupAfter, one.Flips)));
        Assert.Equal([Jiashan], compared[1].Receivers);
        Assert.Equal(Outcome.Suspended, compared[1].After.Outcome);
    }

    [Fact]
    public void Who_joins_or_leaves_is_bound_on_one_side_only()
    {
        var draft = V3.With([DemoNetwork.Group("parties", [Qingpu, Wujiang, Hangzhou])]);

        var compared = Try(Filed(), draft, Fine).ToDictionary(one => one.Receivers.Single());

        Assert.Equal((Outcome.Recognised, Outcome.NotApplicable), Outcomes(compared[Jiashan]));
        Assert.Equal((Outcome.NotApplicable, Outcome.Recognised), Outcomes(compared[Hangzhou]));
        Assert.False(compared[Wujiang].Flips);
    }

    [Fact]
    public void A_receiver_with_facts_of_its_own_has_answers_of_its_own()
    {
        var zone = new Zone();
        zone.File(Desk.OfJiashan.Publish(Package, "2026-02-02"));

        var compared = Try(zone, Changed("recognisesFrom: 2020-01-01", "recognisesFrom: 2026-03-01"), Package);

        Assert.Equal([[Qingpu], [Wujiang]], compared.Select(one => one.Receivers.ToArray()));
        Assert.Equal([Outcome.Recognised, Outcome.Pending], compared.Select(one => one.Before.Outcome));
        Assert.Equal(Wujiang, compared[1].Only);
    }

    [Fact]
    public void The_next_version_is_tried_on_the_days_of_the_one_that_it_would_replace()
    {
        var zone = Filed();
        var later = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕2号", C2, "2026-08-20", 20_000);
        zone.File(Desk.OfQingpu.Publish(later, "2026-08-21"));
        var draft = Changed(
            "recognisesFrom: 2020-01-01", "recognisesFrom: 2027-01-01", "number: 3", "number: 5", "2026-01-01", "2027-01-01",
            "inForceTo: 2026-08-14", "");

        var simulation = new Simulation(zone.Network, draft);

        Assert.Equal("agr:yrd-demo-2020/v4", simulation.Replaced?.Name);
        Assert.DoesNotContain(simulation.Try(zone.State(Fine.Dossier).Facts), one => one.Flips);
        Assert.Contains(simulation.Try(zone.State(later.Dossier).Facts), one => one.Flips);
    }

    [Fact]
    public void After_the_end_of_the_agreement_it_follows_the_last_on_days_of_its_own()
    {
        var network = DemoNetwork.Standard with
        {
            Agreement = DemoNetwork.Standard.Agreement with { RuleSets = [V3] },
        };
        var zone = new Zone(network);
        zone.File(Desk.OfQingpu.Publish(Fine, "2026-09-07"));

        var compared = Try(zone, DemoNetwork.Standard.Agreement.RuleSets[1], Fine);

        // Published months after the decision, which is remarked.
        Assert.Equal((Outcome.NotApplicable, Outcome.RecognisedWithFlag), Outcomes(Assert.Single(compared)));
    }

    [Fact]
    public void A_draft_of_another_agreement_is_refused() => Assert.Throws<ArgumentException>(() =>
        new Simulation(DemoNetwork.Standard, Changed("agr:yrd-demo-2020", "agr:other-2026")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_draft_that_says_what_is_in_force_flips_nothing_in_any_history(int seed)
    {
        foreach (var zone in Histories(seed))
        {
            foreach (var rules in zone.Network.Agreement.RuleSets)
            {
                var simulation = new Simulation(zone.Network, rules.With(rules.Groups));
                foreach (var dossier in zone.Dossiers)
                {
                    Assert.DoesNotContain(simulation.Try(zone.State(dossier).Facts), compared => compared.Flips);
                }
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Before_is_what_was_decided_and_after_is_what_the_draft_in_force_would_decide(int seed)
    {
        foreach (var zone in Histories(seed))
        {
            var v4 = zone.Network.Agreement.RuleSets[1];
            var draft = v4.With([DemoNetwork.Group("first", [Qingpu], "SUSPEND"), DemoNetwork.Group("rest", [Wujiang, Jiashan])]);
            var drafted = zone.Network with
            {
                Agreement = zone.Network.Agreement with { RuleSets = zone.Network.Agreement.RuleSets.Replace(v4, draft) },
            };
            var simulation = new Simulation(zone.Network, draft);
            foreach (var state in zone.Dossiers.Select(zone.State))
            {
                foreach (var compared in simulation.Try(state.Facts))
                {
                    foreach (var receiver in compared.Receivers)
                    {
                        Assert.Equal(state.For(receiver, zone.Network)!.Assessment, compared.Before);
                        Assert.Equal(Assessor.Assess(drafted, state.Facts, receiver, null), compared.After);
                    }
                }
            }
        }
    }

    [Fact]
    public void The_tally_counts_for_each_party_what_it_would_see_flip()
    {
        foreach (var zone in Histories(7))
        {
            var rules = zone.Network.Agreement.RuleSets[0];
            var simulation = new Simulation(zone.Network, rules.With([DemoNetwork.Group("two", [Qingpu, Wujiang], "SUSPEND")]));
            var tally = new Tally();
            var expected = new List<(Jurisdiction Party, Outcome Before, Outcome After)>();
            foreach (var dossier in zone.Dossiers)
            {
                var flips = simulation.Try(zone.State(dossier).Facts).Where(compared => compared.Flips).ToArray();
                tally.Add(flips);
                expected.AddRange(flips.SelectMany(flip =>
                    flip.Receivers.Select(party => (party, flip.Before.Outcome, flip.After.Outcome))));
            }

            Assert.Equal(zone.Dossiers.Count, tally.Dossiers);
            Assert.NotEmpty(expected);
            Assert.Equal(
                expected.GroupBy(one => one).Select(same => new Passage(
                    same.Key.Party, same.Key.Before, same.Key.After, same.Count())).ToHashSet(),
                tally.Passages.ToHashSet());
        }
    }

    // Both heaps of statements, some of them left out, in an order that the seed gives, under one group and under two.
    private static IEnumerable<Zone> Histories(int seed)
    {
        foreach (var network in (Network[])[DemoNetwork.Standard, Cast.Divided])
        {
            foreach (var heap in (ImmutableArray<Statement>[])[Cast.All, Web.All])
            {
                var chance = new Random(seed);
                var statements = heap.ToArray();
                chance.Shuffle(statements);
                var zone = new Zone(network);
                foreach (var statement in seed % 2 == 0 ? [.. heap] : statements[chance.Next(statements.Length / 4)..])
                {
                    _ = zone.TryFile(statement, Desk.Instant("2029-03-01").AddMinutes(zone.Taken));
                }

                yield return zone;
            }
        }
    }

    private static Zone Filed()
    {
        var zone = new Zone();
        zone.File(Desk.OfQingpu.Publish(Fine, "2026-02-07"));
        return zone;
    }

    private static ImmutableArray<Comparison> Try(Zone zone, RuleSet draft, Draft record) =>
        new Simulation(zone.Network, draft).Try(zone.State(record.Dossier).Facts);

    private static Comparison[] Flips(Zone zone, RuleSet draft) =>
        [.. Try(zone, draft, Fine).Where(compared => compared.Flips)];

    private static (Outcome Before, Outcome After) Outcomes(Comparison compared) =>
        (compared.Before.Outcome, compared.After.Outcome);

    // Version 3 as a file, with each first text replaced by the second where it first stands.
    private static RuleSet Changed(params string[] replacements)
    {
        var text = File.ReadAllText(Path.Combine(DemoNetwork.Samples, "rules", "yrd-demo-2020-v3.yaml"));
        foreach (var pair in replacements.Chunk(2))
        {
            var at = text.IndexOf(pair[0], StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{pair[0]}' is no longer in the sample");
            text = text[..at] + pair[1] + text[(at + pair[0].Length)..];
        }

        return RuleSetFolder.Parse(text, out var faults) ?? throw new FormatException(faults.ToString());
    }
}
