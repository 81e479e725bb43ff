using System.Collections.Immutable;
using ExchangeHub.Console.Asking;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Deciding;

/// <summary>A decision that waits for an officer of a division.</summary>
/// <param name="Record">The record.</param>
/// <param name="Decision">What the hub makes of it so far.</param>
/// <param name="DueOn">The last day for deciding; null when the rules set no term.</param>
internal sealed record OpenDecision(RecordSummary Record, Decision Decision, DateOnly? DueOn)
{
    /// <summary>How many years of decisions are looked through.</summary>
    public const int Years = 3;

    private const int PageSize = 500;
    private const int DaysCountedMax = 400;

    /// <summary>Gets the codes on which somebody has to decide; empty where a package as a whole is to be reviewed.</summary>
    public IEnumerable<string> Codes => Decision.Questions.Select(question => question.Code);

    /// <summary>Finds what waits for a division, what is overdue longest first, what has no term last.</summary>
    public static async Task<ImmutableArray<OpenDecision>> ListAsync(Hub hub, Zone zone, string division, DateOnly today)
    {
        await zone.LoadAsync();
        var open = new List<OpenDecision>();
        for (var year = 0; year < Years; year++)
        {
            var last = today.AddDays(-year * Searching.DaysMax);
            var request = new FindRecordsRequest
            {
                OutcomeOf = division, Outcome = Outcome.Pending, PageSize = PageSize, DecidedTo = CivilDates.Format(last),
                DecidedFrom = CivilDates.Format(last.AddDays(1 - Searching.DaysMax)),
            };
            do
            {
                var found = await hub.FindAsync(request);
                open.AddRange(found.Records.Select(record => Of(record, zone, division)).OfType<OpenDecision>());
                request.PageToken = found.NextPageToken;
            }
            while (request.PageToken.Length > 0);
        }

        return [.. open.OrderBy(one => one.DueOn ?? DateOnly.MaxValue).ThenBy(one => one.Record.Dossier, StringComparer.Ordinal)];
    }

    /// <summary>Says whether an officer of the receiver is waited for.</summary>
    public static bool Waits(Decision decision) =>
        decision.Questions.Count > 0 || decision.Awaiting == Awaiting.EvidenceReview;

    /// <summary>Counts the working days that are left.</summary>
    /// <returns>0 on the last day; negative when it is over; null when there is no term.</returns>
    public int? WorkingDaysLeft(DateOnly today)
    {
        if (DueOn is not { } due)
        {
            return null;
        }

        var (from, to) = due < today ? (due, today) : (today, due);
        var days = 0;
        for (var day = from.AddDays(1); day <= to && days < DaysCountedMax; day = day.AddDays(1))
        {
            days += WorkingDays.Announced.IsWorkingDay(day) ? 1 : 0;
        }

        return due < today ? -Math.Max(days, 1) : days;
    }

    private static OpenDecision? Of(RecordSummary record, Zone zone, string division) =>
        zone.Verdicts(record.Decisions).FirstOrDefault(verdict => verdict.Division == division)?.Decision is { } decision
            && Waits(decision) ? new OpenDecision(record, decision, Due(decision)) : null;

    private static DateOnly? Due(Decision decision)
    {
        DateOnly[] days = [.. decision.Questions.Select(question => question.DueOn)
            .Where(due => CivilDates.TryParse(due, out _)).Select(CivilDates.Parse)];
        return days.Length == 0 ? null : days.Min();
    }
}
