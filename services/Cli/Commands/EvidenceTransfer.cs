using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Transfers;
using ExchangeHub.Protos.Query.V1;
using Grpc.Net.Client;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Cli.Commands;

/// <summary>What pushing and pulling an evidence package have in common.</summary>
internal static class EvidenceTransfer
{
    public static Argument<string> Id() => new("id")
    {
        Description = "证据包编号、案卷标识或记录编号 / Package number, dossier, or record id",
    };

    public static Option<string?> Receiver() => new("--receiver")
    {
        Description = "以哪一方的名义读取，六位区划代码 / Party that reads, six digits",
    };

    public static Option<bool> Resume() => new("--resume")
    {
        Description = "接续先前中断的传输；断线后自动重连 / Go on with a transfer that broke off; reconnect after breaks",
    };

    public static Option<string?> Limit() => new("--bwlimit")
    {
        Description = "限速，每秒字节数，可带 K、M、G / Most bytes a second, with K, M or G",
    };

    public static Option<string[]> Only() => new("--only")
    {
        Description = "只传路径相符的文件，如 data/04-*；标签文件总是传送 / Files whose path matches alone, such as data/04-*; tag files always",
    };

    public static bool IsWanted(PackageFile file, string[]? globs) => globs is not { Length: > 0 } || Matches(file, globs);

    public static bool Matches(PackageFile file, string[]? globs) =>
        globs?.Any(glob => FileSystemName.MatchesSimpleExpression(glob, file.Path, ignoreCase: false)) is true;

    public static Throttle Rate(ParseResult parsed, Option<string?> limit)
    {
        var text = parsed.GetValue(limit);
        if (text is null)
        {
            return new Throttle(0, TimeProvider.System);
        }

        var unit = "KMG".IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1;
        var digits = unit > 0 ? text[..^1] : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? new Throttle(bytes << (10 * unit), TimeProvider.System)
            : throw new CommandException(
                ExitCode.Usage,
                $"--bwlimit 应为 10M 之类的数；实为“{text}”。",
                $"--bwlimit: expected a number such as 10M; found '{text}'.");
    }

    public static async Task<string> DossierAsync(GrpcChannel channel, string id, CancellationToken cancellation) =>
        id.StartsWith("urn:", StringComparison.Ordinal)
            ? (await new QueryService.QueryServiceClient(channel).GetRecordAsync(
                new GetRecordRequest { RecordId = id }, Shared.Soon(cancellation))).Dossier
            : id.Split('-') is ["EP", var division, ..] ? $"evidence/{division}/{id}" : id;

    public static void Tell(Screen screen, string dossier, TransferMeter meter, (int Files, long Bytes)? whole)
    {
        var rate = meter.Moved / Math.Max(0.001, meter.Took.TotalSeconds) / (1 << 20);
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["dossier"] = dossier,
                ["isWhole"] = whole is not null,
                ["files"] = whole?.Files,
                ["bytes"] = whole?.Bytes,
                ["bytesMoved"] = meter.Moved,
                ["seconds"] = Math.Round(meter.Took.TotalSeconds, 3),
            });
            return;
        }

        var moved = string.Create(CultureInfo.InvariantCulture, $"{meter.Moved:N0} B, {rate:0.0} MiB/s");
        screen.Line(whole is null
            ? screen.Say($"{dossier}：已传送 {moved}；证据包尚未完整，未提交", $"{dossier}: moved {moved}; not whole yet, not committed")
            : screen.Say($"{dossier}：已传送 {moved}", $"{dossier}: moved {moved}"));
    }
}
