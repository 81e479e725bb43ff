using System.Collections.Frozen;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>gRPC's interoperability cases, as their public description tells them, with our client.</summary>
internal sealed partial class InteropClient(ChannelBase channel)
{
    internal static readonly FrozenDictionary<string, Func<InteropClient, Task>> Cases =
        new Dictionary<string, Func<InteropClient, Task>>
        {
            ["empty_unary"] = client => client.EmptyUnary(),
            ["large_unary"] = client => client.LargeUnary(),
            ["client_streaming"] = client => client.ClientStreaming(),
            ["server_streaming"] = client => client.ServerStreaming(),
            ["ping_pong"] = client => client.PingPong(),
            ["empty_stream"] = client => client.EmptyStream(),
            ["cancel_after_begin"] = client => client.CancelAfterBegin(),
            ["cancel_after_first_response"] = client => client.CancelAfterFirstResponse(),
            ["timeout_on_sleeping_server"] = client => client.TimeoutOnSleepingServer(),
            ["custom_metadata"] = client => client.CustomMetadata(),
            ["status_code_and_message"] = client => client.StatusCodeAndMessage(),
            ["special_status_message"] = client => client.SpecialStatusMessage(),
            ["unimplemented_service"] = client => client.UnimplementedService(),
            ["unimplemented_method"] = client => client.UnimplementedMethod(),
            ["server_compressed_unary"] = client => client.ServerCompressedUnary(),
            ["server_compressed_streaming"] = client => client.ServerCompressedStreaming(),
            ["client_compressed_unary"] = client => client.ClientCompressedUnary(),
            ["client_compressed_streaming"] = client => client.ClientCompressedStreaming(),
        }.ToFrozenDictionary();

    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    /// <summary>Whether the server compresses when it is asked to; if not, its responses must come uncompressed.</summary>
    internal bool ServerCompresses { get; init; } = true;

    private readonly TestService.TestServiceClient _client = new(channel);

    private static CallOptions Options => new(deadline: DateTime.UtcNow.AddSeconds(20));

    private async Task EmptyUnary() => Assert.Equal(new Empty(), await _client.EmptyCallAsync(new Empty(), Options));

    private async Task LargeUnary()
    {
        var response = await _client.UnaryCallAsync(Large(), Options);
        Assert.Equal(Zeros(314159), response.Payload);
    }

    private async Task ClientStreaming()
    {
        using var call = _client.StreamingInputCall(Options);
        foreach (var size in RequestSizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).AggregatedPayloadSize);
    }

    private async Task ServerStreaming()
    {
        using var call = _client.StreamingOutputCall(
            new StreamingOutputCallRequest { ResponseParameters = { ResponseSizes.Select(Sized) } }, Options);
        var sizes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            sizes.Add(response.Payload.Body.Length);
        }

        Assert.Equal(ResponseSizes, sizes);
    }

    private async Task PingPong()
    {
        using var call = _client.FullDuplexCall(Options);
        foreach (var (request, response) in RequestSizes.Zip(ResponseSizes))
        {
            await call.RequestStream.WriteAsync(Ping(request, response));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(response, call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task EmptyStream()
    {
        using var call = _client.FullDuplexCall(Options);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    private async Task CancelAfterBegin()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.StreamingInputCall(Options.WithCancellationToken(cancellation.Token));
        await cancellation.CancelAsync();
        await AssertFailsAsync(StatusCode.Cancelled, () => call.ResponseAsync);
    }

    private async Task CancelAfterFirstResponse()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.FullDuplexCall(Options.WithCancellationToken(cancellation.Token));
        await call.RequestStream.WriteAsync(Ping(27182, 31415));
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(31415, call.ResponseStream.Current.Payload.Body.Length);
        await cancellation.CancelAsync();
        await AssertFailsAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
    }

    private async Task TimeoutOnSleepingServer()
    {
        using var call = _client.FullDuplexCall(Options.WithDeadline(DateTime.UtcNow.AddMilliseconds(1)));
        await AssertFailsAsync(StatusCode.DeadlineExceeded, async () =>
        {
            try
            {
                await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Zeros(27182) });
            }
            catch (InvalidOperationException)
            {
                // The time may be up before the first write; reading then says why.
            }

            await call.ResponseStream.MoveNext();
        });
    }

    private async Task CustomMetadata()
    {
        const string Header = "x-grpc-test-echo-initial";
        const string Trailer = "x-grpc-test-echo-trailing-bin";
        byte[] bytes = [0xab, 0xab, 0xab];
        var options = Options.WithHeaders(new Metadata { { Header, "test_initial_metadata_value" }, { Trailer, bytes } });

        using var unary = _client.UnaryCallAsync(Large(), options);
        await unary;
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue(Header));
        Assert.Equal(bytes, unary.GetTrailers().GetValueBytes(Trailer));

        using var duplex = _client.FullDuplexCall(options);
        await duplex.RequestStream.WriteAsync(Ping(271828, 314159));
        await duplex.RequestStream.CompleteAsync();
        Assert.True(await duplex.ResponseStream.MoveNext());
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue(Header));
        Assert.False(await duplex.ResponseStream.MoveNext());
        Assert.Equal(bytes, duplex.GetTrailers().GetValueBytes(Trailer));
    }

    private async Task StatusCodeAndMessage()
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        await AssertFailsAsync(
            StatusCode.Unknown,
            async () => await _client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, Options),
            status.Message);

        using var duplex = _client.FullDuplexCall(Options);
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await duplex.RequestStream.CompleteAsync();
        await AssertFailsAsync(StatusCode.Unknown, () => duplex.ResponseStream.MoveNext(), status.Message);
    }

    private Task SpecialStatusMessage()
    {
        const string Message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
        var status = new EchoStatus { Code = 2, Message = Message };
        return AssertFailsAsync(
            StatusCode.Unknown,
            async () => await _client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, Options),
            Message);
    }

    private Task UnimplementedService() => AssertFailsAsync(
        StatusCode.Unimplemented,
        async () => await new UnimplementedService.UnimplementedServiceClient(channel)
            .UnimplementedCallAsync(new Empty(), Options));

    private Task UnimplementedMethod() => AssertFailsAsync(
        StatusCode.Unimplemented, async () => await _client.UnimplementedCallAsync(new Empty(), Options));

    private static async Task AssertFailsAsync(StatusCode expected, Func<Task> call, string? message = null)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(expected, failure.StatusCode);
        if (message is not null)
        {
            Assert.Equal(message, failure.Status.Detail);
        }
    }

    private static SimpleRequest Large() => new() { ResponseSize = 314159, Payload = Zeros(271828) };

    private static StreamingOutputCallRequest Ping(int request, int response) =>
        new() { Payload = Zeros(request), ResponseParameters = { Sized(response) } };

    private static ResponseParameters Sized(int size) => new() { Size = size };

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
