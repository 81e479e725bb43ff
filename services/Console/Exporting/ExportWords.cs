using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Exporting;

/// <summary>How far an export has got, in words.</summary>
internal static class ExportWords
{
    public static Wording Of(ExportState state) => state switch
    {
        ExportState.Open => new("待审批", "waits for a second person"),
        ExportState.Approved => new("已同意，可下载", "approved; it can be fetched"),
        ExportState.Refused => new("不同意", "refused"),
        _ => new("已失效", "expired"),
    };
}
