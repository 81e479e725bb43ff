using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Spectre.Console;

namespace ExchangeHub.Cli.Output;

/// <summary>Where a command writes: results to the output, progress and errors beside it, in one language.</summary>
internal sealed class Screen
{
    /// <summary>The screen of the running command.</summary>
    public static readonly AsyncLocal<Screen> Current = new();

    /// <summary>Chinese stays readable; nothing of it is ever put into HTML.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(false));
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly string _language;
    private readonly Func<JsonElement, string> _yaml;

    public Screen(TextWriter output, TextWriter errors, string language, string format, Func<JsonElement, string> yaml)
    {
        (_output, _errors, _language, Format, _yaml) = (output, errors, language, format, yaml);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),

            // Otherwise escape codes go into files, and NO_COLOR leaves some of them in.
            Ansi = System.Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is not null
                ? AnsiSupport.No
                : AnsiSupport.Detect,
        });
        if (System.Console.IsOutputRedirected)
        {
            Console.Profile.Width = 160;
        }
    }

    /// <summary>table, json, yaml, ndjson or csv.</summary>
    public string Format { get; }

    /// <summary>Whether programs are to read the output: a line of JSON, or a document of YAML, for each answer or row.</summary>
    public bool IsJson => Format is "json" or "ndjson" or "yaml";

    public bool IsChinese => _language == "zh";

    public IAnsiConsole Console { get; }

    public string Say(string chinese, string english) => IsChinese ? chinese : english;

    public string Say(Wording wording) => Say(wording.Chinese, wording.English);

    public void Line(string text) => _output.WriteLine(text);

    /// <summary>Writes what has its own ends of lines.</summary>
    public void Raw(ReadOnlySpan<byte> utf8) => _output.Write(Encoding.UTF8.GetString(utf8));

    /// <summary>Writes one message as one line of JSON, Chinese unescaped, or as YAML.</summary>
    public void Json(IMessage message)
    {
        using var document = JsonDocument.Parse(Formatter.Format(message));
        Json(document.RootElement);
    }

    /// <summary>Writes one value as one line of JSON, Chinese unescaped, or as YAML.</summary>
    public void Json(System.Text.Json.Nodes.JsonNode value)
    {
        using var document = JsonDocument.Parse(value.ToJsonString(Readable));
        Json(document.RootElement);
    }

    public void Progress(string text) => _errors.WriteLine(text);

    /// <summary>Writes over the progress that was written last; false where nothing can be written over.</summary>
    public bool Redraw(string text)
    {
        if (System.Console.IsErrorRedirected)
        {
            return false;
        }

        _errors.Write($"\r{text}\u001b[K");
        return true;
    }

    public void Error(string chinese, string english) => _errors.WriteLine(Say(chinese, english));

    /// <summary>Tells why a call failed, in the words of the server, and gives the exit code.</summary>
    public int Report(RpcException failed)
    {
        var status = Details(failed);
        var chinese = status?.Details.Where(detail => detail.Is(LocalizedMessage.Descriptor))
            .Select(detail => detail.Unpack<LocalizedMessage>().Message).FirstOrDefault();
        if (failed.StatusCode is StatusCode.DeadlineExceeded && status is null)
        {
            Error("未在规定时间内得到答复。请稍后再试，或者缩小所问的范围。", "No answer came in time. Try again later, or ask for less.");
            return ExitCode.Unreachable;
        }

        _errors.WriteLine(failed.StatusCode is StatusCode.Unavailable && status is null
            ? Say($"无法连接：{failed.Status.Detail}。请确认地址与服务状态。",
                $"Cannot connect: {failed.Status.Detail}. Check the address, and whether the service runs.")
            : IsChinese && chinese is not null ? chinese : failed.Status.Detail);
        return ExitCodeOf(failed.StatusCode);
    }

    public static int ExitCodeOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ExitCode.Usage,
        StatusCode.NotFound => ExitCode.NotFound,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => ExitCode.Denied,
        StatusCode.AlreadyExists or StatusCode.Aborted or StatusCode.FailedPrecondition => ExitCode.Conflict,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.Unreachable,
        StatusCode.Cancelled => ExitCode.Interrupted,
        _ => ExitCode.Failure,
    };

    /// <summary>The text of a status in the language of the screen.</summary>
    public string Text(Google.Rpc.Status status) => (IsChinese
        ? status.Details.Where(detail => detail.Is(LocalizedMessage.Descriptor))
            .Select(detail => detail.Unpack<LocalizedMessage>().Message).FirstOrDefault()
        : null) ?? status.Message;

    private void Json(JsonElement value)
    {
        if (Format == "yaml")
        {
            _output.Write(_yaml(value));
        }
        else
        {
            _output.WriteLine(JsonSerializer.Serialize(value, Readable));
        }
    }

    private static Google.Rpc.Status? Details(RpcException failed) =>
        failed.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : null;
}
