using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>What happens to records, in words for people: the same for the command line and the console.</summary>
public static class EventWords
{
    /// <summary>Names what happened.</summary>
    /// <param name="what">Which of the facts an event of the wire holds.</param>
    /// <returns>A few words; the name of the field for what this version does not know.</returns>
    public static Wording Of(LifeCycleEvent.WhatOneofCase what) => what switch
    {
        LifeCycleEvent.WhatOneofCase.Served => new("送达", "served"),
        LifeCycleEvent.WhatOneofCase.RemedyFiled => new("申请复议或者起诉", "remedy sought"),
        LifeCycleEvent.WhatOneofCase.RemedyAccepted => new("复议或者诉讼受理", "remedy accepted"),
        LifeCycleEvent.WhatOneofCase.StayOrdered => new("决定停止执行", "stay ordered"),
        LifeCycleEvent.WhatOneofCase.StayLifted => new("恢复执行", "stay lifted"),
        LifeCycleEvent.WhatOneofCase.RemedyDecided => new("复议决定或者判决", "remedy decided"),
        LifeCycleEvent.WhatOneofCase.Withdrawn => new("撤销", "withdrawn"),
        LifeCycleEvent.WhatOneofCase.Performed => new("履行", "performed"),
        LifeCycleEvent.WhatOneofCase.PublicityWithdrawn => new("撤下公示", "publicity withdrawn"),
        LifeCycleEvent.WhatOneofCase.PublicityExpired => new("公示期满", "publicity expired"),
        LifeCycleEvent.WhatOneofCase.CreditRepaired => new("信用修复", "credit repaired"),
        LifeCycleEvent.WhatOneofCase.PermitSuspended => new("暂扣许可证件", "permit suspended"),
        LifeCycleEvent.WhatOneofCase.PermitResumed => new("发还许可证件", "permit resumed"),
        LifeCycleEvent.WhatOneofCase.PermitRevoked => new("吊销许可证件", "permit revoked"),
        LifeCycleEvent.WhatOneofCase.PermitEnded => new("许可届满或者注销", "permit ended"),
        LifeCycleEvent.WhatOneofCase.EvidenceReviewed => new("审核证据", "evidence reviewed"),
        LifeCycleEvent.WhatOneofCase.EvidenceHandedOver => new("移交证据", "evidence handed over"),
        LifeCycleEvent.WhatOneofCase.EvidenceStatusChanged => new("证据状态变更", "evidence status changed"),
        LifeCycleEvent.WhatOneofCase.CustodyContinued => new("证据保管交接", "custody of evidence"),
        LifeCycleEvent.WhatOneofCase.EvidenceCited => new("援用证据", "evidence invoked in a case"),
        LifeCycleEvent.WhatOneofCase.HandOverAnswered => new("移交办理反馈", "answer to a hand-over"),
        LifeCycleEvent.WhatOneofCase.RepairApplied => new("申请信用修复", "repair applied for"),
        LifeCycleEvent.WhatOneofCase.RepairRefused => new("不予信用修复", "repair refused"),
        LifeCycleEvent.WhatOneofCase.ObjectionRaised => new("提出异议", "objection raised"),
        LifeCycleEvent.WhatOneofCase.EntryRemoved => new("移出名单", "entry removed"),
        LifeCycleEvent.WhatOneofCase.VenueDesignated => new("确定管辖", "venue designated"),
        LifeCycleEvent.WhatOneofCase.CriminalReferred => new("移送涉嫌犯罪", "referred as a suspected crime"),
        LifeCycleEvent.WhatOneofCase.CriminalReferralReturned => new("涉嫌犯罪案件退回", "criminal referral returned"),
        LifeCycleEvent.WhatOneofCase.GroundReviewed => new("审查互认事由", "ground reviewed"),
        LifeCycleEvent.WhatOneofCase.IssuerAnswered => new("原机关答复", "issuer answered"),
        _ => new(what.ToString(), what.ToString()),
    };
}
