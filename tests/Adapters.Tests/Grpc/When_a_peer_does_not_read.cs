using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// A subscriber that has fallen asleep must cost the hub a few messages of memory and no more. Writing waits for reading,
/// over the whole way, without anybody counting.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_a_peer_does_not_read(LoopbackServer server)
{
    private const int Messages = 400;
    private const int MessageBytes = 100_000;

    // Window of the stream, buffers of both sides and of the sockets together; 400 messages would be 40 MB.
    private const int HeldBytesMax = 6_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TestService.TestServiceClient _client = new(server.Plain);

    [Fact]
    public async Task A_server_stops_writing_until_it_does()
    {
        var name = Guid.NewGuid().ToString();
        var observed = server.Observations.Of(name);
        var wanted = Enumerable.Repeat(new ResponseParameters { Size = MessageBytes }, Messages);
        using var call = _client.StreamingOutputCall(
            new StreamingOutputCallRequest { ResponseParameters = { wanted } },
            new Metadata { { CallObservations.Header, name } });
        await observed.Started.Task.WaitAsync(Patience);

        var written = await SettledAsync(() => observed.Written);

        Assert.InRange(written * MessageBytes, 0, HeldBytesMax);
        Assert.False(observed.Ended.Task.IsCompleted);
        var read = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(MessageBytes, response.Payload.Body.Length);
            read++;
        }

        Assert.Equal(Messages, read);
    }

    [Fact]
    public async Task A_client_stops_writing_until_it_does()
    {
        // The server is busy with the first request for as long as the test needs.
        using var call = _client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest
        {
            ResponseParameters = { new ResponseParameters { Size = 1, IntervalUs = 60_000_000 } },
        });
        var request = new StreamingOutputCallRequest
        {
            Payload = new Payload { Body = UnsafeByteOperations.UnsafeWrap(new byte[MessageBytes]) },
        };
        var written = 0;
        var writing = WriteAllAsync();

        await SettledAsync(() => Volatile.Read(ref written));

        Assert.InRange(Volatile.Read(ref written) * MessageBytes, 0, HeldBytesMax);
        call.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => writing);

        async Task WriteAllAsync()
        {
            for (var message = 0; message < Messages; message++)
            {
                await call.RequestStream.WriteAsync(request);
                Interlocked.Increment(ref written);
            }
        }
    }

    // Looks again and again until a count has stood still for half a second.
    private static async Task<int> SettledAsync(Func<int> count)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (int last = 0, still = 0; ; still++)
        {
            await Task.Delay(25, patience.Token);
            if (count() is var now && now != last)
            {
                (last, still) = (now, 0);
            }
            else if (still == 20)
            {
                return last;
            }
        }
    }
}
