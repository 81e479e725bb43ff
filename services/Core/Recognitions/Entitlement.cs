using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Who may say what. Source: domain reference "Records", V03, and "Mechanisms" on review and designation.</summary>
public static class Entitlement
{
    /// <summary>Checks that a node may say what it says.</summary>
    /// <returns>Null when it may.</returns>
    public static Rejection? Check(Network network, DossierFacts facts, Statement statement)
    {
        if (network.Nodes.GetValueOrDefault(statement.Node) is not { } node)
        {
            return Refuse($"{statement.Node} 未在本网络登记。", $"{statement.Node} is not registered in this network.");
        }

        return statement.Body switch
        {
            StatementBody.LifeCycleEvent { Fact: LifeCycleFact.VenueDesignated designated } =>
                node.IsArbiter || Yields(node, statement, designated) ? null : Refuse(
                    $"{statement.Node} 无权指定管辖：只有已登记的指定机关，或者让出管辖的一方可以报送。",
                    $"{statement.Node} may not designate venue: only a registered arbiter, or the party that yields, may."),
            StatementBody.LifeCycleEvent
            {
                Fact: LifeCycleFact.EvidenceReviewed or LifeCycleFact.GroundReviewed or LifeCycleFact.CustodyContinued
                    or LifeCycleFact.EvidenceCited or LifeCycleFact.HandOverAnswered,
            } =>
                node.Party is not null && node.Issuers.Contains(statement.Issuer.CreditCode) ? null : NotForIssuer(statement),
            StatementBody.CaseAct => node.Party is not null ? null : Refuse(
                $"{statement.Node} 不代表任何一方，不能参与联合办案。",
                $"{statement.Node} speaks for no party and takes no part in joint cases."),
            _ when !node.Issuers.Contains(statement.Issuer.CreditCode) => NotForIssuer(statement),
            _ => (facts.Current?.Statement.Issuer.CreditCode ?? statement.Dossier.Issuer) is { } issuer
                && issuer != statement.Issuer.CreditCode
                ? Refuse(
                    $"该记录由 {issuer} 作出，{statement.Issuer.CreditCode} 不能代其报送。",
                    $"The record was made by {issuer}; {statement.Issuer.CreditCode} cannot speak for it.")
                : null,
        };
    }

    // What a party says against its own interest needs no arbiter. The dossier names its issuer before there is a record.
    private static bool Yields(RegisteredNode node, Statement statement, LifeCycleFact.VenueDesignated designated) =>
        designated.Prevailing != statement.Dossier && statement.Dossier.Issuer is { } issuer && node.Issuers.Contains(issuer);

    private static Rejection NotForIssuer(Statement statement) => Refuse(
        $"{statement.Node} 未经登记代表 {statement.Issuer.CreditCode} 报送。请由该机关所属节点报送，或者先办理登记。",
        $"{statement.Node} is not registered to speak for {statement.Issuer.CreditCode}. Publish from that organ's node, or "
            + "have it registered.");

    private static Rejection Refuse(string chinese, string english) =>
        new(RejectionCode.NotEntitled, new Wording(chinese, english));
}
