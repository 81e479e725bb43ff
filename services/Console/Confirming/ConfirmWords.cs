using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Confirming;

/// <summary>What waits for a second officer, in words.</summary>
internal static class ConfirmWords
{
    public static Wording Of(ProposalState state) => state switch
    {
        ProposalState.Open => new("待复核", "waits for a second officer"),
        ProposalState.Confirming => new("已确认，待节点答复", "confirmed; the node has not answered yet"),
        ProposalState.Confirmed => new("已复核，节点已签名", "confirmed and signed by the node"),
        ProposalState.Returned => new("已退回", "returned"),
        ProposalState.Overtaken => new("记录已变更，须重新提出", "overtaken: the record has changed; propose it again"),
        _ => new("逾期未复核，已失效", "expired: nobody confirmed it in time"),
    };

    public static Wording Of(GroundReviewed.Types.Result result) => result switch
    {
        GroundReviewed.Types.Result.Confirmed => new("成立", "it applies"),
        GroundReviewed.Types.Result.Dismissed => new("不成立", "it does not apply"),
        _ => new("待核（正在调查核实）", "it may apply and is being examined"),
    };

    public static Wording Of(EvidenceReviewed.Types.Result result) => result switch
    {
        EvidenceReviewed.Types.Result.Admitted => new("采纳", "admitted"),
        EvidenceReviewed.Types.Result.AdmittedWithDefect => new("瑕疵采纳", "admitted, with a defect noted"),
        EvidenceReviewed.Types.Result.ReturnedForSupplement => new("退回补充", "returned for supplement"),
        _ => new("不予采纳", "not admitted"),
    };

    /// <summary>Says in a few words what was proposed.</summary>
    public static Wording Of(Proposal one) => one.Act.Event.Event_ switch
    {
        { GroundReviewed: { } ground } => new(
            $"{ground.Code} {Of(ground.Result).Chinese}", $"{ground.Code}: {Of(ground.Result).English}"),
        var happened => new(
            $"证据包审核：{Of(happened.EvidenceReviewed.Result).Chinese}",
            $"review of the package: {Of(happened.EvidenceReviewed.Result).English}"),
    };
}
