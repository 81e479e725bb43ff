using System.Threading.Channels;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.History;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Publication.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Publications;

/// <summary>The publication service on the wire. Translates; the publisher takes, the core decides.</summary>
internal sealed class PublicationGrpcService(
    Publisher publisher, Quarantine quarantine, NodeWatch watch, ReceiptSigner signer, CheckRequest check,
    IHostApplicationLifetime lifetime)
    : PublicationService.PublicationServiceBase
{
    // How far a sender may be ahead of the receipts; what it sends beyond waits in its own buffers.
    private const int AheadMax = 1024;

    public override async Task<PublishResponse> Publish(PublishRequest request, ServerCallContext context)
    {
        var (filed, failure) = await PublishAsync(WireRecords.From(request.Envelope), context.CancellationToken);
        return filed is not null ? new PublishResponse { Receipt = ReceiptFor(filed) } : throw failure!.ToException();
    }

    public override async Task PublishStream(
        IAsyncStreamReader<PublishStreamRequest> requestStream,
        IServerStreamWriter<PublishStreamResponse> responseStream,
        ServerCallContext context)
    {
        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var pending = Channel.CreateBounded<Task<PublishStreamResponse>>(
            new BoundedChannelOptions(AheadMax) { SingleReader = true, SingleWriter = true });

        var answering = AnswerAsync(pending.Reader, responseStream, ending);
        try
        {
            var ordinal = 0L;
            while (await requestStream.MoveNext(ending.Token))
            {
                await pending.Writer.WriteAsync(TakeAsync(++ordinal, requestStream.Current, context.CancellationToken),
                    ending.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // What has been taken is still answered; the sender repeats the rest.
            pending.Writer.Complete();
            await answering;
            throw HubErrors.Stopping().ToException();
        }
        finally
        {
            _ = pending.Writer.TryComplete();
            await answering;
        }
    }

    public override async Task<GetQuarantinedResponse> GetQuarantined(GetQuarantinedRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var entry = await quarantine.FindAsync(Digest.FromBytes(request.StatementDigest.Span), context.CancellationToken)
            ?? throw HubErrors.NotQuarantined().ToException();
        return new GetQuarantinedResponse
        {
            ReasonCodes = { entry.Codes },
            Fields = { entry.Fields },
            ReceivedAt = Timestamp.FromDateTimeOffset(entry.ReceivedAt),
            KeptUntil = Timestamp.FromDateTimeOffset(entry.KeptUntil),
            HoldsContent = entry.HoldsContent,
        };
    }

    private static async Task AnswerAsync(
        ChannelReader<Task<PublishStreamResponse>> pending,
        IServerStreamWriter<PublishStreamResponse> responseStream,
        CancellationTokenSource ending)
    {
        try
        {
            await foreach (var answer in pending.ReadAllAsync(CancellationToken.None))
            {
                await responseStream.WriteAsync(await answer, CancellationToken.None);
            }
        }
        catch
        {
            // The sender is gone, or the store is: stop reading as well. The task reports what happened.
            await ending.CancelAsync();
            throw;
        }
    }

    private async Task<PublishStreamResponse> TakeAsync(long ordinal, PublishStreamRequest request,
        CancellationToken cancellation)
    {
        var (filed, failure) = await PublishAsync(WireRecords.From(request.Envelope), cancellation);
        return filed is not null
            ? new PublishStreamResponse { Ordinal = ordinal, Receipt = ReceiptFor(filed) }
            : new PublishStreamResponse { Ordinal = ordinal, Rejection = failure!.ToStatus() };
    }

    private Receipt ReceiptFor(Filed filed)
    {
        var receipt = Receipts.From(filed);
        signer.Sign(receipt);
        return receipt;
    }

    private async Task<(Filed? Filed, HubErrors.Failure? Failure)> PublishAsync(
        Envelope? envelope, CancellationToken cancellation)
    {
        var answer = await publisher.PublishAsync(envelope, cancellation);
        if (answer.Filed is { Statement.Node: var node })
        {
            watch.Heard(node);
        }

        return answer;
    }
}
