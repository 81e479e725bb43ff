using Grpc.Net.Client;

namespace ExchangeHub.Node.Connection;

/// <summary>The channel to the hub.</summary>
internal static class HubChannel
{
    /// <summary>Opens the channel; nothing is sent before the first call.</summary>
    public static GrpcChannel Open(Uri hub) => GrpcChannel.ForAddress(hub, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            // Long streams would eat the 100 that one connection may carry.
            EnableMultipleHttp2Connections = true,

            // A dead link says nothing: the pings find it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        },
        DisposeHttpClient = true,
    });
}
