using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Console.Asking;

/// <summary>What a page shows as a file, page by page: a sheet, or canonical lines of JSON, the same as over REST.</summary>
/// <param name="descriptor">What a row is.</param>
/// <param name="isSheet">A sheet; else lines.</param>
/// <param name="target">Where to.</param>
internal sealed class Sheets(MessageDescriptor descriptor, bool isSheet, Stream target)
{
    private const int RowsOfPage = 500;
    private const int RowsMax = 100_000;

    /// <summary>Gets the media type.</summary>
    public static string MediaType(bool isSheet) => isSheet ? "text/csv; charset=utf-8" : "application/x-ndjson";

    /// <summary>Writes every record that meets the conditions of a search.</summary>
    public static Task WriteAsync(Hub hub, FindRecordsRequest request, bool isSheet, Stream target)
    {
        request.PageSize = RowsOfPage;
        return new Sheets(RecordSummary.Descriptor, isSheet, target).WriteAsync(async token =>
        {
            request.PageToken = token;
            var page = await hub.FindAsync(request);
            return (page.Records, page.NextPageToken);
        });
    }

    /// <summary>Writes every record of the file of an enterprise.</summary>
    public static Task WriteAsync(Hub hub, GetEnterpriseRequest request, bool isSheet, Stream target) =>
        new Sheets(EnterpriseRecord.Descriptor, isSheet, target).WriteAsync(async token =>
        {
            request.PageToken = token;
            var page = await hub.Query.GetEnterpriseAsync(request, hub.Soon);
            return (page.Records, page.NextPageToken);
        });

    // The last line says that nothing is missing: a stream that broke looks whole.
    private async Task WriteAsync(Func<string, Task<(IEnumerable<IMessage> Rows, string Next)>> ask)
    {
        if (isSheet)
        {
            await target.WriteAsync(SheetText.Head(descriptor, withMark: true));
        }

        var (count, token) = (0, "");
        do
        {
            (var rows, token) = await ask(token);
            foreach (var row in rows)
            {
                await target.WriteAsync(isSheet ? SheetText.Row(row) : CanonicalLine.Of(row));
                count++;
            }
        }
        while (token.Length > 0 && count < RowsMax);

        if (!isSheet)
        {
            await target.WriteAsync(System.Text.Encoding.UTF8.GetBytes(token.Length == 0
                ? $"{{\"_end\":true,\"count\":{count}}}\n" : $"{{\"_end\":true,\"count\":{count},\"cursor\":\"{token}\"}}\n"));
        }
    }
}
