using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Asking;

/// <summary>Searches as a form states them.</summary>
internal static class Searching
{
    /// <summary>How many days of decisions a search spans that names nobody: the hub answers no wider one.</summary>
    public const int DaysMax = 366;

    /// <summary>Bounds a search that names nobody to the days for which the hub answers, the newest unless the form says
    /// otherwise.</summary>
    /// <returns>Whether days were filled in that the form did not say.</returns>
    public static bool Bound(FindRecordsRequest request, DateOnly today)
    {
        if (request.Subject.Length + request.SubjectName.Length + request.DocumentNumber.Length > 0
            || (request.DecidedFrom.Length > 0 && request.DecidedTo.Length > 0))
        {
            return false;
        }

        if (CivilDates.TryParse(request.DecidedFrom, out var from))
        {
            request.DecidedTo = CivilDates.Format(from.AddDays(DaysMax - 1));
            return true;
        }

        var last = CivilDates.TryParse(request.DecidedTo, out var to) ? to : today;
        request.DecidedFrom = CivilDates.Format(last.AddDays(1 - DaysMax));
        request.DecidedTo = CivilDates.Format(last);
        return true;
    }
}
