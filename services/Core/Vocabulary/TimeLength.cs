using System.Globalization;

namespace ExchangeHub.Vocabulary;

/// <summary>A length of time as documents write it: a number and a unit, such as <c>72 hours</c>.</summary>
/// <remarks>Not a period of civil days: it is measured with a clock.</remarks>
public static class TimeLength
{
    private const int DaysMax = 366;

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("days", TimeSpan.FromDays(1)), ("hours", TimeSpan.FromHours(1)), ("minutes", TimeSpan.FromMinutes(1)),
        ("seconds", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads a length of time.</summary>
    /// <param name="text">A number from 1, a space, and <c>seconds</c>, <c>minutes</c>, <c>hours</c> or <c>days</c>.</param>
    /// <returns>The length, of 366 days at most.</returns>
    /// <exception cref="FormatException">It is written otherwise, or is longer.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (unit, length) in Units)
        {
            if (text.Split(' ') is [var number, var named] && named == unit
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                && count <= DaysMax * (TimeSpan.TicksPerDay / length.Ticks))
            {
                return count * length;
            }
        }

        throw new ViolationException(Violation.Quoting(
            new Wording("时长，例如 72 hours，最长 366 days", "a length of time such as 72 hours, of 366 days at most"), text));
    }

    /// <summary>Writes a length of time in the largest unit that measures it.</summary>
    /// <param name="length">The length.</param>
    /// <returns>Such as <c>72 hours</c>, or <c>3 days</c> for the same.</returns>
    public static string Format(TimeSpan length)
    {
        var (unit, one) = Array.Find(Units, known => length.Ticks % known.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{length.Ticks / one.Ticks} {unit}");
    }
}
