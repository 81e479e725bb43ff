using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub publish FILE</c>: hands records or events to the district's node.</summary>
internal static class Publish
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    public static Command Command()
    {
        var file = new Argument<string>("file")
        {
            Description =
                "JSON 文件或 -（标准输入）；每行一份 SubmitRequest 的为 NDJSON / JSON file, or - for standard input; NDJSON holds one "
                    + "SubmitRequest a line",
        };
        var wait = new Option<bool>("--wait") { Description = "等待枢纽回执 / Wait for the hub's receipt" };
        var command = new Command("publish", "向本地节点报送记录或事项 / Publish records or events through the node") { file, wait };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, parsed.GetRequiredValue(file), parsed.GetValue(wait), Screen.Current.Value!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, bool wait, Screen screen,
        CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        var node = new NodeService.NodeServiceClient(channel);
        var text = file == "-" ? await Console.In.ReadToEndAsync(cancellation) : await ReadAsync(file, cancellation);
        var code = ExitCode.Ok;
        foreach (var json in Documents(text))
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
            return await File.ReadAllTextAsync(file, cancellation);
        }
        catch (IOException unreadable)
        {
            throw new CommandException(ExitCode.Usage, $"无法读取“{file}”：{unreadable.Message}",
                $"Cannot read '{file}': {unreadable.Message}");
        }
    }

    // One document, or one a line.
    private static string[] Documents(string text)
    {
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
