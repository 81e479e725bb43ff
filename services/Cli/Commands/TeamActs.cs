using System.CommandLine;
using ExchangeHub.Protos.Record.V1;
using static ExchangeHub.Cli.Commands.SignedActs;

namespace ExchangeHub.Cli.Commands;

/// <summary>What a party does about the joint team: acts that its node signs.</summary>
internal static class TeamActs
{
    public static IEnumerable<Command> Commands() => [Member(), Lead(), GiveBack()];

    private static Command Member()
    {
        var (certificate, from, until) = (Certificate(), From(), Some("--until", "截止日", "The last day"));
        return Command("member", "派入联合执法队 / Send an officer to the team", [from, until], [certificate], parsed => new CaseAct
        {
            AssignMember = new AssignMember
            {
                Certificate = parsed.GetRequiredValue(certificate),
                FromOn = parsed.GetRequiredValue(from),
                UntilOn = parsed.GetValue(until) ?? "",
            },
        });
    }

    private static Command Lead()
    {
        var (certificate, from, until) = (Certificate(), From(), Needed("--until", "截止日", "The last day"));
        return Command("lead", "承担一任联合执法队负责人 / Take on the lead for a term", [from, until], [certificate], parsed => new CaseAct
        {
            TakeLead = new TakeLead
            {
                Certificate = parsed.GetRequiredValue(certificate),
                FromOn = parsed.GetRequiredValue(from),
                UntilOn = parsed.GetRequiredValue(until),
            },
        });
    }

    private static Command GiveBack()
    {
        var from = From();
        return Command("give-back", "退回尚未开始的任期 / Give back a term that has not begun", [from], [], parsed => new CaseAct
        {
            GiveBackLead = new GiveBackLead { FromOn = parsed.GetRequiredValue(from) },
        });
    }

    private static Argument<string> Certificate() => new("certificate") { Description = "执法证号 / Certificate of the officer" };

    private static Option<string> From() => Needed("--from", "起始日", "The first day");
}
