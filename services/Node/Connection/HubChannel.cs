using System.Net;
using ExchangeHub.Certificates;
using ExchangeHub.Grpc;
using Grpc.Net.Client;

namespace ExchangeHub.Node.Connection;

/// <summary>The channel to the hub.</summary>
internal static class HubChannel
{
    // A connection is made anew now and then, so that a renewed certificate is shown before the old one ends.
    private static readonly TimeSpan ConnectionLasts = TimeSpan.FromMinutes(10);

    /// <summary>Opens the channel; nothing is sent before the first call.</summary>
    /// <param name="hub">Where the hub is.</param>
    /// <param name="identity">As whom to call, and whom to take for the hub; null for a hub on this machine without TLS.</param>
    /// <param name="tokens">Whose tokens to show; null for none.</param>
    public static GrpcChannel Open(Uri hub, IdentityFolder? identity, Uri? tokens) => GrpcChannel.ForAddress(
        hub,
        new GrpcChannelOptions
        {
            HttpHandler = new StatedPurpose(
                tokens is null || identity is null ? Handler(identity)
                    : new TokenBearer(identity, tokens, () => Handler(identity), TimeProvider.System),
                "exchange"),
            DisposeHttpClient = true,
        });

    /// <summary>Opens the hub's tiles and checkpoints, which stand at the same address.</summary>
    public static HttpClient OpenHttp(Uri hub, IdentityFolder? identity) => new(Handler(identity))
    {
        BaseAddress = hub,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 32 * 1024 * 1024, // a bundle holds 256 entries of 64 KiB at the most
    };

    private static SocketsHttpHandler Handler(IdentityFolder? identity) => new()
    {
        SslOptions = identity is null ? new() : Peers.ToHub(identity),
        PooledConnectionLifetime = ConnectionLasts,

        // Long streams would eat the 100 that one connection may carry.
        EnableMultipleHttp2Connections = true,

        // A dead link says nothing: the pings find it.
        KeepAlivePingDelay = TimeSpan.FromSeconds(10),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
    };
}
