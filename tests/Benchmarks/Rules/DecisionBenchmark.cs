using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Benchmarks.Rules;

/// <summary>
/// Judges a penalty with its whole procedure under the rules of the zone, on one core: how many decisions a second, and what
/// thousands of receivers cost beside three.
/// </summary>
internal static class DecisionBenchmark
{
    private const int Rounds = 4_000;
    private const int Slices = 9;

    public static void Run()
    {
        using var wujiang = new NodeVoice("320509");
        var network = NetworkFile.Parse(DemoNetwork.Json([wujiang]), new RuleSetFolder("/").Read);
        var statement = new StatementReader().Read(Samples.Payload(Samples.Penalty(), "node:320509")).Statement!;
        var state = DossierState.Empty with
        {
            Facts = new DossierFacts([new FiledStatement(statement, statement.PublishedAt)], []),
        };
        var few = Measure(network, Grouped(network, receivers: 3, groups: 1), state);
        var many = Measure(network, Grouped(network, receivers: 2_850, groups: 10), state);
        var written = Samples.Payload(Samples.Penalty(), "node:320509").Length;
        Report.Table(
            "Decisions on a penalty with its procedure, rules of the zone, one core",
            ["receivers", "groups", "µs/record", "decisions/s", "stored bytes/record", "× of three receivers: time", "bytes"],
            [Row("3", 1, few, few, written), Row("2,850", 10, many, few, written)]);
    }

    private static string[] Row(
        string receivers, int groups, (double Micros, int Bytes) one, (double Micros, int Bytes) few, int statement) =>
    [
        receivers,
        groups.ToString(CultureInfo.InvariantCulture),
        one.Micros.ToString("N1", CultureInfo.InvariantCulture),
        Report.Rate(groups * 1e6 / one.Micros),
        (statement + one.Bytes).ToString("N0", CultureInfo.InvariantCulture),
        (one.Micros / few.Micros).ToString("N2", CultureInfo.InvariantCulture),
        ((double)(statement + one.Bytes) / (statement + few.Bytes)).ToString("N2", CultureInfo.InvariantCulture),
    ];

    private static (double Micros, int Bytes) Measure(Network network, RuleSet rules, DossierState state)
    {
        var judged = network with { Agreement = new Agreement(rules.Agreement, [rules]) };
        var codec = new EventCodec(new StatementReader());
        var decisions = Dossier.Judge(judged, state, Samples.PublishedAt);
        var bytes = decisions.Sum(decision => codec.Encode(Guid.Empty, decision).Payload.Length);
        var slices = new List<double>();
        for (var slice = 0; slice <= Slices; slice++)
        {
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < Rounds; round++)
            {
                _ = Dossier.Judge(judged, state, Samples.PublishedAt);
            }

            slices.Add(watch.Elapsed.TotalMicroseconds / Rounds);
        }

        return (Report.Median(slices.Skip(1)), bytes); // the first one warms up
    }

    // The publisher's own division is in the first group; each group makes another choice, so that none of them is the same.
    private static RuleSet Grouped(Network network, int receivers, int groups)
    {
        var rules = network.Agreement.RuleSets[0];
        var parties = Enumerable.Range(0, receivers - 1).Select(number => Jurisdiction.Parse(
            (330_100 + (number % 100) + (number / 100 * 10_000 % 400_000)).ToString(CultureInfo.InvariantCulture))).Distinct();
        var all = parties.Append(Jurisdiction.Parse("320509")).Distinct().Take(receivers).ToArray();
        var smallest = rules.Terms.Parameters.Select(parameter => parameter.Name).ToList().IndexOf("smallestFine");
        return rules.With([.. all.Chunk((all.Length + groups - 1) / groups).Select((members, number) =>
            new ReceiverGroup($"group-{(char)('a' + number)}", [.. members])
            {
                Choices = rules.Groups[0].Choices.SetItem(smallest, new Fen(number * 100)),
            })]);
    }
}
