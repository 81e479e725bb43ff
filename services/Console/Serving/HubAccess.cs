using ExchangeHub.Certificates;
using ExchangeHub.Grpc;
using Grpc.Net.Client;

namespace ExchangeHub.Console.Serving;

/// <summary>How the console reaches the hub: with its identity at an https address, without one on this machine.</summary>
internal static class HubAccess
{
    // A connection is made anew now and then, so that a renewed certificate is shown before the old one ends.
    private static readonly TimeSpan ConnectionLasts = TimeSpan.FromMinutes(10);

    /// <summary>Opens the identity.</summary>
    /// <returns>Whether it can be used; else the fault says why. Null for a hub without TLS.</returns>
    public static bool TryOpen(Uri hub, string folder, out IdentityFolder? identity, out string fault)
    {
        (identity, fault) = (null, "");
        try
        {
            identity = hub.Scheme == Uri.UriSchemeHttp ? null : IdentityFolder.Open(folder, TimeProvider.System);
            return true;
        }
        catch (IdentityException unusable)
        {
            fault = $"--Console:Identity: {unusable.Message}";
            return false;
        }
    }

    /// <summary>Adds the channel to the hub, and the renewal of the identity.</summary>
    public static void AddHub(this IServiceCollection services, Uri hub, IdentityFolder? identity, Uri? tokens)
    {
        if (identity is null)
        {
            services.AddSingleton(_ => GrpcChannel.ForAddress(hub));
            return;
        }

        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RenewalLoop>(provider, identity, hub));
        services.AddSingleton(_ => GrpcChannel.ForAddress(hub, new GrpcChannelOptions
        {
            HttpHandler = new StatedPurpose(
                tokens is null ? Connect(identity)
                    : new TokenBearer(identity, tokens, () => Connect(identity), TimeProvider.System),
                "supervision"),
            DisposeHttpClient = true,
        }));
    }

    private static SocketsHttpHandler Connect(IdentityFolder identity) =>
        new() { SslOptions = Peers.ToHub(identity), PooledConnectionLifetime = ConnectionLasts };
}
