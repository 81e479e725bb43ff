using ExchangeHub.Benchmarks;
using ExchangeHub.Benchmarks.Calls;
using ExchangeHub.Benchmarks.Hub;
using ExchangeHub.Benchmarks.Log;
using ExchangeHub.Benchmarks.Rules;

var what = args.Length == 0 ? "all" : args[0];
if (what is not ("all" or "log" or "calls" or "publish" or "zone" or "replay" or "cascade" or "revocations" or "rules" or "whatif"
    or "memory" or "standing" or "search" or "history"))
{
    await Console.Error.WriteLineAsync(
        "Benchmarks [all|log|calls|publish|zone|replay|cascade|revocations|rules|whatif [RECORDS]|memory [RECORDS]|"
        + "standing [RECORDS]|search [RECORDS]|history [LEAVES]]");
    return 2;
}

Report.Machine();
if (what is "all" or "log")
{
    await AppendBenchmark.RunAsync();
}

if (what is "all" or "calls")
{
    await CallBenchmark.RunAsync();
}

if (what is "all" or "publish")
{
    await PublishBenchmark.RunAsync();
}

if (what is "all" or "zone")
{
    await ZoneBenchmark.RunAsync();
}

if (what is "all" or "replay")
{
    await ReplayBenchmark.RunAsync();
}

if (what is "all" or "cascade")
{
    CascadeBenchmark.Run();
}

if (what is "all" or "revocations")
{
    await RevocationBenchmark.RunAsync();
}

if (what is "all" or "rules")
{
    ConditionBenchmark.Run();
    DecisionBenchmark.Run();
}

if (what is "all" or "whatif")
{
    await SimulationBenchmark.RunAsync(Count(20_000));
}

if (what is "memory")
{
    await MemoryBenchmark.RunAsync(Count(1_000_000));
}

if (what is "standing" or "search")
{
    await (what is "search" ? SearchBenchmark.RunAsync(Count(1_000_000)) : StandingBenchmark.RunAsync(Count(1_000_000)));
}

if (what is "all" or "history")
{
    await HistoryBenchmark.RunAsync(Count(10_000_000));
}

return 0;

int Count(int otherwise) =>
    args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
