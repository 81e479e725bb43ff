using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A record under its rules: looked at once, answered for every receiver.</summary>
/// <remarks>What does not depend on the receiver is judged once for each day, however many groups there are.</remarks>
internal sealed class Examination
{
    private readonly DossierFacts _facts;
    private readonly Chronicle _chronicle;
    private readonly RuleSet _rules;
    private readonly Func<NodeId, Jurisdiction?> _partyOf;
    private readonly ImmutableArray<Rule> _relevant;
    private readonly Dictionary<DateOnly, Day> _days = [];
    private readonly bool?[] _always; // what the record itself says is the same on every day
    private (DateOnly? ValidOn, ImmutableArray<DateOnly> Days) _turning;

    public Examination(Network network, DossierFacts facts, RuleSet rules)
    {
        (_facts, _rules, _chronicle, _partyOf) = (facts, rules, facts.Read(), Assessor.PartyOf(network));
        _relevant = rules.For(_chronicle.Current!.Statement.Dossier.Kind);
        _always = new bool?[_relevant.Length];
    }

    /// <summary>Assesses as of a day, or the latest state.</summary>
    public Assessment Assess(ReceiverView receiver, DateOnly? validOn)
    {
        if (_relevant.IsEmpty)
        {
            return Unclaimed();
        }

        var view = ViewOf(receiver);

        // The outcome holds from the first of the days at the end of the history on all of which it is the same.
        var days = DaysTo(validOn);
        var latest = Conclude(days[^1], view);
        var effectiveOn = days[^1];
        for (var index = days.Length - 2; index >= 0; index--)
        {
            if (Conclude(days[index], view).Outcome != latest.Outcome)
            {
                break;
            }

            effectiveOn = days[index];
        }

        var (seen, holding, day) = (latest.Seen, latest.Holding, On(days[^1]));
        return new Assessment(
            latest.Outcome, [.. holding.Select(rule => day.Find(PlaceOf(rule), rule, seen))], effectiveOn, latest.Awaiting)
        {
            Questions = latest.Outcome == Outcome.Terminated ? [] : Questions(seen, holding),
            Items = latest.Items,
        };
    }

    /// <summary>Reads out the rules behind an assessment: those that apply, and those about which an officer is asked.</summary>
    public (ImmutableArray<RuleReading> Rules, Alternative? Otherwise) Explain(ReceiverView receiver, DateOnly? validOn)
    {
        var day = DaysTo(validOn)[^1];
        var (outcome, _, seen, holding, items) = Conclude(day, ViewOf(receiver));
        var asked = Questions(seen, holding).Select(question => question.Code)
            .Concat(items.SelectMany(item => item.Findings).Select(finding => finding.Code)).ToHashSet();
        var decisive = holding.FindAll(rule => Conclusion.Decides(rule.Code.Effect, outcome));
        var others = holding.Except(decisive).ToList();
        return (
            [
                .. _relevant.Where(rule => holding.Contains(rule) || asked.Contains(rule.Code))
                    .Select(rule => RuleReading.Of(rule, seen)),
            ],
            decisive.Count == 0 ? null : new Alternative(
                [.. decisive.Select(rule => rule.Code)], Conclusion.From(others, Questions(seen, holding), seen).Outcome));
    }

    /// <summary>Lists the rules of which it cannot be said whether they apply, because a fact is missing.</summary>
    public IEnumerable<(Rule Rule, ImmutableArray<string> Missing)> Open(ReceiverView receiver, DateOnly? validOn)
    {
        var seen = On(DaysTo(validOn)[^1]).Seen.For(receiver);
        return from rule in _relevant
               where rule.When is not null && rule.Holds(seen) is null
               select (rule, rule.When!.Trace(seen, WorkingDays.Announced).Missing);
    }

    // What an agreement has no rule for, it does not claim: a kind that came later is not recognised unseen.
    private Assessment Unclaimed()
    {
        var current = _chronicle.Current!;
        return new Assessment(
            Outcome.NotApplicable,
            [new Finding(new ReasonCode("REF-AGR-SCOPE"), Assessor.Details(current).BeginsOn,
                [new Fact("record.kind", Spelling.Of(current.Statement.Dossier.Kind), current.Statement.Source)])],
            Assessor.Details(current).BeginsOn,
            Awaiting.Nothing);
    }

    private ReceiverView ViewOf(ReceiverView receiver) => receiver with
    {
        IsHandedEvidence = Assessor.Details(_chronicle.Current!) is RecordDetails.Evidence { ReceivingDivision: { } handedTo }
            && handedTo == receiver.Individual,
    };

    private Verdict Conclude(DateOnly on, ReceiverView view)
    {
        var day = On(on);
        var seen = day.Seen.For(view);
        var holding = new List<Rule>();
        for (var index = 0; index < _relevant.Length; index++)
        {
            var rule = _relevant[index];
            if (day.Holds(index, rule, seen) || rule.IsConfirmed(seen))
            {
                holding.Add(rule);
            }
        }

        var items = ItemConclusion.Take(holding, seen);
        var (outcome, awaiting) = Conclusion.From(holding, Questions(seen, holding), seen);
        return new Verdict(outcome, awaiting, seen, holding, items);
    }

    // A ground that holds is decided; of the others an officer may have to say something.
    private ImmutableArray<Question> Questions(Circumstances seen, List<Rule> holding)
    {
        ImmutableArray<Question>.Builder? questions = null;
        foreach (var rule in _relevant)
        {
            if (rule.Ask(seen) is { } question && !holding.Contains(rule))
            {
                (questions ??= ImmutableArray.CreateBuilder<Question>()).Add(question);
            }
        }

        return questions?.ToImmutable() ?? [];
    }

    private int PlaceOf(Rule rule) => _relevant.IndexOf(rule, 0, _relevant.Length, ReferenceEqualityComparer.Instance);

    private ImmutableArray<DateOnly> DaysTo(DateOnly? validOn)
    {
        if (_turning.Days.IsDefault || _turning.ValidOn != validOn)
        {
            _turning = (validOn, TurningDays.Of(_facts, _chronicle, validOn));
        }

        return _turning.Days;
    }

    private Day On(DateOnly on)
    {
        if (_days.TryGetValue(on, out var known))
        {
            return known;
        }

        var seen = new Circumstances(_facts, _chronicle, _rules, new ReceiverView([], null, false), _partyOf, on);
        return _days[on] = new Day(
            seen,
            [.. _relevant.Select((rule, index) => !rule.DependsOnReceiver && (rule.DependsOnDay
                ? rule.Holds(seen) is true
                : (_always[index] ??= rule.Holds(seen) is true) is true))],
            new Answer?[_relevant.Length]);
    }

    private sealed record Day(Circumstances Seen, bool[] ForAll, Answer?[] Answers)
    {
        public bool Holds(int index, Rule rule, Circumstances seen) =>
            !rule.DependsOnReceiver ? ForAll[index]
            : Of(index, rule, seen) is { } answer ? answer.Holds : rule.Holds(seen) is true;

        // With the facts of the ground, which cost more than to see that it holds.
        public Finding Find(int index, Rule rule, Circumstances seen) =>
            Of(index, rule, seen) is { Holds: true } answer ? answer.Found ??= rule.Find(seen) : rule.Find(seen);

        // Receivers that chose alike what a rule asks for share its answer; null where more of them matters.
        private Answer? Of(int index, Rule rule, Circumstances seen)
        {
            if (rule.Choices is not { } asked)
            {
                return null;
            }

            var chosen = seen.Receiver.Choices;
            for (var answer = Answers[index]; answer is not null; answer = answer.Next)
            {
                if (answer.IsFor(asked, chosen))
                {
                    return answer;
                }
            }

            return Answers[index] = new Answer(
                chosen, rule.DependsOnReceiver ? rule.Holds(seen) is true : ForAll[index], Answers[index]);
        }
    }

    // Whether a rule holds for those who chose like this, and what was found then.
    private sealed class Answer(ImmutableArray<object> chosen, bool holds, Answer? next)
    {
        public bool Holds => holds;

        public Answer? Next => next;

        public Finding? Found { get; set; }

        public bool IsFor(ImmutableArray<int> asked, ImmutableArray<object> choices)
        {
            foreach (var place in asked)
            {
                if (!chosen[place].Equals(choices[place]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private readonly record struct Verdict(
        Outcome Outcome, Awaiting Awaiting, Circumstances Seen, List<Rule> Holding, ImmutableArray<ItemAssessment> Items);
}
