using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

internal enum PeriodUnit
{
    Days,
    Workdays,
    Months,
    Years,
}

/// <summary>A period 期间 as the statutes write it.</summary>
/// <param name="Count">How many, 0 to <see cref="CountMax"/>.</param>
/// <param name="Unit">Of what.</param>
internal readonly record struct Period(int Count, PeriodUnit Unit)
{
    /// <summary>The longest period that can be written: a hundred years in days. It bounds the counting of workdays.</summary>
    public const int CountMax = 36_525;

    private string Word => Unit switch
    {
        PeriodUnit.Days => "days",
        PeriodUnit.Workdays => "workdays",
        PeriodUnit.Months => "months",
        _ => "years",
    };

    /// <summary>Gets the period in Chinese.</summary>
    public string Chinese => string.Create(CultureInfo.InvariantCulture, $"{Count} {Unit switch
    {
        PeriodUnit.Days => "日",
        PeriodUnit.Workdays => "个工作日",
        PeriodUnit.Months => "个月",
        _ => "年",
    }}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} {Word}");

    /// <summary>Counts from a day.</summary>
    /// <param name="day">The day of the event; it is not counted.</param>
    /// <param name="isBack">Backwards.</param>
    /// <param name="calendar">Which days are working days.</param>
    /// <returns>The last day, or null when it is before the year 1 or after 9999. A day that a month has not becomes its
    /// last.</returns>
    public DateOnly? From(DateOnly day, bool isBack, WorkingDays calendar)
    {
        var count = Math.Clamp(Count, 0, CountMax);
        count = isBack ? -count : count;
        if (Unit is PeriodUnit.Workdays)
        {
            return Workdays(day, count, calendar);
        }

        if (Unit is PeriodUnit.Days)
        {
            var number = day.DayNumber + count;
            return number < 0 || number > DateOnly.MaxValue.DayNumber ? null : DateOnly.FromDayNumber(number);
        }

        var months = Unit is PeriodUnit.Years ? count * 12 : count;
        var month = (day.Year * 12) + day.Month - 1 + months;
        return month is < 12 or >= 10_000 * 12 ? null : day.AddMonths(months);
    }

    private static DateOnly? Workdays(DateOnly day, int count, WorkingDays calendar)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            if (day == (step < 0 ? DateOnly.MinValue : DateOnly.MaxValue))
            {
                return null;
            }

            day = day.AddDays(step);
            left -= calendar.IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }
}
