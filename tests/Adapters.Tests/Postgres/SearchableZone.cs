using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Facts;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Envelope = ExchangeHub.Records.Envelope;
using GeoPoint = ExchangeHub.Records.GeoPoint;
using Record = ExchangeHub.Protos.Record.V1.Record;
using Statement = ExchangeHub.Records.Statement;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>A record that was written at random, with everything by which it can be found.</summary>
internal sealed class Findable
{
    public required DossierId Dossier { get; init; }

    public required Record Record { get; set; }

    public required Statement Statement { get; set; }

    public required DateTimeOffset TakenAt { get; set; }

    public ImmutableArray<Jurisdiction>? ShownTo { get; set; }

    public Dictionary<string, Decision> InForce { get; } = [];

    public DateOnly DecidedOn => CivilDates.Parse(Record.DecidedOn);

    public GeoPoint? Place => Record.Matter?.ActPoint is { } point
        ? new GeoPoint(point.LatitudeMicrodegrees / 1e6, point.LongitudeMicrodegrees / 1e6) : null;
}

/// <summary>Random records and decisions, so close to each other that every condition finds some and leaves some out.</summary>
internal sealed class SearchableZone(Random random, IEventLog log)
{
    public static readonly string[] Receivers = ["310118", "320509", "330421"];
    public static readonly string[] Industries = ["1713", "C1713", "1752", "3360", "C3360", "2614", ""];
    public static readonly string[] Waters = ["太浦河", "淀山湖", "元荡", ""];
    public static readonly string[] Violations = ["W-0101", "W-0102", "超标排放水污染物", "超标排放　水污染物"];
    public static readonly string[] Reasons = ["REF-AGR-SCOPE", "FLG-COVERT", "SUS-STAY", "TRM-INVALID"];
    private static readonly string[] Places = ["苏州", "青浦", "嘉善"];
    private static readonly string[] Words = ["汾湖", "锦澜", "青澄", "陶庄汇", "淀山湖", "盛泽", "Ａ１纺机"];
    private static readonly string[] Trades = ["纺织印染", "表面处理", "再生资源", "化纤"];
    private static readonly EventCodec Codec = new(new StatementReader());
    private long _sequence;

    public static Network Network { get; } = new(
        "yrd-demo", ImmutableDictionary<Jurisdiction, Party>.Empty, ImmutableDictionary<NodeId, RegisteredNode>.Empty,
        new Agreement("agr:yrd-demo-2020", [Asking.Zone]));

    public List<Findable> Records { get; } = [];

    public static string Group => Asking.Zone.GroupOf(Jurisdiction.Parse("310118"))!.Name;

    public string FirmName() => $"{Pick(Places)}{Pick(Words)}{Pick(Trades)}{(random.Next(2) == 0 ? "有限公司" : "（集团）有限公司")}";

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public async Task<long> FillAsync(int count)
    {
        for (var left = count; left > 0; left--)
        {
            var number = Records.Count + 1;
            await FileAsync(number, version: 1);
            while (random.Next(3) == 0)
            {
                await DecideAsync(Pick(Records));
            }

            await DecideAsync(Records[^1]);
            if (random.Next(10) == 0)
            {
                await FileAsync(1 + random.Next(number), version: 2);
            }
        }

        return await log.HeadAsync(CancellationToken.None);
    }

    private async Task FileAsync(int number, int version)
    {
        if (version == 2 && Records[number - 1].Record.Version == 2)
        {
            return;
        }

        var record = version == 1 ? Make(number) : Vary(Records[number - 1].Record.Clone());
        var payload = Samples.Writer("node:320509").Write(
            record,
            Ulid.New(Samples.PublishedAt.AddSeconds(number), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            new StatementPlace(++_sequence, _sequence == 1 ? null : Digest.Of("before"u8), Samples.PublishedAt));
        var reading = new StatementReader().Read(payload);
        Assert.Empty(reading.Violations);
        var at = Samples.PublishedAt.AddHours(random.Next(24 * 60));
        ImmutableArray<Jurisdiction>? shownTo = random.Next(5) > 0 ? null
            : [.. Receivers.Where(_ => random.Next(2) == 0).Append(Pick(Receivers)).Distinct().Select(Jurisdiction.Parse)];
        await AppendAsync(reading.Statement!.Dossier, at, new DossierEvent.StatementFiled(
            new Envelope(Envelope.StatementType, payload, "", new byte[64]), reading.Statement,
            Disposition.Accepted, at)
        {
            ShownTo = shownTo,
        });
        if (version == 1)
        {
            Records.Add(new Findable
            {
                Dossier = reading.Statement.Dossier, Record = record, Statement = reading.Statement, TakenAt = at,
                ShownTo = shownTo,
            });
        }
        else
        {
            var known = Records[number - 1];
            (known.Record, known.Statement, known.TakenAt, known.ShownTo) = (record, reading.Statement, at, shownTo);
        }
    }

    private Record Make(int number)
    {
        var record = (number % 4) switch { 0 => Samples.Permit(), 1 => Samples.Blacklist(), _ => Samples.Penalty() };
        var text = number.ToString(CultureInfo.InvariantCulture);
        switch (record.BodyCase)
        {
            case Record.BodyOneofCase.Penalty:
                record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{text}号";
                record.Penalty.ViolationCode = random.Next(2) == 0 ? Pick(Violations[..2]) : "";
                record.Penalty.ViolationType = Pick(Violations[2..]);
                break;
            case Record.BodyOneofCase.Permit:
                record.Permit.PermitNumber = $"91310118MAHUB00488{number:D3}P";
                record.Permit.DocumentNumber = $"青环许〔2024〕{text}号";
                break;
            default:
                record.Blacklist.DocumentNumber = $"嘉环（善）失信〔2026〕{text}号";
                break;
        }

        return Vary(record, isFirst: true);
    }

    private Record Vary(Record record, bool isFirst = false)
    {
        if (!isFirst)
        {
            record.Version = 2;
            record.PreviousVersionHash = Samples.SomeHash;
        }

        record.Jurisdiction = Pick(Receivers);
        record.DecidedOn = CivilDates.Format(new DateOnly(2026, 1, 1).AddDays(random.Next(40)));
        record.Subjects[0].Name = FirmName();
        record.Subjects[0].Industry = Pick(Industries);
        record.Matter = random.Next(4) == 0 ? null : new Matter
        {
            WaterBody = Pick(Waters),
            ActPoint = random.Next(4) == 0 ? null : new Protos.Record.V1.GeoPoint
            {
                LatitudeMicrodegrees = 31_000_000 + random.Next(-300_000, 300_000),
                LongitudeMicrodegrees = 120_900_000 + random.Next(-400_000, 400_000),
            },
        };
        return record;
    }

    private async Task DecideAsync(Findable record)
    {
        var isOwn = random.Next(3) == 0;
        var receivers = isOwn ? ExchangeHub.Recognitions.Receivers.Just(Jurisdiction.Parse(Pick(Receivers)))
            : ExchangeHub.Recognitions.Receivers.All(Group, random.Next(4) == 0 ? [Jurisdiction.Parse(Pick(Receivers))] : []);
        ImmutableArray<Finding> findings =
        [
            .. Reasons.Where(_ => random.Next(3) == 0)
                .Select(code => new Finding(new ReasonCode(code), record.DecidedOn, [])),
        ];
        var decision = new Decision(
            1, 0, record.Statement.Record, 1, receivers,
            new Assessment((Outcome)random.Next(2, 8), findings, record.DecidedOn, Awaiting.Nothing), "agr:yrd-demo-2020/v3",
            Samples.PublishedAt);
        await AppendAsync(record.Dossier, Samples.PublishedAt, new DossierEvent.Decided(decision));
        record.InForce[receivers.Key] = decision;
    }

    private async Task AppendAsync(DossierId dossier, DateTimeOffset at, DossierEvent happened) =>
        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(
            new AppendRequest(
                [new StreamAppend(dossier.Stream, null, [Codec.Encode(Guid.CreateVersion7(), happened)])], at),
            CancellationToken.None));
}
