using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>
/// A period that is counted wrongly by one day makes a lawful act late. The dates are those of the acceptance scenarios, with the
/// holidays of 2026.
/// </summary>
public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Calendar = WorkingDays.Announced;

    [Theory]
    [InlineData("2026-07-10", 7, "2026-07-21")] // publicity, service
    [InlineData("2026-03-16", 7, "2026-03-25")]
    [InlineData("2026-04-20", 5, "2026-04-27")] // acceptance of a request for reconsideration
    [InlineData("2026-06-16", 3, "2026-06-22")] // withdrawal of publicity, over the Dragon Boat Festival
    [InlineData("2026-06-08", 3, "2026-06-11")]
    [InlineData("2026-05-12", 7, "2026-05-21")]
    [InlineData("2026-06-16", 5, "2026-06-24")] // statements, request for a hearing
    [InlineData("2026-05-20", 3, "2026-05-25")]
    [InlineData("2026-05-12", 2, "2026-05-14")]
    [InlineData("2026-05-13", 5, "2026-05-20")]
    [InlineData("2026-09-30", 7, "2026-10-15")] // 8, 9, 10 (a Saturday that is worked), 12, 13, 14, 15
    [InlineData("2026-06-03", 10, "2026-06-17")]
    [InlineData("2026-02-13", 1, "2026-02-14")] // a make-up Saturday counts
    [InlineData("2026-02-14", 1, "2026-02-24")] // the Spring Festival does not
    [InlineData("2026-06-19", 0, "2026-06-19")]
    public void Working_days_are_counted_from_the_day_after(string start, int count, string end) =>
        Assert.Equal(CivilDates.Parse(end), Calendar.AddWorkingDays(CivilDates.Parse(start), count));

    [Theory]
    [InlineData("2026-05-12", 15, "2026-05-27")] // filing
    [InlineData("2026-07-13", 15, "2026-07-28")] // payment
    [InlineData("2026-07-13", 60, "2026-09-11")] // reconsideration
    [InlineData("2026-03-18", 60, "2026-05-18")] // falls on Sunday 17 May
    [InlineData("2026-04-24", 60, "2026-06-23")]
    [InlineData("2026-06-16", 15, "2026-07-01")]
    [InlineData("2026-09-15", 15, "2026-09-30")]
    [InlineData("2026-09-16", 15, "2026-10-08")] // falls on 1 October
    [InlineData("2026-09-25", 15, "2026-10-10")] // falls on a Saturday that is worked
    public void Calendar_days_roll_forward_from_a_day_off(string start, int count, string end) =>
        Assert.Equal(CivilDates.Parse(end), Calendar.AddCalendarDays(CivilDates.Parse(start), count));

    [Theory]
    [InlineData("2026-07-13", 6, "2027-01-13")] // suit
    [InlineData("2026-01-15", 12, "2027-01-15")] // least publicity
    [InlineData("2026-01-15", 36, "2029-01-15")] // most publicity
    [InlineData("2026-01-31", 1, "2026-02-28")]
    [InlineData("2028-01-31", 1, "2028-02-29")]
    [InlineData("2026-11-30", 3, "2027-02-28")]
    public void Months_end_on_the_day_of_the_same_number_or_the_last(string start, int count, string end) =>
        Assert.Equal(CivilDates.Parse(end), WorkingDays.AddMonths(CivilDates.Parse(start), count));

    [Theory]
    [InlineData("2026-10-09", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    [InlineData("2026-10-01", false)]
    [InlineData("2026-01-04", true)]
    public void Holidays_and_make_up_days_are_those_announced(string day, bool isWorkingDay) =>
        Assert.Equal(isWorkingDay, Calendar.IsWorkingDay(CivilDates.Parse(day)));

    [Fact]
    public void In_a_year_without_an_announcement_answers_are_provisional()
    {
        Assert.True(Calendar.Covers(new DateOnly(2026, 12, 31)));
        Assert.False(Calendar.Covers(new DateOnly(2027, 1, 1)));
        Assert.Equal(new DateOnly(2027, 1, 4), Calendar.AddWorkingDays(new DateOnly(2026, 12, 31), 2));
    }

    [Fact]
    public void Another_announcement_gives_other_days()
    {
        var calendar = new WorkingDays([new DateOnly(2027, 1, 1)], [new DateOnly(2027, 1, 2)], [2027]);
        Assert.Equal(new DateOnly(2027, 1, 2), calendar.AddWorkingDays(new DateOnly(2026, 12, 31), 1));
        Assert.True(calendar.Covers(new DateOnly(2027, 6, 1)));
    }

    [Fact]
    public void A_day_cannot_be_off_and_worked() =>
        Assert.Throws<ArgumentException>(() => new WorkingDays([new DateOnly(2027, 1, 2)], [new DateOnly(2027, 1, 2)], [2027]));

    [Fact]
    public void Nothing_is_counted_backwards()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(new DateOnly(2026, 1, 5), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddCalendarDays(new DateOnly(2026, 1, 5), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkingDays.AddMonths(new DateOnly(2026, 1, 5), -1));
    }

    [Fact]
    public void Two_periods_one_after_the_other_are_as_long_as_both_together() =>
        Prop.ForAll(
            Gen.Choose(0, 800).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(),
            (offset, first, second) =>
            {
                var start = new DateOnly(2025, 6, 1).AddDays(offset);
                var end = Calendar.AddWorkingDays(start, first + second);
                return end == Calendar.AddWorkingDays(Calendar.AddWorkingDays(start, first), second)
                    && (first + second == 0 || Calendar.IsWorkingDay(end));
            }).QuickCheckThrowOnFailure();
}
