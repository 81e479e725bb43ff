using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Postgres.Stored;

/// <summary>Reads the texts of stored events.</summary>
internal static class Form
{
    public static DossierId Dossier(string text) =>
        DossierId.TryParse(text, out var dossier) ? dossier : throw new FormatException($"'{text}' is not a dossier.");

    public static RecordId Record(string text) =>
        RecordId.TryParse(text, out var record) ? record : throw new FormatException($"'{text}' is not a record id.");

    public static IEnumerable<string> Parties(ImmutableArray<Jurisdiction>? parties) =>
        parties?.Select(party => party.ToString()) ?? [];

    public static ImmutableArray<Jurisdiction>? Parties(IReadOnlyCollection<string> stored) =>
        stored.Count == 0 ? null : [.. stored.Select(Division)];

    public static Jurisdiction Division(string text) =>
        Jurisdiction.TryParse(text, out var division) ? division : throw new FormatException($"'{text}' is not a division code.");
}

/// <summary>Decisions as they are stored.</summary>
internal static class DecisionForm
{
    public static StoredDecided From(Decision decision, ImmutableArray<Jurisdiction>? shownTo = null)
    {
        var stored = new StoredDecided
        {
            Number = decision.Number,
            Supersedes = decision.Supersedes,
            Record = decision.Record.ToString(),
            Version = decision.Version,
            Group = decision.For.Group ?? "",
            Only = decision.For.Only?.ToString() ?? "",
            Outcome = (int)decision.Assessment.Outcome,
            Awaiting = (int)decision.Assessment.Awaiting,
            EffectiveDay = decision.Assessment.EffectiveOn.DayNumber,
            RuleSet = decision.RuleSet,
            HasBeenRecognised = decision.HasBeenRecognised,
            RuleSetHash = decision.RuleSetHash == default
                ? ByteString.Empty : ByteString.CopyFrom(decision.RuleSetHash.ToBytes().AsSpan()),
        };
        stored.ShownTo.Add(Form.Parties(shownTo));
        stored.Except.Add(decision.For.Except.Select(division => division.ToString()));
        stored.Findings.Add(decision.Assessment.Findings.Select(From));
        stored.Items.Add(decision.Assessment.Items.Select(item => new StoredItem
        {
            Number = item.Number, Outcome = (int)item.Outcome, Findings = { item.Findings.Select(From) },
        }));
        foreach (var question in decision.Assessment.Questions)
        {
            var form = new StoredQuestion
            {
                Code = question.Code.ToString(),
                SinceDay = question.SinceOn.DayNumber,
                DueDayPlusOne = question.DueOn?.DayNumber + 1 ?? 0,
            };
            form.Facts.Add(question.Facts.Select(From));
            stored.Questions.Add(form);
        }

        return stored;
    }

    public static Decision Read(StoredDecided stored, DateTimeOffset decidedAt) => new(
        stored.Number,
        stored.Supersedes,
        Form.Record(stored.Record),
        stored.Version,
        new Receivers(
            stored.Group.Length == 0 ? null : stored.Group,
            stored.Only.Length == 0 ? null : Form.Division(stored.Only),
            [.. stored.Except.Select(Form.Division)]),
        new Assessment(
            (Outcome)stored.Outcome,
            [.. stored.Findings.Select(Read)],
            DateOnly.FromDayNumber(stored.EffectiveDay),
            (Awaiting)stored.Awaiting)
        {
            Questions = [.. stored.Questions.Select(Read)],
            Items =
            [
                .. stored.Items.Select(item => new ItemAssessment(
                    item.Number, (Outcome)item.Outcome, [.. item.Findings.Select(Read)])),
            ],
        },
        stored.RuleSet,
        decidedAt)
    {
        RuleSetHash = stored.RuleSetHash.IsEmpty ? default : Digest.FromBytes(stored.RuleSetHash.Span),
        HasBeenRecognised = stored.HasBeenRecognised,
    };

    private static Finding Read(StoredFinding stored) => new(
        new ReasonCode(stored.Code),
        DateOnly.FromDayNumber(stored.SinceDay),
        [.. stored.Facts.Select(Read)]);

    private static Question Read(StoredQuestion stored) => new(
        new ReasonCode(stored.Code),
        DateOnly.FromDayNumber(stored.SinceDay),
        stored.DueDayPlusOne == 0 ? null : DateOnly.FromDayNumber(stored.DueDayPlusOne - 1),
        [.. stored.Facts.Select(Read)]);

    private static StoredFinding From(Finding finding) => new()
    {
        Code = finding.Code.ToString(),
        SinceDay = finding.SinceOn.DayNumber,
        Facts = { finding.Facts.Select(From) },
    };

    private static StoredFact From(Fact fact) => new() { Name = fact.Name, Value = fact.Value, Source = fact.Source };

    private static Fact Read(StoredFact stored) => new(stored.Name, stored.Value, stored.Source);
}

/// <summary>Conflicts as they are stored.</summary>
internal static class ConflictForm
{
    public static StoredConflictChanged From(ConflictFact conflict, ImmutableArray<Jurisdiction>? shownTo) => new()
    {
        ShownTo = { Form.Parties(shownTo) },
        Other = conflict.Other.ToString(),
        State = (int)conflict.State,
        SinceDay = conflict.SinceOn.DayNumber,
        Source = conflict.Source,
    };

    public static ConflictFact Read(StoredConflictChanged stored, DateTimeOffset knownAt) => new(
        Form.Dossier(stored.Other), (ConflictState)stored.State, DateOnly.FromDayNumber(stored.SinceDay), stored.Source, knownAt);
}

/// <summary>Series of penalties as they are stored.</summary>
internal static class SeriesForm
{
    public static StoredSeriesChanged From(SeriesFact series, ImmutableArray<Jurisdiction>? shownTo) => new()
    {
        ShownTo = { Form.Parties(shownTo) },
        Subject = series.Subject,
        Acts = series.Acts,
        Divisions = series.Divisions,
        SinceDay = series.SinceOn.DayNumber,
    };

    public static SeriesFact Read(StoredSeriesChanged stored, DateTimeOffset knownAt) => new(
        stored.Subject, stored.Acts, stored.Divisions, DateOnly.FromDayNumber(stored.SinceDay), knownAt);
}

/// <summary>Penalised acts as they are stored.</summary>
internal static class ActForm
{
    public static StoredActFiled From(PenalisedAct act)
    {
        var stored = new StoredActFiled
        {
            Dossier = act.Dossier.ToString(),
            Record = act.Record.ToString(),
            Issuer = act.Issuer,
            DecidedDay = act.DecidedOn.DayNumber,
            IsFined = act.IsFined,
            FromDayPlusOne = Day(act.Sketch.From),
            ToDayPlusOne = Day(act.Sketch.To),
            Point = act.Sketch.Point is { } point ? new StoredPoint { Latitude = point.Latitude, Longitude = point.Longitude }
                : null,
        };
        stored.SameAs.Add(act.SameAs.Select(record => record.ToString()));
        stored.Replaces.Add(act.Replaces.Select(record => record.ToString()));
        return stored;
    }

    public static PenalisedAct Read(StoredActFiled stored) => new(
        Form.Dossier(stored.Dossier),
        Form.Record(stored.Record),
        stored.Issuer,
        DateOnly.FromDayNumber(stored.DecidedDay),
        stored.IsFined,
        new ActSketch(
            Day(stored.FromDayPlusOne),
            Day(stored.ToDayPlusOne),
            stored.Point is { } point ? new GeoPoint(point.Latitude, point.Longitude) : null),
        [.. stored.SameAs.Select(Form.Record)],
        [.. stored.Replaces.Select(Form.Record)]);

    private static int Day(DateOnly? day) => day is { } known ? known.DayNumber + 1 : 0;

    private static DateOnly? Day(int dayPlusOne) => dayPlusOne == 0 ? null : DateOnly.FromDayNumber(dayPlusOne - 1);
}
