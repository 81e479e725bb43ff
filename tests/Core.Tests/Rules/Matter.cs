using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Rules;

/// <summary>A record under judgement, as far as the expressions of these tests ask for it. Null is not known.</summary>
internal sealed record Matter
{
    private static readonly CodeSet Kinds = new(
        new Wording("记录种类", "the kinds of records"), ["PENALTY", "EVIDENCE", "PERMIT", "BLACKLIST"]);

    private static readonly CodeSet Happenings = new(new Wording("事件种类", "the kinds of events"),
    [
        "SERVED", "REMEDY_FILED", "REMEDY_ACCEPTED", "REMEDY_DECIDED", "STAY_ORDERED", "STAY_LIFTED", "WITHDRAWN", "PERFORMED",
        "CREDIT_REPAIRED", "PUBLICITY_EXPIRED", "PERMIT_SUSPENDED", "PERMIT_RESUMED", "PERMIT_REVOKED", "PERMIT_ENDED",
        "EVIDENCE_REVIEWED", "EVIDENCE_EXCLUDED", "BASIS_LOST",
    ]);

    private static readonly CodeSet Remedies = new(
        new Wording("救济途径", "the remedies"), ["RECONSIDERATION", "SUIT", "APPEAL"]);

    private static readonly CodeSet Outcomes = new(new Wording("救济结果", "the outcomes of remedies"),
        ["STANDS", "REVOKED", "PARTLY_REVOKED", "CHANGED", "CONFIRMED_ILLEGAL", "INVALID"]);

    private static readonly CodeSet Results = new(new Wording("审核结果", "the results of reviews"),
        ["ADMITTED", "ADMITTED_WITH_DEFECT", "RETURNED_FOR_SUPPLEMENT", "REFUSED"]);

    private static readonly CodeSet Choices = new(
        new Wording("救济期间的处理", "the choices for pending remedies"), ["KEEP_WITH_FLAG", "SUSPEND"]);

    private static readonly CodeSet Penalties = new(
        new Wording("处罚种类", "the kinds of penalties"), ["P01", "P02", "P03", "P08", "P11", "P13"]);

    private static readonly CodeSet States = new(
        new Wording("争议状态", "the states of a conflict"), ["OPEN", "YIELDS", "PREVAILS"]);

    /// <summary>Gets what expressions may ask of an event.</summary>
    public static RuleSchema<Happening> EventSchema { get; } = new RuleSchema<Happening>(it => it.Source)
        .Code("kind", Of("种类", "its kind"), Happenings, it => it.Kind)
        .Date("on", Of("日期", "its day"), it => it.On)
        .Number("position", Of("序号", "where it stands"), it => it.Position)
        .Code("remedy", Of("救济途径", "the remedy"), Remedies, it => it.Remedy)
        .Code("outcome", Of("结果", "how the remedy ended"), Outcomes, it => it.Outcome)
        .Code("result", Of("审核结果", "what the review said"), Results, it => it.Result)
        .Truth("isFinal", Of("是否生效", "the judgment is final"), it => it.IsFinal)
        .Truth("leavesNonePending", Of("其后无未决救济", "no remedy is pending after it"), it => it.LeavesNonePending)
        .Text("by", Of("机关", "whose event it is"), it => it.By);

    /// <summary>Gets what expressions may ask of a record.</summary>
    public static RuleSchema<Matter> Schema { get; } = new RuleSchema<Matter>(it => it.Source)
        .Code("record.kind", Of("种类", "its kind"), Kinds, it => it.Kind)
        .Date("record.decidedOn", Of("决定日期", "the day of the decision"), it => it.DecidedOn)
        .Date("record.filedOn", Of("立案日期", "the day of filing"), it => it.FiledOn)
        .Date("record.servedOn", Of("送达日期", "the day of service"), it => it.ServedOn)
        .Date("record.publishedOn", Of("公示日期", "the day of publication"), it => it.PublishedOn)
        .Money("record.fine", Of("罚款", "the fine"), it => it.Fine)
        .Number("record.version", Of("版本", "its version"), it => it.Version)
        .Text("record.division", Of("区划", "its division"), it => it.Division)
        .Truth("record.isDeclaredMajor", Of("自报大要案", "declared a major case"), it => it.IsDeclaredMajor)
        .Truth("matter.drinkingWaterSource", Of("饮用水水源", "drinking water"), it => it.DrinkingWaterSource)
        .Number("matter.divisionsHarmed", Of("受害区划数", "divisions harmed"), it => it.DivisionsHarmed)
        .Truth("matter.criminalReferral", Of("移送犯罪", "referred as a crime"), it => it.CriminalReferral)
        .Date("act.on", Of("行为日期", "the day of the act"), it => it.ActOn)
        .Date("subject.bornOn", Of("出生日期", "the day of birth"), it => it.BornOn)
        .Number("officers.count", Of("执法人员数", "how many officers"), it => it.Officers)
        .Date("asOf", Of("所问日期", "the day in question"), it => it.AsOf)
        .Date("agreement.recognisesFrom", Of("互认起始日", "from when it recognises"), it => it.RecognisesFrom)
        .Truth("agreement.bindsOrigin", Of("对来源地生效", "binds the origin"), it => it.BindsOrigin)
        .Code("policy.pendingRemedy", Of("救济期间", "while a remedy is pending"), Choices, it => it.PendingRemedy)
        .Truth("policy.confirmedIllegalEnds", Of("确认违法即终止", "illegality ends it"), it => it.ConfirmedIllegalEnds)
        .Duration("policy.lookBack", Of("回溯期间", "how far back counts"), it => it.LookBack, _ => "agr:yrd-demo-2020/v4")
        .List("events", Of("事件", "what happened"), it => it.Events, EventSchema)
        .List("penalties", Of("处罚种类", "the penalties"), it => it.Penalised, new RuleSchema<string>()
            .Code("kind", Of("种类", "its kind"), Penalties, it => it))
        .List("conflicts", Of("冲突", "other records of the same act"), it => it.Conflicts, new RuleSchema<string>()
            .Code("state", Of("状态", "where it stands"), States, it => it))
        .List("recognised", Of("已互认处罚", "penalties recognised before"), it => it.Recognised, new RuleSchema<Earlier>()
            .Date("decidedOn", Of("决定日期", "the day of the decision"), it => it.DecidedOn)
            .Money("fine", Of("罚款", "the fine"), it => it.Fine)
            .Number("weight", Of("权重", "its weight"), it => it.Weight));

    public string? Kind { get; init; }

    public DateOnly? DecidedOn { get; init; }

    public DateOnly? FiledOn { get; init; }

    public DateOnly? ServedOn { get; init; }

    public DateOnly? PublishedOn { get; init; }

    public Fen? Fine { get; init; }

    public decimal? Version { get; init; }

    public string? Division { get; init; }

    public bool? IsDeclaredMajor { get; init; }

    public bool? DrinkingWaterSource { get; init; }

    public decimal? DivisionsHarmed { get; init; }

    public bool? CriminalReferral { get; init; }

    public DateOnly? ActOn { get; init; }

    public DateOnly? BornOn { get; init; }

    public decimal? Officers { get; init; }

    public DateOnly? AsOf { get; init; }

    public DateOnly? RecognisesFrom { get; init; }

    public bool? BindsOrigin { get; init; }

    public string? PendingRemedy { get; init; }

    public bool? ConfirmedIllegalEnds { get; init; }

    public Period? LookBack { get; init; }

    public IReadOnlyList<Happening>? Events { get; init; } = [];

    public IReadOnlyList<string>? Penalised { get; init; } = [];

    public IReadOnlyList<string>? Conflicts { get; init; } = [];

    public IReadOnlyList<Earlier>? Recognised { get; init; } = [];

    public string Source { get; init; } = "node:310118/12";

    private static Wording Of(string chinese, string english) => new(chinese, english);
}

/// <summary>Something that happened to a record.</summary>
internal sealed record Happening(string? Kind, DateOnly? On)
{
    public decimal? Position { get; init; }

    public string? Remedy { get; init; }

    public string? Outcome { get; init; }

    public string? Result { get; init; }

    public bool? IsFinal { get; init; }

    public bool? LeavesNonePending { get; init; }

    public string? By { get; init; }

    public string Source { get; init; } = "node:310118/13";
}

/// <summary>A penalty recognised before.</summary>
internal sealed record Earlier(DateOnly? DecidedOn, Fen? Fine, decimal? Weight);
