using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.HandOvers;

/// <summary>Works out where one hand-over stands.</summary>
internal sealed class HandOverFold
{
    private const int NoticeWorkingDays = 1;
    private const int AcknowledgementWorkingDays = 2;
    private const int ReviewWorkingDays = 5;
    private const int SupplementWorkingDays = 10;
    private const int FilingDays = 15;
    private const int OutcomeWorkingDays = 7;

    private readonly DossierFacts _facts;
    private readonly FiledStatement _current;
    private readonly Jurisdiction _receiver;
    private readonly Func<NodeId, Jurisdiction?> _partyOf;
    private readonly WorkingDays _calendar;
    private readonly Chronicle _chronicle;
    private readonly ImmutableArray<HandOverTerm>.Builder _terms = ImmutableArray.CreateBuilder<HandOverTerm>();

    public HandOverFold(
        DossierFacts facts,
        FiledStatement current,
        Jurisdiction receiver,
        Func<NodeId, Jurisdiction?> partyOf,
        WorkingDays calendar)
    {
        (_facts, _current, _receiver, _partyOf, _calendar) = (facts, current, receiver, partyOf, calendar);
        _chronicle = facts.Read();
    }

    public HandOver Run(DateOnly sealedOn)
    {
        var notice = Add(HandOverStage.Notice, _calendar.AddWorkingDays(sealedOn, NoticeWorkingDays), Noticed());
        var reviews = Receivers<LifeCycleFact.EvidenceReviewed>().ToList();
        ReviewResult? result = reviews is [.., var newest] ? newest.Fact.Result : null;
        if (notice.DoneOn is { } noticedOn)
        {
            var received = Receivers<LifeCycleFact.CustodyContinued>()
                .Where(said => said.Fact.Link.Act == CustodyAct.Received)
                .Select(said => (said.On, said.Source));
            var acknowledged = Add(
                HandOverStage.Acknowledgement,
                _calendar.AddWorkingDays(noticedOn, AcknowledgementWorkingDays),
                First(received.Concat(reviews.Select(review => (review.On, review.Source)))));
            if (acknowledged.DoneOn is { } acknowledgedOn)
            {
                AddReview(acknowledgedOn, [.. reviews.Select(review => (review.On, review.Source, review.Fact.Result))]);
            }

            AddFiling(noticedOn, result);
        }

        AddOutcome();
        return new HandOver(_partyOf(_current.Statement.Node), _receiver, _terms.ToImmutable(), result);
    }

    // The record names its receiver, and a link of custody may say it earlier by the clock of those who were there.
    private (DateOnly On, string Source)? Noticed()
    {
        var first = _chronicle.Chain[0];
        var offered = from happened in _chronicle.Events
                      where happened.Fact is LifeCycleFact.CustodyContinued
                      { Link.Act: CustodyAct.Offered or CustodyAct.HandedOver }
                      select (happened.On, happened.Filed.Statement.Source);
        return First(offered.Append((_chronicle.PublishedOn(first), first.Statement.Source)));
    }

    private void AddReview(DateOnly acknowledgedOn, ImmutableArray<(DateOnly On, string Source, ReviewResult Result)> reviews)
    {
        _ = Add(
            HandOverStage.Review,
            _calendar.AddWorkingDays(acknowledgedOn, ReviewWorkingDays),
            reviews is [var first, ..] ? (first.On, first.Source) : null);
        for (var index = 0; index < reviews.Length; index++)
        {
            if (reviews[index] is not (var returnedOn, _, ReviewResult.ReturnedForSupplement))
            {
                continue;
            }

            // A new version of the record brings it, or the receiver says that it is content.
            var supplied = _chronicle.Chain
                .Select(version => (On: _chronicle.PublishedOn(version), version.Statement.Source))
                .Where(version => version.On >= returnedOn && version.Source != _chronicle.Chain[0].Statement.Source);
            var later = reviews.Skip(index + 1).Select(review => (review.On, review.Source));
            _ = Add(
                HandOverStage.Supplement,
                _calendar.AddWorkingDays(returnedOn, SupplementWorkingDays),
                First(supplied.Concat(later)));
        }
    }

    private void AddFiling(DateOnly noticedOn, ReviewResult? result)
    {
        if (result is not (ReviewResult.Admitted or ReviewResult.AdmittedWithDefect))
        {
            return; // what is not admitted is no clue for a case
        }

        var answered = Receivers<LifeCycleFact.HandOverAnswered>()
            .Where(said => said.Fact.Answer is HandOverAnswer.Filed or HandOverAnswer.NotFiled)
            .Select(said => (said.On, said.Source));
        _ = Add(
            HandOverStage.Filing,
            _calendar.AddCalendarDays(noticedOn, FilingDays),
            First(answered.Concat(Decisions().Select(decision => (decision.SinceOn, decision.Source)))));
    }

    private void AddOutcome()
    {
        var disclosed = Receivers<LifeCycleFact.HandOverAnswered>()
            .Where(said => said.Fact.Answer is HandOverAnswer.OutcomeDisclosed or HandOverAnswer.NotFiled)
            .Select(said => (said.On, said.Source)).ToList();
        if (Decisions() is [var decision, ..])
        {
            _ = Add(
                HandOverStage.Outcome,
                _calendar.AddWorkingDays(decision.SinceOn, OutcomeWorkingDays),
                First(disclosed.Append((CivilDates.Of(decision.KnownAt), decision.Source))));
        }
        else if (disclosed is [var (on, source), ..])
        {
            _ = Add(HandOverStage.Outcome, _calendar.AddWorkingDays(on, OutcomeWorkingDays), (on, source));
        }
    }

    private List<RelianceFact> Decisions() =>
    [
        .. _facts.Reliances.Where(fact => fact is { Kind: RelianceKind.CitedBy, State: RelianceState.Known })
            .OrderBy(fact => fact.SinceOn).ThenBy(fact => fact.Source, StringComparer.Ordinal),
    ];

    private IEnumerable<(DateOnly On, string Source, T Fact)> Receivers<T>()
        where T : LifeCycleFact =>
        from happened in _chronicle.Events
        let fact = happened.Fact as T
        where fact is not null && _partyOf(happened.Filed.Statement.Node) == _receiver
        select (happened.On, happened.Filed.Statement.Source, fact);

    private static (DateOnly On, string Source)? First(IEnumerable<(DateOnly On, string Source)> done)
    {
        (DateOnly On, string Source)? first = null;
        foreach (var one in done)
        {
            first = first is null || one.On < first.Value.On ? one : first;
        }

        return first;
    }

    private HandOverTerm Add(HandOverStage stage, DateOnly dueOn, (DateOnly On, string Source)? done)
    {
        var term = new HandOverTerm(stage, dueOn, done?.On, done?.Source ?? "");
        _terms.Add(term);
        return term;
    }
}
