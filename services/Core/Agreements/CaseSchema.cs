using System.Collections.Frozen;
using System.Collections.Immutable;
using ExchangeHub.Agreements.Facts;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What rules may ask of a record as of one day: its names, their kinds, and where each answer comes from.</summary>
internal static class CaseSchema
{
    private const string Policy = "policy.";

    /// <summary>The lists and prefixes whose answers differ from one receiver to the next.</summary>
    private static readonly ImmutableArray<string> OfTheReceiver = [Policy, "review.", "grounds"];

    /// <summary>The lists and prefixes whose answers differ from one day to the next: what happened, and what follows from
    /// it.</summary>
    private static readonly ImmutableArray<string> OfTheDay =
    [
        "asOf", "events", "conflicts", "contradicting", "reliance", "record.servedOn", "remedy.", "stay.", "permit.suspended",
        "citing.", "grounds", "review.", "crime.", "series.",
    ];

    private static readonly FrozenDictionary<Type, string> Happenings = typeof(LifeCycleFact).GetNestedTypes()
        .Where(type => type.IsSubclassOf(typeof(LifeCycleFact)))
        .ToFrozenDictionary(type => type, type => Spelling.Of(type.Name));

    private static readonly CodeSet Kinds = Spelling.Set<RecordKind>(new("记录种类", "the kinds of records"));
    private static readonly CodeSet Events = new(new("事件种类", "the kinds of events"), Happenings.Values);
    private static readonly CodeSet RemedyKinds = Spelling.Set<Remedy>(new("救济途径", "the remedies"));
    private static readonly CodeSet Endings = Spelling.Set<RemedyOutcome>(new("救济结果", "the outcomes of remedies"));
    private static readonly CodeSet Results = Spelling.Set<ReviewResult>(new("审核结果", "the results of reviews"));
    private static readonly CodeSet States = Spelling.Set<ConflictState>(new("争议状态", "the states of a conflict"));
    private static readonly CodeSet Penalties = new(
        new("处罚种类", "the kinds of penalties"), PenaltyKinds.All.Select(kind => kind.Code));

    private static readonly RuleSchema<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)> Event =
        new RuleSchema<(FiledStatement Filed, DateOnly On, LifeCycleFact Fact)>(it => it.Filed.Statement.Source)
            .Code("kind", new("种类", "its kind"), Events, it => Happenings[it.Fact.GetType()])
            .Date("on", new("发生日期", "the day from which it has effect"), it => it.On)
            .Date("publishedOn", new("报送日期", "the day on which it was published"), it => it.Filed.Statement.PublishedOn)
            .Code("remedy", new("救济途径", "which remedy"), RemedyKinds, it => it.Fact switch
            {
                LifeCycleFact.RemedyFiled filed => Spelling.Of(filed.Remedy),
                LifeCycleFact.RemedyAccepted accepted => Spelling.Of(accepted.Remedy),
                LifeCycleFact.RemedyDecided decided => Spelling.Of(decided.Remedy),
                _ => null,
            })
            .Code("outcome", new("救济结果", "how the remedy ended"), Endings,
                it => it.Fact is LifeCycleFact.RemedyDecided decided ? Spelling.Of(decided.Outcome) : null)
            .Truth("isBinding", new("是否生效", "whether the end of the remedy binds"),
                it => it.Fact is LifeCycleFact.RemedyDecided decided ? Remedies.Binds(decided) : null)
            .Code("result", new("审核结果", "what the review found"), Results,
                it => it.Fact is LifeCycleFact.EvidenceReviewed review ? Spelling.Of(review.Result) : null);

    private static readonly RuleSchema<ConflictFact> Conflict = new RuleSchema<ConflictFact>(it => it.Source)
        .Text("dossier", new("另案案卷", "the other dossier"), it => it.Other.ToString())
        .Code("state", new("争议状态", "where it stands"), States, it => Spelling.Of(it.State))
        .Date("since", new("起始日期", "since when"), it => it.SinceOn);

    private static readonly RuleSchema<(FiledStatement Filed, DateOnly Since)> Contradiction =
        new RuleSchema<(FiledStatement Filed, DateOnly Since)>(it => it.Filed.Statement.Source)
            .Text("content", new("内容哈希", "the digest of its content"), it => it.Filed.Statement.Content.ToString())
            .Date("since", new("起始日期", "since when both are public"), it => it.Since);

    private static readonly RuleSchema<RelianceFact> Relied = new RuleSchema<RelianceFact>(it => it.Source)
        .Text("record", new("所依据的记录", "the record that it rests on"), it => it.Of.ToString())
        .Text("dossier", new("该记录的案卷", "the dossier of that record"), it => it.Dossier?.ToString())
        .Code("kind", new("依据方式", "how it rests on it"), Spelling.Set<RelianceKind>(new("依据方式", "the ways of resting")),
            it => Spelling.Of(it.Kind))
        .Code("state", new("该记录的状态", "where that record stands"),
            Spelling.Set<RelianceState>(new("被依据记录的状态", "the states of what is rested on")), it => Spelling.Of(it.State))
        .Truth("isRequired", new("未到达则不能认定", "whether nothing can be judged before it has come"),
            it => Reliances.IsRequired(it.Kind))
        .Date("since", new("起始日期", "since when"), it => it.SinceOn);

    private static readonly RuleSchema<CitedProvision> Provision =
        LawFacts.Describe(new RuleSchema<CitedProvision>(), it => it.Law)
            .Date("inForceFrom", new("施行日期", "the first day of the edition"), it => it.Edition?.InForceFrom)
            .Date("inForceTo", new("废止前一日", "the last day of the edition"), it => it.Edition?.InForceTo)
            .Truth("isInTable", new("版本已列入法律表", "whether the table of laws knows the edition"), it => it.Edition is not null)
            .Money("fineMin", new("罚款下限", "the smallest fine"), it => it.Range?.Minimum)
            .Money("fineMax", new("罚款上限", "the largest fine"), it => it.Range?.Maximum);

    /// <summary>Gets everything that may be asked whatever the rule set.</summary>
    public static RuleSchema<Circumstances> General { get; } = Build([]);

    /// <summary>Makes the schema of a rule set.</summary>
    /// <param name="parameters">What its parties agreed on.</param>
    public static RuleSchema<Circumstances> Of(ImmutableArray<Parameter> parameters) => Build(parameters);

    /// <summary>Says whether an answer to such a question may differ from one receiver to the next.</summary>
    public static bool DependsOnReceiver(IEnumerable<string> names) => Any(names, OfTheReceiver);

    /// <summary>Lists the places of the parameters that are asked for, where nothing else of a receiver is.</summary>
    public static ImmutableArray<int>? ChoicesIn(IEnumerable<string> names, ImmutableArray<Parameter> parameters)
    {
        string[] asked = [.. names.Where(name => Any([name], OfTheReceiver)).Distinct()];
        ImmutableArray<int> places =
        [
            .. asked.Select(name => parameters.Select(parameter => $"{Policy}{parameter.Name}").ToList().IndexOf(name)),
        ];
        return places.Contains(-1) ? null : places;
    }

    /// <summary>Says whether an answer to such a question may differ from one day to the next.</summary>
    public static bool DependsOnDay(IEnumerable<string> names) => Any(names, OfTheDay);

    private static bool Any(IEnumerable<string> names, ImmutableArray<string> prefixes) =>
        names.Any(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    private static RuleSchema<Circumstances> Build(ImmutableArray<Parameter> parameters)
    {
        var schema = new RuleSchema<Circumstances>(seen => seen.Source)
            .Date("asOf", new("所问日期", "the day in question"), seen => seen.On, _ => null)
            .List("events", new("生命周期事件", "what happened to the record"), seen => seen.Events, Event)
            .List("conflicts", new("同一行为的其他决定", "other decisions on the same act"), seen => seen.Conflicts, Conflict)
            .List("reliances", new("所依据的记录", "the records that it rests on"), seen => Reliances.Resting(seen), Relied)
            .Date("reliance.basisLostOn", new("列入依据全部丧失之日", "the day on which all that carries it had fallen"),
                seen => Reliances.BasisLost(seen) is { IsRepair: false } lost ? lost.On : null,
                seen => Reliances.BasisLost(seen)?.Source)
            .Date("reliance.basisRepairedOn",
                new("所依据的列入决定信用修复之日", "the day on which the credit of all that carries it was repaired"),
                seen => Reliances.BasisLost(seen) is { IsRepair: true } ended ? ended.On : null,
                seen => Reliances.BasisLost(seen)?.Source)
            .List("contradicting", new("同键异文", "other content under the same key"), seen => seen.Contradicting, Contradiction);
        AddRecord(schema);
        AddMatter(schema);
        AddProceedings(schema);
        OfficeFacts.Add(schema);
        OfficerFacts.Add(schema);
        SubjectFacts.Add(schema);
        PenaltyFacts.Add(schema);
        EvidenceFacts.Add(schema);
        PermitFacts.Add(schema);
        BlacklistFacts.Add(schema);
        GroundFacts.Add(schema, (seen, node) => seen.PartyOf(node));
        LawFacts.AddAct(schema);
        _ = schema.List("basis", new("法律依据", "the laws that it cites"), seen => seen.Basis, Provision);
        for (var index = 0; index < parameters.Length; index++)
        {
            parameters[index].Declare(schema, index);
        }

        return schema;
    }

    private static void AddRecord(RuleSchema<Circumstances> schema) => schema
        .Code("record.kind", new("记录种类", "its kind"), Kinds, seen => Spelling.Of(seen.Current.Statement.Dossier.Kind))
        .Date("record.decidedOn", new("作出日期", "the day of the act of office"), seen => seen.Record.Details.DecidedOn)
        .Date("record.beginsOn", new("起始日期", "the first day on which it can count"), seen => seen.Record.Details.BeginsOn)
        .Date("record.publishedOn", new("报送日期", "the day of its publication"), seen => seen.PublishedOn)
        .Date("record.filedOn", new("立案日期", "the day on which the case was filed"),
            seen => (seen.Record.Details as RecordDetails.Penalty)?.FiledOn)
        .Date("record.servedOn", new("送达日期", "the day of service"), seen => seen.ServedOn)
        .Number("record.version", new("版本", "its version"), seen => seen.Record.Version)
        .Text("record.division", new("管辖区划", "the division that has venue"), seen => seen.Record.Jurisdiction.ToString())
        .Money("record.fine", new("罚款金额", "the fine"), seen => (seen.Record.Details as RecordDetails.Penalty)?.Fine)
        .List("penalties", new("处罚种类", "what was ordered"),
            seen => seen.Record.Details is RecordDetails.Penalty penalty ? penalty.Kinds : ImmutableArray<string>.Empty,
            new RuleSchema<string>().Code("kind", new("种类", "its kind"), Penalties, kind => kind));

    private static void AddMatter(RuleSchema<Circumstances> schema) => schema
        .Truth("record.isDeclaredMajor", new("自报大要案", "declared a major case"), seen => seen.Gravity?.Declared)
        .Truth("matter.isDrinkingWaterSource", new("涉饮用水水源", "a source of drinking water is concerned"),
            seen => seen.Gravity?.DrinkingWaterSource)
        .Number("matter.divisionsHarmed", new("受害区划数", "how many divisions were harmed"),
            seen => seen.Gravity?.DivisionsHarmed)
        .Truth("matter.isReferredAsCrime", new("已移送涉嫌犯罪", "referred as a suspected crime"),
            seen => seen.Gravity?.CriminalReferral)
        .Number("series.acts", new("同一相对人在约定期间内受处罚的行为数（未达到约定标准的为零）",
            "how many acts of one subject were punished in the period agreed on; 0 when they are no series"),
            seen => seen.Series?.Acts ?? 0)
        .Number("series.divisions", new("上述处罚涉及的区划数", "in how many divisions they were punished"),
            seen => seen.Series?.Divisions ?? 0);

    private static void AddProceedings(RuleSchema<Circumstances> schema) => schema
        .Date("remedy.pendingSince", new("救济受理日期", "since when a remedy is pending"),
            seen => seen.PendingRemedy?.On, seen => seen.PendingRemedy?.Source)
        .Date("stay.since", new("停止执行日期", "since when execution is stayed"), seen => seen.Stay?.On, seen => seen.Stay?.Source)
        .Date("permit.suspendedSince", new("暂扣日期", "since when the permit is suspended"),
            seen => seen.Suspension?.On, seen => seen.Suspension?.Source)
        .Date("permit.suspendedUntil", new("暂扣期止", "the last day of the suspension"),
            seen => seen.Suspension?.Until, seen => seen.Suspension?.Source)
        .Date("agreement.recognisesFrom", new("互认起始日", "the first day of what is recognised"),
            seen => seen.Rules.RecognisesFrom, seen => seen.Rules.Name)
        .Truth("agreement.bindsOrigin", new("报送方为协议缔约方", "whether the publisher is a party"),
            seen => seen.Origin is { } origin && seen.Rules.Binds(origin), seen => seen.Rules.Name)
        .Truth("agreement.bindsDivision", new("行为地在协议区域", "whether the division is in the territory"),
            seen => seen.Rules.Binds(seen.Record.Jurisdiction), seen => seen.Rules.Name)
        .Truth("agreement.authorisesIssuer", new("署名机关已获授权", "whether the issuer may sign in its own name"),
            seen => seen.Record.Details.Office.Issuer is { } issuer
                && seen.Rules.Terms.Laws.Authorises(issuer.Name, seen.Record.Details.DecidedOn),
            seen => seen.Rules.Name);
}
