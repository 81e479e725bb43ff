using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Language;

/// <summary>Outcomes and kinds in words and signs. A sign never stands without its word.</summary>
internal static class Words
{
    public static Wording Of(Outcome outcome) => outcome switch
    {
        Outcome.Origin => new("本地作出", "own record"),
        Outcome.Recognised => new("予以认可", "recognised"),
        Outcome.RecognisedWithFlag => new("认可（附提示）", "recognised, flagged"),
        Outcome.Pending => new("待定", "pending"),
        Outcome.Suspended => new("中止认可", "suspended"),
        Outcome.Refused => new("不予认可", "refused"),
        Outcome.Terminated => new("终止认可", "terminated"),
        Outcome.NotApplicable => new("不适用互认", "outside the agreement"),
        Outcome.NotKnown => new("尚不知悉", "not known"),
        _ => new("未说明", "not said"),
    };

    public static string Sign(Outcome outcome) => outcome switch
    {
        Outcome.Origin => "●",
        Outcome.Recognised => "✓",
        Outcome.RecognisedWithFlag => "◐",
        Outcome.Pending => "…",
        Outcome.Suspended => "‖",
        Outcome.Refused => "✕",
        Outcome.Terminated => "↶",
        _ => "–",
    };

    /// <summary>Names the class of the style sheet that gives an outcome its colour.</summary>
    public static string Tint(Outcome outcome) => outcome switch
    {
        Outcome.Origin => "own",
        Outcome.Recognised => "ok",
        Outcome.RecognisedWithFlag => "flag",
        Outcome.Pending => "wait",
        Outcome.Suspended => "rest",
        Outcome.Refused => "no",
        Outcome.Terminated => "ended",
        _ => "none",
    };

    public static Wording Kind(string kind) => kind switch
    {
        "penalty" => new("行政处罚", "Penalty decision"),
        "evidence" => new("证据包", "Evidence package"),
        "permit" => new("行政许可", "Permit"),
        "blacklist" => new("严重失信名单", "Dishonesty listing"),
        "nopenalty" => new("不予处罚", "Decision not to penalise"),
        "positive" => new("正面清单", "Positive listing"),
        _ => new(kind, kind),
    };

    /// <summary>Gets the outcomes that there are, the best for the record first.</summary>
    public static IReadOnlyList<Outcome> Outcomes { get; } =
    [
        Outcome.Origin, Outcome.Recognised, Outcome.RecognisedWithFlag, Outcome.Pending, Outcome.Suspended, Outcome.Refused,
        Outcome.Terminated, Outcome.NotApplicable,
    ];

    /// <summary>Gets the kinds of record, in the order in which people look for them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["penalty", "evidence", "permit", "blacklist", "nopenalty", "positive"];

    public static Wording Of(RuleSetPaper.Types.Stage stage) => stage switch
    {
        RuleSetPaper.Types.Stage.Draft => new("草案", "draft"),
        RuleSetPaper.Types.Stage.Proposed => new("提请签署", "proposed"),
        RuleSetPaper.Types.Stage.Agreed => new("签署完毕", "signed by all"),
        RuleSetPaper.Types.Stage.Withdrawn => new("已撤回", "withdrawn"),
        _ => new("未说明", "not said"),
    };

    public static Wording Of(Answer answer) => answer switch
    {
        Answer.Yes => new("是", "yes"),
        Answer.No => new("否", "no"),
        _ => new("不能认定", "not known"),
    };

    public static Wording Trust(string trust) => trust switch
    {
        "PROGRAMME" => new("方案明文", "stated in the programme"),
        "FOUND" => new("已核对原文", "checked against the text"),
        "RECALLED" => new("待核对原文", "still to be checked"),
        "DERIVED" => new("据条文推导", "derived from provisions"),
        _ => new(trust, trust),
    };

    public static Wording Nature(string nature) => nature switch
    {
        "MANDATORY" => new("法定", "mandatory"),
        "OPTIONAL" => new("约定", "by agreement"),
        _ => new(nature, nature),
    };

    public static Wording Title(string code) => ReasonCatalogue.Find(code)?.Title ?? new Wording(code, code);

    public static Wording Of(Awaiting awaiting) => awaiting switch
    {
        Awaiting.EvidenceReview => new("等待接收机关审核证据", "waits for the receiving authority's review of the evidence"),
        Awaiting.EarlierStatement => new("等待前序报送到达", "waits for an earlier statement"),
        Awaiting.ItemJudgement => new("等待逐项判断（现行规则集尚不覆盖）", "waits for judgement item by item, which the rules do not cover yet"),
        Awaiting.Service => new("等待送达证明", "waits for proof of service"),
        Awaiting.Officer => new("等待工作人员核实认定", "waits for an officer to decide"),
        _ => new("", ""),
    };

    public static Wording Purpose(string purpose) => purpose switch
    {
        "exchange" => new("节点交换", "exchange"),
        "case" => new("办案", "case"),
        "supervision" => new("监督检查", "supervision"),
        "credit" => new("信用管理", "credit"),
        "review" => new("复议复核", "review"),
        "audit" => new("审计", "audit"),
        "" => new("未说明", "not said"),
        _ => new(purpose, purpose),
    };

    /// <summary>Gets the purposes for which is read.</summary>
    public static IReadOnlyList<string> Purposes { get; } = ["case", "supervision", "review", "exchange", "credit", "audit"];

    public static Wording Refusal(int reason) => reason switch
    {
        1321 => new("证书无效", "certificate does not count"),
        1322 => new("无此方法的权限", "method not granted"),
        1323 => new("代他方查询", "asked for another party"),
        1327 => new("他方订阅", "subscription of another"),
        1328 => new("他方痕迹", "trail of another"),
        1331 => new("未说明用途", "no purpose"),
        1332 => new("用途未获授权", "purpose not granted"),
        1333 => new("未给出案号", "no case named"),
        1334 => new("超出限额", "quota exceeded"),
        1335 => new("范围过宽", "too broad"),
        1336 => new("种类未获授权", "kind not granted"),
        _ => new("其他原因", "other reason"),
    };

    public static Wording ReadModel(string name) => name switch
    {
        "records" => new("记录检索", "search of records"),
        "subjects" => new("企业档案", "files of enterprises"),
        "lists" => new("信用名单", "credit lists"),
        "readings" => new("访问留痕", "trail of readings"),
        "joint-cases" => new("联合办案", "joint cases"),
        _ => new(name, name),
    };

    public static Wording Of(ListChangeKind kind) => kind switch
    {
        ListChangeKind.Listed => new("列入", "listed"),
        ListChangeKind.Changed => new("变更", "changed"),
        ListChangeKind.Withdrawn => new("撤出", "withdrawn"),
        _ => new("未说明", "not said"),
    };

    public static Wording Of(Protos.Handover.V1.Stage stage) => stage switch
    {
        Protos.Handover.V1.Stage.Notice => new("通知", "Notice"),
        Protos.Handover.V1.Stage.Acknowledgement => new("签收", "Receipt"),
        Protos.Handover.V1.Stage.Review => new("审核", "Review"),
        Protos.Handover.V1.Stage.Supplement => new("补充", "Supplement"),
        Protos.Handover.V1.Stage.Filing => new("立案", "Filing"),
        Protos.Handover.V1.Stage.Outcome => new("反馈", "Outcome"),
        _ => new("未说明", "not said"),
    };

    public static Wording Of(Submission.Types.State state) => state switch
    {
        Submission.Types.State.Acknowledged => new("枢纽已收录，决定生效", "The hub has taken it: the decision counts"),
        Submission.Types.State.TurnedDown => new("枢纽未予收录，决定未生效", "The hub has turned it down: the decision does not count"),
        _ => new("节点已签名存档，尚未报送至枢纽", "Signed and stored by the node; not with the hub yet"),
    };

    public static Wording Of(EnterpriseVersion.Types.Standing standing) => standing switch
    {
        EnterpriseVersion.Types.Standing.InForce => new("现行", "in force"),
        EnterpriseVersion.Types.Standing.Superseded => new("已被后版取代", "superseded"),
        EnterpriseVersion.Types.Standing.Duplicate => new("重复报送", "duplicate"),
        EnterpriseVersion.Types.Standing.Contradicts => new("内容矛盾", "contradicts"),
        EnterpriseVersion.Types.Standing.Held => new("等待前版", "held"),
        _ => new("未说明", "not said"),
    };

    public static Wording Of(StandingEntry.Types.Weight weight) => weight switch
    {
        StandingEntry.Types.Weight.Counts => new("计入", "counts"),
        StandingEntry.Types.Weight.Open => new("待定", "open"),
        _ => new("不计入", "does not count"),
    };
}
