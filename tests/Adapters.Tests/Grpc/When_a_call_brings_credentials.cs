using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Tokens ride on single calls, beside the certificate of the connection, and must never ride on a connection without TLS.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_a_call_brings_credentials(LoopbackServer server)
{
    private const string Header = "x-grpc-test-echo-initial";
    private const string Trailer = "x-grpc-test-echo-trailing-bin";

    private static CallCredentials WritesHeader => CallCredentials.FromInterceptor((context, metadata) =>
    {
        metadata.Add(Header, $"{new Uri(context.ServiceUrl).AbsolutePath} {context.MethodName}");
        return Task.CompletedTask;
    });

    private static CallCredentials WritesTrailer => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(Trailer, [7]);
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Those_of_the_channel_and_those_of_the_call_all_reach_the_server()
    {
        using var channel = server.SecureChannel(
            server.Authority.Client, credentials: ChannelCredentials.Create(ChannelCredentials.SecureSsl, WritesHeader));

        using var call = new TestService.TestServiceClient(channel)
            .UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: WritesTrailer));
        await call;

        Assert.Equal("/grpc.testing.TestService UnaryCall", (await call.ResponseHeadersAsync).GetValue(Header));
        Assert.Equal([7], call.GetTrailers().GetValueBytes(Trailer)!);
    }

    [Fact]
    public async Task Composed_ones_all_reach_the_server()
    {
        using var call = new TestService.TestServiceClient(server.Secure).UnaryCallAsync(
            new SimpleRequest(), new CallOptions(credentials: CallCredentials.Compose(WritesHeader, WritesTrailer)));
        await call;

        Assert.NotNull((await call.ResponseHeadersAsync).GetValue(Header));
        Assert.NotNull(call.GetTrailers().GetValueBytes(Trailer));
    }

    [Fact]
    public void A_channel_without_TLS_does_not_take_them()
    {
        Assert.Throws<ArgumentException>(
            "channelCredentials", () => ChannelCredentials.Create(ChannelCredentials.Insecure, WritesHeader));
        Assert.Throws<ArgumentException>("parts", () => CallCredentials.Compose(WritesHeader));
    }

    [Fact]
    public async Task A_channel_without_TLS_does_not_send_them()
    {
        using var call = new TestService.TestServiceClient(server.Plain)
            .UnaryCallAsync(new SimpleRequest(), new CallOptions(credentials: WritesHeader));
        await call;

        Assert.Null((await call.ResponseHeadersAsync).GetValue(Header));
    }
}
