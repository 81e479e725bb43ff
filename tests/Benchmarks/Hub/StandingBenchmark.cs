using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Guard.V1;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Asks a hub that holds many penalties whether a violation would be the first one.</summary>
/// <remarks>Most firms have been found out once or twice, few often: a tenth of the records are laid on a hundredth of the
/// firms.</remarks>
internal static class StandingBenchmark
{
    private const int RecordsPerFirm = 3;
    private const int Questions = 2_000;

    public static async Task RunAsync(int records)
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        var firms = Enumerable.Range(0, Math.Max(100, records / RecordsPerFirm)).Select(CodeOf).ToArray();
        await Seeding.FillAsync(hub, wujiang, Records(records, firms), Samples.PublishedAt);

        var client = new GuardService.GuardServiceClient(channel);
        await AskAsync(client, firms[0]); // also waits until the index has caught up
        var ordinary = await AskAllAsync(client, number => firms[number % firms.Length]);
        var often = await AskAllAsync(client, number => firms[number % (firms.Length / 100)]);
        Report.Table(
            $"First violation in 36 months, all parties, {records:N0} records, {firms.Length:N0} firms",
            ["firms asked about", "p50 ms", "p99 ms", "decisions behind an answer"],
            [Row("any", ordinary), Row("the hundredth with the most penalties", often)]);
    }

    private static IEnumerable<ExchangeHub.Protos.Record.V1.Record> Records(int records, string[] firms)
    {
        for (var number = 0; number < records; number++)
        {
            var record = Samples.Penalty();
            record.Penalty.DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"苏环行罚字〔2026〕09第{number + 1}号");
            record.Subjects[0].CreditCode = number % 10 == 0
                ? firms[number / 10 % (firms.Length / 100)]
                : firms[(int)(number * 2_654_435_761L % firms.Length)];
            yield return record;
        }
    }

    private static async Task<(List<double> Latencies, double Entries)> AskAllAsync(
        GuardService.GuardServiceClient client, Func<int, string> firm)
    {
        var latencies = new List<double>(Questions);
        var entries = 0;
        for (var number = 0; number < Questions; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var standing = await AskAsync(client, firm(number * 7919));
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            entries += standing.Entries.Count;
        }

        return (latencies, (double)entries / Questions);
    }

    private static async Task<GetStandingResponse> AskAsync(GuardService.GuardServiceClient client, string firm) =>
        await client.GetStandingAsync(new GetStandingRequest { Subject = firm, Receiver = "330421", ValidOn = "2026-11-01" });

    // A code of the shape of GB 32100: 17 characters and the check character that goes with them.
    private static string CodeOf(int number)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"91320509MAB{number:D6}");
        return "0123456789ABCDEFGHJKLMNPQRTUWXY".Select(check => first + check)
            .First(code => UnifiedSocialCreditCode.TryParse(code, out _));
    }

    private static string[] Row(string firms, (List<double> Latencies, double Entries) asked) =>
    [
        firms, Report.Milliseconds(Report.Percentile(asked.Latencies, 0.5)),
        Report.Milliseconds(Report.Percentile(asked.Latencies, 0.99)),
        asked.Entries.ToString("0.0", CultureInfo.InvariantCulture),
    ];
}
