using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Collects what filing one statement causes in every stream that it touches, folding as it goes.</summary>
/// <remarks>
/// Every step works out what must stand in a stream from all that is known, and appends what is missing there. None of them asks
/// what the statement is; that is why the order in which statements come makes no difference in the end.
/// </remarks>
internal sealed class Docket(Network network, FilingContext context, DossierId own, DateTimeOffset at)
{
    private readonly Dictionary<DossierId, DossierState> _states = new(context.Dossiers);
    private readonly Dictionary<RecordId, CitedState> _cited = new(context.Cited);
    private readonly Dictionary<DossierId, List<DossierEvent>> _dossiers = [];
    private readonly SortedDictionary<string, List<SubjectEvent>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordId, List<CitedEvent>> _citations = [];
    private readonly Dictionary<DossierId, int> _places = [];

    /// <summary>Gets every dossier as it stands now.</summary>
    public IReadOnlyDictionary<DossierId, DossierState> States => _states;

    /// <summary>Gets every cited record as it stands now.</summary>
    public IReadOnlyDictionary<RecordId, CitedState> Cited => _cited;

    /// <summary>Gets the new events of each dossier, the statement's own first, then what is cited before what cites it, the
    /// others by name.</summary>
    public ImmutableArray<(DossierId Dossier, ImmutableArray<DossierEvent> Events)> Dossiers =>
        [.. Touched().Select(id => (id, Marked(id)))];

    /// <summary>Gets the new events of each subject, by credit code.</summary>
    public ImmutableArray<(string Subject, ImmutableArray<SubjectEvent> Events)> Subjects =>
        [.. _subjects.Select(file => (file.Key, file.Value.ToImmutableArray()))];

    /// <summary>Gets the new events of each cited record, by id.</summary>
    public ImmutableArray<(RecordId Record, ImmutableArray<CitedEvent> Events)> Citations =>
        [.. _citations.OrderBy(record => record.Key.ToString(), StringComparer.Ordinal)
            .Select(record => (record.Key, record.Value.ToImmutableArray()))];

    public void Append(RecordId record, CitedEvent @event)
    {
        _cited[record] = CitedRecord.Evolve(_cited[record], @event);
        Of(_citations, record).Add(@event);
    }

    public void Append(DossierId dossier, RelianceFact learnt) =>
        Append(dossier, new DossierEvent.RelianceChanged(learnt with { KnownAt = at }));

    public void Append(DossierId dossier, DossierEvent @event)
    {
        _states[dossier] = Dossier.Evolve(_states[dossier], @event);
        Of(_dossiers, dossier).Add(@event);
    }

    /// <summary>Enters the penalised act in the files of its subjects, and takes it out where a correction no longer names
    /// them.</summary>
    public void EnterAct()
    {
        var casebook = Open();
        var ended = Endings.EndedOn(network, _states[own].Facts);
        foreach (var subject in _states[own].Facts.Statements.SelectMany(filed => Filing.PenalisedSubjects(filed.Statement))
            .Distinct(StringComparer.Ordinal))
        {
            var file = context.Subjects[subject];
            var before = file.Acts.FirstOrDefault(known => known.Dossier == own);
            if (casebook.ActOf(own, subject) is not { } act)
            {
                if (before is not null)
                {
                    Append(subject, new SubjectEvent.ActStruck(own));
                }

                continue;
            }

            if (!act.Equals(before))
            {
                Append(subject, new SubjectEvent.ActFiled(act));
            }

            if (ended is { } on && (!file.Fallen.TryGetValue(own, out var known) || known != on))
            {
                Append(subject, new SubjectEvent.DecisionFell(own, on));
            }

            // Another act may name this one by an alias that nobody could resolve before.
            foreach (var other in file.Acts.Where(other => other.Dossier != own && !casebook.Renamed(other).Equals(other)))
            {
                Append(subject, new SubjectEvent.ActFiled(casebook.Renamed(other)));
            }
        }
    }

    /// <summary>Gets where the series stands of every decision whose penalties before it the act changed.</summary>
    public IEnumerable<(DossierId Dossier, string Subject, ImmutableArray<SeriesFact> Turns)> Series => _subjects.SelectMany(
        file => PenaltySeries.Changed(network, file.Key, context.Subjects[file.Key], file.Value));

    /// <summary>Brings those decisions there.</summary>
    public void SettleSeries()
    {
        foreach (var (dossier, subject, turns) in Series.ToArray())
        {
            foreach (var turn in SeriesFact.Missing(
                [.. _states[dossier].Facts.Series.Where(fact => fact.Subject == subject)], turns))
            {
                Append(dossier, new DossierEvent.SeriesChanged(turn with { KnownAt = at }));
            }
        }
    }

    /// <summary>Brings every dispute that the dossier is or was part of to where it stands by all that is known.</summary>
    public void SettleDisputes()
    {
        foreach (var (dossier, turn) in new Disputes(network, _states, Open(), own).Missing())
        {
            Append(dossier, new DossierEvent.ConflictChanged(turn with { KnownAt = at }));
        }
    }

    /// <summary>Brings what rests on the dossiers, and what they rest on, to where it stands by all that is known.</summary>
    /// <returns>The walk, which knows what it lacked.</returns>
    public Cascade SettleReliances(IEnumerable<DossierId> dossiers)
    {
        var cascade = new Cascade(network, this);
        cascade.Settle(dossiers);
        foreach (var dossier in cascade.InOrder())
        {
            _places[dossier] = _places.Count;
        }

        return cascade;
    }

    /// <summary>Judges the dossier, and whatever else was touched.</summary>
    public void Judge()
    {
        foreach (var dossier in Touched().ToArray())
        {
            foreach (var decided in Dossier.Judge(network, _states[dossier], at))
            {
                Append(dossier, decided);
            }
        }
    }

    // By what is known in the end: a statement of which the next one makes a secret is not passed on first.
    private ImmutableArray<DossierEvent> Marked(DossierId dossier) => Audience.Of(network, _states[dossier].Facts) is { } parties
        ? [.. _dossiers[dossier].Select(happened => happened with { ShownTo = parties })]
        : [.. _dossiers[dossier]];

    private IEnumerable<DossierId> Touched() =>
        _dossiers.Keys.OrderBy(id => id == own ? -1 : _places.GetValueOrDefault(id, int.MaxValue))
            .ThenBy(id => id.ToString(), StringComparer.Ordinal);

    private Casebook Open() => new(network, _states.Select(state => KeyValuePair.Create(state.Key, state.Value.Facts)));

    private void Append(string subject, SubjectEvent @event) => Of(_subjects, subject).Add(@event);

    private static List<TEvent> Of<TKey, TEvent>(IDictionary<TKey, List<TEvent>> streams, TKey key)
        where TKey : notnull => streams.TryGetValue(key, out var own) ? own : streams[key] = [];
}
