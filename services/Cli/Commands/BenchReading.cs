using System.CommandLine;
using System.Diagnostics;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub bench watch</c> and <c>xhub bench query</c>: how fast deliveries are read, and records are found.</summary>
internal static class BenchReading
{
    // After so long without anything, all that had arrived has been read; what comes later comes at the pace of others.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    public static Command Watching()
    {
        var count = Bench.Count(1000);
        var from = new Option<long>("--from")
        {
            Description = "从枢纽日志的该位置之后开始，0 为最早 / Begin after this position of the hub's log; 0 for the start",
        };
        var command = new Command("watch", "接收：逐条读取已到达的事项 / Watching: read what has arrived") { count, from };
        command.SetAction(async (parsed, cancellation) =>
        {
            Bench.Allow(parsed, Shared.NodeAddress(parsed));
            using var channel = Shared.ToNode(parsed);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var call = new NodeService.NodeServiceClient(channel).Watch(
                new WatchRequest { AfterPosition = parsed.GetValue(from) }, cancellationToken: ending.Token);
            var timings = new Timings();
            var began = Stopwatch.GetTimestamp();
            var last = began;
            try
            {
                while (timings.Count < parsed.GetValue(count))
                {
                    ending.CancelAfter(Quiet);
                    if (!await call.ResponseStream.MoveNext(ending.Token))
                    {
                        break;
                    }

                    var now = Stopwatch.GetTimestamp();
                    timings.Add(Stopwatch.GetElapsedTime(last, now));
                    last = now;
                }
            }
            catch (RpcException ended) when (ended.StatusCode == StatusCode.Cancelled && !cancellation.IsCancellationRequested)
            {
                // Everything that was here has come.
            }

            timings.End(Stopwatch.GetElapsedTime(began, last));
            return Timings.Tell(Screen.Current.Value!, (new("逐条送达", "delivered, one after the other"), timings));
        });
        return command;
    }

    public static Command Querying()
    {
        var name = new Argument<string?>("name")
        {
            Description = "企业名称的一部分 / Part of a name", Arity = ArgumentArity.ZeroOrOne,
        };
        var (count, callers) = (Bench.Count(200), new Option<int>("--callers")
        {
            Description = "同时查询者数 / How many ask at once", DefaultValueFactory = _ => 1,
        });
        var command = new Command("query", "查询：条件同 xhub query / Searching, with the conditions of xhub query")
        {
            name, count, callers,
        };
        foreach (var option in QueryConditions.Options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            Bench.Allow(parsed, Shared.HubAddress(parsed));
            var request = QueryConditions.Read(parsed);
            (request.SubjectName, request.PageSize) = (parsed.GetValue(name) ?? "", 50);
            using var channel = Shared.ToHub(parsed);
            var client = new QueryService.QueryServiceClient(channel);
            _ = await client.FindRecordsAsync(request, Shared.Soon(cancellation)); // connects, and says what is wrong
            var (timings, left) = (new Timings(), parsed.GetValue(count));
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Repeat(AskAsync, Math.Max(1, parsed.GetValue(callers))).Select(ask => ask()));
            timings.End(Stopwatch.GetElapsedTime(began));
            return Timings.Tell(Screen.Current.Value!, (new("查询", "searched"), timings));

            async Task AskAsync()
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    var asked = Stopwatch.GetTimestamp();
                    _ = await client.FindRecordsAsync(request, Shared.Soon(cancellation));
                    timings.Add(Stopwatch.GetElapsedTime(asked));
                }
            }
        });
        return command;
    }
}
