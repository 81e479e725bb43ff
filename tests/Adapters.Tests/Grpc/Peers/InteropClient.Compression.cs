using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

internal sealed partial class InteropClient
{
    private static readonly WriteOptions Uncompressed = new(WriteFlags.NoCompress);

    private static CallOptions Gzip =>
        Options.WithHeaders(new Metadata { { "grpc-internal-encoding-request", "gzip" } });

    private async Task ServerCompressedUnary()
    {
        foreach (var compressed in new[] { true, false })
        {
            var request = Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            CompressionProbe.Begin();
            var response = await _client.UnaryCallAsync(request, Options);
            Assert.Equal(Zeros(314159), response.Payload);
            Assert.Equal(compressed && ServerCompresses ? 1 : 0, CompressionProbe.Seen);
        }
    }

    private async Task ServerCompressedStreaming()
    {
        using var call = _client.StreamingOutputCall(
            new StreamingOutputCallRequest
            {
                ResponseParameters =
                {
                    new ResponseParameters { Size = 31415, Compressed = new BoolValue { Value = true } },
                    new ResponseParameters { Size = 92653, Compressed = new BoolValue { Value = false } },
                },
            },
            Options);
        foreach (var (size, compressed) in new[] { (31415, true), (92653, false) })
        {
            CompressionProbe.Begin();
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(size, call.ResponseStream.Current.Payload.Body.Length);
            Assert.Equal(compressed && ServerCompresses ? 1 : 0, CompressionProbe.Seen);
        }

        Assert.False(await call.ResponseStream.MoveNext());
    }

    private async Task ClientCompressedUnary()
    {
        var request = Large();
        request.ExpectCompressed = new BoolValue { Value = true };
        await AssertFailsAsync(StatusCode.InvalidArgument, async () => await _client.UnaryCallAsync(request, Options));
        Assert.Equal(Zeros(314159), (await _client.UnaryCallAsync(request, Gzip)).Payload);

        request.ExpectCompressed.Value = false;
        Assert.Equal(Zeros(314159), (await _client.UnaryCallAsync(request, Gzip.WithWriteOptions(Uncompressed))).Payload);
    }

    private async Task ClientCompressedStreaming()
    {
        using (var probe = _client.StreamingInputCall(Options))
        {
            await probe.RequestStream.WriteAsync(Expecting(27182, compressed: true));
            await probe.RequestStream.CompleteAsync();
            await AssertFailsAsync(StatusCode.InvalidArgument, () => probe.ResponseAsync);
        }

        using var call = _client.StreamingInputCall(Gzip);
        await call.RequestStream.WriteAsync(Expecting(27182, compressed: true));
        call.RequestStream.WriteOptions = Uncompressed;
        await call.RequestStream.WriteAsync(Expecting(45904, compressed: false));
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).AggregatedPayloadSize);
    }

    private static StreamingInputCallRequest Expecting(int size, bool compressed) =>
        new() { Payload = Zeros(size), ExpectCompressed = new BoolValue { Value = compressed } };
}
