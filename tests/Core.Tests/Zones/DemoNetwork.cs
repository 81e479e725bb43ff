using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
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

    /// <summary>The samples that come with the product.</summary>
    public static readonly string Samples = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "deploy", "samples"));

    private static readonly ImmutableArray<RuleSet> Signed =
        [Rules("rules/yrd-demo-2020-v3.yaml"), Rules("rules/yrd-demo-2020-v4.yaml")];

    /// <summary>One group for all three, as the agreement has it; what was confirmed illegal ends.</summary>
    public static Network Standard { get; } = Grouped(Group("parties", [Qingpu, Wujiang, Jiashan]));

    /// <summary>Makes a group that chooses otherwise.</summary>
    public static ReceiverGroup Group(
        string name,
        ImmutableHashSet<Jurisdiction> members,
        string pendingRemedy = "KEEP_WITH_FLAG",
        bool confirmedIllegalEnds = true) => new(name, members)
    {
        Choices =
        [
            .. Signed[0].Terms.Parameters.Select(parameter => parameter.Name switch
            {
                "pendingRemedy" => pendingRemedy,
                "confirmedIllegalEnds" => confirmedIllegalEnds,
                _ => parameter.Value,
            }),
        ],
    };

    /// <summary>Reads a rule set of the samples.</summary>
    public static RuleSet Rules(string name) => new RuleSetFolder(Samples).Read(name).Rules;

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
            [.. Signed.Select(rules => rules.With(groups))]));

    private static RegisteredNode Node(NodeId id, Jurisdiction? party, Issuer issuer) =>
        new(id, party, [issuer.CreditCode], IsArbiter: party is null, Keys: []);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
