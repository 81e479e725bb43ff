using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What officers decided: about grounds that no rule can judge, about the evidence, about a suspected
/// crime.</summary>
internal static class GroundFacts
{
    private static readonly CodeSet Reasons = new(
        new Wording("理由代码目录", "the reason catalogue"), ReasonCatalogue.All.Select(reason => reason.Code.ToString()));

    private static readonly CodeSet Results =
        Spelling.Set<GroundResult>(new Wording("审查结论", "what an officer makes of a ground"));
    private static readonly CodeSet Reviews = Spelling.Set<ReviewResult>(new Wording("证据审核结论", "the results of reviews"));

    private static readonly List<ReviewedGround> NoGrounds = [];

    private static readonly RuleSchema<ReviewedGround> Ground = new RuleSchema<ReviewedGround>(it => it.Source)
        .Code("code", new Wording("理由代码", "its code"), Reasons, it => it.Fact.Code)
        .Code("result", new Wording("审查结论", "what the officer made of it"), Results,
            it => Spelling.Of<GroundResult>(it.Fact.Result))
        .Date("on", new Wording("审查日期", "the day on which the officer decided"), it => it.On)
        .Date("issuerConsultedOn", new Wording("征求原机关意见日期", "the day on which the issuer was consulted"),
            it => it.Fact.IssuerConsultedOn)
        .Text("by", new Wording("作出审查的地区", "the division of the party that decided"), it => it.By)
        .Truth("isOwn", new Wording("是否由接收方自己作出", "the receiver itself decided"), it => it.IsOwn);

    /// <summary>Adds the facts.</summary>
    /// <param name="schema">Where to.</param>
    /// <param name="partyOf">Names the party for which a node speaks.</param>
    public static void Add(RuleSchema<Circumstances> schema, Func<Circumstances, NodeId, Jurisdiction?> partyOf) => _ = schema
        .List("grounds", new Wording("人工审查的互认事由", "the grounds that officers decided about"),
            seen => Grounds(seen, partyOf), Ground)
        .Code("review.result", new Wording("接收方最近一次证据审核结论", "the result of the receiver's newest review"), Reviews,
            seen => Spelling.Of<ReviewResult>(seen.Review()?.Result), seen => seen.Review()?.Source)
        .Date("review.on", new Wording("接收方最近一次证据审核日期", "the day of the receiver's newest review"),
            seen => seen.Review()?.On, seen => seen.Review()?.Source)
        .Date("crime.referredOn", new Wording("移送涉嫌犯罪且尚未退回的日期", "the day of a criminal referral that has not come back"),
            seen => Referral(seen)?.On, seen => Referral(seen)?.Source);

    // Most records have none: then nothing is made.
    private static List<ReviewedGround> Grounds(Circumstances seen, Func<Circumstances, NodeId, Jurisdiction?> partyOf)
    {
        List<ReviewedGround>? grounds = null;
        for (var index = 0; index < seen.Events.Count; index++)
        {
            if (seen.Events[index] is (var filed, var on, LifeCycleFact.GroundReviewed reviewed))
            {
                var party = partyOf(seen, filed.Statement.Node);
                (grounds ??= []).Add(new ReviewedGround(
                    reviewed, on, party?.ToString(), party is not null && party == seen.Receiver.Individual,
                    filed.Statement.Source));
            }
        }

        return grounds ?? NoGrounds;
    }

    private static (DateOnly On, string Source)? Referral(Circumstances seen) =>
        seen.Newest(fact => fact is LifeCycleFact.CriminalReferred or LifeCycleFact.CriminalReferralReturned)
            is (var on, LifeCycleFact.CriminalReferred, var source) ? (on, source) : null;

    private sealed record ReviewedGround(LifeCycleFact.GroundReviewed Fact, DateOnly On, string? By, bool IsOwn, string Source);
}
