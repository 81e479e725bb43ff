using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Disclosure.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub disclosure keep|ask|list|grant|refuse|read|erase</c>: personal values, which a record commits to and does not
/// show.</summary>
internal static class DisclosureCommands
{
    internal static readonly Argument<string> Id = new("id") { Description = "申请编号 / The request, as list names it" };

    internal static readonly Option<string> Officer = new("--officer")
    {
        Description = "经办人执法证号（11 位）/ Law-enforcement certificate of who decides, 11 digits", Required = true,
    };

    internal static readonly Option<string> Reason = new("--reason") { Description = "理由 / Why", Required = true };

    public static Command Command() => new("disclosure", "个人信息明文：存放、申请、答复、读取、删除 / Clear personal values, at the node")
    {
        Keep(), Ask(), List(), DisclosureAnswers.Grant(), DisclosureAnswers.Refuse(), Read(), Erase(),
    };

    private static Command Keep()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "JSON：dossier、salt（base64）、values {路径: 明文} / JSON with dossier, salt in base64, and values by path",
        };
        var command = new Command("keep", "将本节点所报送记录的明文加密存放 / Keep clear values of an own record, encrypted") { file };
        command.SetAction((parsed, cancellation) => AtNodeAsync(parsed, async desk =>
        {
            var request = await DisclosedFile.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var kept = await desk.KeepAsync(request, Shared.Soon(cancellation));
            return (kept, screen => screen.Line(screen.Say($"已加密存放 {kept.Kept} 项。", $"{kept.Kept} values are kept, encrypted.")));
        }));
        return command;
    }

    private static Command Ask()
    {
        var dossier = new Argument<string>("dossier") { Description = "案卷 / The dossier" };
        var paths = new Option<string[]>("--field")
        {
            Description = "承诺值路径，如 subjects[0].person.number_commitment，可重复 / Path of a commitment; may be repeated",
            Required = true,
        };
        var command = new Command("ask", "向报送节点申请明文，须写明案号（--case）与理由 / Ask the publisher for values; needs --case")
        {
            dossier, paths, Officer, Reason,
        };
        command.SetAction((parsed, cancellation) => AtNodeAsync(parsed, async desk =>
        {
            var request = new AskRequest
            {
                Dossier = parsed.GetRequiredValue(dossier),
                Paths = { parsed.GetValue(paths) ?? [] },
                CaseNumber = ReadingPurpose.CaseNumber(parsed),
                Reason = parsed.GetRequiredValue(Reason),
                Officer = parsed.GetRequiredValue(Officer),
            };
            var asked = await desk.AskAsync(request, Shared.Soon(cancellation));
            return (asked, screen => screen.Line(screen.Say($"已提出申请 {asked.Id}。", $"Request {asked.Id} is made.")));
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "本节点提出和应由本节点答复的申请 / Requests made here, and to be answered here");
        command.SetAction((parsed, cancellation) => AtNodeAsync(parsed, async desk =>
        {
            var all = await desk.ListAsync(new ListRequest(), Shared.Soon(cancellation));
            return (all, screen =>
            {
                foreach (var one in all.Cases)
                {
                    screen.Line($"{one.Id}  {one.AskedBy} → {one.Publisher}  {one.Dossier}  {one.CaseNumber}  " + one.State switch
                    {
                        DisclosureCase.Types.State.Granted => screen.Say("已提供", "granted"),
                        DisclosureCase.Types.State.Refused => screen.Say($"已拒绝：{one.Refusal}", $"refused: {one.Refusal}"),
                        _ => screen.Say("待答复", "open"),
                    });
                    screen.Line($"    {string.Join(", ", one.Paths)}  {one.Officer}  {one.Reason}");
                }
            });
        }));
        return command;
    }

    private static Command Read()
    {
        var command = new Command("read", "读取明文并与已签名的承诺值核对，只能一次 / Read what was granted, checked, once") { Id };
        command.SetAction((parsed, cancellation) => AtNodeAsync(parsed, async desk =>
        {
            var read = await desk.ReadAsync(new ReadRequest { Id = parsed.GetRequiredValue(Id) }, Shared.Soon(cancellation));
            return (read, screen =>
            {
                foreach (var value in read.Values)
                {
                    screen.Line($"{value.Path}  {value.Value}  " + (value.IsSound
                        ? screen.Say("与承诺值相符", "is what the record commits to")
                        : screen.Say("与承诺值不符，不得使用", "is NOT what the record commits to; do not use it")));
                }
            });
        }));
        return command;
    }

    private static Command Erase()
    {
        var command = new Command(
            "erase", "从标准输入读取证件号码，销毁该自然人的密钥 / Reads a certificate number from standard input, destroys its key");
        command.SetAction((parsed, cancellation) => AtNodeAsync(parsed, async desk =>
        {
            var number = (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "";
            var request = new EraseRequest { Number = ByteString.CopyFromUtf8(number) };
            var erased = await desk.EraseAsync(request, Shared.Soon(cancellation));
            return (erased, screen => screen.Line(screen.Say(
                $"已删除 {erased.Erased} 项；记录与历史仍可验证。",
                $"{erased.Erased} values cannot be read any more; the records and the history still verify.")));
        }));
        return command;
    }

    internal static async Task<int> AtNodeAsync(
        ParseResult parsed, Func<DisclosureDeskService.DisclosureDeskServiceClient, Task<(IMessage, Action<Screen>)>> ask)
    {
        var screen = Screen.Current.Value!;
        using var channel = Shared.ToNode(parsed);
        var (answer, draw) = await ask(new DisclosureDeskService.DisclosureDeskServiceClient(channel));
        if (screen.IsJson)
        {
            screen.Json(answer);
        }
        else
        {
            draw(screen);
        }

        return ExitCode.Ok;
    }
}
