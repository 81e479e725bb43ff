using System.CommandLine;
using ExchangeHub.Agreements;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Transfers;
using ExchangeHub.Cli.Verification;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Transfers;
using Grpc.Core;
using Grpc.Net.Client;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence pull ID --to DIR</c>: fetches an evidence package from the hub, and verifies it.</summary>
internal static class EvidencePull
{
    public static Command Command()
    {
        var (id, receiver) = (EvidenceTransfer.Id(), EvidenceTransfer.Receiver());
        var to = new Option<string>("--to")
        {
            Description = "存放目录；证据包成为其中的子目录 / Folder, in which the package becomes a folder", Required = true,
        };
        var (resume, limit, only) = (EvidenceTransfer.Resume(), EvidenceTransfer.Limit(), EvidenceTransfer.Only());
        var network = Verify.Network(isRequired: false);
        var command = new Command(
            "pull", "下载证据包并校验 / Download a package, and verify it") { id, to, receiver, resume, limit, only, network };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var hub = new EvidenceTransferService.EvidenceTransferServiceClient(channel);
            var dossier = await EvidenceTransfer.DossierAsync(channel, parsed.GetRequiredValue(id), cancellation);
            var name = new PackageName { Dossier = dossier };
            var asking = parsed.GetValue(receiver) ?? "";
            var meter = new TransferMeter(screen, TimeProvider.System);
            var again = new Reconnection(parsed.GetValue(resume), meter, screen, TimeProvider.System);
            var known = await again.RunAsync(
                async ending => await hub.GetPackageAsync(
                    new GetPackageRequest { Package = name, Receiver = asking }, Shared.Soon(ending)),
                cancellation);
            name.TagManifestSha256 = known.TagManifestSha256;
            if (parsed.GetValue(network) is { } file)
            {
                await CheckRecordAsync(channel, name, asking, Verify.Read(file, Trust.ReadNetwork), cancellation);
            }

            var folder = Path.Combine(parsed.GetRequiredValue(to), name.Dossier.Split('/')[^1]);
            if (Directory.Exists(folder))
            {
                throw new CommandException(
                    ExitCode.Conflict, $"“{folder}”已存在。请另选目录。", $"'{folder}' exists. Choose another folder.");
            }

            var pull = new PackagePull(hub, name, asking, meter, EvidenceTransfer.Rate(parsed, limit));
            var files = await again.RunAsync(ending => PackagePull.ListAsync(hub, name, asking, ending), cancellation);
            var code = await PullAsync(parsed, (pull, files, meter, again), folder, (resume, only), cancellation);
            if (code == ExitCode.Ok)
            {
                EvidenceTransfer.Tell(screen, name.Dossier, meter, (known.FileCount, known.SizeBytes));
            }

            return code;
        });
        return command;
    }

    private static async Task CheckRecordAsync(
        GrpcChannel channel, PackageName name, string receiver, Network network, CancellationToken cancellation)
    {
        var record = await new QueryService.QueryServiceClient(channel).GetRecordAsync(
            new GetRecordRequest { Dossier = name.Dossier, Receiver = receiver }, Shared.Soon(cancellation));
        if (SealedRecord.Check(record, name.TagManifestSha256, network) is { IsSound: false } wrong)
        {
            throw new CommandException(ExitCode.NotVerified, wrong.Sentence.Chinese, wrong.Sentence.English);
        }
    }

    private static async Task<int> PullAsync(
        ParseResult parsed, (PackagePull Pull, List<PackageFile> Files, TransferMeter Meter, Reconnection Again) use,
        string folder, (Option<bool> Resume, Option<string[]> Only) options, CancellationToken cancellation)
    {
        var (pull, files, meter, again) = use;
        var partial = folder + ".partial";
        if (!parsed.GetValue(options.Resume) && Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        var only = parsed.GetValue(options.Only);
        var wanted = files
            .Where(file => !PackageManifests.IsPayload(file.Path) || EvidenceTransfer.IsWanted(file, only))
            .ToList();
        Task FetchAsync(CancellationToken ending) => pull.FetchAsync(partial, wanted, ending);
        try
        {
            await meter.ShowAsync(again.RunAsync(FetchAsync, cancellation));
        }
        catch (RpcException damaged) when (damaged.StatusCode == StatusCode.DataLoss)
        {
            _ = Screen.Current.Value!.Report(damaged);
            return ExitCode.NotVerified;
        }

        pull.Verify(partial, files);
        Directory.Move(partial, folder);
        return ExitCode.Ok;
    }
}
