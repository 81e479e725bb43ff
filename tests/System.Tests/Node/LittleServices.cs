using ExchangeHub.Grpc.Wire;
using ExchangeHub.Node.Reliances;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Status = Grpc.Core.Status;
using V1 = ExchangeHub.Protos.Recognition.V1;
using WireDisposition = ExchangeHub.Protos.Publication.V1.Disposition;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Publications at the little hub.</summary>
internal sealed class LittlePublications(LittleHub hub) : PublicationService.PublicationServiceBase
{
    private static readonly StatementReader Reader = new();

    public override async Task PublishStream(
        IAsyncStreamReader<PublishStreamRequest> requestStream,
        IServerStreamWriter<PublishStreamResponse> responseStream,
        ServerCallContext context)
    {
        hub.StreamOpened();
        var ordinal = 0;
        while (!hub.Faults.EndsStreamsAtOnce && await requestStream.MoveNext(context.CancellationToken))
        {
            var envelope = requestStream.Current.Envelope;
            var statement = Reader.Read(envelope.Payload.Memory).Statement;
            var answer = new PublishStreamResponse { Ordinal = ++ordinal };
            if (statement is not null && hub.Faults.Rejects(statement) is { } rejection)
            {
                answer.Rejection = rejection;
            }
            else
            {
                answer.Receipt = hub.Take(envelope);
            }

            if (hub.Faults.Cuts())
            {
                context.GetHttpContext().Abort();
                return;
            }

            await responseStream.WriteAsync(answer);
        }
    }
}

/// <summary>Deliveries of the little hub.</summary>
internal sealed class LittleDeliveries(LittleHub hub) : DeliveryService.DeliveryServiceBase
{
    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        var position = request.AfterPosition;
        if (position > hub.Head)
        {
            throw new RpcException(new Status(StatusCode.OutOfRange, "The position is ahead of the log."));
        }

        var previous = position;
        while (true)
        {
            var (deliveries, moved) = hub.After(position);
            foreach (var logged in deliveries)
            {
                var delivery = logged.Clone();
                delivery.PreviousPosition = previous;
                (previous, position) = (logged.Position, logged.Position);
                if (hub.Faults.Delivers(delivery) is { } sent)
                {
                    await responseStream.WriteAsync(new SubscribeResponse { Delivery = sent }, context.CancellationToken);
                }
            }

            if (deliveries.Count == 0)
            {
                var heartbeat = new Heartbeat { HeadPosition = position };
                await responseStream.WriteAsync(new SubscribeResponse { Heartbeat = heartbeat }, context.CancellationToken);
                await Task.WhenAny(moved, Task.Delay(hub.Faults.HeartbeatEvery, context.CancellationToken));
                context.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public override Task<AcknowledgeResponse> Acknowledge(AcknowledgeRequest request, ServerCallContext context) =>
        Task.FromResult(new AcknowledgeResponse
        {
            Position = hub.Acknowledged.AddOrUpdate(
                request.Subscription, request.Position, (_, known) => Math.Max(known, request.Position)),
        });
}

/// <summary>Events of the core as the little hub delivers them.</summary>
internal static class LittleWire
{
    public static Delivery From(DossierId dossier, DossierEvent happened)
    {
        var delivery = new Delivery { Dossier = dossier.ToString() };
        switch (happened)
        {
            case DossierEvent.StatementFiled filed:
                delivery.At = Timestamp.FromDateTimeOffset(filed.ReceivedAt);
                delivery.Statement = new StatementDelivered
                {
                    Envelope = new Protos.Record.V1.Envelope
                    {
                        PayloadType = filed.Envelope.PayloadType,
                        Payload = ByteString.CopyFrom(filed.Envelope.Payload.Span),
                        KeyId = filed.Envelope.KeyId,
                        Signature = ByteString.CopyFrom(filed.Envelope.Signature.Span),
                    },
                    Disposition = (WireDisposition)filed.Disposition,
                };
                break;
            case DossierEvent.ConflictChanged changed:
                delivery.Conflict = new ConflictChanged
                {
                    OtherDossier = changed.Conflict.Other.ToString(),
                    State = (ConflictChanged.Types.State)changed.Conflict.State,
                    SinceOn = CivilDates.Format(changed.Conflict.SinceOn),
                };
                break;
            case DossierEvent.RelianceChanged { Reliance: var reliance }:
                delivery.Reliance = new RelianceChanged
                {
                    RecordId = reliance.Of.ToString(),
                    Kind = (RelianceChanged.Types.Kind)reliance.Kind,
                    Dossier = reliance.Dossier?.ToString() ?? "",
                    State = (RelianceChanged.Types.State)reliance.State,
                    SinceOn = CivilDates.Format(reliance.SinceOn),
                };
                break;
            case DossierEvent.SeriesChanged { Series: var series }:
                delivery.Series = new SeriesChanged
                {
                    Subject = series.Subject,
                    Acts = series.Acts,
                    Divisions = series.Divisions,
                    SinceOn = CivilDates.Format(series.SinceOn),
                };
                break;
            case DossierEvent.Decided decided:
                delivery.Decision = new DecisionDelivered { Decision = From(dossier, decided.Decision) };
                break;
        }

        return delivery;
    }

    private static V1.Decision From(DossierId dossier, Decision decision)
    {
        var wire = WireDecisions.From(dossier, null, decision.Assessment);
        wire.RecordId = decision.Record.ToString();
        wire.RecordVersion = decision.Version;
        wire.RuleSet = decision.RuleSet;
        wire.Number = decision.Number;
        wire.Supersedes = decision.Supersedes;
        wire.HasBeenRecognised = decision.HasBeenRecognised;
        wire.DecidedAt = Timestamp.FromDateTimeOffset(decision.DecidedAt);
        wire.Receivers = decision.For.Only is { } only
            ? new V1.Receivers { Only = only.ToString() }
            : new V1.Receivers { Group = new V1.Receivers.Types.Group { Name = decision.For.Group } };
        wire.Receivers.Group?.Except.Add(decision.For.Except.Select(division => division.ToString()));
        return wire;
    }
}
