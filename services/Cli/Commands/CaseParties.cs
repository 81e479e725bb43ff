using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using Organ = ExchangeHub.Protos.Record.V1.Organ;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Cli.Commands;

/// <summary>Who publishes in the cases of a file.</summary>
/// <param name="rules">The rule set.</param>
/// <param name="cases">The cases.</param>
internal sealed class CaseParties(RuleSet rules, RuleCaseSet cases)
{
    // No party, and none of the provinces: a division that no rule set knows.
    private static readonly NodeId ArbiterNode = NodeId.Parse("node:110000");

    /// <summary>Makes a network of the parties of a rule set and of those who spoke.</summary>
    public static Network NetworkOf(string id, RuleSet rules, IEnumerable<Statement> said)
    {
        var members = rules.Groups.SelectMany(group => group.Members).ToArray();
        var nodes = said.GroupBy(statement => statement.Node).Select(own => new RegisteredNode(
            own.Key,
            own.Key == ArbiterNode ? null : own.Key.Jurisdiction,
            [.. own.Select(statement => statement.Issuer.CreditCode)],
            own.Key == ArbiterNode,
            []));
        return new Network(
            id,
            members.ToImmutableDictionary(party => party, party => new Party(party, new Wording($"{party}", $"{party}"))),
            nodes.ToImmutableDictionary(node => node.Id),
            new Agreement(rules.Agreement, [rules]));
    }

    /// <summary>Gets the node of a party, or the one that designates venue.</summary>
    public static NodeId NodeOf(string by) => by == RuleCaseFile.Arbiter ? ArbiterNode : NodeId.Parse($"node:{by}");

    /// <summary>Gets the node through which the issuer of a record publishes.</summary>
    public NodeId NodeOf(Record record, DocumentNode at)
    {
        var division = PartyOf(record.LegalIssuer?.Division ?? "");
        return NodeId.TryParse($"node:{division}", out var node) ? node : throw new CaseFaultException(DocumentFaults.At(
            CaseTrees.Find(at, "record.legalIssuer.division"), RuleFaultCode.MisplacedValue, Violation.Quoting(
                new Wording("署名机关的区划代码", "the division of the legal issuer"), division)));
    }

    /// <summary>Gets an organ that publishes through a node: the issuer of the first record of the file that does.</summary>
    public Organ? OrganOf(NodeId node) => cases.Records.OrderBy(record => record.Value.Start)
        .Select(record => CaseMessages.Record(record.Value).LegalIssuer)
        .FirstOrDefault(organ => organ is not null && PartyOf(organ.Division) == node.Jurisdiction.ToString());

    // A bureau publishes through the party that lies in its division, or else through the one in which it lies.
    private string PartyOf(string division)
    {
        var parties = rules.Groups.SelectMany(group => group.Members).Select(party => party.ToString()).ToArray();
        var near = parties.Where(party => Covers(division, party)).ToArray() is [_, ..] inside
            ? inside
            : Array.FindAll(parties, party => Covers(party, division));
        return near is [var only] ? only : division;
    }

    private static bool Covers(string area, string division) => division.StartsWith(
        area.EndsWith("0000", StringComparison.Ordinal) ? area[..2]
        : area.EndsWith("00", StringComparison.Ordinal) ? area[..^2]
        : area,
        StringComparison.Ordinal);
}
