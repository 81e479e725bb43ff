using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// One message is held in memory whole. Both sides therefore refuse what is over 4 MiB, and they refuse it in time.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_messages_are_large(LoopbackServer server)
{
    private const int LimitBytes = 4 * 1024 * 1024;

    // Two nested fields with a length of four bytes each stand before the payload's own bytes.
    private const int LargestBodyBytes = LimitBytes - (2 * 5);
    private readonly TestService.TestServiceClient _client = new(server.Plain);

    [Fact]
    public async Task A_request_at_the_limit_passes()
    {
        var request = Request(LargestBodyBytes);
        Assert.Equal(LimitBytes, request.CalculateSize());

        await _client.UnaryCallAsync(request);
    }

    [Fact]
    public Task A_request_one_byte_over_it_is_refused() => AssertRefusedAsync(Request(LargestBodyBytes + 1));

    [Fact]
    public Task A_response_over_it_is_refused_by_the_client() =>
        AssertRefusedAsync(new SimpleRequest { ResponseSize = LimitBytes });

    [Fact]
    public Task A_small_request_that_would_grow_over_it_is_refused() => AssertRefusedAsync(
        Request(16 * LimitBytes), new Metadata { { "grpc-internal-encoding-request", "gzip" } });

    private static SimpleRequest Request(int bytes) =>
        new() { Payload = new Payload { Body = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) } };

    private async Task AssertRefusedAsync(SimpleRequest request, Metadata? headers = null)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.UnaryCallAsync(request, headers));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }
}
