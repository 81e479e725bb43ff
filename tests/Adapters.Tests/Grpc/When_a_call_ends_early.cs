using System.Net;
using System.Net.Http.Headers;
using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// A caller that has gone away must not keep a handler, a database connection or a stream busy. The server is told, or finds
/// out by itself; in each case the handler's token fires and the handler ends.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_a_call_ends_early(LoopbackServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly TestService.TestServiceClient _client = new(server.Plain);
    private readonly string _call = Guid.NewGuid().ToString();

    // The server would sleep for half a minute before it answers.
    private static StreamingOutputCallRequest Slow => new()
    {
        ResponseParameters = { new ResponseParameters { Size = 1, IntervalUs = 30_000_000 } },
    };

    private CallObservations.Observation Observed => server.Observations.Of(_call);

    private Metadata Named => new() { { CallObservations.Header, _call } };

    [Fact]
    public async Task Cancelling_it_cancels_the_handler()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.StreamingOutputCall(Slow, Named, cancellationToken: cancellation.Token);
        await Observed.Started.Task.WaitAsync(Patience);

        await cancellation.CancelAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await AssertHandlerEndsAsync();
    }

    [Fact]
    public async Task Dropping_it_cancels_the_handler()
    {
        using (_client.StreamingOutputCall(Slow, Named))
        {
            await Observed.Started.Task.WaitAsync(Patience);
        }

        await AssertHandlerEndsAsync();
    }

    [Fact]
    public async Task Its_deadline_cancels_the_handler()
    {
        // On a busy machine the time may be up before there is a handler; the next call has twice as much.
        for (var milliseconds = 300; !Observed.Started.Task.IsCompleted; milliseconds *= 2)
        {
            using var call = _client.StreamingOutputCall(Slow, Named, DateTime.UtcNow.AddMilliseconds(milliseconds));

            var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
            Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        }

        await AssertHandlerEndsAsync();
    }

    [Fact]
    public async Task The_server_keeps_the_deadline_of_a_client_that_does_not()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        // As above.
        for (var milliseconds = 200; !Observed.Started.Task.IsCompleted; milliseconds *= 2)
        {
            using var request = Request(milliseconds);
            using var response = await http.SendAsync(request).WaitAsync(Patience);

            Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        }

        await AssertHandlerEndsAsync();
    }

    private HttpRequestMessage Request(int milliseconds)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post, $"{server.PlainAddress}/grpc.testing.TestService/StreamingOutputCall")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, (byte)Slow.CalculateSize(), .. Slow.ToByteArray()]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("grpc-timeout", $"{milliseconds}m");
        request.Headers.Add(CallObservations.Header, _call);
        return request;
    }

    private async Task AssertHandlerEndsAsync()
    {
        await Observed.Cancelled.Task.WaitAsync(Patience);
        await Observed.Ended.Task.WaitAsync(Patience);
    }
}
