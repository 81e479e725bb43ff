using System.Net;
using Grpc.Net.Client;

namespace ExchangeHub.Node.Connection;

/// <summary>The channel to the hub.</summary>
internal static class HubChannel
{
    /// <summary>Opens the channel; nothing is sent before the first call.</summary>
    public static GrpcChannel Open(Uri hub) => GrpcChannel.ForAddress(
        hub, new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });

    /// <summary>Opens the hub's tiles and checkpoints, which stand at the same address.</summary>
    public static HttpClient OpenHttp(Uri hub) => new(Handler())
    {
        BaseAddress = hub,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 32 * 1024 * 1024, // a bundle holds 256 entries of 64 KiB at the most
    };

    private static SocketsHttpHandler Handler() => new()
    {
        // Long streams would eat the 100 that one connection may carry.
        EnableMultipleHttp2Connections = true,

        // A dead link says nothing: the pings find it.
        KeepAlivePingDelay = TimeSpan.FromSeconds(10),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    };
}
