using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Zones;

/// <summary>The demonstration zone: three districts, a node that designates venue, and a provincial platform beside
/// Jiashan.</summary>
internal static class DemoNetwork
{
    public static readonly NodeId QingpuNode = NodeId.Parse("node:310118");
    public static readonly NodeId WujiangNode = NodeId.Parse("node:320509");
    public static readonly NodeId JiashanNode = NodeId.Parse("node:330421");
    public static readonly NodeId ArbiterNode = NodeId.Parse("node:310000");
    public static readonly NodeId PlatformNode = NodeId.Parse("node:330000");

    /// <summary>What the agreement says where nothing else is chosen.</summary>
    public static readonly Policy Usual = new(PendingRemedy.KeepWithFlag, ConfirmedIllegalEnds: true);

    /// <summary>One group for all three, as the agreement has it.</summary>
    public static Network Standard { get; } = Grouped(new ReceiverGroup("parties", Usual, [Qingpu, Wujiang, Jiashan]));

    /// <summary>The same network with other groups in both versions of the rules.</summary>
    public static Network Grouped(params ImmutableArray<ReceiverGroup> groups) => new(
        "yrd-demo",
        ImmutableDictionary.CreateRange(new Dictionary<Jurisdiction, Party>
        {
            [Qingpu] = new(Qingpu, new Wording("上海市青浦区", "Qingpu District, Shanghai")),
            [Wujiang] = new(Wujiang, new Wording("苏州市吴江区", "Wujiang District, Suzhou")),
            [Jiashan] = new(Jiashan, new Wording("嘉兴市嘉善县", "Jiashan County, Jiaxing")),
        }),
        ImmutableDictionary.CreateRange(new[]
        {
            Node(QingpuNode, Qingpu, QingpuBureau),
            Node(WujiangNode, Wujiang, SuzhouBureau),
            Node(JiashanNode, Jiashan, JiaxingBureau),
            Node(PlatformNode, Jiashan, JiaxingBureau),
            Node(ArbiterNode, null, Committee),
        }.Select(node => KeyValuePair.Create(node.Id, node))),
        new Agreement("agr:yrd-demo-2020",
        [
            Rules(3, "2026-01-01", "2026-08-14", groups),
            Rules(4, "2026-08-15", null, groups),
        ]));

    private static RegisteredNode Node(NodeId id, Jurisdiction? party, Issuer issuer) =>
        new(id, party, [issuer.CreditCode], IsArbiter: party is null, Keys: []);

    private static RuleSet Rules(int number, string from, string? to, ImmutableArray<ReceiverGroup> groups) => new(
        "agr:yrd-demo-2020",
        number,
        CivilDates.Parse(from),
        to is null ? null : CivilDates.Parse(to),
        groups,
        RecognisesFrom: new DateOnly(2020, 1, 1),
        SameActMetres: 300);
}
