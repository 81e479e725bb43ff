using System.Collections.Immutable;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Asking;

/// <summary>A node or another subscriber, with what an operator should see to.</summary>
/// <param name="Peer">What the hub says of it.</param>
/// <param name="Node">The node as the network has it; null for other subscribers.</param>
/// <param name="Findings">What to see to; empty when all is well.</param>
internal sealed record PeerState(Peer Peer, Node? Node, ImmutableArray<Wording> Findings)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan BehindAtMost = TimeSpan.FromMinutes(1);

    /// <summary>Gets the subscription that is the furthest behind; null when there is none.</summary>
    public PeerSubscription? Furthest => Peer.Subscriptions.OrderByDescending(one => one.BehindFor?.ToTimeSpan() ?? TimeSpan.Zero)
        .ThenBy(one => one.Acknowledged).FirstOrDefault();

    /// <summary>Puts what the hub says beside what the network has.</summary>
    /// <param name="peer">What the hub says.</param>
    /// <param name="node">The node as the network has it; null for other subscribers.</param>
    /// <param name="now">Now.</param>
    /// <returns>The state, with findings.</returns>
    public static PeerState Of(Peer peer, Node? node, DateTimeOffset now)
    {
        var findings = ImmutableArray.CreateBuilder<Wording>();
        if (peer.SilentSince is not null)
        {
            findings.Add(new Wording("静默：未报送，也未接收；其记录的结论已附提示",
                "silent: it neither publishes nor receives, and decisions on its records are marked"));
        }
        else if (!peer.IsConnected && peer.Subscriptions.Count > 0)
        {
            findings.Add(new Wording("未连接", "not connected"));
        }

        if (peer.Subscriptions.Any(one => one.BehindFor?.ToTimeSpan() > BehindAtMost))
        {
            findings.Add(new Wording("接收滞后超过 1 分钟", "more than a minute behind"));
        }

        if (peer.CertificateEndsAt?.ToDateTimeOffset() - now is { } left && left < RenewBefore)
        {
            findings.Add(new Wording($"证书将于 {Math.Max(0, (int)left.TotalDays)} 天内到期",
                $"its certificate ends within {Math.Max(0, (int)left.TotalDays)} days"));
        }

        if (node is { Keys.Count: 0 })
        {
            findings.Add(new Wording("尚未登记签名密钥，不能报送", "no signing key is registered; it cannot publish"));
        }

        return new PeerState(peer, node, findings.ToImmutable());
    }
}
