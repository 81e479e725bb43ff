using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Zones;

/// <summary>A record before anybody publishes it. Change one with <c>with</c>: the business key stays.</summary>
internal sealed record Draft(
    DossierId Dossier,
    RecordId Record,
    Issuer Issuer,
    Jurisdiction Jurisdiction,
    ImmutableArray<string> Subjects,
    RecordDetails Details)
{
    private static readonly Gravity Plain =
        new(Declared: false, DrinkingWaterSource: false, DivisionsHarmed: 0, CriminalReferral: false);

    public ImmutableArray<RecordLink> Links { get; init; } = [];

    public ImmutableArray<Reliance> References { get; init; } = [];

    public bool RestsOnDocuments { get; init; }

    /// <summary>Gets what it rests on, as the hub reads it from the wire: references, and links but for SAME_ACT.</summary>
    public ImmutableArray<Reliance> Reliances =>
    [
        .. References, .. Links.Where(link => link.Relation != LinkRelation.SameAct)
            .Select(link => new Reliance(link.Record, RelianceKind.Link)),
    ];

    /// <summary>Gets the content that a statement of it has: all but ids, versions and times.</summary>
    public Digest Content => Digest.Of(JsonSerializer.SerializeToUtf8Bytes(new object[]
    {
        Dossier.ToString(), Issuer.CreditCode, Jurisdiction.ToString(), Subjects,
            Links.Select(link => $"{link.Relation} {link.Record}"), Details,
            References.Select(reference => $"{reference.Kind} {reference.Of}"), RestsOnDocuments,
    }));

    /// <summary>A fine, decided by two officers and served on the day of the decision.</summary>
    public static Draft Penalty(Issuer issuer, Jurisdiction division, string number, string subject, string decidedOn,
        long fineYuan) => Of(
        $"penalty/{issuer.CreditCode}/{number}",
        issuer,
        division,
        subject,
        new RecordDetails.Penalty(
            CivilDates.Parse(decidedOn),
            CivilDates.Parse(decidedOn).AddDays(-40),
            CivilDates.Parse(decidedOn),
            ["P03"],
            new Fen(fineYuan * 100),
            ["09180012026", "09180012031"],
            new ActSketch(null, null, null),
            Plain));

    /// <summary>An evidence package, sealed by two officers.</summary>
    public static Draft Evidence(Issuer issuer, Jurisdiction division, string number, string subject, string sealedOn) => Of(
        $"evidence/{division}/{number}",
        issuer,
        division,
        subject,
        new RecordDetails.Evidence(CivilDates.Parse(sealedOn), null, ["11042100123", "10050912045"], Plain));

    /// <summary>A permit.</summary>
    public static Draft Permit(Issuer issuer, Jurisdiction division, string number, string subject, string from, string to) => Of(
        $"permit/{number}/1",
        issuer,
        division,
        subject,
        new RecordDetails.Permit(CivilDates.Parse(from).AddDays(-12), CivilDates.Parse(from), CivilDates.Parse(to)));

    /// <summary>An entry of the regional list.</summary>
    public static Draft Blacklist(Issuer issuer, Jurisdiction division, string number, string subject, string decidedOn) => Of(
        $"blacklist/ENV-YRD/{subject}/{number}",
        issuer,
        division,
        subject,
        new RecordDetails.Blacklist(CivilDates.Parse(decidedOn), CivilDates.Parse(decidedOn),
            CivilDates.Parse(decidedOn).AddYears(3)));

    public Draft ServedOn(string? day) =>
        Penalised(penalty => penalty with { ServedOn = day is null ? null : CivilDates.Parse(day) });

    public Draft Imposing(params ImmutableArray<string> kinds) => Penalised(penalty => penalty with { Kinds = kinds });

    public Draft Fining(long yuan) => Penalised(penalty => penalty with { Fine = new Fen(yuan * 100) });

    public Draft ForAct(string day, GeoPoint? point = null) =>
        Penalised(penalty => penalty with { Act = new ActSketch(CivilDates.Parse(day), CivilDates.Parse(day), point) });

    public Draft ForActSince(string day, GeoPoint point) =>
        Penalised(penalty => penalty with { Act = new ActSketch(CivilDates.Parse(day), null, point) });

    public Draft DecidedBy(params ImmutableArray<string> officers) => this with
    {
        Details = Details switch
        {
            RecordDetails.Penalty penalty => penalty with { Officers = officers },
            RecordDetails.Evidence evidence => evidence with { Officers = officers },
            _ => throw new InvalidOperationException("Only penalties and evidence name officers."),
        },
    };

    public Draft Weighing(Gravity gravity) => this with
    {
        Details = Details switch
        {
            RecordDetails.Penalty penalty => penalty with { Gravity = gravity },
            RecordDetails.Evidence evidence => evidence with { Gravity = gravity },
            _ => throw new InvalidOperationException("Only penalties and evidence have a gravity."),
        },
    };

    public Draft HandedTo(Jurisdiction receiver) =>
        this with { Details = (RecordDetails.Evidence)Details with { ReceivingDivision = receiver } };

    public Draft Linking(LinkRelation relation, Draft other) =>
        this with { Links = Links.Add(new RecordLink(relation, other.Record)) };

    /// <summary>An entry that others carry, or a decision that rests on evidence or on the one before.</summary>
    public Draft RestingOn(params IEnumerable<Draft> others) => this with
    {
        References = References.AddRange(others.Select(other => new Reliance(other.Record, Dossier.Kind == RecordKind.Blacklist
            ? RelianceKind.Basis
            : other.Dossier.Kind == RecordKind.Evidence ? RelianceKind.Evidence : RelianceKind.PriorDecision))),
    };

    /// <summary>The same record under another record id, as a second channel sends it.</summary>
    public Draft Alias() => this with { Record = IdOf(Dossier.Kind, Jurisdiction, $"alias of {Record}") };

    private static Draft Of(string dossier, Issuer issuer, Jurisdiction division, string subject, RecordDetails details)
    {
        Assert.True(DossierId.TryParse(dossier, out var id), $"'{dossier}' is no dossier");
        return new Draft(id, IdOf(id.Kind, division, dossier), issuer, division, [subject], details);
    }

    private static RecordId IdOf(RecordKind kind, Jurisdiction division, string seed) => RecordId.Create(
        kind.Code(), division,
            Ulid.New(DateTimeOffset.UnixEpoch, Digest.Of(Encoding.UTF8.GetBytes(seed)).ToBytes().AsSpan()[..10]));

    private Draft Penalised(Func<RecordDetails.Penalty, RecordDetails.Penalty> change) =>
        this with { Details = change((RecordDetails.Penalty)Details) };
}
