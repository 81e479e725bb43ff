using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of a penalty decision: how it came about, and what it consists of.</summary>
internal static class PenaltyFacts
{
    private static readonly CodeSet Procedures = Spelling.Set<ProcedureKind>(new Wording("处罚程序", "the procedures"));
    private static readonly CodeSet Credits = Spelling.Set<PenaltyCredit>(new Wording("失信程度", "the degrees of dishonesty"));
    private static readonly CodeSet Kinds = new(
        new Wording("处罚种类", "the kinds of penalties"), PenaltyKinds.All.Select(kind => kind.Code));

    private static readonly CodeSet Hearings = Spelling.Set<HearingRight>(new Wording("听证权利", "the rights to a hearing"));

    private static readonly RuleSchema<PenaltyOrdered> Item = new RuleSchema<PenaltyOrdered>()
        .Code("kind", new Wording("处罚种类", "its kind"), Kinds, it => it.Kind)
        .Code("hearing", new Wording("当事人是否有权要求听证", "whether the party may ask for a hearing"), Hearings,
            it => Spelling.Of<HearingRight>(PenaltyKinds.Find(it.Kind)?.Hearing))
        .Money("amount", new Wording("金额", "its amount"), it => it.Amount)
        .Date("fromOn", new Wording("限制起始日", "the first day of a restriction"), it => it.FromOn)
        .Date("toOn", new Wording("限制截止日", "the last day of a restriction"), it => it.ToOn);

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema)
    {
        AddCourse(schema);
        AddRights(schema);
        AddChecks(schema);
        AddDaily(schema);
        _ = schema.List(
            "penaltyItems", new Wording("逐项处罚内容", "what was ordered, one by one"), seen => Of(seen)?.Items, Item);
    }

    private static void AddCourse(RuleSchema<Circumstances> schema) => _ = schema
        .Code("procedure.kind", new Wording("处罚程序", "which procedure it was"), Procedures,
            seen => Spelling.Of<ProcedureKind>(Of(seen)?.Kind))
        .Date("procedure.filedOn", new Wording("立案日期", "the day on which the case was filed"),
            seen => (seen.Record.Details as RecordDetails.Penalty)?.FiledOn)
        .Number("procedure.excludedDays", new Wording("办案期限内应予扣除的日数", "days between filing and decision that do not count"),
            seen => Of(seen)?.ExcludedDays)
        .Number("procedure.evidenceCount", new Wording("所依据的证据包数", "how many evidence packages carry it"),
            seen => Of(seen)?.EvidenceCount)
        .Truth("procedure.hasCorrectionOrder", new Wording("是否同时责令改正", "an order to correct goes with it"),
            seen => Of(seen)?.HasCorrectionOrder)
        .Code("procedure.creditClass", new Wording("失信程度", "the degree of dishonesty"), Credits,
            seen => Spelling.Of<PenaltyCredit>(Of(seen)?.Credit))
        .Money("discretion.amount", new Wording("裁量所得金额", "the amount that the table of discretion gives"),
            seen => Of(seen)?.Discretion?.Amount)
        .Truth("discretion.hasMitigation", new Wording("是否计入从轻、减轻因素", "a factor that mitigates was counted"),
            seen => Of(seen)?.Discretion?.HasMitigation);

    private static void AddRights(RuleSchema<Circumstances> schema) => _ = schema
        .Date("procedure.noticeServedOn", new Wording("事先告知书送达日期", "the day on which the prior notice was served"),
            seen => Of(seen)?.NoticeServedOn)
        .Truth("defence.isRaised", new Wording("当事人是否陈述申辩", "the party stated or defended"), seen => Of(seen)?.Defence?.IsRaised)
        .Truth("defence.isAdopted", new Wording("陈述申辩是否采纳", "the defence was adopted"), seen => Of(seen)?.Defence?.IsAdopted)
        .Truth("defence.isAnswered", new Wording("是否说明采纳与否的理由", "the record says why, or why not"),
            seen => Of(seen)?.Defence?.IsAnswered)
        .Truth("hearing.isOffered", new Wording("是否告知听证权利", "the party was told that it may ask for a hearing"),
            seen => Of(seen)?.Hearing?.IsOffered)
        .Truth("hearing.isRequested", new Wording("当事人是否要求听证", "the party asked for a hearing"),
            seen => Of(seen)?.Hearing?.IsRequested)
        .Date("hearing.heldOn", new Wording("听证举行日期", "the day of the hearing"), seen => Of(seen)?.Hearing?.HeldOn);

    private static void AddChecks(RuleSchema<Circumstances> schema)
    {
        Add(schema, "legalReview", new Wording("法制审核", "the review of legality"), "人员中是否有调查人员", seen => Of(seen)?.LegalReview);
        Add(schema, "collectiveDecision", new Wording("集体讨论", "the collective discussion"), "中调查人员是否参加表决",
            seen => Of(seen)?.CollectiveDecision);
    }

    private static void AddDaily(RuleSchema<Circumstances> schema) => _ = schema
        .Date("daily.firstOn", new Wording("按日计罚起始日", "the first day of the daily fine"), seen => Of(seen)?.Daily?.FirstOn)
        .Date("daily.lastOn", new Wording("按日计罚截止日（复查日）", "its last day, that of the re-check"), seen => Of(seen)?.Daily?.LastOn)
        .Number("daily.days", new Wording("按日计罚日数", "how many days the record counts"), seen => Of(seen)?.Daily?.Days)
        .Money("daily.amount", new Wording("按日计罚每日金额", "the amount for each day"), seen => Of(seen)?.Daily?.Amount)
        .Truth("daily.hasPriorDecision", new Wording("是否列明原处罚决定", "the record names the decision that it follows"),
            seen => Of(seen)?.Daily?.HasPriorDecision);

    private static void Add(
        RuleSchema<Circumstances> schema, string path, Wording what, string takesPart, Func<Circumstances, InternalCheck?> get) =>
        _ = schema
            .Truth($"{path}.isRequired", new Wording($"是否应当{what.Chinese}", $"{what.English} is obligatory, as the issuer says"),
                seen => get(seen)?.IsRequired)
            .Date($"{path}.doneOn", new Wording($"{what.Chinese}日期", $"the day of {what.English}"), seen => get(seen)?.DoneOn)
            .Truth($"{path}.isPassed", new Wording($"{what.Chinese}是否通过", $"{what.English} approved it"),
                seen => get(seen)?.IsPassed)
            .Truth($"{path}.hasInvestigator",
                new Wording($"{what.Chinese}{takesPart}", $"somebody who investigated took part in {what.English}"),
                seen => get(seen)?.HasInvestigator);

    private static PenaltyProcedure? Of(Circumstances seen) => (seen.Record.Details as RecordDetails.Penalty)?.Procedure;
}
