using System.Text;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Rules.Asking;

namespace ExchangeHub.Tests.Rules;

/// <summary>Whoever is told "ended" or "refused" can see on which facts, and where each came from.</summary>
public sealed class TraceTests
{
    [Fact]
    public void The_tree_shows_every_part_with_its_value_and_marks_what_did_not_matter() => Assert.Equal(
        """
        record.fine >= 1000000 yuan or (any p in penalties where p.kind in {'P08', 'P11'}) or record.isDeclaredMajor: true
          (record.fine >= 1000000 yuan: false)
            record.fine: 200000.00 yuan [node:310118/12]
          any p in penalties where p.kind in {'P08', 'P11'}: true
            penalties.count: 2
            penalties[1]: true
              p.kind in {'P08', 'P11'}: true
                penalties[1].kind: P08
          (record.isDeclaredMajor: false) [node:310118/12]

        """,
        Draw("record.fine >= 1000000 yuan or (any p in penalties where p.kind in {P08, P11}) or record.isDeclaredMajor"));

    [Fact]
    public void A_choice_and_a_default_rest_on_the_branch_taken() => Assert.Equal(
        """
        if record.version = 1 then (record.servedOn else record.decidedOn < asOf) else record.isDeclaredMajor: true
          record.version = 1: true
            record.version: 1 [node:310118/12]
          record.servedOn else record.decidedOn < asOf: true
            record.servedOn else record.decidedOn: 2026-03-20
              record.servedOn: 2026-03-20 [node:310118/12]
              (record.decidedOn: 2026-03-18) [node:310118/12]
            asOf: 2026-06-01 [node:310118/12]
          (record.isDeclaredMajor: false) [node:310118/12]

        """,
        Draw("if record.version = 1 then (record.servedOn else record.decidedOn) < asOf else record.isDeclaredMajor"));

    [Fact]
    public void What_is_not_known_says_so() => Assert.Equal(
        """
        (last e in events where e.kind = 'REMEDY_DECIDED' : e.isFinal) and officers.count < 2: false
          (last e in events where e.kind = 'REMEDY_DECIDED' : e.isFinal: unknown)
            events.count: 3
            events[2]: true
              e.kind = 'REMEDY_DECIDED': true
                events[2].kind: REMEDY_DECIDED [node:310118/17]
              events[2].isFinal: unknown [node:310118/17]
          officers.count < 2: false
            officers.count: 2 [node:310118/12]

        """,
        Draw("(last e in events where e.kind = REMEDY_DECIDED : e.isFinal) and officers.count < 2"));

    [Fact]
    public void Facts_are_those_on_which_the_answer_rests()
    {
        var trace = Condition("record.fine > 5000000 yuan or any e in events where e.outcome = REVOKED and e.on <= asOf")
            .Trace(Penalty, WorkingDays.Announced);
        Assert.True(trace.Value);
        Assert.Equal(
            [
                new UsedFact("events.count", "3", null),
                new UsedFact("events[2].outcome", "REVOKED", "node:310118/17"),
                new UsedFact("events[2].on", "2026-05-20", "node:310118/17"),
                new UsedFact("asOf", "2026-06-01", "node:310118/12"),
            ],
            trace.Facts.ToArray());
        Assert.True(trace.Missing.IsEmpty);
    }

    [Fact]
    public void A_field_may_come_from_elsewhere_than_its_record() => Assert.Contains(
        new UsedFact("policy.lookBack", "36 months", "agr:yrd-demo-2020/v4"),
        Condition("act.on - policy.lookBack < asOf").Trace(Penalty, WorkingDays.Announced).Facts);

    [Fact]
    public void A_long_list_is_cut_and_the_rest_is_counted()
    {
        var many = Penalty with
        {
            Events = [.. Enumerable.Range(0, 1_000).Select(_ => new Happening("SERVED", Day("2026-03-20")))],
        };
        var root = Condition("all e in events where e.kind = SERVED").Trace(many, WorkingDays.Announced).Root;
        Assert.Equal((51, 950), (root.Parts.Length, root.More));
    }

    private static string Draw(string text)
    {
        var drawing = new StringBuilder();
        Draw(Condition(text).Trace(Penalty, WorkingDays.Announced).Root, 0, drawing);
        return drawing.ToString();
    }

    private static void Draw(TraceStep step, int depth, StringBuilder drawing)
    {
        var line = $"{step.Text}: {step.Value}";
        var source = step.Fact?.Source is { } from ? $" [{from}]" : "";
        _ = drawing.Append(' ', 2 * depth).Append(step.IsDecisive ? line : $"({line})").Append(source).Append('\n');
        foreach (var part in step.Parts)
        {
            Draw(part, depth + 1, drawing);
        }
    }
}
