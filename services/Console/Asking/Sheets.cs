using System.Text;
using ExchangeHub.Console.Language;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Console.Asking;

/// <summary>What a page shows as a file, page by page: a sheet, or canonical lines of JSON, the same as over REST.</summary>
/// <param name="descriptor">What a row is.</param>
/// <param name="isSheet">A sheet; else lines.</param>
/// <param name="target">Where to.</param>
/// <param name="rowsMax">How many rows it has at most; where there are more, its last line says so.</param>
internal sealed class Sheets(MessageDescriptor descriptor, bool isSheet, Stream target, int rowsMax)
{
    /// <summary>How many rows a file has at most.</summary>
    public const int RowsMax = 100_000;

    /// <summary>How many rows the hub gives at a time, at most.</summary>
    public const int RowsOfPage = 500;

    /// <summary>Says before a file is fetched that it may end early.</summary>
    public static Wording Limit { get; } = new(
        $"一个文件至多 {Tongue.Count(RowsMax)} 行；结果更多时，末行注明其后未列出，请缩小条件分次导出。",
        $"A file has {Tongue.Count(RowsMax)} rows at most; where there are more, its last line says so: ask for less at a time.");

    /// <summary>Gets the media type.</summary>
    public static string MediaType(bool isSheet) => isSheet ? "text/csv; charset=utf-8" : "application/x-ndjson";

    /// <summary>Writes every record that meets the conditions of a search.</summary>
    public static Task WriteAsync(
        Hub hub, FindRecordsRequest request, bool isSheet, Stream target, int rowsMax = RowsMax) =>
        new Sheets(RecordSummary.Descriptor, isSheet, target, rowsMax).WriteAsync(async (token, size) =>
        {
            (request.PageToken, request.PageSize) = (token, size);
            var page = await hub.FindAsync(request);
            return (page.Records, page.NextPageToken);
        });

    /// <summary>Writes every record of the file of an enterprise.</summary>
    public static Task WriteAsync(Hub hub, GetEnterpriseRequest request, bool isSheet, Stream target) =>
        new Sheets(EnterpriseRecord.Descriptor, isSheet, target, RowsMax).WriteAsync(async (token, size) =>
        {
            (request.PageToken, request.PageSize) = (token, size);
            var page = await hub.Query.GetEnterpriseAsync(request, hub.Soon);
            return (page.Records, page.NextPageToken);
        });

    /// <summary>Says in the last row of a sheet that there would be more.</summary>
    /// <param name="count">How many rows there were.</param>
    public static byte[] Cut(int count) => Encoding.UTF8.GetBytes(
        $"（至此 {Tongue.Count(count)} 行，其后未列出；请缩小条件分次导出 Cut off after {count} rows: ask for less at a time）\r\n");

    // The last line says that nothing is missing, or that something is: a stream that broke looks whole.
    private async Task WriteAsync(Func<string, int, Task<(IEnumerable<IMessage> Rows, string Next)>> ask)
    {
        if (isSheet)
        {
            await target.WriteAsync(SheetText.Head(descriptor, withMark: true));
        }

        var (count, token) = (0, "");
        do
        {
            (var rows, token) = await ask(token, Math.Min(RowsOfPage, rowsMax - count));
            foreach (var row in rows)
            {
                await target.WriteAsync(isSheet ? SheetText.Row(row) : CanonicalLine.Of(row));
                count++;
            }
        }
        while (token.Length > 0 && count < rowsMax);

        if (!isSheet)
        {
            await target.WriteAsync(Encoding.UTF8.GetBytes(token.Length == 0
                ? $"{{\"_end\":true,\"count\":{count}}}\n"
                : $"{{\"_end\":true,\"count\":{count},\"isCut\":true,\"cursor\":\"{token}\"}}\n"));
        }
        else if (token.Length > 0)
        {
            await target.WriteAsync(Cut(count));
        }
    }
}
