using System.Globalization;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Cli.Output;

/// <summary>Outcomes and divisions in words.</summary>
internal static class Words
{
    public static Wording Of(Outcome outcome) => outcome switch
    {
        Outcome.Origin => new("本地作出", "own record"),
        Outcome.Recognised => new("予以认可", "recognised"),
        Outcome.RecognisedWithFlag => new("予以认可（附提示）", "recognised, with a flag"),
        Outcome.Pending => new("待定", "pending"),
        Outcome.Suspended => new("中止认可", "suspended"),
        Outcome.Refused => new("不予认可", "refused"),
        Outcome.Terminated => new("终止认可", "terminated"),
        Outcome.NotApplicable => new("不适用互认", "outside the agreement"),
        Outcome.NotKnown => new("尚不知悉（不等于没有记录）", "not known (which is not \"clean\")"),
        _ => new("未说明", "not said"),
    };

    public static string Colour(Outcome outcome) => outcome switch
    {
        Outcome.Recognised or Outcome.Origin => "green",
        Outcome.RecognisedWithFlag => "yellow",
        Outcome.Refused or Outcome.Terminated => "red",
        _ => "grey",
    };

    public static Wording Of(Awaiting awaiting) => awaiting switch
    {
        Awaiting.EvidenceReview => new("等待接收机关审核证据", "waits for the receiving authority's review of the evidence"),
        Awaiting.EarlierStatement => new("等待前序报送到达", "waits for an earlier statement"),
        Awaiting.ItemJudgement => new("等待逐项判断（现行规则集尚不覆盖）", "waits for judgement item by item, which the rules do not cover yet"),
        Awaiting.Service => new("等待送达证明", "waits for proof of service"),
        Awaiting.Officer => new("等待工作人员核实认定", "waits for an officer to decide"),
        _ => new("", ""),
    };

    public static Wording Of(StandingEntry.Types.Weight weight) => weight switch
    {
        StandingEntry.Types.Weight.Counts => new("计入", "counts"),
        StandingEntry.Types.Weight.Open => new("待定", "open"),
        _ => new("不计入", "does not count"),
    };

    public static Wording Of(Notice.Types.Kind kind) => kind switch
    {
        Notice.Types.Kind.GroundArose => new("失信情形产生", "ground arose"),
        Notice.Types.Kind.GroundChanged => new("失信情形依据变化", "ground rests on other records"),
        Notice.Types.Kind.GroundWithdrawn => new("失信情形消灭", "ground fell away"),
        Notice.Types.Kind.RemovalDue => new("应移出正面清单", "to be taken off the positive list"),
        Notice.Types.Kind.RemovalDone => new("已移出正面清单", "taken off the positive list"),
        Notice.Types.Kind.RemovalToReview => new("复核正面清单移出", "review the removal from the positive list"),
        _ => new("未说明", "not said"),
    };

    public static Wording Kind(string code) => code switch
    {
        "evidence" => new("证据包", "evidence packages"),
        "penalty" => new("行政处罚", "penalties"),
        "permit" => new("行政许可", "permits"),
        "blacklist" => new("严重失信名单", "entries of lists"),
        "nopenalty" => new("不予处罚", "decisions not to penalise"),
        "positive" => new("正面清单", "positive lists"),
        _ => new(code, code),
    };

    public static Wording Of(ListChangeKind kind) => kind switch
    {
        ListChangeKind.Listed => new("列入", "listed"),
        ListChangeKind.Changed => new("变更", "changed"),
        ListChangeKind.Withdrawn => new("撤出", "withdrawn"),
        _ => new("未说明", "not said"),
    };

    public static Wording Title(string code) =>
        ReasonCatalogue.Find(code)?.Title ?? new Wording("", "");

    /// <summary>Says an instant in the zone's own time.</summary>
    public static string Instant(Timestamp at) =>
        at.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);

    public static Wording Division(string code) =>
        Jurisdiction.TryParse(code, out var jurisdiction) && Divisions.Find(jurisdiction) is { } known ? known.Name
            : new Wording(code, code);
}
