using System.Text.Json.Nodes;
using ExchangeHub.History;
using ExchangeHub.Protos.History.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Registry.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.Grpc.Wire;

/// <summary>
/// A record to keep and to hand to a court: everything that nodes said of it as they signed it, and the decisions in force as
/// the hub stored them, each with the proof that it is in the history of the hub. JSON, format <c>exchangehub-record/v1</c>.
/// </summary>
/// <param name="channel">A connection to the hub.</param>
/// <param name="soon">How long to wait for each answer, and as whom to ask.</param>
/// <param name="isStamped">By the oldest time-stamped checkpoint that covers each, and not by the newest.</param>
public sealed class ProvedRecord(GrpcChannel channel, Func<CallOptions> soon, bool isStamped)
{
    /// <summary>The name of the format.</summary>
    public const string Format = "exchangehub-record/v1";

    private readonly QueryService.QueryServiceClient _query = new(channel);
    private readonly HistoryService.HistoryServiceClient _history = new(channel);

    /// <summary>Says under what a later decision replaces one: the receiver, or the name of the group.</summary>
    /// <param name="decided">The decision.</param>
    /// <returns>Six digits, or a name.</returns>
    public static string KeyOf(DecidedPayload decided)
    {
        ArgumentNullException.ThrowIfNull(decided);
        return decided.Only.Length > 0 ? decided.Only : decided.Group;
    }

    /// <summary>Gathers the file.</summary>
    /// <param name="request">Which record, for whom.</param>
    /// <returns>The file.</returns>
    /// <exception cref="RpcException">The hub has no such record, does not show it to whoever asks, or no checkpoint covers it
    /// yet.</exception>
    public async Task<JsonObject> GatherAsync(GetRecordRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var record = await _query.GetRecordAsync(request, soon()).ConfigureAwait(false);
        var stored = await _query.GetStoredDecisionsAsync(
            new GetStoredDecisionsRequest { Dossier = record.Dossier, Receiver = request.Receiver }, soon())
            .ConfigureAwait(false);
        var network = await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), soon())
            .ConfigureAwait(false);
        var (statements, decisions) = (new JsonArray(), new JsonArray());
        foreach (var held in record.Statements)
        {
            statements.Add(new JsonObject
            {
                ["envelope"] = JsonNode.Parse(JsonFormatter.Default.Format(held.Envelope)),
                ["proof"] = await ProveAsync(held.Position).ConfigureAwait(false),
            });
        }

        foreach (var decision in InForce(stored))
        {
            decisions.Add(new JsonObject
            {
                ["content"] = Convert.ToBase64String(decision.Content.Span),
                ["proof"] = await ProveAsync(decision.Position).ConfigureAwait(false),
            });
        }

        return new JsonObject
        {
            ["format"] = Format,
            ["network"] = network.NetworkId,
            ["dossier"] = record.Dossier,
            ["statements"] = statements,
            ["decisions"] = decisions,
        };
    }

    /// <summary>Gets the proof that an event is in the history.</summary>
    /// <param name="position">The position of the event.</param>
    /// <returns>A tlog-proof.</returns>
    /// <exception cref="RpcException">No checkpoint covers it yet.</exception>
    public async Task<string> ProveAsync(long position) =>
        (await _history.ProveAsync(new ProveRequest { Position = position, Stamped = isStamped }, soon())
            .ConfigureAwait(false)).Proof;

    // The newest for each group or receiver.
    private static IEnumerable<StoredDecision> InForce(GetStoredDecisionsResponse stored) => stored.Decisions
        .GroupBy(
            decision => EventContent.TryParse(decision.Content.Memory, out var content)
                ? KeyOf(DecidedPayload.Parser.ParseFrom(content.Payload.Span)) : "",
            StringComparer.Ordinal)
        .Select(decisions => decisions.Last()).OrderBy(decision => decision.Position);
}
