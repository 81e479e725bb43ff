using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Joint.V1;
using Spectre.Console;
using static ExchangeHub.Cli.Commands.CaseTables;

namespace ExchangeHub.Cli.Commands;

/// <summary>Shows the joint team.</summary>
internal static class TeamTable
{
    public static void Tell(Screen screen, GetTeamResponse told)
    {
        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        var terms = Grid(screen, ("负责方", "Lead"), ("负责人", "Head"), ("起", "From"), ("止", "Until"));
        foreach (var term in told.Terms)
        {
            _ = terms.AddRow(Name(screen, term.Party), term.Certificate, term.FromOn, term.UntilOn);
        }

        screen.Console.Write(terms);
        screen.Line(Lead(screen, told.Lead));
        screen.Line(told.Successor is { } next
            ? screen.Say(
                $"下次轮换 {told.NextRotationOn}，由{Name(screen, next.Party)}接任。",
                $"The lead changes on {told.NextRotationOn}, to {Name(screen, next.Party)}.")
            : screen.Say(
                $"下次轮换 {told.NextRotationOn}，尚未明确接任方{(told.IsPressing ? "，请尽快办理" : "")}。",
                $"The lead changes on {told.NextRotationOn}, and nobody is named"
                    + $"{(told.IsPressing ? ": name a successor now" : "")}."));
        var members = Grid(screen, ("执法证号", "Certificate"), ("派出方", "From party"), ("起", "From"), ("止", "Until"));
        foreach (var member in told.Members.Where(member => member.IsMember))
        {
            _ = members.AddRow(member.Certificate, Name(screen, member.Home), member.FromOn, member.UntilOn);
        }

        screen.Console.Write(members);
    }
}
