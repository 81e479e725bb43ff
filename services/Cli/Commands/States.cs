using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub history state SUBJECT</c>: what the history says of an enterprise, or that it says nothing, to keep and to
/// check elsewhere.</summary>
internal static class States
{
    public static Command Command()
    {
        var subject = new Argument<string>("subject") { Description = "统一社会信用代码 / Credit code" };
        var kind = new Option<string>("--kind")
        {
            Description = "blacklist 或 permit / blacklist or permit", DefaultValueFactory = _ => "blacklist",
        };
        _ = kind.AcceptOnlyFromAmong("blacklist", "permit");
        var receiver = new Option<string?>("--for") { Description = "接收方区划代码 / Division code of the receiver" };
        var output = new Option<FileInfo?>("--out") { Description = "写入的文件，缺省为标准输出 / The file to write; else the output" };
        var command = new Command(
            "state", "证明某主体的失信名单或许可记录并无遗漏，或者没有 / Prove all that is on record of a subject, or that nothing is")
        {
            subject, kind, receiver, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var response = await new QueryService.QueryServiceClient(channel).GetStateAsync(
                new GetStateRequest
                {
                    Subject = parsed.GetRequiredValue(subject),
                    Kind = parsed.GetRequiredValue(kind),
                    Receiver = parsed.GetValue(receiver) ?? "",
                },
                Shared.Soon(cancellation));
            var screen = Screen.Current.Value!;
            if (parsed.GetValue(output) is not { } file)
            {
                screen.Line(response.Proof.TrimEnd('\n'));
                return ExitCode.Ok;
            }

            await File.WriteAllTextAsync(file.FullName, response.Proof, cancellation);
            screen.Line(screen.Say(
                $"已写入 {file}：{response.Dossiers.Count} 宗，截至历史位置 {response.UpTo}。用 xhub verify 核验。",
                $"Wrote {file}: {response.Dossiers.Count} dossiers, up to position {response.UpTo}. Check it with xhub verify."));
            return ExitCode.Ok;
        });
        return command;
    }
}
