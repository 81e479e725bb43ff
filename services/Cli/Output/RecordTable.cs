using ExchangeHub.Protos.Query.V1;
using Spectre.Console;

namespace ExchangeHub.Cli.Output;

/// <summary>Draws found records.</summary>
internal static class RecordTable
{
    public static void Draw(Screen screen, IEnumerable<RecordSummary> records)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("日期", "Decided"), screen.Say("文号", "Document"), screen.Say("署名机关", "Issuer"),
                screen.Say("相对人", "Subject"), screen.Say("互认", "Recognition"));
        foreach (var record in records)
        {
            _ = table.AddRow(new[]
            {
                record.DecidedOn,
                record.DocumentNumber,
                record.IssuerName,
                string.Join('、', record.SubjectNames),
                string.Join('\n', record.Decisions.Select(decision => Line(screen, decision))),
            }.Select(cell => Markup.Escape(cell)).ToArray());
        }

        screen.Console.Write(table);
    }

    /// <summary>Says how many there are.</summary>
    public static string Count(Screen screen, int count) =>
        screen.Say($"共 {count} 条", count == 1 ? "1 record" : $"{count} records");

    /// <summary>Says a decision in one line.</summary>
    public static string Line(Screen screen, Protos.Recognition.V1.Decision decision) =>
        $"{screen.Say(Words.Of(decision.Outcome))} {string.Join(' ', decision.Grounds.Select(ground => ground.Code))} "
            + $"{decision.EffectiveOn}";
}
