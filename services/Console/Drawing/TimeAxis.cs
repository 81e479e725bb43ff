using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Drawing;

/// <summary>A record on the axis.</summary>
/// <param name="Lane">The lane of the party that published it, from 0.</param>
/// <param name="From">Where its decision stands, from 0 to 1.</param>
/// <param name="To">Where its validity ends; null when it has no end.</param>
/// <param name="Level">Which of those near each other it is, from 0.</param>
/// <param name="Record">The record.</param>
public sealed record AxisMark(int Lane, double From, double? To, int Level, EnterpriseRecord Record);

/// <summary>The records of an enterprise over time, a lane for each party.</summary>
/// <param name="Marks">By lane, then by day.</param>
/// <param name="Ticks">Days that are written under the axis, and where they stand.</param>
public sealed record TimeAxis(ImmutableArray<AxisMark> Marks, ImmutableArray<(double At, string Text)> Ticks)
{
    private const double Near = 0.018;
    private const int LevelsMax = 3;
    private const int TicksMax = 9;

    /// <summary>Lays records out.</summary>
    /// <param name="records">The records.</param>
    /// <param name="parties">The lanes; who is none of them stands in the last.</param>
    /// <param name="today">The day up to which the axis goes at least.</param>
    /// <returns>The axis.</returns>
    public static TimeAxis Of(IEnumerable<EnterpriseRecord> records, IReadOnlyList<string> parties, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(parties);
        var dated = records.Where(record => CivilDates.TryParse(record.DecidedOn, out _))
            .OrderBy(record => record.DecidedOn, StringComparer.Ordinal).ToArray();
        var first = dated.Length == 0 ? today : CivilDates.Parse(dated[0].DecidedOn);
        var begin = new DateOnly(first.Year, first.Month, 1);
        var last = dated.Select(record => CivilDates.Parse(record.DecidedOn)).Append(today).Max();
        var end = new DateOnly(last.Year, last.Month, 1).AddMonths(1);
        double At(DateOnly day) =>
            Math.Clamp((day.DayNumber - begin.DayNumber) / (double)(end.DayNumber - begin.DayNumber), 0, 1);

        var marks = ImmutableArray.CreateBuilder<AxisMark>();
        foreach (var record in dated)
        {
            var lane = parties.ToList().IndexOf(record.Party) is >= 0 and var index ? index : parties.Count - 1;
            var from = At(CivilDates.Parse(record.DecidedOn));
            var before = marks.LastOrDefault(mark => mark.Lane == lane);
            var level = before is not null && from - before.From < Near ? (before.Level + 1) % LevelsMax : 0;
            marks.Add(new AxisMark(
                lane, from, CivilDates.TryParse(record.EndsOn, out var until) ? At(until) : null, level, record));
        }

        var months = ((end.Year - begin.Year) * 12) + end.Month - begin.Month;
        var step = Math.Max(1, (int)Math.Ceiling(months / (double)TicksMax));
        return new TimeAxis(
            [.. marks.OrderBy(mark => mark.Lane)],
            [
                .. Enumerable.Range(0, (months / step) + 1).Select(number => begin.AddMonths(number * step))
                    .Where(day => day < end)
                    .Select(day => (At(day), day.ToString("yyyy-MM", CultureInfo.InvariantCulture))),
            ]);
    }
}
