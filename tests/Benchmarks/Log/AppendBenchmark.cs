using System.Globalization;
using ExchangeHub.EventLog;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Benchmarks.Log;

/// <summary>
/// Appends of 1 KiB, each caller awaiting its own durable acknowledgement, beside the same rows written in other ways: one
/// transaction for each, one statement for many, and binary COPY. All into the same tables with the same indexes, each way in a
/// database of its own.
/// </summary>
internal sealed class AppendBenchmark(EmbeddedPostgres server)
{
    private const int Rounds = 3;
    private const int BulkRows = 1000;
    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(2);
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 1024).Select(index => (byte)(index * 31 % 256))];
    private static long _next;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-bench-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        try
        {
            await using var server =
                await EmbeddedPostgres.StartAsync(folder, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            var bench = new AppendBenchmark(server);
            await bench.AppendAsync();
            await bench.ReadAsync();
            await bench.LagAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AppendAsync()
    {
        await using var ours = await DatabaseAsync("ours");
        await using var single = await DatabaseAsync("single");
        await using var multi = await DatabaseAsync("multi");
        await using var copy = await DatabaseAsync("copied");
        await using var log = new PostgresEventLog(ours, TimeProvider.System);
        var ways = new (string Name, int Callers, int Each, Func<int, Task> One)[]
        {
            ("group commit", 1, 1, _ => log.AppendAsync(Request(), CancellationToken.None)),
            ("one transaction each", 1, 1, _ => Rows.InsertOneAsync(single, Payload, Interlocked.Increment(ref _next))),
            ("group commit", 8, 1, _ => log.AppendAsync(Request(), CancellationToken.None)),
            ("one transaction each", 8, 1, _ => Rows.InsertOneAsync(single, Payload, Interlocked.Increment(ref _next))),
            ("group commit", 32, 1, _ => log.AppendAsync(Request(), CancellationToken.None)),
            ("one transaction each", 32, 1, _ => Rows.InsertOneAsync(single, Payload, Interlocked.Increment(ref _next))),
            ("group commit", 256, 1, _ => log.AppendAsync(Request(), CancellationToken.None)),
            ($"multi-row insert of {BulkRows}", 1, BulkRows, _ =>
                Rows.InsertManyAsync(multi, Payload, Interlocked.Add(ref _next, BulkRows), BulkRows)),
            ($"binary COPY of {BulkRows}", 1, BulkRows, _ =>
                Rows.CopyAsync(copy, Payload, Interlocked.Add(ref _next, BulkRows), BulkRows)),
        };

        // The first slice of each warms it up and does not count; then the ways take turns, so that a slow moment hits all of
        // them.
        var slices = ways.Select(_ => new List<Slice>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var slice = await Load.RunAsync(ways[way].Callers, SliceLength, () => Load.CpuSeconds(server.ProcessId),
                    ways[way].One, ways[way].Each);
                if (round > 0)
                {
                    slices[way].Add(slice);
                }
            }
        }

        var medians = slices.Select(Slice.Median).ToArray();
        Report.Table(
            "Append, 1 KiB, fsync on, each caller awaits its own durable acknowledgement",
            ["way", "callers", "events/s", "p50 ms", "p99 ms", "CPU µs/event, client + server"],
            ways.Select((way, index) => new[]
            {
                way.Name, way.Callers.ToString(CultureInfo.InvariantCulture), Report.Rate(medians[index].PerSecond),
                Report.Milliseconds(medians[index].P50), Report.Milliseconds(medians[index].P99),
                    Report.Rate(medians[index].CpuMicroseconds),
            }));
        Report.Table("Append, ratios", ["figure", "measured", "goal"],
        [
            ["1 caller: group commit / one transaction each", Report.Ratio(medians[0].PerSecond / medians[1].PerSecond), "≥ 1.0"],
            ["32 callers: group commit / one transaction each", Report.Ratio(medians[4].PerSecond / medians[5].PerSecond), "≥ 3"],
            ["32 callers: p99 of group commit / of one transaction each", Report.Ratio(medians[4].P99 / medians[5].P99),
                "≤ 0.33"],
            ["32 callers: CPU per event / of one transaction each",
                Report.Ratio(medians[4].CpuMicroseconds / medians[5].CpuMicroseconds), "≤ 0.25"],
            ["256 callers: group commit / binary COPY", Report.Ratio(medians[6].PerSecond / medians[8].PerSecond), "≥ 0.5"],
            ["256 callers: group commit / multi-row insert", Report.Ratio(medians[6].PerSecond / medians[7].PerSecond), ""],
        ]);
    }

    private async Task ReadAsync()
    {
        await using var source = await DatabaseAsync("ours");
        await using var log = new PostgresEventLog(source, TimeProvider.System);
        var slices = new[] { new List<double>(), new List<double>() };
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (way, page) in new Func<long, Task<(long Last, int Count)>>[]
            {
                async after => await log.ReadAsync(after, 1000, CancellationToken.None) is { Length: > 0 } events
                    ? (events[^1].Position, events.Length) : (after, 0),
                after => Rows.PageAsync(source, after, 1000),
            }.Select((page, way) => (way, page)))
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var (position, total) = (0L, 0L);
                while (total < 100_000 && await page(position) is (var last, > 0 and var count))
                {
                    (position, total) = (last, total + count);
                }

                if (round > 0)
                {
                    slices[way].Add(total / watch.Elapsed.TotalSeconds);
                }
            }
        }

        var (ours, bare) = (Report.Median(slices[0]), Report.Median(slices[1]));
        Report.Table("Log read in order, pages of 1,000", ["way", "events/s", "ratio", "goal"],
        [
            ["bare Npgsql", Report.Rate(bare), "1.00", ""],
            ["the log", Report.Rate(ours), Report.Ratio(ours / bare), "≥ 0.7"],
        ]);
    }

    private async Task LagAsync()
    {
        await using var source = await DatabaseAsync("lag");
        await using var log = new PostgresEventLog(source, TimeProvider.System);
        var quiet = await LagAsync(log, conflict: false);
        var afterConflict = await LagAsync(log, conflict: true);
        Report.Table("Commit → subscriber's handler, 200 appends/s", ["", "p50 ms", "p99 ms", "goal p99"],
        [
            ["as it is", Report.Milliseconds(Report.Percentile(quiet, 0.5)), Report.Milliseconds(Report.Percentile(quiet, 0.99)),
                "≤ 5 ms"],
            ["right after a refused append", Report.Milliseconds(Report.Percentile(afterConflict, 0.5)),
                Report.Milliseconds(Report.Percentile(afterConflict, 0.99)), "≤ 5 ms"],
        ]);
    }

    private static async Task<List<double>> LagAsync(PostgresEventLog log, bool conflict)
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<long, long>();
        using var ending = new CancellationTokenSource();
        var begin = await log.HeadAsync(CancellationToken.None);
        var following = Task.Run(async () =>
        {
            for (var position = begin; !ending.IsCancellationRequested;)
            {
                _ = await log.WaitForMoreAsync(position, ending.Token);
                foreach (var logged in await log.ReadAsync(position, 1000, ending.Token))
                {
                    seen[position = logged.Position] = System.Diagnostics.Stopwatch.GetTimestamp();
                }
            }
        });
        var committed = new Dictionary<long, long>();
        for (var count = 0; count < 1000; count++)
        {
            if (conflict)
            {
                _ = await log.AppendAsync(
                    new AppendRequest([new StreamAppend("bench-conflict", 99, [NewEvent()])], DateTimeOffset.UnixEpoch),
                        CancellationToken.None);
            }

            if (await log.AppendAsync(Request(), CancellationToken.None) is AppendOutcome.Appended appended)
            {
                committed[appended.LastPosition] = System.Diagnostics.Stopwatch.GetTimestamp();
            }

            await Task.Delay(5);
        }

        while (committed.Keys.Any(position => !seen.ContainsKey(position)))
        {
            await Task.Delay(10);
        }

        await ending.CancelAsync();
        await following.ContinueWith(_ => { }, TaskScheduler.Default);
        return [.. committed.Select(pair =>
            Math.Max(0, System.Diagnostics.Stopwatch.GetElapsedTime(pair.Value, seen[pair.Key]).TotalMilliseconds))];
    }

    private static AppendRequest Request() => new(
        [new StreamAppend(string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _next)}"), 0,
            [NewEvent()])],
        DateTimeOffset.UnixEpoch);

    private static NewEvent NewEvent() => new(Guid.CreateVersion7(), "bench.v1", Payload);

    private async Task<NpgsqlDataSource> DatabaseAsync(string name)
    {
        await using (var admin = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await using var exists = admin.CreateCommand($"select 1 from pg_database where datname = 'bench_{name}'");
            if (await exists.ExecuteScalarAsync() is null)
            {
                await using var create = admin.CreateCommand($"create database bench_{name}");
                _ = await create.ExecuteNonQueryAsync();
            }
        }

        var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = $"bench_{name}", MaxPoolSize =
                40 }.ConnectionString);
        _ = await PostgresSchema.InstallAsync(source, CancellationToken.None);
        return source;
    }
}
