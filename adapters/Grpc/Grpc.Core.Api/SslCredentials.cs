namespace Grpc.Core;

/// <summary>TLS credentials of a channel.</summary>
/// <remarks>
/// <c>Grpc.Net.Client</c> takes only the default ones; roots and client certificates go into its <c>SocketsHttpHandler</c>.
/// </remarks>
public sealed class SslCredentials : ChannelCredentials
{
    private readonly VerifyPeerCallback? _verifyPeerCallback;

    /// <summary>The machine's trusted roots, no client certificate.</summary>
    public SslCredentials()
        : this(null, null, null)
    {
    }

    /// <summary>Trusted roots of the caller's choice, no client certificate.</summary>
    /// <param name="rootCertificates">The roots as PEM.</param>
    public SslCredentials(string rootCertificates)
        : this(rootCertificates, null, null)
    {
    }

    /// <summary>Trusted roots and a client certificate.</summary>
    /// <param name="rootCertificates">The roots as PEM.</param>
    /// <param name="keyCertificatePair">The client's certificate.</param>
    public SslCredentials(string rootCertificates, KeyCertificatePair keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>Trusted roots, a client certificate and a further check of the server.</summary>
    /// <param name="rootCertificates">The roots as PEM; <c>null</c> for the machine's.</param>
    /// <param name="keyCertificatePair">The client's certificate; <c>null</c> for none.</param>
    /// <param name="verifyPeerCallback">A further check of the server; <c>null</c> for none.</param>
    public SslCredentials(
        string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
        _verifyPeerCallback = verifyPeerCallback;
    }

    /// <summary>The trusted roots as PEM; <c>null</c> for the machine's.</summary>
    public string? RootCertificates { get; }

    /// <summary>The client's certificate; <c>null</c> for none.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    internal override bool IsSecure => true;

    /// <inheritdoc/>
    public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, _verifyPeerCallback);
}

/// <summary>A certificate with its private key, as PEM texts.</summary>
public sealed class KeyCertificatePair
{
    /// <summary>Takes the two texts.</summary>
    /// <param name="certificateChain">The certificate and what it was signed with, leaf first, as PEM.</param>
    /// <param name="privateKey">The leaf's private key as PEM.</param>
    /// <exception cref="ArgumentNullException">A text is <c>null</c>.</exception>
    public KeyCertificatePair(string certificateChain, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(certificateChain);
        ArgumentNullException.ThrowIfNull(privateKey);
        CertificateChain = certificateChain;
        PrivateKey = privateKey;
    }

    /// <summary>The certificate and what it was signed with, leaf first, as PEM.</summary>
    public string CertificateChain { get; }

    /// <summary>The leaf's private key as PEM.</summary>
    public string PrivateKey { get; }
}

/// <summary>The server that a <see cref="VerifyPeerCallback"/> is to judge. Only a runtime can make one.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name that the client wanted to reach.</summary>
    public string TargetName { get; }

    /// <summary>The certificate that the server showed, as PEM.</summary>
    public string PeerPem { get; }
}

/// <summary>Judges a server whose certificate chain is already found good.</summary>
/// <param name="context">The server.</param>
/// <returns><c>false</c> ends the connection.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
