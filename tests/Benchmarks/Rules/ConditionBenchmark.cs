using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Rules;
using ExchangeHub.Tests.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Benchmarks.Rules;

/// <summary>The sixty conditions of the zone over one penalty with ten events, on one core.</summary>
internal static class ConditionBenchmark
{
    private const int Rounds = 200_000;
    private const int Slices = 9;

    public static void Run()
    {
        var watch = Stopwatch.StartNew();
        var conditions = ZoneConditions.All.Select(condition => Compile(condition.Text)).ToArray();
        var compiled = watch.Elapsed;
        var matter = Penalty();
        _ = Measure(conditions, matter, Rounds / 4); // until the just-in-time compiler has done what it will
        Thread.Yield();
        _ = Measure(conditions, matter, Rounds / 4);
        var slices = Enumerable.Range(0, Slices).Select(_ => Measure(conditions, matter, Rounds)).ToList();
        var micros = Report.Median(slices.Select(slice => slice.Microseconds));

        Report.Table(
            "Conditions of the zone, ten events, one core",
            ["", "60 conditions, µs", "conditions/s", "bytes/condition"],
            [
                ["Test", Text(micros), Report.Rate(conditions.Length * 1e6 / micros), Text(slices.Max(slice => slice.Bytes))],
                ["Test, fastest slice", Text(slices.Min(slice => slice.Microseconds)), "", ""],
                ["Trace", .. Row(conditions, matter)],
                ["compile, first time", Text(compiled.TotalMicroseconds), "", ""],
            ]);
        var slowest = conditions.Select(condition => (condition.Text, Measure([condition], matter, Rounds).Microseconds))
            .OrderByDescending(each => each.Microseconds).Take(5);
        Report.Table("The slowest of them", ["condition", "ns"], slowest.Select(each => new[]
        {
            each.Text.Length > 90 ? each.Text[..90] + " …" : each.Text,
            (1_000 * each.Microseconds).ToString("N0", CultureInfo.InvariantCulture),
        }));
    }

    private static string[] Row(Formula<Matter, bool>[] conditions, Matter matter)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        const int Traces = 500;
        for (var round = 0; round < Traces; round++)
        {
            foreach (var condition in conditions)
            {
                _ = condition.Trace(matter, WorkingDays.Announced);
            }
        }

        var micros = watch.Elapsed.TotalMicroseconds / Traces;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return [Text(micros), Report.Rate(conditions.Length * 1e6 / micros), Text((double)bytes / Traces / conditions.Length)];
    }

    private static (double Microseconds, double Bytes) Measure(Formula<Matter, bool>[] conditions, Matter matter, int rounds)
    {
        var isTrue = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var condition in conditions)
            {
                isTrue += condition.Test(matter, WorkingDays.Announced) is true ? 1 : 0;
            }
        }

        var micros = watch.Elapsed.TotalMicroseconds / rounds;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return isTrue >= 0 ? (micros, (double)bytes / rounds / conditions.Length) : default;
    }

    private static Formula<Matter, bool> Compile(string text) => Formula.Condition(text, Matter.Schema, out var faults)
        ?? throw new InvalidOperationException($"{text}\n{faults}");

    private static string Text(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static Matter Penalty()
    {
        var day = new DateOnly(2026, 3, 18);
        string[] kinds =
        [
            "SERVED", "REMEDY_FILED", "REMEDY_ACCEPTED", "STAY_ORDERED", "STAY_LIFTED", "REMEDY_DECIDED", "REMEDY_FILED",
            "REMEDY_ACCEPTED", "REMEDY_DECIDED", "PERFORMED",
        ];
        return new Matter
        {
            Kind = "PENALTY", DecidedOn = day, FiledOn = day.AddDays(-80), ServedOn = day.AddDays(2),
            PublishedOn = day.AddDays(7), Fine = new Fen(20_000_000), Version = 1, Division = "310118", IsDeclaredMajor = false,
            DrinkingWaterSource = false, DivisionsHarmed = 1, CriminalReferral = false, ActOn = day.AddDays(-100),
            BornOn = day.AddYears(-40), Officers = 2, AsOf = day.AddYears(1), RecognisesFrom = new DateOnly(2020, 1, 1),
            BindsOrigin = true, PendingRemedy = "KEEP_WITH_FLAG", ConfirmedIllegalEnds = true,
            LookBack = new Period(36, PeriodUnit.Months), Penalised = ["P03", "P01"], Conflicts = ["PREVAILS"],
            Events =
            [
                .. kinds.Select((kind, index) => new Happening(kind, day.AddDays(5 * index))
                {
                    Position = index, Remedy = index < 6 ? "RECONSIDERATION" : "SUIT", Outcome = "STANDS", IsFinal = true,
                    LeavesNonePending = true, By = "310118",
                }),
            ],
            Recognised = [new(day.AddYears(-1), new Fen(1_000_000), 1), new(day.AddMonths(-2), new Fen(3_000_000), 2)],
        };
    }
}
