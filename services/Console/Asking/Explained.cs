using System.Collections.Immutable;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>A record with what each party makes of it and how that came to be.</summary>
/// <param name="Held">What the hub holds.</param>
/// <param name="Document">Its newest version; null where its content is not given out.</param>
/// <param name="Verdicts">What each party makes of it.</param>
/// <param name="Explanations">Why, for each party; empty where its content is not given out.</param>
public sealed record Explained(
    GetRecordResponse Held,
    Protos.Record.V1.Record? Document,
    ImmutableArray<Verdict> Verdicts,
    IReadOnlyDictionary<string, ExplainResponse> Explanations)
{
    /// <summary>Gets whether the reader is given nothing but outcomes, codes and days.</summary>
    public bool IsWithheld => Document is null;

    /// <summary>Asks the hub for a record.</summary>
    internal static async Task<Explained> AskAsync(Hub hub, Zone zone, string of)
    {
        await zone.LoadAsync();
        var held = await GetAsync(hub, of);
        var verdicts = zone.Verdicts(held.Decisions);
        var newest = held.Statements.Select(statement => Statement.Parser.ParseFrom(statement.Envelope.Payload).Record)
            .LastOrDefault(record => record is not null);
        if (newest is null)
        {
            return new Explained(held, null, verdicts, ImmutableDictionary<string, ExplainResponse>.Empty);
        }

        var answers = await Task.WhenAll(zone.Parties.Select(async party => (party.Division, Answer: await hub.Recognition
            .ExplainAsync(new ExplainRequest { RecordId = held.RecordId, Receiver = party.Division }, hub.Soon))));
        return new Explained(
            held, newest, verdicts,
            answers.ToDictionary(answer => answer.Division, answer => answer.Answer, StringComparer.Ordinal));
    }

    /// <summary>Gets a record as it is shown to anybody.</summary>
    internal static async Task<GetRecordResponse> GetAsync(Hub hub, string of)
    {
        var request = new GetRecordRequest { Receiver = hub.AskedFor };
        _ = of.StartsWith("urn:", StringComparison.Ordinal) ? request.RecordId = of : request.Dossier = of;
        return await hub.Query.GetRecordAsync(request, hub.Soon);
    }
}
