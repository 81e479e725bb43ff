using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExchangeHub.History;
using ExchangeHub.Postgres.Embedded;
using ExchangeHub.Postgres.ReadModels;
using ExchangeHub.Postgres.Schema;
using ExchangeHub.Vocabulary;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.Benchmarks.Log;

/// <summary>Proofs from the tiles of a large tree in PostgreSQL, and their verification.</summary>
internal static class HistoryBenchmark
{
    private const int Proofs = 2_000;
    private const int StepLeaves = 100_000;

    public static async Task RunAsync(long leaves)
    {
        var folder = Directory.CreateTempSubdirectory("xhub-bench-");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            await using var server = await EmbeddedPostgres.StartAsync(
                Path.Combine(folder.FullName, "postgres"), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
            await using var source = NpgsqlDataSource.Create(server.ConnectionString);
            _ = await PostgresSchema.InstallAsync(source, CancellationToken.None);
            var store = new HistoryTable(source);
            var (root, perSecond) = await GrowAsync(store, leaves);
            await AskAsync(store, leaves, root, perSecond);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(Digest Root, double PerSecond)> GrowAsync(HistoryTable store, long leaves)
    {
        var tree = new GrowingTree();
        var note = new SignedNote("n\n", [new NoteSignature("n", 1, [1])]);
        var watch = Stopwatch.StartNew();
        while (tree.Size < leaves)
        {
            var before = tree.Size;
            while (tree.Size < Math.Min(leaves, before + StepLeaves))
            {
                tree.Add(Leaf(tree.Size));
            }

            var kept = new KeptCheckpoint(tree.Size, note, IsWitnessed: true, DateTimeOffset.UnixEpoch);
            if (!await store.KeepAsync(before, tree.TakeChanged(), kept, CancellationToken.None))
            {
                throw new InvalidOperationException("Somebody else has kept a checkpoint.");
            }
        }

        return (tree.Root(), leaves / watch.Elapsed.TotalSeconds);
    }

    private static async Task AskAsync(HistoryTable store, long leaves, Digest root, double perSecond)
    {
        var (made, verified, consistent) = (new List<double>(), new List<double>(), new List<double>());
        for (var number = 0; number < Proofs; number++)
        {
            var index = (number + 1) * 2_654_435_761L % leaves;
            var began = Stopwatch.GetTimestamp();
            var proof = await new TileTree(store, leaves).InclusionAsync(index, CancellationToken.None);
            made.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

            began = Stopwatch.GetTimestamp();
            var isRight = MerkleProof.Includes(index, leaves, Leaf(index), proof.AsSpan(), root);
            verified.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!isRight)
            {
                throw new InvalidOperationException($"The proof of {index} does not verify.");
            }

            began = Stopwatch.GetTimestamp();
            _ = await new TileTree(store, leaves).ConsistencyAsync(Math.Max(1, index), CancellationToken.None);
            consistent.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Report.Table($"Proofs over {leaves.ToString("N0", CultureInfo.InvariantCulture)} leaves, tiles in PostgreSQL",
            ["", "p50 ms", "p99 ms", "goal"],
            [
                Row("make an inclusion proof", made, "≤ 1 ms"),
                Row("verify it", verified, "≤ 0.2 ms"),
                Row("make a consistency proof", consistent, ""),
            ]);
        Report.Table("Growing the tree, tiles stored", ["leaves/s"], [[Report.Rate(perSecond)]]);
    }

    private static string[] Row(string what, List<double> latencies, string goal) =>
    [
        what, Report.Milliseconds(Report.Percentile(latencies, 0.5)),
        Report.Milliseconds(Report.Percentile(latencies, 0.99)), goal,
    ];

    private static Digest Leaf(long index) =>
        MerkleTree.HashLeaf(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event {index}")));
}
