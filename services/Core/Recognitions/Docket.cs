using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>Collects what filing one statement causes in every stream that it touches, folding as it goes.</summary>
internal sealed class Docket(Network network, FilingContext context, DateTimeOffset at)
{
    private readonly Dictionary<DossierId, DossierState> _states = [];
    private readonly List<(DossierId Dossier, List<DossierEvent> Events)> _dossiers = [];
    private readonly SortedDictionary<string, List<SubjectEvent>> _subjects = new(StringComparer.Ordinal);

    public ImmutableArray<(DossierId Dossier, ImmutableArray<DossierEvent> Events)> Dossiers =>
        [.. _dossiers.Select(own => (own.Dossier, own.Events.ToImmutableArray()))];

    public ImmutableArray<(string Subject, ImmutableArray<SubjectEvent> Events)> Subjects =>
        [.. _subjects.Select(own => (own.Key, own.Value.ToImmutableArray()))];

    public void Append(DossierId dossier, DossierEvent @event)
    {
        _states[dossier] = Dossier.Evolve(State(dossier), @event);
        var own = _dossiers.Find(entry => entry.Dossier == dossier).Events;
        if (own is null)
        {
            own = [];
            _dossiers.Add((dossier, own));
        }

        own.Add(@event);
    }

    /// <summary>Enters a penalised act in its subjects' files, and opens a conflict with every other fine for the same act.</summary>
    public void RegisterActs(Statement statement)
    {
        // A version that is held, or that contradicts the current one, says nothing that counts yet.
        if (State(statement.Dossier).Facts.Current is not { } current || PenalisedAct.From(current.Statement) is not { } act)
        {
            return;
        }

        foreach (var subject in Filing.PenalisedSubjects(current.Statement).Distinct(StringComparer.Ordinal))
        {
            var file = context.Subjects[subject];
            if (!file.Acts.Contains(act))
            {
                Append(subject, new SubjectEvent.ActFiled(act));
            }

            foreach (var other in file.Acts.Where(other => IsSecondFine(act, other) && !file.Fallen.ContainsKey(other.Dossier)))
            {
                OpenConflict(statement, act.Dossier, other.Dossier);
            }
        }
    }

    /// <summary>Carries out a designation of venue between the prevailing dossier and every one in open conflict with it.</summary>
    public void SettleVenue(Statement statement)
    {
        if (statement.Body is StatementBody.LifeCycleEvent { Fact: LifeCycleFact.VenueDesignated designated, OccurredOn: var on })
        {
            foreach (var (other, state) in Standing(designated.Prevailing))
            {
                if (state == ConflictState.Open)
                {
                    Settle(designated.Prevailing, other, on, statement.Source);
                }
            }
        }
    }

    /// <summary>Judges a dossier, and whatever else was touched; a decision that falls frees the ones it stood against.</summary>
    public void Judge(DossierId own)
    {
        var wasTerminated = IsTerminated(context.Dossiers[own]);
        foreach (var dossier in _dossiers.Select(entry => entry.Dossier).Append(own).Distinct().ToArray())
        {
            JudgeAlone(dossier);
        }

        if (wasTerminated || !IsTerminated(State(own)))
        {
            return;
        }

        var state = State(own);
        var on = state.InForce.Values.Min(decision => decision.Assessment.EffectiveOn);
        foreach (var subject in Filing.PenalisedSubjects(state.Facts.Current?.Statement).Distinct(StringComparer.Ordinal))
        {
            Append(subject, new SubjectEvent.DecisionFell(own, on));
        }

        foreach (var (other, standing) in Standing(own))
        {
            if (standing is ConflictState.Open or ConflictState.Prevails)
            {
                var source = state.Facts.Statements[^1].Statement.Source;
                Append(other, new DossierEvent.ConflictChanged(new ConflictFact(own, ConflictState.FellAway, on, source, at)));
                JudgeAlone(other);
            }
        }
    }

    // Only a fine bars a second fine (Penalty Law 29).
    private bool IsSecondFine(PenalisedAct act, PenalisedAct other) =>
        act.IsFined && other.IsFined && act.IsSameActAs(other, RulesOf(act.Dossier)?.SameActMetres ?? 0);

    private RuleSet? RulesOf(DossierId dossier) =>
        State(dossier).Facts.Current is { } current ? Assessor.RulesFor(network, current) : null;

    private void OpenConflict(Statement statement, DossierId own, DossierId other)
    {
        if (Standing(own).Any(known => known.Other == other) || IsTerminated(State(own)))
        {
            return;
        }

        foreach (var (here, there) in new[] { (own, other), (other, own) })
        {
            Append(here, new DossierEvent.ConflictChanged(
                new ConflictFact(there, ConflictState.Open, statement.PublishedOn, statement.Source, at)));
        }

        // A designation may have overtaken the second decision.
        foreach (var (filed, on, prevailing) in Designations(own).Concat(Designations(other)))
        {
            if (prevailing == own || prevailing == other)
            {
                Settle(prevailing, prevailing == own ? other : own, on > statement.PublishedOn ? on : statement.PublishedOn, filed);
                return;
            }
        }
    }

    private IEnumerable<(string Source, DateOnly On, DossierId Prevailing)> Designations(DossierId dossier) =>
        from happened in State(dossier).Facts.Events
        let designated = happened.Fact as LifeCycleFact.VenueDesignated
        where designated is not null
        select (happened.Filed.Statement.Source, happened.On, designated.Prevailing);

    private void Settle(DossierId prevailing, DossierId yielding, DateOnly on, string source)
    {
        Append(prevailing, new DossierEvent.ConflictChanged(new ConflictFact(yielding, ConflictState.Prevails, on, source, at)));
        Append(yielding, new DossierEvent.ConflictChanged(new ConflictFact(prevailing, ConflictState.Yields, on, source, at)));
    }

    private void JudgeAlone(DossierId dossier)
    {
        foreach (var decided in Dossier.Judge(network, State(dossier), at))
        {
            Append(dossier, decided);
        }
    }

    private ImmutableArray<(DossierId Other, ConflictState State)> Standing(DossierId dossier) =>
    [
        .. from conflict in State(dossier).Facts.Conflicts
           group conflict by conflict.Other into known
           select (known.Key, known.Last().State),
    ];

    private static bool IsTerminated(DossierState state) =>
        !state.InForce.IsEmpty && state.InForce.Values.All(decision => decision.Assessment.Outcome == Outcome.Terminated);

    private DossierState State(DossierId dossier) =>
        _states.TryGetValue(dossier, out var state) ? state : context.Dossiers[dossier];

    private void Append(string subject, SubjectEvent @event)
    {
        if (!_subjects.TryGetValue(subject, out var own))
        {
            _subjects[subject] = own = [];
        }

        own.Add(@event);
    }
}
