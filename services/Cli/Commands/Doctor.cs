using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Diagnosis;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub doctor</c>: finds what is wrong with an installation, and says what to do.</summary>
internal static class Doctor
{
    private const long RoomMin = 1L << 30;

    public static Command Command()
    {
        var folder = new Option<string[]>("--folder")
        {
            Description = "查看其所在磁盘的余量，可重复 / Look how much room its disk has left; may be repeated",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var bundle = new Option<FileInfo?>("--bundle")
        {
            Description = "另存诊断包（zip，不含密钥与记录）/ Also write what was found into a zip, without keys or records",
        };
        var command = new Command(
            "doctor", "体检：连接、证书、时钟、节点、读模型、历史、磁盘 / Find what is wrong: links, certificate, clock, nodes, history, disk")
        {
            folder, bundle,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            var found = new List<Finding>();
            await foreach (var finding in ExamineAsync(parsed, parsed.GetValue(folder) ?? [], cancellation))
            {
                found.Add(finding);
                FindingReport.Tell(screen, finding);
            }

            if (parsed.GetValue(bundle) is { } file)
            {
                await FindingReport.WriteAsync(file, found, cancellation);
                screen.Progress(screen.Say($"诊断包已写入 {file}。", $"Written to {file}."));
            }

            var wrong = found.Count(finding => finding.Grade == Grade.Wrong);
            if (!screen.IsJson)
            {
                screen.Line(wrong == 0
                    ? screen.Say("未发现故障。", "Nothing is wrong.")
                    : screen.Say($"发现 {wrong} 处故障，处理办法见上。", $"{wrong} wrong; what to do stands above."));
            }

            return wrong == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(
        ParseResult parsed, string[] folders,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var folder in folders)
        {
            yield return Room(folder);
        }

        if (Shared.HasHub(parsed))
        {
            if (Shared.HubAddress(parsed).Scheme == Uri.UriSchemeHttps)
            {
                yield return IdentityChecks.Of(Shared.Identity(parsed), TimeProvider.System.GetUtcNow());
            }

            using var channel = Shared.ToHub(parsed);
            using var history = Shared.ToHubHistory(parsed);
            var checks = new HubChecks(channel, history, Shared.Soon(cancellation), TimeProvider.System);
            await foreach (var finding in checks.RunAsync())
            {
                yield return finding;
            }
        }

        if (Shared.HasNode(parsed) || !Shared.HasHub(parsed))
        {
            foreach (var finding in await NodeAsync(parsed, cancellation))
            {
                yield return finding;
            }
        }
    }

    private static async Task<Finding[]> NodeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        try
        {
            var status = await new NodeService.NodeServiceClient(channel).GetStatusAsync(new(), Shared.Soon(cancellation));
            return [Finding.Well("node", $"{status.Node} 应答正常。", $"{status.Node} answers."), .. NodeChecks.Of(status)];
        }
        catch (RpcException failed)
        {
            return
            [
                Finding.Wrong(
                    "node",
                    $"节点无应答：{failed.Status.Detail} 请确认 --node 的地址，以及节点是否在运行。",
                    $"The node does not answer: {failed.Status.Detail} Check the address of --node, and whether it runs."),
            ];
        }
    }

    private static Finding Room(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return Finding.Wrong("disk", $"没有目录 {folder}。", $"There is no folder {folder}.");
        }

        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var gigabytes = (free / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
        return free >= RoomMin
            ? Finding.Well("disk", $"{folder} 所在磁盘余 {gigabytes} GiB。", $"The disk of {folder} has {gigabytes} GiB left.")
            : Finding.Wrong(
                "disk",
                $"{folder} 所在磁盘仅余 {gigabytes} GiB：请腾出空间，写满后报送将被拒绝。",
                $"The disk of {folder} has only {gigabytes} GiB left: make room; when it is full nothing is taken any more.");
    }
}
