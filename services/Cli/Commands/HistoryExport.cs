using System.CommandLine;
using System.Net;
using ExchangeHub.Cli.Output;
using ExchangeHub.Cli.Verification;
using ExchangeHub.History;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub history export FOLDER</c>: the whole history, every statement and decision that may be seen, and the state
/// roots, so that these can be reckoned again elsewhere.</summary>
internal static class HistoryExport
{
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "目标文件夹，须为空 / Where to; must be empty" };
        var command = new Command(
            "export", "导出全部历史与可见的报送、结论 / Copy the whole history, and every statement and decision that may be seen") { folder };
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

        foreach (var file in (string[])[LogFolder.StatementIn(folder, 1), LogFolder.DecisionIn(folder, 1),
            LogFolder.StateIn(folder, RecordKind.Permit)])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }

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

        foreach (var kind in StateRoot.Kinds)
        {
            await WriteRootAsync(query, kind, checkpoint.Size, folder, cancellation);
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

            if (response.Statements.Count > 0)
            {
                await WriteDecisionsAsync(query, response.Dossier, size, folder, cancellation);
            }
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            // A record of which only an event has come so far has no statement to show.
        }
    }

    private static async Task WriteDecisionsAsync(
        QueryService.QueryServiceClient query, string dossier, long size, string folder, CancellationToken cancellation)
    {
        var response = await query.GetStoredDecisionsAsync(
            new GetStoredDecisionsRequest { Dossier = dossier }, Shared.Soon(cancellation));
        foreach (var decision in response.Decisions.Where(decision => decision.Position <= size))
        {
            await File.WriteAllBytesAsync(
                LogFolder.DecisionIn(folder, decision.Position), decision.Content.ToByteArray(), cancellation);
        }
    }

    private static async Task WriteRootAsync(
        QueryService.QueryServiceClient query, RecordKind kind, long size, string folder, CancellationToken cancellation)
    {
        try
        {
            var response = await query.GetStateAsync(new GetStateRequest { Kind = kind.Code() }, Shared.Soon(cancellation));
            if (StateProof.TryParse(response.Proof, out var proof) && proof.Log.Index < size)
            {
                await File.WriteAllTextAsync(LogFolder.StateIn(folder, kind), response.Proof, cancellation);
            }
        }
        catch (RpcException none) when (none.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied)
        {
            // There is no root yet, or whoever copies may not read records of this kind: then there is nothing to reckon again.
        }
    }
}
