using ExchangeHub.Agreements.Facts;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using Circumstances = ExchangeHub.Agreements.Circumstances;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>The facts of the record itself beside what else the conditions of the catalogue ask for: the day, the record's
/// place in its dossier, events, and the tables of law.</summary>
internal static class ZoneSchema
{
    private static readonly CodeSet Kinds = new(
        new Wording("记录种类", "the kinds of records"), ["PENALTY", "EVIDENCE", "PERMIT", "BLACKLIST"]);

    private static readonly CodeSet Happenings = new(
        new Wording("事件种类", "the kinds of events"), ["SERVED", "EVIDENCE_EXCLUDED"]);

    private static readonly CodeSet Penalties = new(
        new Wording("处罚种类", "the kinds of penalties"), PenaltyKinds.All.Select(kind => kind.Code));

    private static readonly RuleSchema<CitedLaw> Law = LawFacts.Describe(new RuleSchema<CitedLaw>(), it => it)
        .Date("inForceFrom", new Wording("施行日", "since when it is in force"), it => Table(it)?.From)
        .Date("inForceTo", new Wording("废止前一日", "until when it was in force"), it => Table(it)?.To)
        .Money("fineMin", new Wording("罚款下限", "the smallest fine"), it => Table(it)?.Min)
        .Money("fineMax", new Wording("罚款上限", "the largest fine"), it => Table(it)?.Max);

    private static readonly RuleSchema<Happening> Event = new RuleSchema<Happening>()
        .Date("on", new Wording("日期", "its day"), it => it.On)
        .Code("kind", new Wording("种类", "its kind"), Happenings, it => it.Fact switch
        {
            LifeCycleFact.Served => "SERVED",
            LifeCycleFact.EvidenceExcluded => "EVIDENCE_EXCLUDED",
            _ => "OTHER",
        });

    /// <summary>Gets the schema.</summary>
    public static RuleSchema<Circumstances> All { get; } = Asking
        .Own(new RuleSchema<Circumstances>(seen => seen.Source), hasLaw: false)
        .Date("asOf", new Wording("所问日期", "the day in question"), seen => seen.On)
        .Code("record.kind", new Wording("种类", "its kind"), Kinds, seen => seen.Record.Details.GetType().Name.ToUpperInvariant())
        .Date("record.decidedOn", new Wording("决定日期", "the day of the decision"), seen => seen.Record.Details.DecidedOn)
        .Date("record.publishedOn", new Wording("公示日期", "the day of publication"), seen => seen.PublishedOn)
        .Date("record.servedOn", new Wording("送达日期", "the day of service"), seen => Penalty(seen)?.ServedOn)
        .Number("record.version", new Wording("版本", "its version"), seen => seen.Record.Version)
        .Money("record.fine", new Wording("罚款", "the fine"), seen => Penalty(seen)?.Fine)
        .Truth("record.isDeclaredMajor", new Wording("自报大要案", "declared a major case"), seen => Weight(seen)?.Declared)
        .Truth("matter.drinkingWaterSource", new Wording("饮用水水源", "drinking water"), seen => Weight(seen)?.DrinkingWaterSource)
        .Number("matter.divisionsHarmed", new Wording("受害区划数", "divisions harmed"), seen => Weight(seen)?.DivisionsHarmed)
        .Truth("matter.criminalReferral", new Wording("移送犯罪", "referred as a crime"), seen => Weight(seen)?.CriminalReferral)
        .Truth("agreement.authorisesIssuer", new Wording("已授权署名", "the issuer is authorised"), _ => false)
        .List("basis", new Wording("法律依据", "the laws that it cites"), seen => seen.Record.Details.Office.Basis, Law)
        .List("events", new Wording("事件", "what happened"),
            seen => [.. seen.Events.Select(one => new Happening(one.On, one.Fact))], Event)
        .List("penalties", new Wording("处罚种类", "the penalties"), seen => Penalty(seen)?.Kinds, new RuleSchema<string>()
            .Code("kind", new Wording("种类", "its kind"), Penalties, it => it))
        .List<DateOnly>("citations", new Wording("引用该证据的决定", "the decisions that rest on it"),
            _ => [new DateOnly(2026, 6, 30)],
            new RuleSchema<DateOnly>().Date("decidedOn", new Wording("决定日期", "the day of the decision"), it => it));

    private static RecordDetails.Penalty? Penalty(Circumstances seen) => seen.Record.Details as RecordDetails.Penalty;

    private static Gravity? Weight(Circumstances seen) => seen.Record.Details switch
    {
        RecordDetails.Penalty penalty => penalty.Gravity,
        RecordDetails.Evidence evidence => evidence.Gravity,
        _ => null,
    };

    private static (DateOnly From, DateOnly? To, Fen? Min, Fen? Max)? Table(CitedLaw law) => (law.Instrument, law.Edition) switch
    {
        ("水污染防治法", "2017") => (new(2018, 1, 1), new(2026, 8, 14), new Fen(10_000_000), new Fen(100_000_000)),
        ("水污染防治法", "2008") => (new(2008, 6, 1), new(2017, 12, 31), new Fen(1_000_000), new Fen(10_000_000)),
        _ => null,
    };

    private sealed record Happening(DateOnly On, LifeCycleFact Fact);
}
