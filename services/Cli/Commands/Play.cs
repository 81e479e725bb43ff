using System.CommandLine;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub play FILE…</c>: plays a script of the sample zone and says after each step what every district holds, and
/// why.</summary>
internal static class Play
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Command()
    {
        var files = new Argument<string[]>("files") { Description = "脚本文件 / Script files", Arity = ArgumentArity.OneOrMore };
        var nodes = new Option<string[]>("--nodes")
        {
            Description = "各节点：区划=地址 / Nodes: division=address", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("play", "演示示范区样例 / Play the sample zone") { files, nodes };
        command.SetAction(async (parsed, cancellation) =>
        {
            var zone = new Zone(parsed.GetRequiredValue(nodes));
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var script = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellation))!;
                await zone.PlayAsync(script, Path.GetFileNameWithoutExtension(file), Screen.Current.Value!, cancellation);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private sealed class Zone(string[] nodes)
    {
        private readonly SortedDictionary<string, NodeService.NodeServiceClient> _nodes = new(
            nodes.Select(entry => entry.Split('=', 2)).ToDictionary(
                entry => entry[0], entry => new NodeService.NodeServiceClient(GrpcChannel.ForAddress(entry[^1])),
                    StringComparer.Ordinal),
            StringComparer.Ordinal);

        public async Task PlayAsync(JsonNode script, string name, Screen screen, CancellationToken cancellation)
        {
            screen.Line("");
            screen.Line($"── {name.ToUpperInvariant()}  {(string)script["title"]!["zh"]!}");
            screen.Line($"   {(string)script["title"]!["en"]!}");
            foreach (var (step, index) in script["steps"]!.AsArray().Select((step, index) => (step!, index)))
            {
                screen.Line("");
                screen.Line($"{(string)step["day"]!}  {(string)step["zh"]!}");
                screen.Line($"            {(string)step["en"]!}");
                var dossier = (string?)step["show"];
                if (step["submit"] is not null)
                {
                    var key = (string?)step["key"] ?? $"{name}-{index}";
                    if ((bool?)step["turnedDown"] is true)
                    {
                        screen.Line($"      {await TurnedDownAsync(step, key, cancellation)}");
                    }
                    else
                    {
                        var submission = await SubmitAsync(step, key, cancellation);
                        await ArrivedAsync(submission.Receipt.LastPosition, cancellation);

                        // Of an act in a joint case nobody has to make anything.
                        dossier ??= submission.RecordId.Length > 0 ? submission.Dossier : null;
                    }

                    if (dossier is null)
                    {
                        continue;
                    }
                }

                await TellAsync(screen, dossier ?? "", cancellation);
            }
        }

        // What a step shows may be that something is not taken, by the node at once or by the hub.
        private async Task<string> TurnedDownAsync(JsonNode step, string key, CancellationToken cancellation)
        {
            try
            {
                var submission = await SendAsync(step, key, cancellation);
                return submission.State == Submission.Types.State.TurnedDown ? Sentences(submission.Rejection)
                    : throw new CommandException(
                        ExitCode.Failure, "枢纽收录了本应不予收录的报送。", "The hub took what it should have turned down.");
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
            {
                return Sentences(Google.Rpc.Status.Parser.ParseFrom(
                    refused.Trailers.GetValueBytes("grpc-status-details-bin") ?? []));
            }
        }

        private static string Sentences(Google.Rpc.Status rejection)
        {
            var code = rejection.Details.Where(detail => detail.Is(ErrorInfo.Descriptor))
                .Select(detail => detail.Unpack<ErrorInfo>().Metadata).FirstOrDefault(told => told.ContainsKey("reason_code"));
            var chinese = rejection.Details.Where(detail => detail.Is(LocalizedMessage.Descriptor))
                .Select(detail => detail.Unpack<LocalizedMessage>().Message).FirstOrDefault("");
            return $"未受理 turned down{(code is null ? "" : $" {code["reason_code"]}")}：{chinese}\n      {rejection.Message}";
        }

        private async Task<Submission> SubmitAsync(JsonNode step, string key, CancellationToken cancellation)
        {
            var submission = await SendAsync(step, key, cancellation);
            return submission.State == Submission.Types.State.Acknowledged ? submission : throw new CommandException(
                ExitCode.Failure, $"枢纽未收录：{submission.Rejection.Message}",
                    $"The hub turned it down: {submission.Rejection.Message}");
        }

        private async Task<Submission> SendAsync(JsonNode step, string key, CancellationToken cancellation)
        {
            var request = step["submit"]!.DeepClone();
            request["clientKey"] = key;
            request["publishedAt"] = $"{(string)step["day"]!}T{(string?)step["time"] ?? "10:00"}:00+08:00";
            var division = (string)step["node"]!;
            if (!_nodes.TryGetValue(division, out var node))
            {
                throw new CommandException(ExitCode.Usage, $"未给出节点 {division} 的地址。",
                    $"No address was given for node {division}.");
            }

            var submitted = await node.SubmitAsync(Publish.Read(request.ToJsonString()), Shared.Soon(cancellation));
            return await Publish.AnsweredAsync(node, submitted.Submission, cancellation);
        }

        private async Task ArrivedAsync(long position, CancellationToken cancellation)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            foreach (var node in _nodes.Values)
            {
                while ((await node.GetStatusAsync(new(), Shared.Soon(patience.Token))).InboxPosition < position)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
                }
            }
        }

        // Both languages at once: the sample is read by people who have not chosen one.
        private async Task TellAsync(Screen screen, string dossier, CancellationToken cancellation)
        {
            foreach (var (division, node) in _nodes)
            {
                var answer = await node.RelyAsync(new RelyRequest { Dossier = dossier }, Shared.Soon(cancellation));
                var decision = answer.Reliances.Count > 0 ? answer.Reliances[0].Decision
                    : new Decision { Outcome = Outcome.NotKnown };
                var name = Words.Division(division);
                var outcome = Words.Of(decision.Outcome);
                var grounds = decision.Grounds.Select(ground => $"{ground.Code} {Words.Title(ground.Code).Chinese}").Concat(
                    decision.Items.Select(item => $"{item.ItemNumber} {Words.Of(item.Outcome).Chinese} "
                        + $"{Words.Of(item.Outcome).English} {string.Join(' ', item.Grounds.Select(ground => ground.Code))}"));
                var since = decision.EffectiveOn.Length > 0 ? $"{decision.EffectiveOn}" : "";
                var waits = Words.Of(decision.Awaiting);
                screen.Line($"      {name.Chinese} {name.English}：{outcome.Chinese} {outcome.English}  {since}  "
                    + $"{string.Join("；", grounds)}"
                    + (waits.Chinese.Length > 0 ? $"（{waits.Chinese} / {waits.English}）" : ""));
            }
        }
    }
}
