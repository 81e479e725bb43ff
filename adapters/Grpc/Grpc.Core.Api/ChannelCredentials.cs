namespace Grpc.Core;

/// <summary>How a runtime is told what channel credentials consist of.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>Takes credentials without any security.</summary>
    /// <param name="state">The runtime's own.</param>
    public abstract void SetInsecureCredentials(object state);

    /// <summary>Takes TLS credentials.</summary>
    /// <param name="state">The runtime's own.</param>
    /// <param name="rootCertificates">Trusted roots as PEM; <c>null</c> for the machine's.</param>
    /// <param name="keyCertificatePair">The client's certificate; <c>null</c> for none.</param>
    /// <param name="verifyPeerCallback">A further check of the server; <c>null</c> for none.</param>
    public abstract void SetSslCredentials(
        object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>Takes channel credentials with call credentials for all calls.</summary>
    /// <param name="state">The runtime's own.</param>
    /// <param name="channelCredentials">What secures the connection.</param>
    /// <param name="callCredentials">What authenticates each call.</param>
    public abstract void SetCompositeCredentials(
        object state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}

/// <summary>What secures a connection.</summary>
public abstract class ChannelCredentials
{
    /// <summary>For runtimes and fakes in tests.</summary>
    public ChannelCredentials()
    {
    }

    /// <summary>No security: plain HTTP/2, for loopback.</summary>
    public static ChannelCredentials Insecure { get; } = new Plain();

    /// <summary>TLS with the machine's trusted roots and no client certificate.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    internal virtual bool IsSecure => false;

    /// <summary>Adds call credentials to all calls of a channel.</summary>
    /// <param name="channelCredentials">What secures the connection; TLS, because a token must not travel in the clear.</param>
    /// <param name="callCredentials">What authenticates each call.</param>
    /// <returns>The combination.</returns>
    /// <exception cref="ArgumentException">The connection would not be secure.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new Composite(channelCredentials, callCredentials);

    /// <summary>Tells a runtime what these credentials consist of.</summary>
    /// <param name="configurator">The runtime's side.</param>
    /// <param name="state">The runtime's own, handed through.</param>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class Plain : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite : ChannelCredentials
    {
        private readonly ChannelCredentials _channel;
        private readonly CallCredentials _calls;

        internal Composite(ChannelCredentials channelCredentials, CallCredentials callCredentials)
        {
            ArgumentNullException.ThrowIfNull(channelCredentials);
            ArgumentNullException.ThrowIfNull(callCredentials);
            if (!channelCredentials.IsSecure)
            {
                throw new ArgumentException(
                    "Call credentials need a secure channel, such as ChannelCredentials.SecureSsl, or they travel in the clear;"
                    + $" found {channelCredentials.GetType().Name}.",
                    nameof(channelCredentials));
            }

            _channel = channelCredentials;
            _calls = callCredentials;
        }

        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, _channel, _calls);
    }
}
