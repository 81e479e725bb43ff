using ExchangeHub.Protos.Agreement.V1;
using Spectre.Console;
using Stage = ExchangeHub.Protos.Agreement.V1.RuleSetPaper.Types.Stage;

namespace ExchangeHub.Cli.Output;

/// <summary>Draws how an agreement stands.</summary>
internal sealed class StandingReport(Screen screen)
{
    public void Draw(GetStandingResponse standing)
    {
        screen.Line(screen.Say(
            $"{standing.Agreement}：已有 {standing.Acts} 项行为；今日所作行为最早自 {standing.EarliestFrom} 生效",
            $"{standing.Agreement}: {standing.Acts} acts; what is acted today begins on "
                + $"{standing.EarliestFrom} at the earliest"));
        var periods = Table("规则", "Rules", "自", "From", "至", "To", "缔约方", "Parties");
        foreach (var period in standing.Periods)
        {
            periods.AddRow(period.RuleSet, period.InForceFrom, period.InForceTo, Markup.Escape(string.Join(
                "; ", period.Groups.Select(group => string.Join(' ', group.Members.Concat(group.Choices))))));
        }

        screen.Console.Write(periods);
        foreach (var paper in standing.Papers)
        {
            screen.Line(Of(paper));
        }

        foreach (var left in standing.Departures)
        {
            screen.Line(screen.Say(
                $"{Words.Division(left.Party).Chinese}（{left.Party}）于 {Day(left)} 通知退出，最后一日 {left.LastDay}",
                $"{Words.Division(left.Party).English} ({left.Party}) gave notice on {Day(left)}; its last day "
                + $"is {left.LastDay}"));
        }
    }

    /// <summary>Says in one line how far a document has come.</summary>
    public string Of(RuleSetPaper paper)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(paper.Digest.Span)}";
        var signed = paper.SignedBy.Count == 0 ? "" : screen.Say(
            $"；已签：{string.Join('、', paper.SignedBy)}", $"; signed by {string.Join(", ", paper.SignedBy)}");
        var missing = paper.Missing.Count == 0 ? "" : screen.Say(
            $"；待签：{string.Join('、', paper.Missing)}", $"; waits for {string.Join(", ", paper.Missing)}");
        return screen.Say(
            $"{paper.RuleSet}：{Name(paper.Stage)}，自 {paper.InForceFrom} 施行{signed}{missing}；{digest}",
            $"{paper.RuleSet}: {Name(paper.Stage)}, from {paper.InForceFrom}{signed}{missing}; {digest}");
    }

    private static string Day(GetStandingResponse.Types.Departure left) => Vocabulary.CivilDates.Format(
        Vocabulary.CivilDates.Of(left.GivenAt.ToDateTimeOffset()));

    private string Name(Stage stage) => stage switch
    {
        Stage.Draft => screen.Say("草案", "draft"),
        Stage.Proposed => screen.Say("提请签署", "proposed"),
        Stage.Agreed => screen.Say("签署完毕", "signed"),
        Stage.Withdrawn => screen.Say("已撤回", "withdrawn"),
        _ => stage.ToString(),
    };

    private Table Table(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings.Chunk(2))
        {
            table.AddColumn(screen.Say(heading[0], heading[1]));
        }

        return table;
    }
}
