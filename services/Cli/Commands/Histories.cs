using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Verification;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Registry.V1;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub history key|prove|export</c>: the hub's history, to keep and to check elsewhere.</summary>
internal static class Histories
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true,
    };

    public static Command Command() => new("history", "枢纽历史的证明与导出 / Proofs and copies of the hub's history")
    {
        Key(), Prove(), Export(),
    };

    private static Command Key()
    {
        var name = new Argument<string>("name") { Description = "公钥名称 / Name of the key" };
        var file = new Argument<FileInfo>("file") { Description = "Ed25519 私钥，PEM / The private Ed25519 key, PEM" };
        var isWitness = new Option<bool>("--witness")
        {
            Description = "用于见证，缺省用于日志 / For a witness; otherwise for a log",
        };
        var command = new Command(
            "key", "写出网络文件 history 所需的公钥 / Write a public key as the history of the network file wants it")
        {
            name, file, isWitness,
        };
        command.SetAction(parsed =>
        {
            try
            {
                using var key = Ed25519PrivateKey.FromPem(Documents.Text(parsed.GetRequiredValue(file)));
                var kind = parsed.GetValue(isWitness) ? NoteKeyKind.Cosignature : NoteKeyKind.Note;
                Screen.Current.Value!.Line(new NoteKey(parsed.GetRequiredValue(name), kind, [.. key.PublicKey]).ToString());
                return ExitCode.Ok;
            }
            catch (FormatException)
            {
                throw new CommandException(
                    ExitCode.Usage,
                    $"“{parsed.GetRequiredValue(file)}”应为 Ed25519 私钥的 PEM 文件，例如由 openssl genpkey -algorithm ed25519 生成。",
                    $"'{parsed.GetRequiredValue(file)}' must be a PEM file with a private Ed25519 key, such as "
                    + "openssl genpkey -algorithm ed25519 makes.");
            }
        });
        return command;
    }

    private static Command Prove()
    {
        var what = new Argument<string>("what")
        {
            Description = "记录标识、卷宗，或者历史中的位置 / Record id, dossier, or a position of the history",
        };
        var command = new Command(
            "prove", "写出可离线核验的文件，见 verify / Write a file that can be checked offline, see verify") { what };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var history = new HistoryService.HistoryServiceClient(channel);
            var (screen, text) = (Screen.Current.Value!, parsed.GetRequiredValue(what));
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                screen.Line((await ProveAsync(history, position, cancellation)).TrimEnd('\n'));
                return ExitCode.Ok;
            }

            var request = new GetRecordRequest();
            _ = Explain.Target(text, id => request.RecordId = id, dossier => request.Dossier = dossier);
            var record = await new QueryService.QueryServiceClient(channel).GetRecordAsync(request, Shared.Soon(cancellation));
            var network =
                await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), Shared.Soon(cancellation));
            var said = new List<(HeldStatement, string)>();
            foreach (var held in record.Statements)
            {
                said.Add((held, await ProveAsync(history, held.Position, cancellation)));
            }

            screen.Line(RecordFile.Write(network.NetworkId, record, said).ToJsonString(Readable));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> ProveAsync(
        HistoryService.HistoryServiceClient history, long position, CancellationToken cancellation) =>
        (await history.ProveAsync(new ProveRequest { Position = position }, Shared.Soon(cancellation))).Proof;

    private static Command Export()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "目标文件夹，须为空 / Where to; must be empty" };
        var command = new Command(
            "export", "导出全部历史与可见的报送 / Copy the whole history and every statement that may be seen") { folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var target = parsed.GetRequiredValue(folder);
            if (target.Exists && target.EnumerateFileSystemInfos().Any())
            {
                throw new CommandException(ExitCode.Conflict, $"“{target}”不是空文件夹。", $"'{target}' is not empty.");
            }

            using var channel = Shared.ToHub(parsed);
            using var http = Shared.ToHubHistory(parsed);
            await ExportAsync(http, new QueryService.QueryServiceClient(channel), target.FullName, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task ExportAsync(
        HttpClient http, QueryService.QueryServiceClient query, string folder, CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        using var answer = await http.GetAsync(new Uri("checkpoint", UriKind.Relative), cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (answer.StatusCode != HttpStatusCode.OK || !SignedNote.TryParse(text, out var note)
            || !Checkpoint.TryParse(note.Text, out var checkpoint))
        {
            throw new CommandException(
                ExitCode.Unreachable,
                "枢纽尚无经足数见证的检查点。请稍后再试。",
                "The hub has no checkpoint that enough witnesses have signed. Try again in a moment.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(LogFolder.StatementIn(folder, 1))!);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var first = 0L; first < checkpoint.Size; first += TileAddress.FullWidth)
        {
            var tile = TileAddress.Holding(null, first, checkpoint.Size);
            var bundle = await http.GetByteArrayAsync(new Uri(tile.Path, UriKind.Relative), cancellation);
            var file = LogFolder.BundleIn(folder, tile);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bundle, cancellation);
            _ = EntryBundle.TryRead(bundle, out var leaves);
            foreach (var bytes in leaves ?? [])
            {
                if (LogLeaf.TryParse(bytes.Span, out var leaf) && leaf.Statement is { Record: var record }
                    && record != default && asked.Add(record.ToString()))
                {
                    await WriteStatementsAsync(query, record.ToString(), checkpoint.Size, folder, cancellation);
                }
            }

            screen.Progress(screen.Say(
                $"已导出 {Math.Min(first + TileAddress.FullWidth, checkpoint.Size)}/{checkpoint.Size} 个事件",
                $"{Math.Min(first + TileAddress.FullWidth, checkpoint.Size)} of {checkpoint.Size} events copied"));
        }

        // Last, so that a folder with a checkpoint is whole.
        await File.WriteAllTextAsync(LogFolder.CheckpointIn(folder), text, cancellation);
    }

    private static async Task WriteStatementsAsync(
        QueryService.QueryServiceClient query, string record, long size, string folder, CancellationToken cancellation)
    {
        try
        {
            var response = await query.GetRecordAsync(new GetRecordRequest { RecordId = record }, Shared.Soon(cancellation));
            foreach (var held in response.Statements.Where(held => held.Position <= size))
            {
                await File.WriteAllBytesAsync(
                    LogFolder.StatementIn(folder, held.Position), held.Envelope.ToByteArray(), cancellation);
            }
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            // A record of which only an event has come so far has no statement to show.
        }
    }
}
