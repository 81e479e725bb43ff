using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub history key|prove|state|export</c>: the hub's history, to keep and to check elsewhere.</summary>
internal static class Histories
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true,
    };

    public static Command Command() => new("history", "枢纽历史的证明与导出 / Proofs and copies of the hub's history")
    {
        Key(), Prove(), States.Command(), HistoryExport.Command(),
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
        var receiver = new Option<string?>("--for") { Description = "接收方区划代码 / Division code of the receiver" };
        var stamped = new Option<bool>("--stamped")
        {
            Description = "以最早涵盖的加盖时间戳的检查点为据 / By the oldest time-stamped checkpoint that covers it",
        };
        var command = new Command(
            "prove", "写出可离线核验的文件，见 verify / Write a file that can be checked offline, see verify") { what, receiver, stamped };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var prover = new ProvedRecord(channel, () => Shared.Soon(cancellation), parsed.GetValue(stamped));
            var (screen, text) = (Screen.Current.Value!, parsed.GetRequiredValue(what));
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                screen.Line((await prover.ProveAsync(position)).TrimEnd('\n'));
                return ExitCode.Ok;
            }

            var request = new GetRecordRequest { Receiver = parsed.GetValue(receiver) ?? "" };
            _ = Explain.Target(text, id => request.RecordId = id, dossier => request.Dossier = dossier);
            screen.Line((await prover.GatherAsync(request)).ToJsonString(Readable));
            return ExitCode.Ok;
        });
        return command;
    }
}
