using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Certificates;
using ExchangeHub.Hub.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExchangeHub.Hub.Access;

/// <summary>Listens with TLS 1.3: the port of the machines with client certificates, the port of enrolment without.</summary>
/// <remarks>
/// No resumption, so that every connection is judged; no downloads, because a hostile certificate would choose what the hub
/// fetches. A client of TLS 1.3 that is refused sees only a broken connection: the reason stands in the log of the hub.
/// </remarks>
internal static class MachinePort
{
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(5);
    private static readonly object ReasonKey = new();
    private static readonly object DoneKey = new();

    /// <summary>Listens for members.</summary>
    public static void ListenForMembers(this KestrelServerOptions kestrel, IPEndPoint address, IdentityFolder identity) =>
        kestrel.Listen(address, endpoint => Secure(endpoint, identity, needsCertificate: true));

    /// <summary>Listens for those who are to become members.</summary>
    public static void ListenForEnrolment(this KestrelServerOptions kestrel, IPEndPoint address, IdentityFolder identity) =>
        kestrel.Listen(address, endpoint => Secure(endpoint, identity, needsCertificate: false));

    private static void Secure(ListenOptions endpoint, IdentityFolder folder, bool needsCertificate)
    {
        var logger = endpoint.ApplicationServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger("ExchangeHub.Hub.Access.MachinePort");
        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        endpoint.Use(next => async connection =>
        {
            await next(connection);
            if (!connection.Items.ContainsKey(DoneKey))
            {
                var reason = connection.Items.TryGetValue(ReasonKey, out var told) ? (string)told! :
                    "the handshake was not completed: no TLS 1.3, no certificate, or the other side gave up";
                AccessLog.HandshakeRefused(logger, connection.RemoteEndPoint?.ToString() ?? "", reason);
            }
        });
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakePatience,
            OnConnection = context => ValueTask.FromResult(needsCertificate
                ? ForMembers(folder.Read(), context.Connection, endpoint.ApplicationServices) : ForAnybody(folder.Read())),
        });
        endpoint.Use(next => connection =>
        {
            connection.Items[DoneKey] = true;
            return next(connection);
        });
    }

    // Read for each connection: a certificate that was replaced is shown from the next connection on.
    private static SslServerAuthenticationOptions ForAnybody(Identity identity) => new()
    {
        ServerCertificateContext = identity.Context,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
    };

    private static SslServerAuthenticationOptions ForMembers(
        Identity identity, BaseConnectionContext connection, IServiceProvider services)
    {
        var options = ForAnybody(identity);
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = Peers.OfCallers(identity);
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            var reason = Fault(certificate as X509Certificate2, chain, errors, services);
            if (reason is not null)
            {
                connection.Items[ReasonKey] = reason;
            }

            return reason is null;
        };
        return options;
    }

    private static string? Fault(
        X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, IServiceProvider services)
    {
        if (certificate is null)
        {
            return "it showed no certificate";
        }

        if (errors != SslPolicyErrors.None)
        {
            var statuses = chain is null ? [] : chain.ChainStatus.Select(status => status.Status.ToString()).Distinct();
            return $"its certificate {certificate.SerialNumber} does not verify ({string.Join(", ", statuses)})";
        }

        return services.GetRequiredService<Callers>().Of(certificate) is { } caller
            ? services.GetRequiredService<MembersDesk>().Admit(caller).Fault?.English
            : "its certificate names no member of this network";
    }
}
