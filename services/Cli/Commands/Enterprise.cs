using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Query.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub enterprise CODE</c>: everything that all districts hold on one enterprise, by kind, with what they state
/// differently side by side; now, or as of any pair of times.</summary>
internal static class Enterprise
{
    private const int PageMax = 500;

    public static Command Command()
    {
        var (code, on) = (Standing.Subject(), Standing.AsOf());
        var known = new Option<DateTimeOffset?>("--known") { Description = "只计该时刻之前枢纽已知的 / Only what the hub knew by then" };
        var command = new Command(
            "enterprise", "企业档案：各地全部记录、违法行为次数 / The file of an enterprise: all records of all districts, its acts")
        {
            code, on, known,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var client = new QueryService.QueryServiceClient(channel);
            var request = new GetEnterpriseRequest
            {
                Subject = parsed.GetRequiredValue(code),
                ValidOn = parsed.GetValue(on) ?? "",
                KnownAt = parsed.GetValue(known) is { } instant ? Timestamp.FromDateTimeOffset(instant) : null,
                PageSize = PageMax,
            };
            var pages = new List<GetEnterpriseResponse>();
            var rows = new Output.Rows(screen, EnterpriseRecord.Descriptor);
            do
            {
                pages.Add(await client.GetEnterpriseAsync(request, Shared.Soon(cancellation)));
                request.PageToken = pages[^1].NextPageToken;
            }
            while (request.PageToken.Length > 0);

            var records = pages.SelectMany(page => page.Records).ToList();
            records.ForEach(rows.Add);
            rows.End("");
            if (screen.Format == "table" && records.Count > 0)
            {
                Draw(screen, pages, records);
            }

            return records.Count > 0 ? ExitCode.Ok : Nothing(screen);
        });
        return command.GivesRows();
    }

    private static void Draw(Screen screen, List<GetEnterpriseResponse> pages, List<EnterpriseRecord> records)
    {
        foreach (var (field, values) in pages.SelectMany(page => page.Identity).GroupBy(fact => fact.Field)
            .Select(fact => (fact.Key, fact.SelectMany(one => one.Values).GroupBy(value => value.Value).ToArray())))
        {
            foreach (var value in values)
            {
                var parties = value.SelectMany(one => one.Sources).Select(source => source.Party)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
                var mark = values.Length > 1 ? screen.Say("  各方表述不一", "  stated differently") : "";
                screen.Line($"{field}: {value.Key}  [{string.Join(' ', parties)}]{mark}");
            }
        }

        foreach (var kind in records.GroupBy(record => record.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            screen.Line($"{screen.Say(Words.Kind(kind.Key))}  {RecordTable.Count(screen, kind.Count())}");
            Draw(screen, kind);
        }

        foreach (var conflict in pages.SelectMany(page => page.Conflicts).DistinctBy(one => string.Join(' ', one.Dossiers)))
        {
            Draw(screen, conflict);
        }

        screen.Line(screen.Say(
            $"已认可的处罚所涉违法行为 {pages[0].ViolationCount} 次（同一行为的多份决定、重复报送与各版本只计一次）",
            $"Acts that recognised penalties lay on it: {pages[0].ViolationCount}, each once, however many decisions, "
                + "duplicates or versions there are"));
        foreach (var act in pages[0].Acts)
        {
            var weight = act.Counts ? "" : screen.Say("不计入  ", "does not count  ");
            screen.Line($"  {act.On}  {weight}{string.Join("  ", act.Dossiers)}");
        }
    }

    private static void Draw(Screen screen, IEnumerable<EnterpriseRecord> records)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("日期", "Decided"), screen.Say("文号", "Document"), screen.Say("署名机关", "Issuer"),
            screen.Say("版本", "Version"), screen.Say("互认", "Recognition"));
        foreach (var record in records)
        {
            _ = table.AddRow(new[]
            {
                record.DecidedOn,
                record.DocumentNumber.Length > 0 ? record.DocumentNumber : record.Dossier,
                record.IssuerName,
                $"{record.Version} / {record.Versions.Count}",
                string.Join('\n', record.Verdicts.Select(verdict =>
                    $"{verdict.Receiver} {screen.Say(Words.Of(verdict.Outcome))} {string.Join(' ', verdict.Codes)}".TrimEnd())),
            }.Select(cell => Markup.Escape(cell)).ToArray());
        }

        screen.Console.Write(table);
    }

    private static void Draw(Screen screen, Conflict conflict)
    {
        var state = conflict.IsOpen ? screen.Say("未解决", "open") : screen.Say("已解决", "settled");
        screen.Line(conflict.Kind == Conflict.Types.Kind.SameAct
            ? screen.Say($"同一行为两份决定（{state}）", $"Two decisions on one act ({state})")
            : screen.Say($"同一文号两种内容（{state}）", $"One document, two contents ({state})"));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var side in conflict.Sides)
        {
            _ = table.AddColumn(Markup.Escape($"{side.Party} {side.DocumentNumber} {side.Source}"));
        }

        foreach (var field in conflict.Fields.Where(field => field.Differs))
        {
            _ = table.AddRow(field.Values.Prepend(field.Path).Select(cell => Markup.Escape(cell)).ToArray());
        }

        screen.Console.Write(table);
    }

    private static int Nothing(Screen screen)
    {
        screen.Error(
            "枢纽没有该企业的记录（不等于没有违法记录）。", "The hub holds no record of it, as far as it knows (which is not \"clean\").");
        return ExitCode.NotFound;
    }
}
