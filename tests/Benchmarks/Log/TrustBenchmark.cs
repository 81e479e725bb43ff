using System.Globalization;
using System.Security.Cryptography;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.Projections;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Schema;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Benchmarks.Log;

/// <summary>
/// What trust costs those who append at 256 callers, 1 KiB each: a checkpoint every second, the verification of a signature
/// before each append, and a state root over many subjects that is reckoned again and again. Each beside the bare append, in
/// turns.
/// </summary>
internal sealed class TrustBenchmark(EmbeddedPostgres server, int subjects)
{
    private const int Callers = 256;
    private const int Rounds = 5;
    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 1024).Select(index => (byte)(index * 31 % 256))];
    private static readonly EventCodec Codec = new(new StatementReader());
    private static long _next;

    public static async Task RunAsync(int subjects)
    {
        var folder = Directory.CreateTempSubdirectory("xhub-bench-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        try
        {
            await using var server =
                await EmbeddedPostgres.StartAsync(folder, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            await new TrustBenchmark(server, subjects).CompareAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task CompareAsync()
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { MaxPoolSize = 40 }.ConnectionString);
        _ = await PostgresSchema.InstallAsync(source, CancellationToken.None);
        await FillAsync(source);
        await using var log = new PostgresEventLog(source, TimeProvider.System);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var envelope = Dsse.Sign(Envelope.StatementType, Payload, key);
        var registered = new VerificationKey(Es256.Suite, key.ExportSubjectPublicKeyInfo());
        var store = new HistoryTable(source);
        var states = new StateTable(source, new ProjectionRunner(log, source, new StateProjection(Codec), TimeProvider.System));
        var reckoned = new List<double>();
        using var signing = Ed25519PrivateKey.FromPem(
            Ed25519PrivateKey.WritePem(RandomNumberGenerator.GetBytes(Ed25519.SeedLength)));
        var tree = await GrowingTree.ContinueAsync(store, 0, CancellationToken.None);
        var ways = new (string Name, Func<int, Task> One, Func<CancellationToken, Task>? Beside)[]
        {
            ("append", _ => AppendAsync(log), null),
            ("append, a checkpoint every second", _ => AppendAsync(log), ending => SignAsync(log, store, tree, signing, ending)),
            ("verify ES256, then append", _ => Dsse.Verify(envelope, registered)
                ? AppendAsync(log) : throw new CryptographicException("The signature does not verify."), null),
            ("append, state roots one after the other", _ => AppendAsync(log), ending => ReckonAsync(states, reckoned, ending)),
        };

        var slices = ways.Select(_ => new List<Slice>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                // What the other ways have appended is not this one's to sign.
                await KeepUpAsync(log, store, tree, signing);
                using var ending = new CancellationTokenSource();
                var beside = ways[way].Beside is { } run ? Task.Run(() => run(ending.Token)) : Task.CompletedTask;
                var slice = await Load.RunAsync(Callers, SliceLength, () => Load.CpuSeconds(server.ProcessId), ways[way].One);
                await ending.CancelAsync();
                await beside.ContinueWith(
                    ended => ended.IsFaulted ? throw ended.Exception : true, TaskScheduler.Default);
                if (round > 0)
                {
                    slices[way].Add(slice);
                }
            }
        }

        Tell([.. ways.Select(way => way.Name)], [.. slices.Select(Slice.Median)], reckoned);
    }

    private void Tell(string[] names, Slice[] medians, List<double> reckoned)
    {
        string[] goals = ["", "≥ 0.98", "≥ 0.7", ""];
        Report.Table(
            "What trust costs at 256 callers", ["way", "events/s", "p50 ms", "p99 ms", "ratio", "goal"],
            names.Select((name, way) => new[]
            {
                name, Report.Rate(medians[way].PerSecond), Report.Milliseconds(medians[way].P50),
                Report.Milliseconds(medians[way].P99), Report.Ratio(medians[way].PerSecond / medians[0].PerSecond), goals[way],
            }));
        Report.Table(
            string.Create(CultureInfo.InvariantCulture, $"A state root over {subjects:N0} subjects, beside the appends"),
            ["p50 ms", "p99 ms"],
            [[Report.Milliseconds(Report.Percentile(reckoned, 0.5)), Report.Milliseconds(Report.Percentile(reckoned, 0.99))]]);
    }

    // As the keeper of the hub does: behind the head, at most once a second.
    private static async Task SignAsync(
        PostgresEventLog log, HistoryTable store, GrowingTree tree, Ed25519PrivateKey key, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await KeepUpAsync(log, store, tree, key);
            await Task.Delay(Apart, ending).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task KeepUpAsync(PostgresEventLog log, HistoryTable store, GrowingTree tree, Ed25519PrivateKey key)
    {
        var name = new NoteKey("exchangehub/bench", NoteKeyKind.Note, [.. key.PublicKey]);
        var (before, head) = (tree.Size, await log.HeadAsync(CancellationToken.None));
        while (tree.Size < head)
        {
            foreach (var logged in await log.ReadAsync(tree.Size, 2_000, CancellationToken.None))
            {
                tree.Add(MerkleTree.HashLeaf(LogLeaf.Of(logged, Codec).ToBytes()));
            }
        }

        var text = new History.Checkpoint(name.Name, tree.Size, tree.Root()).Text;
        var note = new SignedNote(text, [name.Sign(text, DateTimeOffset.UnixEpoch, key.Sign)]);
        if (tree.Size > before)
        {
            _ = await store.KeepAsync(
                before, tree.TakeChanged(), new KeptCheckpoint(tree.Size, note, IsWitnessed: true, DateTimeOffset.UnixEpoch),
                CancellationToken.None);
        }
    }

    private static async Task ReckonAsync(StateTable states, List<double> reckoned, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            var draft = new StateRoot(
                RecordKind.Permit, long.MaxValue, 0, MerkleTree.EmptyRoot,
                [.. RandomNumberGenerator.GetBytes(StateRoot.BlindingBytes)]);
            _ = await StateTree.BuildAsync(
                draft, states.ReadAsync(draft.Kind, subject: null, draft.UpTo, CancellationToken.None), CancellationToken.None);
            reckoned.Add(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    // A permit for each subject, with a statement and two decisions.
    private async Task FillAsync(NpgsqlDataSource source)
    {
        using var fill = source.CreateCommand(
            """
            insert into hub_state_subject (kind, subject, dossier, since)
              select 'permit', lpad(n::text, 18, '0'), 'permit/' || lpad(n::text, 18, '0') || '001P/1', 3 * n
              from generate_series(1, $1) n;
            """);
        fill.Parameters.Add(new NpgsqlParameter<int> { TypedValue = subjects });
        _ = await fill.ExecuteNonQueryAsync();
        using var say = source.CreateCommand(
            """
            insert into hub_state_event (position, kind, dossier, receivers)
              select 3 * n + m, 'permit', 'permit/' || lpad(n::text, 18, '0') || '001P/1', (array['', 'a', 'b'])[m + 1]
              from generate_series(1, $1) n, generate_series(0, 2) m;
            """);
        say.Parameters.Add(new NpgsqlParameter<int> { TypedValue = subjects });
        _ = await say.ExecuteNonQueryAsync();
        using var analyze = source.CreateCommand("analyze hub_state_subject, hub_state_event");
        _ = await analyze.ExecuteNonQueryAsync();
    }

    private static Task<AppendOutcome> AppendAsync(PostgresEventLog log) => log.AppendAsync(
        new AppendRequest(
            [
                new StreamAppend(
                    string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _next)}"), 0,
                    [new NewEvent(Guid.CreateVersion7(), "bench.v1", Payload)]),
            ],
            DateTimeOffset.UnixEpoch),
        CancellationToken.None);
}
