using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub publish FILE</c>: hands records or events to the district's node.</summary>
internal static class Publish
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <param name="examine">Says what the node would turn down.</param>
    public static Command Command(Func<SubmitRequest, IEnumerable<FieldViolation>> examine)
    {
        var file = File();
        var wait = new Option<bool>("--wait") { Description = "等待枢纽回执 / Wait for the hub's receipt" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不报送 / Check only" };
        var command = new Command("publish", "向本地节点报送记录或事项 / Publish records or events through the node")
        {
            file, wait, dryRun,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var documents = await DocumentsAsync(parsed.GetRequiredValue(file), cancellation);
            return parsed.GetValue(dryRun) ? Check(documents, examine, Screen.Current.Value!)
                : await RunAsync(parsed, documents, parsed.GetValue(wait), Screen.Current.Value!, cancellation);
        });
        return command;
    }

    /// <summary>The file that holds submissions.</summary>
    public static Argument<string> File() => new("file")
    {
        Description =
            "JSON 文件或 -（标准输入）；每行一份 SubmitRequest 的为 NDJSON / JSON file, or - for standard input; NDJSON holds one "
                + "SubmitRequest a line",
    };

    /// <summary>Says what is wrong with submissions. What only the node and the hub can know, such as who may speak for whom, is
    /// not looked at.</summary>
    public static int Check(string[] documents, Func<SubmitRequest, IEnumerable<FieldViolation>> examine, Screen screen)
    {
        var faults = 0;
        foreach (var (json, number) in documents.Select((json, index) => (json, index + 1)))
        {
            foreach (var violation in examine(Read(json)))
            {
                faults++;
                Tell(screen, number, violation);
            }
        }

        screen.Progress(faults == 0
            ? screen.Say($"{documents.Length} 份报送未发现错误；未报送。", $"Nothing is wrong with {documents.Length}; nothing was published.")
            : screen.Say($"共 {faults} 处错误，未报送任何内容。", $"{faults} faults; nothing was published."));
        return faults == 0 ? ExitCode.Ok : ExitCode.Usage;
    }

    private static void Tell(Screen screen, int number, FieldViolation violation)
    {
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["submission"] = number, ["field"] = violation.Field, ["reason"] = violation.Reason.ToString(),
                ["sentence"] = screen.Say(violation.Sentence),
            });
        }
        else
        {
            screen.Line(string.Create(
                CultureInfo.InvariantCulture, $"{number}  {violation.Field}  {screen.Say(violation.Sentence)}"));
        }
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, string[] documents, bool wait, Screen screen, CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        var node = new NodeService.NodeServiceClient(channel);
        var code = ExitCode.Ok;
        foreach (var json in documents)
        {
            var submission = (await node.SubmitAsync(Read(json), Shared.Soon(cancellation))).Submission;
            if (wait)
            {
                submission = await AnsweredAsync(node, submission, cancellation);
            }

            code = Tell(screen, submission) ? code : ExitCode.Partial;
        }

        return code;
    }

    /// <summary>Waits until the hub has answered.</summary>
    public static async Task<Submission> AnsweredAsync(
        NodeService.NodeServiceClient node, Submission submission, CancellationToken cancellation)
    {
        while (submission.State == Submission.Types.State.Stored)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
            submission = (await node.GetSubmissionAsync(
                new GetSubmissionRequest { Sequence = submission.Sequence }, Shared.Soon(cancellation))).Submission;
        }

        return submission;
    }

    /// <summary>Reads a submission; a client key that is not given comes from the content, so that the same file is published
    /// once.</summary>
    public static SubmitRequest Read(string json)
    {
        try
        {
            var request = Parser.Parse<SubmitRequest>(json);
            if (request.ClientKey.Length == 0)
            {
                request.ClientKey = "xhub-"
                    + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 16));
            }

            return request;
        }
        catch (Exception wrong) when (
            wrong is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"不是一份可读取的报送：{wrong.Message}。应为 {{\"record\": {{…}}}}、{{\"event\": {{…}}}} 或 {{\"caseAct\": {{…}}}}。未报送任何内容。",
                $"This is not a submission: {wrong.Message} Expected {{\"record\": {{…}}}} or {{\"event\": {{…}}}}. Nothing "
                    + "was published.");
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            return await System.IO.File.ReadAllTextAsync(file, cancellation);
        }
        catch (IOException unreadable)
        {
            throw new CommandException(ExitCode.Usage, $"无法读取“{file}”：{unreadable.Message}",
                $"Cannot read '{file}': {unreadable.Message}");
        }
    }

    /// <summary>Reads a file or the standard input: one document, or one a line.</summary>
    public static async Task<string[]> DocumentsAsync(string file, CancellationToken cancellation)
    {
        var text = file == "-" ? await Console.In.ReadToEndAsync(cancellation) : await ReadAsync(file, cancellation);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 && lines.All(line => line.StartsWith('{') && line.EndsWith('}')) ? lines : [text];
    }

    /// <summary>Says how far a submission has got.</summary>
    /// <returns>Whether the hub did not turn it down.</returns>
    public static bool Tell(Screen screen, Submission submission)
    {
        if (screen.IsJson)
        {
            screen.Json(submission);
        }
        else
        {
            var state = submission.State switch
            {
                Submission.Types.State.Acknowledged => screen.Say("枢纽已回执", "acknowledged by the hub"),
                Submission.Types.State.TurnedDown => screen.Say("枢纽未收录：", "turned down by the hub: ")
                    + screen.Text(submission.Rejection),
                _ => screen.Say("已在本节点持久保存，待转发", "durable at this node, to be forwarded"),
            };
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{submission.Sequence}  {submission.Dossier}  {state}"));
        }

        return submission.State != Submission.Types.State.TurnedDown;
    }
}
