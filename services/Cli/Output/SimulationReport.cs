using System.Globalization;
using ExchangeHub.Protos.Recognition.V1;
using Spectre.Console;
using Told = ExchangeHub.Protos.Recognition.V1.SimulateResponse;

namespace ExchangeHub.Cli.Output;

/// <summary>What a draft would change, for people: how often, for whom, and examples with their reasons.</summary>
internal sealed class SimulationReport(Screen screen)
{
    public void Draw(Told.Types.Summary summary, IReadOnlyCollection<Told.Types.Flip> examples)
    {
        screen.Line(summary.Replaces.Length > 0
            ? screen.Say($"{summary.RuleSet} 替代 {summary.Replaces}", $"{summary.RuleSet} in the place of {summary.Replaces}")
            : screen.Say($"{summary.RuleSet} 接续现行规则集", $"{summary.RuleSet} after the last rule set"));
        screen.Line(screen.Say(
            $"共试算 {summary.Dossiers} 个卷宗，{summary.Flips} 项结论会改变。",
            $"{summary.Dossiers} dossiers were judged; {summary.Flips} answers would be others."));
        if (summary.Flips == 0)
        {
            return;
        }

        var table = new Table().AddColumns(
            screen.Say("接收方", "receiver"), screen.Say("现行", "today"), screen.Say("草案", "draft"),
            screen.Say("记录数", "records"));
        foreach (var passage in summary.Passages)
        {
            table.AddRow(
                Markup.Escape($"{passage.Party} {screen.Say(Words.Division(passage.Party))}"),
                Coloured(passage.Before),
                Coloured(passage.After),
                passage.Count.ToString(CultureInfo.InvariantCulture));
        }

        screen.Console.Write(table);
        foreach (var code in summary.Codes)
        {
            screen.Line($"{code.Code}  {screen.Say(Words.Title(code.Code))}  "
                + screen.Say($"新增 {code.Appears}，不再适用 {code.FallsAway}", $"+{code.Appears} -{code.FallsAway}"));
        }

        foreach (var flip in examples)
        {
            Draw(flip);
        }

        if (summary.Flips > examples.Count && examples.Count > 0)
        {
            screen.Line(screen.Say(
                $"另有 {summary.Flips - examples.Count} 项（-o json 可全部列出）。",
                $"And {summary.Flips - examples.Count} more (-o json lists them all)."));
        }
    }

    private void Draw(Told.Types.Flip flip)
    {
        var others = flip.ReceiverCount - flip.Receivers.Count;
        screen.Line("");
        screen.Line($"{flip.Dossier} → {string.Join(screen.Say("、", ", "), flip.Receivers)}"
            + (others > 0 ? screen.Say($" 等 {flip.ReceiverCount} 方", $" and {others} more") : ""));
        Draw(screen.Say("现行：", "today: "), flip.Before);
        Draw(screen.Say("草案：", "draft: "), flip.After);
    }

    private void Draw(string side, Decision decision)
    {
        screen.Line($"  {side}{screen.Say(Words.Of(decision.Outcome))}"
            + screen.Say($"，自 {decision.EffectiveOn} 起", $", from {decision.EffectiveOn}"));
        foreach (var (code, sinceOn, facts) in decision.Grounds.Select(ground => (ground.Code, ground.SinceOn, ground.Facts))
            .Concat(decision.Questions.Select(question => (question.Code, question.SinceOn, question.Facts))))
        {
            screen.Line($"  · {code}  {screen.Say(Words.Title(code))}  {sinceOn}"
                + string.Concat(facts.Select(fact => $"  {fact.Name} = {fact.Value}")));
        }

        foreach (var item in decision.Items)
        {
            screen.Line($"  · {item.ItemNumber}  {screen.Say(Words.Of(item.Outcome))}  "
                + string.Join(' ', item.Grounds.Select(ground => ground.Code)));
        }
    }

    private string Coloured(Outcome outcome) =>
        $"[{Words.Colour(outcome)}]{Markup.Escape(screen.Say(Words.Of(outcome)))}[/]";
}
