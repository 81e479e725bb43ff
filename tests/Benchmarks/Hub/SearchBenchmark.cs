using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Operation.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Searches a hub that holds many penalties, a tenth as many firms as records; opens the files of firms; and tries
/// drafts on all of it, because laying it down takes longest.</summary>
internal static class SearchBenchmark
{
    private const int RecordsPerFirm = 10;
    private const int Questions = 400;
    private static readonly string[] Places = ["苏州", "吴江", "青浦", "嘉善", "汾湖", "盛泽", "平望", "震泽"];
    private static readonly string[] Marks =
        [.. "锦澜青澄汇源恒通瑞丰盛达宏远金泰华兴永昌".Chunk(1).SelectMany(one => "德新隆福安康祥和".Select(two => $"{one[0]}{two}"))];

    private static readonly string[] Trades =
        ["纺织印染有限公司", "表面处理有限公司", "再生资源有限公司", "化纤有限公司", "电子科技有限公司", "环保科技股份有限公司"];

    private static readonly string[] Waters = ["太浦河", "淀山湖", "元荡", "汾湖"];
    private static readonly string[] Industries = ["1713", "1752", "3360", "3982", "2614", "4210"];

    public static async Task RunAsync(int records)
    {
        using var wujiang = new NodeVoice("320509");
        await using var hub = new HubProcess([wujiang]);
        await hub.StartAsync();
        using var channel = hub.Connect();
        var began = Stopwatch.GetTimestamp();
        await Seeding.FillAsync(hub, wujiang, Records(records), Samples.PublishedAt);
        var published = Stopwatch.GetElapsedTime(began);
        var client = new QueryService.QueryServiceClient(channel);
        await CaughtUpAsync(channel);
        var caughtUp = Stopwatch.GetElapsedTime(began);

        var rows = new List<string[]>();
        foreach (var (name, ask) in Kinds(records))
        {
            rows.Add(await RowAsync(name, async number => (await client.FindRecordsAsync(ask(number))).Records.Count));
        }

        rows.Add(await RowAsync("file of an enterprise", async number => (await client.GetEnterpriseAsync(
            new() { Subject = Firms.CodeOf(number * 7919 % Math.Max(1, records / RecordsPerFirm)) })).Records.Count));

        Report.Table(
            $"Case search, {records:N0} records, {Math.Max(1, records / RecordsPerFirm):N0} firms; laid down in "
                + $"{published.TotalSeconds:N0} s, searchable after {caughtUp.TotalSeconds:N0} s",
            ["search", "p50 ms", "p99 ms", "records in an answer"], rows);
        await SimulationBenchmark.AskAsync(hub, channel, wujiang, records);
    }

    private static IEnumerable<(string Name, Func<int, FindRecordsRequest> Ask)> Kinds(int records) =>
    [
        ("kind, industry, water", number => new()
        {
            Kind = "penalty", Industry = At(Industries, number), WaterBody = At(Waters, number),
        }),
        ("outcome of a receiver", number => new() { OutcomeOf = "330421", Outcome = (Outcome)(2 + (number % 6)) }),
        ("conditions that exclude each other", number => new() { Issuer = "11310118MAHUBQP13X", WaterBody = At(Waters, number) }),
        ("issuer, violation, days", number => new()
        {
            Issuer = "11320500MAHUBWJ11X", Violation = Violation(number), DecidedFrom = "2026-05-01", DecidedTo = "2026-06-15",
        }),
        ("document number", number => new() { DocumentNumber = Number((number * 7919 % records) + 1) }),
        ("within 500 m, water", number => new()
        {
            Near = Point(number * 31), WithinMetres = 500, WaterBody = At(Waters, number),
        }),
        ("reason anywhere", _ => new() { Reason = "REF-PROC-SERVICE" }),
        ("name, whole", number => new() { SubjectName = Firm(number * 7919 % (records / RecordsPerFirm)) }),
        ("name, with a slip", number => new() { SubjectName = "错" + Firm(number * 7919 % (records / RecordsPerFirm))[1..] }),
        ("name, a part in many names", number => new() { SubjectName = At(Trades, number) }),
        ("name, 2 characters", number => new() { SubjectName = At(Marks, number) }),
    ];

    private static async Task<string[]> RowAsync(string name, Func<int, Task<int>> ask)
    {
        var latencies = new List<double>(Questions);
        var found = 0;
        for (var number = -10; number < Questions; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var count = await ask(number + 10);
            if (number >= 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                found += count;
            }
        }

        return
        [
            name, Report.Milliseconds(Report.Percentile(latencies, 0.5)), Report.Milliseconds(Report.Percentile(latencies, 0.99)),
            ((double)found / Questions).ToString("0.0", CultureInfo.InvariantCulture),
        ];
    }

    private static IEnumerable<ExchangeHub.Protos.Record.V1.Record> Records(int records)
    {
        for (var number = 1; number <= records; number++)
        {
            var record = Samples.Penalty();
            var firm = (int)(number * 2_654_435_761L % Math.Max(1, records / RecordsPerFirm));
            record.Penalty.DocumentNumber = Number(number);
            record.Penalty.ViolationCode = Violation(number);
            record.Subjects[0].Name = Firm(firm);
            record.Subjects[0].CreditCode = Firms.CodeOf(firm);
            record.Subjects[0].Industry = At(Industries, firm);
            record.Matter.WaterBody = At(Waters, number / 3);
            record.Matter.ActPoint = Point(number);
            record.DecidedOn = CivilDates.Format(new DateOnly(2026, 6, 20).AddDays(number % 20));
            (record.Penalty.ServedOn, record.Penalty.ServiceMode) =
                number % 50 == 0 ? ("", ServiceMode.Unspecified) : ("2026-07-13", ServiceMode.Direct);
            yield return record;
        }
    }

    private static async Task CaughtUpAsync(GrpcChannel channel)
    {
        var operations = new OperationService.OperationServiceClient(channel);
        while ((await operations.ListReadModelsAsync(new())).ReadModels.Single(model => model.Name == "records")
            is { Position: 0 } or { BehindFor: not null })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static string Firm(int number) => At(Places, number) + At(Marks, number / 8)
        + At(Marks, (number / 1_400) + 5) + At(Trades, number / 3);

    private static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"苏环行罚字〔2026〕09第{number}号");

    private static string Violation(int number) => string.Create(CultureInfo.InvariantCulture, $"W-{number % 200:D4}");

    private static GeoPoint Point(int number) => new()
    {
        LatitudeMicrodegrees = 30_800_000 + (int)(number * 48_271L % 500_000),
        LongitudeMicrodegrees = 120_500_000 + (int)(number * 69_621L % 700_000),
    };

    private static string At(string[] words, int number) => words[(int)((uint)number % words.Length)];
}
