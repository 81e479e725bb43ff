using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Transfers;
using ExchangeHub.Protos.Evidence.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence ls ID</c>: lists the files of a package as the hub has them, and fetches none.</summary>
internal static class EvidenceList
{
    public static Command Command()
    {
        var (id, receiver) = (EvidenceTransfer.Id(), EvidenceTransfer.Receiver());
        var only = new Option<string[]>("--only")
        {
            Description = "只列路径相符的文件，如 data/04-* / Files whose path matches alone, such as data/04-*",
        };
        var command = new Command(
            "ls", "列出枢纽所存证据包的文件，不下载 / List the files of a package at the hub, and download none") { id, receiver, only };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var hub = new EvidenceTransferService.EvidenceTransferServiceClient(channel);
            var name = new PackageName
            {
                Dossier = await EvidenceTransfer.DossierAsync(channel, parsed.GetRequiredValue(id), cancellation),
            };
            var files = await PackagePull.ListAsync(hub, name, parsed.GetValue(receiver) ?? "", cancellation);
            var globs = parsed.GetValue(only);
            files.RemoveAll(file => !EvidenceTransfer.IsWanted(file, globs));
            foreach (var file in files)
            {
                var digest = file.Content.ToString()["sha256:".Length..];
                if (screen.IsJson)
                {
                    screen.Json(new JsonObject
                    {
                        ["path"] = file.Path, ["bytes"] = file.Bytes, ["sha256"] = digest, ["heldAtNode"] = file.IsHeldAtNode,
                    });
                }
                else
                {
                    screen.Line(string.Create(CultureInfo.InvariantCulture, $"{digest}  {file.Bytes,14:N0}  {file.Path}")
                        + (file.IsHeldAtNode ? screen.Say("（存于来源节点）", " (held at its node)") : ""));
                }
            }

            var bytes = files.Sum(file => file.Bytes).ToString("N0", CultureInfo.InvariantCulture);
            screen.Progress(screen.Say(
                $"{name.Dossier}：共 {files.Count} 个文件，{bytes} 字节。", $"{name.Dossier}: {files.Count} files, {bytes} bytes."));
            return ExitCode.Ok;
        });
        return command;
    }
}
