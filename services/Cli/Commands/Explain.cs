using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Recognition.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub explain RECORD --for DIVISION</c>: why a receiver recognises a record, or does not.</summary>
internal static class Explain
{
    public static Command Command()
    {
        var record = new Argument<string>("record") { Description = "记录标识 urn:eeh:… 或卷宗 / Record urn:eeh:… or dossier" };
        var receiver = new Option<string>("--for") { Description = "接收方区划代码 / Division code of the receiver", Required = true };
        receiver.CompletionSources.Add("310118", "320509", "330421");
        var on = new Option<string?>("--on") { Description = "所问日期 yyyy-MM-dd / The day asked about" };
        var known = new Option<DateTimeOffset?>("--known") { Description = "只计该时刻之前枢纽已知的 / Only what the hub knew by then" };
        var command = new Command("explain", "说明为什么认可或不认可 / Explain a recognition") { record, receiver, on, known };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var request = new ExplainRequest
            {
                Receiver = parsed.GetRequiredValue(receiver),
                ValidOn = parsed.GetValue(on) ?? "",
                KnownAt = parsed.GetValue(known) is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            };
            _ = Target(parsed.GetRequiredValue(record), id => request.RecordId = id, dossier => request.Dossier = dossier);
            return Tell(
                Screen.Current.Value!,
                await new RecognitionService.RecognitionServiceClient(channel).ExplainAsync(request, Shared.Soon(cancellation)));
        });
        return command;
    }

    /// <summary>Tells a record id from a dossier.</summary>
    public static bool Target(string text, Action<string> isRecord, Action<string> isDossier)
    {
        var record = text.StartsWith("urn:", StringComparison.Ordinal);
        (record ? isRecord : isDossier)(text);
        return record;
    }

    private static int Tell(Screen screen, ExplainResponse response)
    {
        var decision = response.Decision;
        if (screen.IsJson)
        {
            screen.Json(response);
        }
        else
        {
            Draw(screen, response);
        }

        return decision.Outcome switch
        {
            Outcome.Refused or Outcome.Terminated => ExitCode.Refused,
            Outcome.Pending or Outcome.NotKnown => ExitCode.Pending,
            _ => ExitCode.Ok,
        };
    }

    private static void Draw(Screen screen, ExplainResponse response)
    {
        var decision = response.Decision;
        var receiver = screen.Say(Words.Division(decision.Receivers.Only));
        var tree = new Tree(Markup.Escape($"{decision.Dossier} → {receiver}  ")
            + $"[{Words.Colour(decision.Outcome)}]{Markup.Escape(screen.Say(Words.Of(decision.Outcome)))}[/]"
            + Markup.Escape(decision.EffectiveOn.Length > 0
                ? screen.Say($"，自 {decision.EffectiveOn} 起", $", from {decision.EffectiveOn}") : ""));
        foreach (var ground in decision.Grounds)
        {
            var text = response.Texts.FirstOrDefault(text => text.Code == ground.Code);
            var title = text is null ? screen.Say(Words.Title(ground.Code)) : screen.Say(text.TitleZh, text.TitleEn);
            var node = tree.AddNode(Markup.Escape($"{ground.Code}  {title}  {ground.SinceOn}  {text?.LegalBasis}"));
            foreach (var fact in ground.Facts)
            {
                _ = node.AddNode(Markup.Escape($"{fact.Name} = {fact.Value}  {fact.Source}"));
            }
        }

        DrawItems(screen, tree, decision);
        DrawQuestions(screen, tree, decision);
        screen.Console.Write(tree);
        var summary = screen.Say(response.SummaryZh, response.SummaryEn);
        if (summary.Length > 0)
        {
            screen.Line(summary);
        }

        foreach (var rule in response.Rules)
        {
            screen.Line($"{rule.Code}  {screen.Say(rule.SentenceZh, rule.SentenceEn)}");
        }

        if (response.Otherwise is { } otherwise)
        {
            screen.Line(screen.Say(
                $"除 {string.Join('、', otherwise.Without)} 外，仅就其余理由，结论为：{Words.Of(otherwise.Outcome).Chinese}。",
                $"The grounds beside {string.Join(", ", otherwise.Without)} would give: {Words.Of(otherwise.Outcome).English}."));
        }

        DrawOpen(screen, response);
    }

    private static void DrawItems(Screen screen, Tree tree, Decision decision)
    {
        foreach (var item in decision.Items)
        {
            var node = tree.AddNode(Markup.Escape(
                $"{screen.Say("证据材料", "item")} {item.ItemNumber}  {screen.Say(Words.Of(item.Outcome))}"));
            foreach (var ground in item.Grounds)
            {
                var title = screen.Say(Words.Title(ground.Code));
                var below = node.AddNode(Markup.Escape($"{ground.Code}  {title}  {ground.SinceOn}"));
                foreach (var fact in ground.Facts)
                {
                    _ = below.AddNode(Markup.Escape($"{fact.Name} = {fact.Value}  {fact.Source}"));
                }
            }
        }
    }

    private static void DrawQuestions(Screen screen, Tree tree, Decision decision)
    {
        foreach (var question in decision.Questions)
        {
            var due = question.DueOn.Length == 0 ? "" : screen.Say($"，期限 {question.DueOn}", $", due {question.DueOn}");
            var node = tree.AddNode(Markup.Escape(
                $"{question.Code}  {screen.Say("待核实：", "to be decided: ")}{screen.Say(Words.Title(question.Code))}{due}"));
            foreach (var fact in question.Facts)
            {
                _ = node.AddNode(Markup.Escape($"{fact.Name} = {fact.Value}  {fact.Source}"));
            }
        }
    }

    private static void DrawOpen(Screen screen, ExplainResponse response)
    {
        if (response.OpenRules.Count > 0)
        {
            screen.Line(screen.Say(
                $"因缺少事实未能判断：{string.Join('；', response.OpenRules.Select(Missing))}。",
                $"Not judged for lack of facts: {string.Join("; ", response.OpenRules.Select(Missing))}."));
        }

        if (response.NotJudged.Count > 0)
        {
            screen.Line(screen.Say(
                $"现行规则集尚未判断 {response.NotJudged.Count} 项理由（-o json 可列出）。",
                response.NotJudged.Count == 1
                    ? "1 reason of the catalogue is not judged yet (-o json names it)."
                    : $"{response.NotJudged.Count} reasons of the catalogue are not judged yet (-o json lists them)."));
        }
    }

    private static string Missing(OpenRule rule) => $"{rule.Code} ({string.Join(", ", rule.Missing)})";
}
