using System.CommandLine;
using ExchangeHub.Protos.Disclosure.V1;
using static ExchangeHub.Cli.Commands.DisclosureCommands;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub disclosure grant|refuse</c>: answers to requests for personal values.</summary>
internal static class DisclosureAnswers
{
    public static Command Grant()
    {
        var command = new Command("grant", "提供明文，仅申请方可解密 / Grant a request; the asker alone can decrypt") { Id, Officer };
        command.SetAction((parsed, cancellation) => AnswerAsync(parsed, "", cancellation));
        return command;
    }

    public static Command Refuse()
    {
        var command = new Command("refuse", "拒绝申请 / Turn a request down") { Id, Officer, Reason };
        command.SetAction((parsed, cancellation) => AnswerAsync(parsed, parsed.GetRequiredValue(Reason), cancellation));
        return command;
    }

    private static Task<int> AnswerAsync(ParseResult parsed, string refusal, CancellationToken cancellation) =>
        AtNodeAsync(parsed, async desk =>
        {
            var request = new AnswerRequest
            {
                Id = parsed.GetRequiredValue(Id), Officer = parsed.GetRequiredValue(Officer), Refusal = refusal,
            };
            var answered = await desk.AnswerAsync(request, Shared.Soon(cancellation));
            return (answered, screen => screen.Line(screen.Say("已答复。", "It is answered.")));
        });
}
