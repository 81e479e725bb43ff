using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub query</c>: finds records of all districts.</summary>
internal static class Query
{
    private const int PageMax = 500;

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "至多列出多少条 / How many at most", DefaultValueFactory = _ => 50,
    };

    private static readonly Option<bool> All = new("--all") { Description = "列出全部，不限条数 / All of them, however many" };

    private static readonly Option<bool> Count = new("--count") { Description = "同时给出总数 / Also count all that there are" };

    public static Command Command()
    {
        var name = new Argument<string?>("name")
        {
            Description = "企业名称的一部分，容许一两个错字 / Part of a name; a slip or two is allowed", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "query", "按企业、文号、水体、行业、地点、结论等查询各地记录 / Find records of all districts by firm, number, water, place or outcome")
        {
            name, Limit, All, Count,
        };
        foreach (var option in QueryConditions.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var request = QueryConditions.Read(parsed);
            request.SubjectName = parsed.GetValue(name) ?? "";
            return RunAsync(parsed, request, cancellation);
        });
        return command.GivesRows();
    }

    private static async Task<int> RunAsync(ParseResult parsed, FindRecordsRequest request, CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        var left = parsed.GetValue(All) ? int.MaxValue : parsed.GetValue(Limit);
        if (left < 1)
        {
            throw new CommandException(ExitCode.Usage, "--limit 应为正整数。", "--limit: expected a number from 1 on.");
        }

        using var channel = Shared.ToHub(parsed);
        var client = new QueryService.QueryServiceClient(channel);
        var rows = new Rows(screen, RecordSummary.Descriptor);
        var found = new List<RecordSummary>();
        request.WithTotal = parsed.GetValue(Count);
        FindRecordsResponse? first = null;
        FindRecordsResponse page;
        do
        {
            request.PageSize = Math.Min(left, PageMax);
            page = await client.FindRecordsAsync(request, Shared.Soon(cancellation));
            first ??= page;
            foreach (var record in page.Records)
            {
                rows.Add(record);
            }

            found.AddRange(screen.Format == "table" ? page.Records : []);
            left -= page.Records.Count;
            (request.PageToken, request.WithTotal) = (page.NextPageToken, false);
        }
        while (left > 0 && page.NextPageToken.Length > 0);

        rows.End(page.NextPageToken);
        Tell(screen, found, first, page.NextPageToken.Length > 0);
        return ExitCode.Ok;
    }

    private static void Tell(Screen screen, List<RecordSummary> found, FindRecordsResponse first, bool hasMore)
    {
        if (screen.Format == "table")
        {
            if (found.Count == 0)
            {
                screen.Line(screen.Say(
                    "没有符合条件的记录（不等于没有违法记录：只在本枢纽已知的范围内）。",
                    "No record meets the conditions, as far as this hub knows (which is not \"clean\")."));
                return;
            }

            RecordTable.Draw(screen, found);
            screen.Line(RecordTable.Count(screen, found.Count));
        }

        // Beside the rows, which programs read.
        if (first.Total > 0)
        {
            var least = first.TotalIsLeast;
            screen.Progress(screen.Say(
                $"总数：{(least ? "至少 " : "")}{first.Total}", $"in all: {(least ? "at least " : "")}{first.Total}"));
        }

        if (hasMore)
        {
            screen.Progress(screen.Say("还有更多：请加大 --limit，或者用 --all。", "There are more: raise --limit, or take --all."));
        }
    }
}
