using System.CommandLine;
using System.Diagnostics;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub bench publish FILE</c>: how fast a node stores what is submitted, and the hub acknowledges it.</summary>
internal static class BenchPublishing
{
    // As far as a node lets a stream run ahead.
    private const int AheadMax = 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Command Command()
    {
        var file = new Argument<string>("file")
        {
            Description = "SubmitRequest 的 JSON，其中 {n} 逐份换为不同数字 / JSON of a SubmitRequest; {n} becomes a number of each",
        };
        var count = Bench.Count(1000);
        var command = new Command("publish", "报送：直至本节点持久保存、枢纽回执 / Publishing, until stored here and acknowledged by the hub")
        {
            file, count,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Bench.Allow(parsed, Shared.NodeAddress(parsed));
            var template = (await Publish.DocumentsAsync(parsed.GetRequiredValue(file), cancellation))[0];
            if (!template.Contains("{n}", StringComparison.Ordinal))
            {
                throw new CommandException(
                    ExitCode.Usage,
                    "文件中应有 {n}，例如文号“示环罚〔2026〕{n}号”：否则各份内容相同，只计一份。",
                    "The file needs {n}, such as in the document number: all copies would be the same, and count once.");
            }

            var first = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var requests = Enumerable.Range(0, parsed.GetValue(count)).Select(index => new SubmitStreamRequest
            {
                Request = Publish.Read(template.Replace("{n}", $"{first + index}", StringComparison.Ordinal)),
            }).ToList();
            using var channel = Shared.ToNode(parsed);
            return await PublishAsync(new NodeService.NodeServiceClient(channel), requests, cancellation);
        });
        return command;
    }

    private static async Task<int> PublishAsync(
        NodeService.NodeServiceClient node, List<SubmitStreamRequest> requests, CancellationToken cancellation)
    {
        var stored = new Timings();
        var sent = new long[requests.Count];
        var sequence = 0L;
        using var ahead = new SemaphoreSlim(AheadMax);
        using var call = node.SubmitStream(cancellationToken: cancellation);
        var began = Stopwatch.GetTimestamp();
        var answering = Task.Run(
            async () =>
            {
                try
                {
                    while (await call.ResponseStream.MoveNext(cancellation))
                    {
                        var answer = call.ResponseStream.Current;
                        if (answer.ResultCase == SubmitStreamResponse.ResultOneofCase.Rejection)
                        {
                            var why = Screen.Current.Value!.Text(answer.Rejection);
                            throw new CommandException(ExitCode.Usage, why, why);
                        }

                        stored.Add(Stopwatch.GetElapsedTime(sent[answer.Ordinal - 1]));
                        sequence = answer.Submission.Sequence;
                        _ = ahead.Release();
                    }
                }
                finally
                {
                    _ = ahead.Release(AheadMax); // whoever sends sees that nobody answers any more
                }
            },
            cancellation);
        for (var index = 0; index < requests.Count && !answering.IsCompleted; index++)
        {
            await ahead.WaitAsync(cancellation);
            sent[index] = Stopwatch.GetTimestamp();
            await call.RequestStream.WriteAsync(requests[index], cancellation);
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        stored.End(Stopwatch.GetElapsedTime(began));
        while ((await node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = sequence }, Shared.Soon(cancellation)))
            .Submission.State == Submission.Types.State.Stored)
        {
            await Task.Delay(Pause, cancellation);
        }

        var acknowledged = new Timings(requests.Count);
        acknowledged.End(Stopwatch.GetElapsedTime(began));
        return Timings.Tell(
            Screen.Current.Value!,
            (new("本节点持久保存", "stored at the node"), stored), (new("枢纽已回执", "acknowledged by the hub"), acknowledged));
    }
}
