using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from a penalty decision how it came about, and what it consists of.</summary>
internal static class PenaltyTranslation
{
    /// <summary>Translates the procedure of a penalty that was decided on a day.</summary>
    public static PenaltyProcedure Of(Penalty penalty, DateOnly decidedOn) => new()
    {
        Kind = (ProcedureKind)penalty.Procedure,
        NoticeServedOn = RecordTranslation.DateOf(penalty.NoticeServedOn),
        ExcludedDays = ExcludedDaysOf(penalty.ExcludedPeriods, CivilDates.Parse(penalty.FiledOn), decidedOn),
        Defence = penalty.Defence is { } defence
            ? new DefenceHeard(defence.IsRaised, defence.IsAdopted, defence.Reason.Length > 0)
            : null,
        Hearing = penalty.Hearing is { } hearing
            ? new HearingHeld(hearing.IsOffered, hearing.IsRequested, RecordTranslation.DateOf(hearing.HeldOn))
            : null,
        LegalReview = CheckOf(penalty.LegalReview, penalty.Officers),
        CollectiveDecision = CheckOf(penalty.CollectiveDecision, penalty.Officers),
        Daily = penalty.DailyPenalty is { } daily
            ? new DailyFine(
                CivilDates.Parse(daily.FromOn), CivilDates.Parse(daily.ToOn), daily.Days, new Fen(daily.DailyFen),
                penalty.PriorDecision is not null)
            : null,
        Discretion = penalty.Discretion is { } discretion
            ? new DiscretionFound(
                AmountOf(discretion.ResultFen), discretion.Factors.Any(factor => factor.WeightBasisPoints < 0))
            : null,
        Credit = (PenaltyCredit)penalty.CreditClass,
        EvidenceCount = penalty.EvidenceRefs.Count,
        HasCorrectionOrder = penalty.CorrectionOrder is not null,
        Items =
        [
            .. penalty.Penalties.Select(item => new PenaltyOrdered(
                item.Kind, AmountOf(item.AmountFen), RecordTranslation.DateOf(item.FromOn), RecordTranslation.DateOf(item.ToOn))),
        ],
    };

    private static InternalCheck? CheckOf(InternalReview? review, IEnumerable<Officer> investigators) => review is null
        ? null
        : new InternalCheck(
            review.IsRequired,
            RecordTranslation.DateOf(review.DoneOn),
            review.IsPassed,
            review.CertificateNumbers.Count == 0
                ? null
                : investigators.Any(officer => review.CertificateNumbers.Contains(officer.CertificateNumber)));

    private static Fen? AmountOf(long fen) => fen == 0 ? null : new Fen(fen);

    // The first day of a term is not counted, so that the day of filing itself is never among those that are excluded.
    private static int ExcludedDaysOf(IEnumerable<ExcludedPeriod> periods, DateOnly filedOn, DateOnly decidedOn)
    {
        var (days, counted) = (0, filedOn);
        foreach (var (from, to) in periods
            .Select(period => (From: CivilDates.Parse(period.FromOn), To: CivilDates.Parse(period.ToOn)))
            .OrderBy(period => period.From))
        {
            var before = from.DayNumber - 1 > counted.DayNumber ? from.DayNumber - 1 : counted.DayNumber;
            var last = to < decidedOn ? to.DayNumber : decidedOn.DayNumber;
            if (last > before)
            {
                (days, counted) = (days + last - before, DateOnly.FromDayNumber(last));
            }
        }

        return days;
    }
}
