using System.Diagnostics;
using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.SystemTests.Zone;
using Wire = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>What a revocation costs the core when other records rest on the one that is revoked: read, filed, judged again and
/// written in its stored form, without a log.</summary>
internal static class CascadeBenchmark
{
    private const int Revocations = 1_000;
    private const int Rounds = 5;

    public static void Run()
    {
        using var wujiang = new NodeVoice("320509");
        using var jiashan = new NodeVoice("330421");
        var desk = new Desk(NetworkFile.Parse(DemoNetwork.Json([wujiang, jiashan]), new RuleFiles.RuleSetFolder("/").Read));
        Wire.Envelope Entry(int number, params int[] penalties) =>
            jiashan.Say(Carriers.Entry(number, penalties), Adapters.Tests.Wire.Samples.PublishedAt);
        Wire.Envelope Penalty(int number) => wujiang.Say(Carriers.Penalty(number), Adapters.Tests.Wire.Samples.PublishedAt);

        var (alone, carrying, fan) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var first = 1 + (round * 10 * Revocations);
            var numbers = Enumerable.Range(first, 2 * Revocations).ToArray();
            desk.File(numbers.Select(Penalty));
            desk.File(numbers[Revocations..].Select(number => Entry(number, number)));
            var lonely = Time(desk, [.. numbers[..Revocations].Select(wujiang.Revoke)]);
            var watched = Time(desk, [.. numbers[Revocations..].Select(wujiang.Revoke)]);

            var one = first + (2 * Revocations);
            desk.File([Penalty(one)]);
            desk.File(Enumerable.Range(one, Cascade - 1).Select(number => Entry(number, one)));
            var whole = Time(desk, [wujiang.Revoke(one)]);
            if (round > 0)
            {
                alone.Add(lonely);
                carrying.Add(watched);
                fan.Add(whole);
            }
        }

        Report.Table("Revocations in the core, one core, without a log", ["what", "ms", "a second"],
        [
            Row($"{Revocations:N0} penalties on which nothing rests", alone, Revocations),
            Row($"{Revocations:N0} penalties that carry one entry each", carrying, Revocations),
            Row($"one penalty that carries {Cascade - 1} entries", fan, Cascade),
        ]);
    }

    // With the penalty as many dossiers as one append takes in.
    private const int Cascade = 1_000;

    private static string[] Row(string what, List<double> milliseconds, int dossiers) =>
    [
        what, Report.Milliseconds(Report.Median(milliseconds)), Report.Rate(dossiers * 1_000 / Report.Median(milliseconds)),
    ];

    private static double Time(Desk desk, List<Wire.Envelope> said)
    {
        var watch = Stopwatch.StartNew();
        desk.File(said);
        return watch.Elapsed.TotalMilliseconds;
    }

    private sealed class Desk(Network network)
    {
        private readonly FoldedStreams _streams = new();
        private readonly StatementReader _reader = new();
        private readonly EventCodec _codec = new(new StatementReader());

        public void File(IEnumerable<Wire.Envelope> said)
        {
            foreach (var wire in said)
            {
                var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
                var statement = _reader.Read(envelope.Payload).Statement!;
                var result = Filing.File(
                    network, _streams.Gather(network, statement), envelope, statement, statement.PublishedAt);
                foreach (var happened in result.Dossiers.SelectMany(entry => entry.Events))
                {
                    _ = _codec.Encode(Guid.Empty, happened);
                }

                _streams.Apply(result);
            }
        }
    }
}
