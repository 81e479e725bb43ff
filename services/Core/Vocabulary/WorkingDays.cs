using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ExchangeHub.Vocabulary;

/// <summary>A calendar of working days, and the periods that the statutes count.</summary>
/// <remarks>
/// <para>
/// In the Penalty Law the periods of 2, 3, 5 and 7 days are working days and longer ones calendar days (85); in the
/// Reconsideration Law those of 3, 5, 7 and 10 days (88). The first day is never counted. Which unit a period has is said by
/// whoever asks.
/// </para>
/// <para>
/// Holidays and make-up days are announced one year at a time. In a year without an announcement Monday to Friday are working
/// days, and <see cref="Covers"/> says that this is provisional.
/// </para>
/// </remarks>
public sealed class WorkingDays
{
    private readonly FrozenSet<DateOnly> _daysOff;
    private readonly FrozenSet<DateOnly> _makeUpDays;
    private readonly FrozenSet<int> _years;

    /// <summary>Makes a calendar from an announcement.</summary>
    /// <param name="daysOff">Days that are no working days; weekends need not be named.</param>
    /// <param name="makeUpDays">Saturdays and Sundays that are working days.</param>
    /// <param name="years">The years for which both lists are complete.</param>
    /// <exception cref="ArgumentException">A day is in both lists.</exception>
    public WorkingDays(IEnumerable<DateOnly> daysOff, IEnumerable<DateOnly> makeUpDays, IEnumerable<int> years)
    {
        _daysOff = daysOff.ToFrozenSet();
        _makeUpDays = makeUpDays.ToFrozenSet();
        _years = years.ToFrozenSet();
        foreach (var day in _makeUpDays.Where(_daysOff.Contains))
        {
            throw new ArgumentException(
                $"Expected a day to be off or a make-up day; found {CivilDates.Format(day)} in both lists.", nameof(makeUpDays));
        }
    }

    /// <summary>Gets the calendar that is part of the program, with the years announced so far: 2026.</summary>
    public static WorkingDays Announced { get; } = Load();

    /// <summary>Tells whether the holidays of the year of a day have been announced.</summary>
    /// <param name="day">The civil date.</param>
    /// <returns>False when answers about that day are provisional.</returns>
    public bool Covers(DateOnly day) => _years.Contains(day.Year);

    /// <summary>Tells whether a day is a working day.</summary>
    /// <param name="day">The civil date.</param>
    /// <returns>Whether authorities work on it.</returns>
    public bool IsWorkingDay(DateOnly day) =>
        _makeUpDays.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_daysOff.Contains(day));

    /// <summary>Counts working days onwards.</summary>
    /// <param name="start">The day of the event; it is not counted.</param>
    /// <param name="count">How many working days, 0 or more.</param>
    /// <returns>The last day of the period; <paramref name="start"/> itself when the count is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the period ends after the year 9999.</exception>
    public DateOnly AddWorkingDays(DateOnly start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var day = start;
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            left -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>Counts calendar days onwards; a period that ends on a day off ends on the next working day.</summary>
    /// <param name="start">The day of the event; it is not counted.</param>
    /// <param name="count">How many days, 0 or more.</param>
    /// <returns>The last day of the period, a working day. For a period that does not roll forward use
    /// <see cref="DateOnly.AddDays"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the period ends after the year 9999.</exception>
    public DateOnly AddCalendarDays(DateOnly start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return RollForward(start.AddDays(count));
    }

    /// <summary>Counts months onwards, without rolling forward.</summary>
    /// <param name="start">The day of the event.</param>
    /// <param name="count">How many months, 0 or more.</param>
    /// <returns>The day of the same number, or the last of the month when it has none: 31 January and one month is 28 or 29
    /// February.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the period ends after the year 9999.</exception>
    public static DateOnly AddMonths(DateOnly start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return start.AddMonths(count);
    }

    /// <summary>Finds the next working day.</summary>
    /// <param name="day">A civil date.</param>
    /// <returns><paramref name="day"/> when it is a working day, otherwise the first working day after it.</returns>
    public DateOnly RollForward(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static WorkingDays Load()
    {
        var spans = EmbeddedTable.Read("working-days.csv", "from", "to", "kind", "name_zh")
            .Select(row => (From: CivilDates.Parse(row[0]), To: CivilDates.Parse(row[1]), Kind: row[2]))
            .ToImmutableArray();
        return new WorkingDays(Days("off"), Days("work"), spans.Select(span => span.From.Year));

        IEnumerable<DateOnly> Days(string kind) =>
            from span in spans
            where span.Kind == kind
            from offset in Enumerable.Range(0, span.To.DayNumber - span.From.DayNumber + 1)
            select span.From.AddDays(offset);
    }
}
