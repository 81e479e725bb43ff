using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Wire;

/// <summary>What a draft would change, on the wire.</summary>
internal static class WireSimulations
{
    private const int ReceiversMax = 20;

    public static SimulateResponse Flip(long position, DossierId dossier, RecordId record, Comparison flip)
    {
        var wire = new SimulateResponse.Types.Flip
        {
            Dossier = dossier.ToString(),
            RecordId = record.ToString(),
            Position = position,
            GroupBefore = flip.Bloc.GroupBefore,
            GroupAfter = flip.Bloc.GroupAfter,
            ReceiverCount = flip.ReceiverCount,
            Before = WireDecisions.From(flip.Before),
            After = WireDecisions.From(flip.After),
        };
        wire.Receivers.Add(flip.Receivers.Take(ReceiversMax).Select(receiver => receiver.ToString()));
        return new SimulateResponse { Flip = wire };
    }

    public static SimulateResponse Progress(long position, long head, Tally tally) => new()
    {
        Progress = new SimulateResponse.Types.Progress
        {
            Position = position, Dossiers = tally.Dossiers, Flips = tally.Flips, Head = head, Surveyed = head,
        },
    };

    public static SimulateResponse Summary(Tally tally, Simulation simulation, long head)
    {
        var wire = new SimulateResponse.Types.Summary
        {
            Dossiers = tally.Dossiers,
            Flips = tally.Flips,
            RuleSet = simulation.Draft.Name,
            Replaces = simulation.Replaced?.Name ?? "",
            Head = head,
        };
        wire.Passages.Add(tally.Passages.Select(passage => new SimulateResponse.Types.Passage
        {
            Party = passage.Party.ToString(),
            Before = WireDecisions.From(passage.Before),
            After = WireDecisions.From(passage.After),
            Count = passage.Count,
        }));
        wire.Codes.Add(tally.Codes.Select(change => new SimulateResponse.Types.CodeChange
        {
            Code = change.Code.ToString(), Appears = change.Appears, FallsAway = change.FallsAway,
        }));
        return new SimulateResponse { Summary = wire };
    }
}
