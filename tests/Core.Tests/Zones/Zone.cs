using System.Collections.Immutable;
using System.Text.Json;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Zones;

/// <summary>Files statements exactly as the hub does, with dictionaries in the place of the log.</summary>
internal sealed class Zone(Network? network = null)
{
    private static readonly Envelope Sealed =
        new(Envelope.StatementType, ReadOnlyMemory<byte>.Empty, "0011223344556677", ReadOnlyMemory<byte>.Empty);

    private readonly Dictionary<DossierId, List<DossierEvent>> _dossiers = [];
    private readonly Dictionary<string, List<SubjectEvent>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordId, List<CitedEvent>> _cited = [];
    private readonly Dictionary<DossierId, DossierState> _folded = []; // only to save time: the streams are what there is
    private readonly List<(DossierId Dossier, Decision Decision)> _decisions = [];

    public Network Network { get; } = network ?? DemoNetwork.Standard;

    /// <summary>Gets every decision that was announced, in order.</summary>
    public IReadOnlyList<(DossierId Dossier, Decision Decision)> Decisions => _decisions;

    public IReadOnlyCollection<DossierId> Dossiers => _dossiers.Keys;

    /// <summary>Gets how many statements were put to the zone, rejected ones included.</summary>
    public int Taken { get; private set; }

    /// <summary>Files a statement that must not be rejected, when it was published unless said otherwise.</summary>
    public Disposition File(Statement statement, string? at = null)
    {
        var result = TryFile(statement, at is null ? statement.PublishedAt : Desk.Instant(at));
        Assert.True(result.Rejection is null, result.Rejection?.Message.English);
        return result.Disposition;
    }

    /// <summary>Files a statement and stores what it causes; a rejected one leaves no trace.</summary>
    public FilingResult TryFile(Statement statement, DateTimeOffset at)
    {
        Taken++;
        var context = FilingContext.Empty;
        while (Filing.Missing(Network, context, statement) is { IsNothing: false } unread)
        {
            context = Read(context, unread);
        }

        return Store(Filing.File(Network, context, Sealed, statement, at));
    }

    /// <summary>Folds what others know of a record id.</summary>
    public CitedState Cited(RecordId record) =>
        _cited.GetValueOrDefault(record, []).Aggregate(CitedState.Empty, CitedRecord.Evolve);

    /// <summary>Settles what a cascade had to leave, to the end.</summary>
    /// <returns>How many dossiers each append took in.</returns>
    public int[] SettleRest(RecordId record, DateTimeOffset at)
    {
        var swept = new List<int>();
        while (true)
        {
            var context = FilingContext.Empty;
            while (Sweep.Missing(Network, context, record) is { IsNothing: false } unread)
            {
                context = Read(context, unread);
            }

            var result = Store(Sweep.Settle(Network, context, record, at));
            if (result.Cited.IsEmpty)
            {
                return [.. swept];
            }

            swept.Add(result.Dossiers.Length);
        }
    }

    private FilingContext Read(FilingContext context, Unread unread) => new(
        context.Dossiers.AddRange(unread.Dossiers.Select(id => KeyValuePair.Create(id, State(id)))),
        context.Subjects.AddRange(unread.Subjects.Select(code => KeyValuePair.Create(code, File(code)))),
        context.Cited.AddRange(unread.Cited.Select(id => KeyValuePair.Create(id, Cited(id)))));

    private FilingResult Store(FilingResult result)
    {
        foreach (var (dossier, events) in result.Dossiers)
        {
            _folded.Remove(dossier);
            Stream(_dossiers, dossier).AddRange(events);
            _decisions.AddRange(events.OfType<DossierEvent.Decided>().Select(decided => (dossier, decided.Decision)));
        }

        foreach (var (subject, events) in result.Subjects)
        {
            Stream(_subjects, subject).AddRange(events);
        }

        foreach (var (record, events) in result.Cited)
        {
            Stream(_cited, record).AddRange(events);
        }

        return result;
    }

    /// <summary>Folds a dossier from its stream.</summary>
    public DossierState State(DossierId id) => _folded.TryGetValue(id, out var state)
        ? state
        : _folded[id] = _dossiers.GetValueOrDefault(id, []).Aggregate(DossierState.Empty, Dossier.Evolve);

    /// <summary>Folds the file of a subject from its stream.</summary>
    public SubjectState File(string subject) =>
        _subjects.GetValueOrDefault(subject, []).Aggregate(SubjectState.Empty, SubjectFile.Evolve);

    /// <summary>Counts what counts as repetition.</summary>
    public int Violations(string subject) => File(subject).ViolationCount(metresMax: 300);

    public Assessment Assess(Jurisdiction receiver, DossierId id, DateOnly? validOn = null, DateTimeOffset? knownAt = null) =>
        Assessor.Assess(
        Network, knownAt is { } known ? State(id).Facts.AsKnownAt(known) : State(id).Facts, receiver, validOn);

    /// <summary>Says what a receiver holds now; the decision that was announced to it must say the same.</summary>
    public string Holds(Jurisdiction receiver, Draft record)
    {
        var assessed = Tell(Assess(receiver, record.Dossier));
        var announced = State(record.Dossier).For(receiver, Network);
        if (announced is not null)
        {
            Assert.Equal(assessed, Tell(announced.Assessment));
        }

        return assessed;
    }

    /// <summary>Says what a receiver held on a day, from all that is known or from what was known at an instant.</summary>
    public string Held(Jurisdiction receiver, Draft record, string on, string? known = null) => Tell(Assess(
        receiver, record.Dossier, CivilDates.Parse(on), known is null ? null : Desk.Instant(known)));

    /// <summary>Says what was announced about a record, in order.</summary>
    public string[] Announced(Draft record) =>
    [
        .. from entry in _decisions
           where entry.Dossier == record.Dossier
           select $"{Tell(entry.Decision.For)}: {Tell(entry.Decision.Assessment)}",
    ];

    /// <summary>Writes out every decision with all that it carries: equal texts are equal decisions.</summary>
    public string Ledger() => string.Join('\n', _decisions.Select(entry => JsonSerializer.Serialize(entry.Decision)));

    private static List<TEvent> Stream<TKey, TEvent>(Dictionary<TKey, List<TEvent>> streams, TKey key)
        where TKey : notnull => streams.TryGetValue(key, out var own) ? own : streams[key] = [];

    // Such as "SUSPENDED since 2026-05-08: SUS-STAY".
    private static string Tell(Assessment assessment)
    {
        var outcome = assessment.Outcome switch
        {
            Outcome.RecognisedWithFlag => "RECOGNISED_WITH_FLAG",
            Outcome.NotApplicable => "NOT_APPLICABLE",
            Outcome.NotKnown => "NOT_KNOWN",
            var other => other.ToString().ToUpperInvariant(),
        };
        var since = assessment.Outcome is Outcome.NotKnown ? "" : $" since {CivilDates.Format(assessment.EffectiveOn)}";
        var awaiting = assessment.Awaiting == Awaiting.Nothing ? "" : $", awaiting {assessment.Awaiting}";
        var codes = assessment.Findings.IsEmpty ? "" : ": "
            + string.Join(' ', assessment.Findings.Select(finding => finding.Code));
        return outcome + since + awaiting + codes;
    }

    private static string Tell(Receivers receivers) => receivers.Only is { } only
        ? only.ToString()
        : string.Join(" without ", new[] { receivers.Group }.Concat(receivers.Except.Select(division => division.ToString())));
}
