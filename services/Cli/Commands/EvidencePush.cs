using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Transfers;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Transfers;
using Google.Protobuf;
using Grpc.Core;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence push PACKAGE</c>: carries an evidence package to the hub.</summary>
internal static class EvidencePush
{
    public static Command Command()
    {
        var package = new Argument<string>("package")
        {
            Description = "证据包：文件夹、tar 或 zip 文件 / The package: a folder, a tar or a zip file",
        };
        var record = new Option<string?>("--record")
        {
            Description = "证据包记录的编号或案卷标识；缺省按包内信息 / Record id or dossier; else as the package says itself",
        };
        var hold = new Option<string[]>("--hold")
        {
            Description = "留存本节点、不上传的载荷文件，如 *.mp4 / Payload files that stay at the node, such as *.mp4",
        };
        var (resume, limit, only) = (EvidenceTransfer.Resume(), EvidenceTransfer.Limit(), EvidenceTransfer.Only());
        var command = new Command("push", "上传已封存的证据包 / Upload a sealed package, whose record was published")
        {
            package, record, hold, resume, limit, only,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            using var source = await PackageSource.OpenAsync(parsed.GetRequiredValue(package), cancellation);
            var name = new PackageName
            {
                Dossier = await EvidenceTransfer.DossierAsync(channel, parsed.GetValue(record) ?? source.Dossier, cancellation),
                TagManifestSha256 = ByteString.CopyFrom(source.TagManifest.ToBytes().AsSpan()),
            };
            var meter = new TransferMeter(screen, TimeProvider.System);
            var push = new PackagePush(
                new EvidenceTransferService.EvidenceTransferServiceClient(channel), source, name, meter,
                EvidenceTransfer.Rate(parsed, limit));
            var held = source.Files.Where(file => PackageManifests.IsPayload(file.Path)
                && EvidenceTransfer.Matches(file, parsed.GetValue(hold))).ToList();
            var work = PushAsync(push, source, held, parsed.GetValue(only));
            var again = new Reconnection(parsed.GetValue(resume), meter, screen, TimeProvider.System);
            await meter.ShowAsync(again.RunAsync(work, cancellation));
            if (parsed.GetValue(only) is { Length: > 0 })
            {
                EvidenceTransfer.Tell(screen, name.Dossier, meter, null);
                return ExitCode.Partial;
            }

            var committed = await again.RunAsync(ending => push.CommitAsync(held, ending), cancellation);
            EvidenceTransfer.Tell(screen, name.Dossier, meter, (committed.FileCount, committed.SizeBytes));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Func<CancellationToken, Task> PushAsync(
        PackagePush push, PackageSource source, List<PackageFile> held, string[]? only) => async cancellation =>
    {
        PackageFile[] wanted =
        [
            .. source.Files.Where(file => !PackageManifests.IsPayload(file.Path)
                || (!held.Contains(file) && EvidenceTransfer.IsWanted(file, only))),
        ];
        for (var isAgain = false; !await push.DeclareAsync(cancellation); isAgain = true)
        {
            try
            {
                await push.SendAsync(wanted, cancellation);
                return;
            }
            catch (RpcException ended) when (!isAgain && ended.StatusCode == StatusCode.FailedPrecondition)
            {
                // Somebody else has committed the package meanwhile, or its time was over: declaring it again tells which.
            }
        }
    };
}
