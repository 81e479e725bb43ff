using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Access.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub member invite|requests|approve|refuse|revoke|list</c>: what operators do with the registry of
/// members.</summary>
internal static class MemberCommands
{
    private static readonly Argument<string> Member = new("member")
    {
        Description = "成员，如 node:310118 / The member, such as node:310118",
    };

    private static readonly Argument<string> Pin = new("pin")
    {
        Description = "密钥摘要，须与对方口头核对 / The pin of the key; compare it with the one that its holder reads out",
    };

    private static readonly Option<string> Reason = new("--reason") { Description = "理由 / Why", Required = true };

    public static Command Command() => new("member", "成员登记：邀请、审批、吊销 / The registry of members, for operators")
    {
        Invite(), Requests(), Approve(), Refuse(), Revoke(), MemberList.Command(),
    };

    private static Command Invite()
    {
        var receivers = new Option<string[]>("--receiver")
        {
            Description = "平台或控制台可代其查询的缔约方，可重复 / Party for which a consumer or console may ask; may be repeated",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("invite", "邀请成员提出密钥（24 小时有效）/ Invite a member to propose a key, within 24 hours")
        {
            Member, receivers,
        };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async hub =>
        {
            var request = new InviteRequest { Member = parsed.GetRequiredValue(Member) };
            request.Receivers.Add(parsed.GetValue(receivers) ?? []);
            var made = await hub.InviteAsync(request, Shared.Soon(cancellation));
            return (made, screen => screen.Line(screen.Say(
                $"邀请码（只显示一次，{Words.Instant(made.ExpiresAt)} 前有效）：{made.Code}",
                $"Invitation, told once, until {Words.Instant(made.ExpiresAt)}: {made.Code}")));
        }));
        return command;
    }

    private static Command Requests()
    {
        var command = new Command("requests", "待批准的密钥 / Keys that wait for a decision");
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async hub =>
        {
            var open = await hub.ListRequestsAsync(new(), Shared.Soon(cancellation));
            return (open, screen =>
            {
                foreach (var one in open.Requests)
                {
                    screen.Line($"{one.Member}  {one.Pin}  " + screen.Say(
                        $"{one.InvitedBy} 邀请，{Words.Instant(one.ProposedAt)}",
                        $"invited by {one.InvitedBy}, {Words.Instant(one.ProposedAt)}"));
                }
            });
        }));
        return command;
    }

    private static Command Approve()
    {
        var command = new Command("approve", "批准密钥（须为邀请人以外的操作员）/ Approve a key; another operator than who invited") { Pin };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async hub =>
        {
            var approved = await hub.ApproveAsync(new() { Pin = parsed.GetRequiredValue(Pin) }, Shared.Soon(cancellation));
            return (approved, screen => screen.Line(screen.Say(
                $"{approved.Member} 已接入，证书有效期至 {Words.Instant(approved.NotAfter)}。",
                $"{approved.Member} is admitted; its certificate lasts until {Words.Instant(approved.NotAfter)}.")));
        }));
        return command;
    }

    private static Command Refuse()
    {
        var command = new Command("refuse", "拒绝密钥 / Turn a key down") { Pin, Reason };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async hub =>
        {
            var refused = await hub.RefuseAsync(
                new() { Pin = parsed.GetRequiredValue(Pin), Reason = parsed.GetRequiredValue(Reason) },
                Shared.Soon(cancellation));
            return (refused, screen => screen.Line(screen.Say("已拒绝。", "Turned down.")));
        }));
        return command;
    }

    private static Command Revoke()
    {
        var pin = new Option<string>("--pin")
        {
            Description = "只吊销该密钥；缺省为除名 / Revoke this key alone; without it the member is expelled",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("revoke", "吊销密钥或除名，立即生效 / Revoke a key, or expel the member; within a second")
        {
            Member, pin, Reason,
        };
        command.SetAction((parsed, cancellation) => AskAsync(parsed, async hub =>
        {
            var request = new RevokeRequest
            {
                Member = parsed.GetRequiredValue(Member), Pin = parsed.GetValue(pin), Reason = parsed.GetRequiredValue(Reason),
            };
            var revoked = await hub.RevokeAsync(request, Shared.Soon(cancellation));
            return (revoked, screen => screen.Line(screen.Say("已吊销，现有连接随即断开。", "Revoked; open connections end now.")));
        }));
        return command;
    }

    /// <summary>Asks the hub, and shows the answer.</summary>
    internal static async Task<int> AskAsync(
        ParseResult parsed, Func<AccessService.AccessServiceClient, Task<(IMessage Answer, Action<Screen> Draw)>> ask)
    {
        var screen = Screen.Current.Value!;
        using var channel = Shared.ToHub(parsed);
        var (answer, draw) = await ask(new AccessService.AccessServiceClient(channel));
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
