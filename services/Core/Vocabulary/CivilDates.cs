using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ExchangeHub.Vocabulary;

/// <summary>Civil dates of China: what the statutes count in, and what a field whose name ends in <c>On</c> holds.</summary>
/// <remarks>
/// A civil date is a <see cref="DateOnly"/>. It belongs to the zone Asia/Shanghai, taken as a fixed +08:00: the summer time of
/// 1986 to 1991 is not reproduced, because no record is that old and a fixed offset gives the same answer on every machine.
/// </remarks>
public static class CivilDates
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private static readonly Wording Shape = new("日期，例如 2026-03-18", "a date such as 2026-03-18");

    /// <summary>Reads a date that is known to be good.</summary>
    /// <param name="text"><c>yyyy-MM-dd</c>.</param>
    /// <returns>The date.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape or does not exist; the message says
    /// which.</exception>
    public static DateOnly Parse(string text) =>
        TryParse(text, out var date, out var violation) ? date : throw new ViolationException(violation);

    /// <summary>Reads a date.</summary>
    /// <param name="text"><c>yyyy-MM-dd</c> in ASCII digits, nothing around it.</param>
    /// <param name="date">The date, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> is a date that exists.</returns>
    public static bool TryParse(string? text, out DateOnly date) => TryParse(text, out date, out _);

    /// <summary>Reads a date, and says what is wrong when it cannot.</summary>
    /// <param name="text"><c>yyyy-MM-dd</c> in ASCII digits, nothing around it. <c>2026-02-29</c> is refused: it does not
    /// exist.</param>
    /// <param name="date">The date, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> is a date that exists.</returns>
    public static bool TryParse(string? text, out DateOnly date, [NotNullWhen(false)] out Violation? violation)
    {
        date = default;
        if (!HasShape(text))
        {
            violation = Violation.Quoting(Shape, text);
            return false;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            violation = Violation.Quoting(Shape, text, new Wording("该日期不存在", "there is no such day"));
            return false;
        }

        violation = null;
        return true;
    }

    /// <summary>Writes a date.</summary>
    /// <param name="date">The date.</param>
    /// <returns><c>yyyy-MM-dd</c>.</returns>
    public static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Finds the civil date on which an instant falls.</summary>
    /// <param name="instant">An instant, with any offset.</param>
    /// <returns>The date in China at that instant: 2026-06-15T16:00Z falls on 2026-06-16.</returns>
    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime + Offset);

    /// <summary>Finds the instant at which a civil date begins.</summary>
    /// <param name="date">The date, not 0001-01-01.</param>
    /// <returns>Its first instant, 00:00+08:00.</returns>
    public static DateTimeOffset StartOf(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), Offset);

    private static bool HasShape([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: 10 })
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (index is 4 or 7 ? text[index] != '-' : !char.IsAsciiDigit(text[index]))
            {
                return false;
            }
        }

        return true;
    }
}
