using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub withdraw RECORD</c>: the issuer takes its decision back, and every district is told.</summary>
internal static class Withdraw
{
    public static Command Command()
    {
        var document = SignedActs.Needed("--document", "撤回决定的文号", "Number of the document that withdraws it");
        var superior = new Option<bool>("--by-superior") { Description = "由上级机关撤销 / By the superior authority" };
        var sure = new Option<bool>("--yes") { Description = "不再询问 / Do not ask" };
        return RecordActs.Command(
            "withdraw", "原机关撤回决定，告知各方 / The issuer takes a decision back, and every party is told",
            [document, superior, sure],
            (parsed, held, _) =>
            {
                if (!parsed.GetValue(sure))
                {
                    Ask(Screen.Current.Value!, held);
                }

                return new LifeCycleEvent
                {
                    ReportedFor = IssuerOf(held),
                    DocumentNumber = parsed.GetRequiredValue(document),
                    Reason = RecordActs.ReasonIn(parsed),
                    Withdrawn = new Withdrawn { BySuperior = parsed.GetValue(superior) },
                };
            });
    }

    private static Organ IssuerOf(GetRecordResponse held) => held.Statements
        .Select(one => Statement.Parser.ParseFrom(one.Envelope?.Payload ?? Google.Protobuf.ByteString.Empty))
        .LastOrDefault(statement => statement.ContentCase == Statement.ContentOneofCase.Record)?.Record.LegalIssuer
        ?? throw new CommandException(
            ExitCode.Denied,
            "枢纽未提供该记录的内容，无从得知原机关。请以本地节点的身份查询。",
            "The hub does not show what this record says, so its issuer is not known here. Ask as the node of the issuer.");

    // Whoever types the number has read it.
    private static void Ask(Screen screen, GetRecordResponse held)
    {
        var number = held.Dossier[(held.Dossier.LastIndexOf('/') + 1)..];
        if (Console.IsInputRedirected)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"撤回 {number} 将告知各方，无法收回；在脚本中请加 --yes。未撤回任何内容。",
                $"Withdrawing {number} is told to every party and cannot be taken back: add --yes in a script. Nothing was "
                    + "withdrawn.");
        }

        screen.Progress(screen.Say(
            $"撤回将告知各方，无法收回。请键入文号 {number} 以确认：",
            $"Every party will be told, and this cannot be taken back. Type the number {number} to go on:"));
        if (Console.ReadLine()?.Trim() != number)
        {
            throw new CommandException(
                ExitCode.Usage, "文号不一致，未撤回任何内容。", "That is not its number. Nothing was withdrawn.");
        }
    }
}
