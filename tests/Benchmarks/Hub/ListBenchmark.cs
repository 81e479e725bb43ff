using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;
using Grpc.Core;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Gives a long list away whole, as each of the forms in which credit platforms take it, and then tells who follows it
/// of entries as they are published.</summary>
internal static class ListBenchmark
{
    private const int Rounds = 3;
    private const int Turns = 500;

    public static async Task RunAsync(int entries)
    {
        using var jiashan = new NodeVoice("330421");
        await using var hub = new HubProcess([jiashan])
        {
            More = ["--Hub:Rest", "http://127.0.0.1:0", "--Hub:RecordsPerHour", "1000000000"],
        };
        await hub.StartAsync();
        await Seeding.FillAsync(hub, jiashan, Enumerable.Range(1, entries).Select(Entry), Samples.PublishedAt);
        using var channel = hub.Connect();
        var lists = new ListService.ListServiceClient(channel);
        using var rest = new HttpClient { BaseAddress = new Uri(await RestAddressAsync(hub)) };
        rest.DefaultRequestHeaders.Add("X-Purpose", "exchange");

        // The first one waits until the read model has caught up with the log.
        if (await SnapshotAsync(lists) != entries)
        {
            throw new InvalidOperationException("The list is not as long as what was laid down.");
        }

        (string Name, Func<Task<long>> TakeAsync)[] ways =
        [
            ("gRPC", () => SnapshotAsync(lists)),
            ("NDJSON", async () => await LinesAsync(rest, "application/x-ndjson") - 1),
            ("CSV", async () => await LinesAsync(rest, "text/csv") - 1),
        ];
        var rows = new List<string[]>();
        foreach (var (name, takeAsync) in ways)
        {
            rows.Add(await RowAsync(hub, name, takeAsync));
        }

        Report.Table(
            $"A list of {entries:N0} entries, given whole",
            ["as", "entries/s", "goal", "resident MB of the hub, before", "highest"], rows);
        await FollowAsync(channel, lists, jiashan, entries);
    }

    private static async Task<string[]> RowAsync(HubProcess hub, string name, Func<Task<long>> takeAsync)
    {
        var before = hub.Footprint().ResidentMegabytes;
        var highest = before;
        using var ending = new CancellationTokenSource();
        var sampling = Task.Run(async () =>
        {
            for (; !ending.IsCancellationRequested; await Task.Delay(100))
            {
                highest = Math.Max(highest, hub.Footprint().ResidentMegabytes);
            }
        });
        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var taken = await takeAsync();
            rates.Add(taken / watch.Elapsed.TotalSeconds);
        }

        await ending.CancelAsync();
        await sampling;
        return [name, Report.Rate(Report.Median(rates)), "≥ 50,000", Report.Rate(before), Report.Rate(highest)];
    }

    private static async Task FollowAsync(
        ChannelBase channel, ListService.ListServiceClient lists, NodeVoice jiashan, int entries)
    {
        var publications = new PublicationService.PublicationServiceClient(channel);
        using var following = lists.FollowChanges(new FollowChangesRequest
        {
            List = "ENV-YRD", Receiver = "330421", Subscription = "consumer:credit/bench", Live = true,
            AfterPosition = await HeadAsync(lists),
        });
        _ = await following.ResponseStream.MoveNext(CancellationToken.None);
        var latencies = new List<double>();
        for (var number = entries + 1; number <= entries + Turns; number++)
        {
            var envelope = jiashan.Say(Entry(number), Samples.PublishedAt);
            var told = following.ResponseStream.MoveNext(CancellationToken.None);
            _ = await publications.PublishAsync(new PublishRequest { Envelope = envelope });
            var committed = Stopwatch.GetTimestamp();
            if (!await told || following.ResponseStream.Current.Changes.Count != 1)
            {
                throw new InvalidOperationException("A change was not told by itself.");
            }

            latencies.Add(Stopwatch.GetElapsedTime(committed).TotalMilliseconds);
        }

        Report.Table("Receipt of an entry → told to who follows the list", ["p50 ms", "p99 ms", "goal p99"],
        [
            [Report.Milliseconds(Report.Percentile(latencies, 0.5)), Report.Milliseconds(Report.Percentile(latencies, 0.99)),
                "≤ 200 ms"],
        ]);
    }

    private static async Task<long> SnapshotAsync(ListService.ListServiceClient lists) => (await StatementAsync(lists)).Count;

    private static async Task<long> HeadAsync(ListService.ListServiceClient lists) => (await StatementAsync(lists)).Position;

    private static async Task<ListStatement> StatementAsync(ListService.ListServiceClient lists)
    {
        using var call = lists.GetSnapshot(new GetSnapshotRequest { List = "ENV-YRD", Receiver = "330421", AsOf = "2026-08-01" });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Signed is { } signed)
            {
                return ListStatement.Parser.ParseFrom(signed.Payload);
            }
        }

        throw new InvalidOperationException("A snapshot ended without what is signed of it.");
    }

    private static async Task<long> LinesAsync(HttpClient rest, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/lists/ENV-YRD?receiver=330421&asOf=2026-08-01");
        request.Headers.Accept.ParseAdd(form);
        using var response = await rest.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _ = response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[256 * 1024];
        var lines = 0L;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }

    private static async Task<string> RestAddressAsync(HubProcess hub) =>
        (await File.ReadAllTextAsync(Path.Combine(hub.Folder, "rest-address"))).Trim();

    private static Record Entry(int number)
    {
        var record = Samples.Blacklist();
        record.DecidedOn = "2026-07-14";
        record.Blacklist.DocumentNumber = string.Create(CultureInfo.InvariantCulture, $"嘉环（善）失信〔2026〕{number}号");
        (record.Blacklist.MinimumUntil, record.Blacklist.MaximumUntil) = ("2027-07-14", "2029-07-14");
        record.Subjects[0].CreditCode = Firms.CodeOf(number);
        record.Blacklist.BasisRefs.Clear();
        record.Blacklist.BasisRefs.Add(new RecordReference
        {
            RecordId = RecordId.Create(
                "penalty",
                Jurisdiction.Parse("320509"),
                Ulid.New(Samples.PublishedAt.AddDays(-3), [0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(number)])).ToString(),
            Hash = Samples.SomeHash,
        });
        return record;
    }
}
