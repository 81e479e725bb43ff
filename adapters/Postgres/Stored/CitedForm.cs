using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>Reliance between records as it is stored.</summary>
internal static class CitedForm
{
    /// <summary>The stored name of what is to be settled.</summary>
    public const string Due = "cascade-due.v1";

    private const string Named = "record-named.v1";
    private const string Cited = "record-cited.v1";
    private const string Fell = "record-fell.v1";
    private const string Stood = "record-stood.v1";
    private const string Postponed = "citing-postponed.v1";
    private const string Settled = "citing-settled.v1";

    public static ImmutableArray<string> Names { get; } = [Named, Cited, Fell, Stood, Postponed, Settled, Due];

    public static StoredRelianceChanged From(RelianceFact fact, ImmutableArray<Jurisdiction>? shownTo) => new()
    {
        ShownTo = { Form.Parties(shownTo) },
        Of = fact.Of.ToString(),
        Kind = (int)fact.Kind,
        Dossier = fact.Dossier?.ToString() ?? "",
        State = (int)fact.State,
        SinceDay = fact.SinceOn.DayNumber,
        Source = fact.Source,
    };

    public static RelianceFact Read(StoredRelianceChanged stored, DateTimeOffset knownAt) => new(
        Form.Record(stored.Of),
        (RelianceKind)stored.Kind,
        stored.Dossier.Length == 0 ? null : Form.Dossier(stored.Dossier),
        (RelianceState)stored.State,
        DateOnly.FromDayNumber(stored.SinceDay),
        stored.Source,
        knownAt);

    public static (string Name, IMessage Stored) From(CitedEvent happened) => happened switch
    {
        CitedEvent.Named named => (Named, new StoredRecordNamed { Dossier = named.Dossier.ToString(), Source = named.Source }),
        CitedEvent.Cited { By: var by } =>
            (Cited, new StoredRecordCited { Dossier = by.Dossier.ToString(), Kind = (int)by.Kind }),
        CitedEvent.Fell fell => (Fell, new StoredRecordFell
        {
            Dossier = fell.Dossier.ToString(), Day = fell.Fall.On.DayNumber, Source = fell.Fall.Source,
            IsRepair = fell.Fall.IsRepair,
        }),
        CitedEvent.Stood stood => (Stood, new StoredRecordStood { Dossier = stood.Dossier.ToString() }),
        CitedEvent.Postponed postponed => (Postponed, From(postponed.Dossiers)),
        CitedEvent.Settled settled => (Settled, From(settled.Dossiers)),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>Reads an event of a cited record; null when its name is another.</summary>
    public static CitedEvent? Read(LoggedEvent logged) => logged.Type switch
    {
        Named => Read(StoredRecordNamed.Parser.ParseFrom(logged.Payload.Span)),
        Cited => Read(StoredRecordCited.Parser.ParseFrom(logged.Payload.Span)),
        Fell => Read(StoredRecordFell.Parser.ParseFrom(logged.Payload.Span)),
        Stood => new CitedEvent.Stood(Form.Dossier(StoredRecordStood.Parser.ParseFrom(logged.Payload.Span).Dossier)),
        Postponed => new CitedEvent.Postponed(Dossiers(logged)),
        Settled => new CitedEvent.Settled(Dossiers(logged)),
        _ => null,
    };

    private static CitedEvent.Named Read(StoredRecordNamed stored) => new(Form.Dossier(stored.Dossier), stored.Source);

    private static CitedEvent.Cited Read(StoredRecordCited stored) =>
        new(new Citing(Form.Dossier(stored.Dossier), (RelianceKind)stored.Kind));

    private static CitedEvent.Fell Read(StoredRecordFell stored) =>
        new(Form.Dossier(stored.Dossier), new Fall(DateOnly.FromDayNumber(stored.Day), stored.Source)
        {
            IsRepair = stored.IsRepair,
        });

    private static StoredCiting From(ImmutableArray<DossierId> dossiers)
    {
        var stored = new StoredCiting();
        stored.Dossiers.Add(dossiers.Select(dossier => dossier.ToString()));
        return stored;
    }

    private static ImmutableArray<DossierId> Dossiers(LoggedEvent logged) =>
        [.. StoredCiting.Parser.ParseFrom(logged.Payload.Span).Dossiers.Select(Form.Dossier)];
}
