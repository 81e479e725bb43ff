using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Hub.Queries;

/// <summary>Hands out decisions byte for byte as they are stored, to those who may see what stands in their dossier.</summary>
internal sealed class DecisionDesk(
    NetworkInForce network, DossierLookup lookup, IEventLog log, IEventCodec codec, CheckRequest check)
{
    public async Task<GetStoredDecisionsResponse> GetAsync(
        GetStoredDecisionsRequest request, CancellationToken cancellation)
    {
        check(request).ThrowIfAny();
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, atPosition: 0, cancellation);
        var response = new GetStoredDecisionsResponse { Dossier = dossier.ToString() };
        var state = DossierState.Empty;
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            var happened = codec.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.Decided)
            {
                response.Decisions.Add(new StoredDecision
                {
                    Position = logged.Position,
                    Content = UnsafeByteOperations.UnsafeWrap(EventContent.Of(logged).ToBytes()),
                });
            }
        }

        if (state.Facts.Statements.IsEmpty)
        {
            throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
        }

        Jurisdiction? receiver = Jurisdiction.TryParse(request.Receiver, out var asking) ? asking : null;
        return Audience.Includes(network(), state.Facts, receiver) ? response
            : throw HubErrors.DecisionWithheld(dossier.ToString()).ToException();
    }
}
