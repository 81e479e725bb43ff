using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Access.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub readings</c>: who was shown which records, for which purpose.</summary>
internal static class ReadingsCommand
{
    public static Command Command()
    {
        var publisher = new Option<string>("--publisher")
        {
            Description = "被查阅记录的报送节点，如 node:320509 / Node that published the records", DefaultValueFactory = _ => "",
        };
        var reader = new Option<string>("--reader")
        {
            Description = "查阅的成员，如 console:desk / Member that read", DefaultValueFactory = _ => "",
        };
        var dossier = new Option<string>("--dossier")
        {
            Description = "某一案卷 / One dossier, as xhub show names it", DefaultValueFactory = _ => "",
        };
        var count = new Option<int>("--count")
        {
            Description = "条数，至多 500 / How many, 500 at most", DefaultValueFactory = _ => 50,
        };
        var command = new Command(
            "readings", "查阅痕迹：谁、为何、看过哪些记录 / Who was shown which records, for which purpose; needs --purpose")
        {
            publisher, reader, dossier, count,
        };
        command.SetAction((parsed, cancellation) => MemberCommands.AskAsync(parsed, async hub =>
        {
            var found = await hub.ListReadingsAsync(
                new ListReadingsRequest
                {
                    Publisher = parsed.GetValue(publisher),
                    Reader = parsed.GetValue(reader),
                    OfDossier = parsed.GetValue(dossier),
                    PageSize = parsed.GetValue(count),
                },
                Shared.Soon(cancellation));
            return (found, screen => Draw(screen, found));
        }));
        return command;
    }

    private static void Draw(Screen screen, ListReadingsResponse found)
    {
        if (found.Readings.Count == 0)
        {
            screen.Line(screen.Say("没有符合条件的查阅。", "Nobody has read such records."));
        }

        foreach (var one in found.Readings)
        {
            var purpose = one.CaseNumber.Length == 0 ? one.Purpose : $"{one.Purpose} {one.CaseNumber}";
            var what = one.Reason == 0
                ? screen.Say($"查看 {one.Count} 件", one.Count == 1 ? "was shown 1 record" : $"was shown {one.Count} records")
                : screen.Say($"被拒绝（{one.Reason}）", $"was refused ({one.Reason})");
            screen.Line($"{Words.Instant(one.At)}  {one.Reader} {one.Person}  {purpose}  {one.Method}  {what}");
            foreach (var record in one.Records)
            {
                screen.Line($"    {record}");
            }
        }

        if (found.NextPageToken.Length > 0)
        {
            screen.Line(screen.Say(
                "还有更早的查阅：请以 --count 加大条数，或以 --reader、--dossier 缩小范围。",
                "There are older ones: ask for more with --count, or for fewer with --reader or --dossier."));
        }
    }
}
