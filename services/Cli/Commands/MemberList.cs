using System.CommandLine;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub member list</c>: everybody who has, or had, a key.</summary>
internal static class MemberList
{
    public static Command Command()
    {
        var command = new Command("list", "全部成员及其密钥 / Every member with its keys");
        command.SetAction((parsed, cancellation) => MemberCommands.AskAsync(parsed, async hub =>
        {
            var all = await hub.ListMembersAsync(new(), Shared.Soon(cancellation));
            return (all, screen =>
            {
                foreach (var (member, key) in all.Members.SelectMany(member => member.Keys.Select(key => (member, key))))
                {
                    screen.Line($"{member.Member_}  {key.Pin}  " + (key switch
                    {
                        { RevokedAt: { } at } => screen.Say($"{At(at)} 吊销", $"revoked {At(at)}"),
                        { Counts: false } => screen.Say("已到期", "its time is over"),
                        { ReplacedFrom: { } at } => screen.Say($"有效至 {At(at)}（已续期）", $"until {At(at)}, renewed"),
                        { NotAfter: { } at } => screen.Say($"有效至 {At(at)}", $"until {At(at)}"),
                        _ => screen.Say("有效（网络文件指定）", "counts, by the network file"),
                    }));
                }
            });
        }));
        return command;
    }

    private static string At(Google.Protobuf.WellKnownTypes.Timestamp at) => Words.Instant(at);
}
