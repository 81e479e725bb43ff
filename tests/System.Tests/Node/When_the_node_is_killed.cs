using System.Collections.Concurrent;
using System.Globalization;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// kill -9 at random moments while districts submit. The checker is this process: it notes every answer when it arrives, and
/// looks into the outbox and at the hub afterwards. EXCHANGEHUB_KILLS says how often; the default keeps the suite short.
/// </summary>
public sealed class When_the_node_is_killed
{
    private const int CallersCount = 4;
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("EXCHANGEHUB_KILLS") ?? "8", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<string, Submission> _acknowledged = new(StringComparer.Ordinal);
    private int _submitted;

    [Fact]
    public async Task Nothing_that_was_answered_is_lost_and_nothing_is_doubled()
    {
        await using var hub = await new LittleHub().StartAsync();
        await using var qingpu = new District("310118", hub.Address);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var unanswered = new BlockingCollection<int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var node = await NodeProcess.StartAsync(qingpu);
            using var ending = new CancellationTokenSource();
            var callers = Enumerable.Range(0, CallersCount).Select(
                caller => SubmitAsync(qingpu, unanswered, caller % 2 == 0, ending.Token)).ToList();

            // At least one answer, then any moment: before, within or after a commit, with the hub answering at the same time.
            var before = _acknowledged.Count;
            await Eventually.HoldsAsync(() => _acknowledged.Count > before);
            await Task.Delay(random.Next(0, 120));
            node.Kill();
            await ending.CancelAsync();
            await Task.WhenAll(callers);
            CheckOutbox(qingpu, seed);
        }

        using (await NodeProcess.StartAsync(qingpu))
        {
            // Whoever got no answer asks again: now it gets one, the same as if it had got it then.
            using var ending = new CancellationTokenSource();
            unanswered.CompleteAdding();
            await SubmitAsync(qingpu, unanswered, byStream: false, ending.Token);
            var last = CheckOutbox(qingpu, seed);
            await Eventually.HoldsAsync(() => hub.Held("node:310118").Count == last);
        }

        // The hub has each once, and what came twice came as the same bytes.
        Assert.Equal(_acknowledged.Count, hub.Held("node:310118").Count);
        foreach (var same in hub.Came.GroupBy(envelope => Statement.Parser.ParseFrom(envelope.Payload).Sequence))
        {
            _ = Assert.Single(same.Distinct());
        }

        Assert.True(_acknowledged.Count > Kills, $"only {_acknowledged.Count} submissions in {Kills} runs");
    }

    private int CheckOutbox(District district, int seed)
    {
        var rows = OutboxCheck.Of(district).IsWhole().Rows.ToDictionary(row => row.ClientKey, StringComparer.Ordinal);
        foreach (var (key, submission) in _acknowledged)
        {
            Assert.True(
                rows.TryGetValue(key, out var row), $"seed {seed}: '{key}' was answered with {submission.Sequence} and is lost");
            Assert.Equal((submission.Sequence, submission.RecordId), (row.Sequence, row.RecordId));
        }

        return rows.Count;
    }

    private async Task SubmitAsync(
        District district, BlockingCollection<int> unanswered, bool byStream, CancellationToken cancellation)
    {
        using var channel = NodeProcess.Connect(district);
        var node = new NodeService.NodeServiceClient(channel);
        while (!cancellation.IsCancellationRequested && Next(unanswered) is { } number)
        {
            var request = Papers.Submit($"kill-{number}", Papers.Permit(1 + number));
            try
            {
                var submission = byStream
                    ? await StreamAsync(node, request)
                    : (await node.SubmitAsync(request, cancellationToken: CancellationToken.None)).Submission;
                Assert.Equal(submission.RecordId, _acknowledged.GetOrAdd(request.ClientKey, submission).RecordId);
            }
            catch (Exception broken) when (broken is RpcException or IOException or InvalidOperationException)
            {
                unanswered.Add(number, CancellationToken.None);
                return;
            }
        }
    }

    // Half of what got no answer is asked again while there are still kills to come.
    private int? Next(BlockingCollection<int> unanswered) =>
        unanswered.TryTake(out var again) ? again : unanswered.IsAddingCompleted ? null : Interlocked.Increment(ref _submitted);

    private static async Task<Submission> StreamAsync(NodeService.NodeServiceClient node, SubmitRequest request)
    {
        using var call = node.SubmitStream();
        await call.RequestStream.WriteAsync(new SubmitStreamRequest { Request = request });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseStream.MoveNext(CancellationToken.None)
            ? call.ResponseStream.Current.Submission
            : throw new RpcException(new Status(StatusCode.Unavailable, "The stream ended."));
    }
}
