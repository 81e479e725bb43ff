using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub enterprise CODE</c>: everything that all districts hold on one enterprise, by kind.</summary>
internal static class Enterprise
{
    private const int PageMax = 500;

    public static Command Command()
    {
        var code = Standing.Subject();
        var command = new Command(
            "enterprise", "企业档案：各地全部记录、违法行为次数 / The file of an enterprise: all records of all districts, its acts")
        {
            code,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var client = new QueryService.QueryServiceClient(channel);
            var request = new FindRecordsRequest { Subject = parsed.GetRequiredValue(code), PageSize = PageMax };
            var found = new List<RecordSummary>();
            var rows = new Rows(screen, RecordSummary.Descriptor);
            do
            {
                var page = await client.FindRecordsAsync(request, Shared.Soon(cancellation));
                found.AddRange(page.Records);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            found.ForEach(rows.Add);
            rows.End("");
            if (screen.Format == "table" && found.Count > 0)
            {
                var acts = await client.GetSubjectAsync(
                    new GetSubjectRequest { Subject = request.Subject }, Shared.Soon(cancellation));
                Draw(screen, found, acts);
            }

            return found.Count > 0 ? ExitCode.Ok : Nothing(screen);
        });
        return command.GivesRows();
    }

    private static void Draw(Screen screen, List<RecordSummary> found, GetSubjectResponse acts)
    {
        foreach (var kind in found.GroupBy(record => record.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            screen.Line($"{screen.Say(Words.Kind(kind.Key))}  {RecordTable.Count(screen, kind.Count())}");
            RecordTable.Draw(screen, kind);
        }

        screen.Line(screen.Say(
            $"已认可的处罚所涉违法行为 {acts.ViolationCount} 次（同一行为的多份决定、重复报送与各版本只计一次）",
            $"Acts that recognised penalties lay on it: {acts.ViolationCount}, each once, however many decisions, duplicates or "
                + "versions there are"));
        foreach (var act in acts.Acts)
        {
            var weight = act.Counts ? "" : screen.Say("不计入  ", "does not count  ");
            screen.Line($"  {act.On}  {weight}{string.Join("  ", act.Dossiers)}");
        }
    }

    private static int Nothing(Screen screen)
    {
        screen.Error(
            "枢纽没有该企业的记录（不等于没有违法记录）。", "The hub holds no record of it, as far as it knows (which is not \"clean\").");
        return ExitCode.NotFound;
    }
}
