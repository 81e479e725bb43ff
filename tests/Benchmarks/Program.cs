using ExchangeHub.Benchmarks;
using ExchangeHub.Benchmarks.Calls;
using ExchangeHub.Benchmarks.Hub;
using ExchangeHub.Benchmarks.Log;
using ExchangeHub.Benchmarks.Rules;
using ExchangeHub.Benchmarks.Transfers;

// The name, whether it is part of "all", and what it does.
(string Name, bool IsOfAll, Func<Task> RunAsync)[] kinds =
[
    ("log", true, AppendBenchmark.RunAsync),
    ("calls", true, CallBenchmark.RunAsync),
    ("publish", true, PublishBenchmark.RunAsync),
    ("zone", true, ZoneBenchmark.RunAsync),
    ("replay", true, ReplayBenchmark.RunAsync),
    ("cascade", true, () => Task.Run(CascadeBenchmark.Run)),
    ("revocations", true, RevocationBenchmark.RunAsync),
    ("rules", true, () => Task.Run(ConditionBenchmark.Run).ContinueWith(_ => DecisionBenchmark.Run(), TaskScheduler.Default)),
    ("whatif", true, () => SimulationBenchmark.RunAsync(Count(20_000))),
    ("memory", false, () => MemoryBenchmark.RunAsync(Count(1_000_000))),
    ("standing", false, () => StandingBenchmark.RunAsync(Count(1_000_000))),
    ("search", false, () => SearchBenchmark.RunAsync(Count(1_000_000))),
    ("lists", false, () => ListBenchmark.RunAsync(Count(1_000_000))),
    ("trust", true, () => TrustBenchmark.RunAsync(Count(100_000))),
    ("history", true, () => HistoryBenchmark.RunAsync(Count(10_000_000))),
    ("transfer", true, () => TransferBenchmark.RunAsync(Count(2048))),
];
var what = args.Length == 0 ? "all" : args[0];
var chosen = kinds.Where(kind => kind.Name == what || (what == "all" && kind.IsOfAll)).ToList();
if (chosen.Count == 0)
{
    await Console.Error.WriteLineAsync(
        $"Benchmarks [all|{string.Join('|', kinds.Select(kind => kind.Name))}] [COUNT], which is records, subjects, leaves or "
            + "megabytes");
    return 2;
}

Report.Machine();
foreach (var (_, _, runAsync) in chosen)
{
    await runAsync();
}

return 0;

int Count(int otherwise) =>
    args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
