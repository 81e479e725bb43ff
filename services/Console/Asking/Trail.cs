using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Access.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>The trail of readings, as a form asks for it.</summary>
internal static class Trail
{
    private const int RowsOfPage = 500;

    // What they show is not known when they begin, and is written down without its records.
    private static readonly string[] Streams =
    [
        "DeliveryService/Subscribe", "ListService/GetSnapshot", "ListService/FollowChanges", "HandOverService/ListHandOvers",
        "RecognitionService/TraceCascade", "RecognitionService/Simulate",
    ];

    /// <summary>Says whether a method answers with a stream.</summary>
    public static bool IsStream(string method) => Streams.Contains(method);

    /// <summary>Reads the conditions of a form from an address.</summary>
    public static ListReadingsRequest Asked(IQueryCollection query)
    {
        string Get(string name) => query[name].FirstOrDefault()?.Trim() ?? "";
        return new ListReadingsRequest
        {
            Reader = Get("reader"),
            Publisher = Get("publisher"),
            OfDossier = Get("record"),
            Purpose = Get("purpose"),
            FromOn = Get("from"),
            ToOn = Get("to"),
            OnlyRefused = Get("refused") == "1",
        };
    }

    /// <summary>Asks for one page. Whoever looks at the trail does so to audit, and is in it too.</summary>
    public static async Task<ListReadingsResponse> AskAsync(Hub hub, ListReadingsRequest request) =>
        await hub.Access.ListReadingsAsync(request, hub.Soon);

    /// <summary>Writes all that meets the conditions as a sheet, the newest first.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="request">The conditions.</param>
    /// <param name="target">Where to.</param>
    /// <returns>A task.</returns>
    public static async Task WriteAsync(Hub hub, ListReadingsRequest request, Stream target)
    {
        request.PageSize = RowsOfPage;
        await target.WriteAsync(SheetText.Head(RecordedReading.Descriptor, withMark: true));
        for (var rows = 0; rows < Sheets.RowsMax; rows += RowsOfPage)
        {
            var page = await AskAsync(hub, request);
            foreach (var reading in page.Readings)
            {
                await target.WriteAsync(SheetText.Row(reading));
            }

            if (page.NextPageToken.Length == 0)
            {
                return;
            }

            request.PageToken = page.NextPageToken;
        }

        await target.WriteAsync(Sheets.Cut(Sheets.RowsMax));
    }
}
