using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Opening streams and resetting them is cheap for the caller (CVE-2023-44487). The server may close the connection over it;
/// it must not keep a handler, lose memory or stop answering others.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_thousands_of_streams_are_reset(LoopbackServer server)
{
    private const int Streams = 10_000;

    // The server keeps some of what a stream needs, to use it again for the next one.
    private const int HeldMax = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly StreamFlood _peer = new(new Uri(server.PlainAddress), "/grpc.testing.TestService/FullDuplexCall");

    [Fact]
    public async Task Nothing_remains_of_those_that_were_being_handled()
    {
        using var patience = new CancellationTokenSource(Patience);
        var observed = server.Observations;
        var before = observed.Begun;

        await _peer.CycleAsync(
            Streams,
            atWork: streams => EventuallyAsync(() => observed.Begun - before >= streams),
            atRest: () => EventuallyAsync(() => observed.Open == 0),
            patience.Token);

        Assert.Equal(Streams, observed.Begun - before);
        await EventuallyAsync(() =>
        {
            GC.Collect();
            return observed.Held < HeldMax;
        });
        Assert.False(server.Faults.Any(), string.Join('\n', server.Faults));
    }

    [Fact]
    public async Task A_flood_of_them_keeps_nobody_else_from_being_served()
    {
        using var patience = new CancellationTokenSource(Patience);
        var others = new TestService.TestServiceClient(server.Secure);

        var flood = _peer.FloodAsync(Streams, patience.Token);
        while (!flood.IsCompleted)
        {
            Assert.Equal(new Empty(), await others.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow + Patience));
        }

        await flood;
        await EventuallyAsync(() => server.Observations.Open == 0);
        Assert.False(server.Faults.Any(), string.Join('\n', server.Faults));
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(1, patience.Token);
        }
    }
}
