using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Opening streams and resetting them is cheap for the caller (CVE-2023-44487). The server may close the connection over it;
/// it must not keep a handler, lose memory or stop answering others.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_thousands_of_streams_are_reset : IAsyncLifetime, IDisposable
{
    private const int Streams = 10_000;

    // The server keeps some of what a stream needs, to use it again for the next one.
    private const int HeldMax = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FloodPatience = TimeSpan.FromMinutes(3);

    // Of its own: where handlers are counted, none may come late from a call of the test before.
    private readonly LoopbackServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Nothing_remains_of_those_that_were_being_handled()
    {
        using var patience = new CancellationTokenSource(FloodPatience);
        var observed = _server.Observations;

        await Peer().CycleAsync(
            Streams,
            isAtWork: streams => observed.Begun >= streams,
            isAtRest: () => observed.Open == 0,
            patience.Token);

        Assert.Equal(Streams, observed.Begun);
        await EventuallyAsync(() =>
        {
            GC.Collect();
            return observed.Held < HeldMax;
        });
        Assert.False(_server.Faults.Any(), string.Join('\n', _server.Faults));
    }

    [Fact]
    public async Task A_flood_of_them_keeps_nobody_else_from_being_served()
    {
        using var patience = new CancellationTokenSource(FloodPatience);
        var others = new TestService.TestServiceClient(_server.Secure);

        var flood = Peer().FloodAsync(Streams, patience.Token);
        while (!flood.IsCompleted)
        {
            Assert.Equal(new Empty(), await others.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow + Patience));
        }

        await flood;
        await EventuallyAsync(() => _server.Observations.Open == 0);
        Assert.False(_server.Faults.Any(), string.Join('\n', _server.Faults));
    }

    private StreamFlood Peer() => new(new Uri(_server.PlainAddress), "/grpc.testing.TestService/FullDuplexCall");

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(1, patience.Token);
        }
    }
}
