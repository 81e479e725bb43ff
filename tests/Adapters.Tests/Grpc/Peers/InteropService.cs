using ExchangeHub.Grpc;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>gRPC's interoperability service, as its public description asks for it.</summary>
internal sealed class InteropService(CallObservations observations) : TestService.TestServiceBase
{
    /// <summary>Bytes to send beside a failure as its rich error.</summary>
    internal const string DetailsHeader = "x-test-details-bin";

    private const string EchoedHeader = "x-grpc-test-echo-initial";
    private const string EchoedTrailer = "x-grpc-test-echo-trailing-bin";
    private static readonly WriteOptions Uncompressed = new(WriteFlags.NoCompress);

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        // The runtime would compress nothing to nothing, and grpc-js refuses to decompress that.
        context.WriteOptions = Uncompressed;
        return Task.FromResult(new Empty());
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        ThrowUnlessAsExpected(request.ExpectCompressed);
        await EchoMetadataAsync(context);
        ThrowIfAsked(request.ResponseStatus, context.RequestHeaders.GetValueBytes(DetailsHeader));
        context.WriteOptions = request.ResponseCompressed?.Value == true ? WriteOptions.Default : Uncompressed;
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context) => ObserveAsync(context, async observation =>
    {
        await EchoMetadataAsync(context);
        await RespondAsync(request, responseStream, context, observation);
    });

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        var response = new StreamingInputCallResponse();
        await ObserveAsync(context, async _ =>
        {
            await EchoMetadataAsync(context);
            CompressionProbe.Begin();
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                ThrowUnlessAsExpected(requestStream.Current.ExpectCompressed);
                response.AggregatedPayloadSize += requestStream.Current.Payload.Body.Length;
                CompressionProbe.Begin();
            }
        });
        return response;
    }

    public override Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context) => ObserveAsync(context, async observation =>
    {
        await EchoMetadataAsync(context);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            ThrowIfAsked(request.ResponseStatus);
            await RespondAsync(request, responseStream, context, observation);
        }
    });

    private static async Task RespondAsync(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context,
        CallObservations.Observation observation)
    {
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), context.CancellationToken);
            }

            responseStream.WriteOptions = wanted.Compressed?.Value == true ? WriteOptions.Default : Uncompressed;
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) });
            observation.Wrote();
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue(EchoedHeader) is { } header)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { EchoedHeader, header } });
        }

        if (context.RequestHeaders.GetValueBytes(EchoedTrailer) is { } trailer)
        {
            context.ResponseTrailers.Add(EchoedTrailer, trailer);
        }
    }

    private static void ThrowIfAsked(EchoStatus? status, byte[]? details = null)
    {
        if (status is { Code: not 0 })
        {
            throw new RpcException(
                new Status((StatusCode)status.Code, status.Message),
                details is null ? Metadata.Empty : new Metadata { { StatusDetails.TrailerKey, details } });
        }
    }

    private static void ThrowUnlessAsExpected(BoolValue? compressed)
    {
        if (compressed is not null && compressed.Value != CompressionProbe.Seen > 0)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"Expected a request with compressed = {compressed.Value}; it is the other way."));
        }
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private async Task ObserveAsync(ServerCallContext context, Func<CallObservations.Observation, Task> handle)
    {
        var observation = observations.Begin(context);
        using var _ = context.CancellationToken.Register(() => observation.Cancelled.TrySetResult());
        try
        {
            await handle(observation);
        }
        finally
        {
            observations.End(observation);
        }
    }
}
