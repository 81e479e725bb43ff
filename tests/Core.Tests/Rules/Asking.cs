using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Rules;

/// <summary>Short ways to compile and run.</summary>
internal static class Asking
{
    public static readonly Matter Penalty = new()
    {
        Kind = "PENALTY",
        DecidedOn = Day("2026-03-18"),
        FiledOn = Day("2026-01-05"),
        ServedOn = Day("2026-03-20"),
        PublishedOn = Day("2026-03-25"),
        Fine = new Fen(20_000_000),
        Version = 1,
        Division = "310118",
        IsDeclaredMajor = false,
        DrinkingWaterSource = false,
        DivisionsHarmed = 1,
        CriminalReferral = false,
        ActOn = Day("2025-12-30"),
        BornOn = Day("2012-02-29"),
        Officers = 2,
        AsOf = Day("2026-06-01"),
        RecognisesFrom = Day("2020-01-01"),
        BindsOrigin = true,
        PendingRemedy = "KEEP_WITH_FLAG",
        ConfirmedIllegalEnds = false,
        LookBack = new Period(36, PeriodUnit.Months),
        Penalised = ["P03", "P08"],
        Events =
        [
            new("SERVED", Day("2026-03-20")) { Position = 0, By = "a" },
            new("REMEDY_ACCEPTED", Day("2026-04-02")) { Position = 1, Remedy = "RECONSIDERATION", By = "a" },
            new("REMEDY_DECIDED", Day("2026-05-20"))
            {
                Position = 2, Remedy = "RECONSIDERATION", Outcome = "REVOKED", IsFinal = null, LeavesNonePending = true, By = "b",
                Source = "node:310118/17",
            },
        ],
        Recognised =
        [
            new(Day("2024-07-01"), new Fen(10_000_00), 1), new(Day("2025-02-01"), new Fen(30_000_00), 2),
        ],
    };

    public static DateOnly Day(string text) => CivilDates.Parse(text);

    public static Formula<Matter, bool> Condition(string text)
    {
        var formula = Formula.Condition(text, Matter.Schema, out var faults);
        Assert.True(formula is not null, $"{text}\n{faults}");
        Assert.Empty(faults.First);
        return formula;
    }

    public static bool? Test(string text, Matter? matter = null) =>
        Condition(text).Test(matter ?? Penalty, WorkingDays.Announced);

    public static RuleFaults Faults(string text)
    {
        Assert.Null(Formula.Condition(text, Matter.Schema, out var faults));
        return faults;
    }
}
