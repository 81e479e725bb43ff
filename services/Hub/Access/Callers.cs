using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Agreements;
using ExchangeHub.Certificates;

namespace ExchangeHub.Hub.Access;

/// <summary>Knows callers by the certificate of their connection, whose chain was verified at the handshake.</summary>
/// <param name="network">The network.</param>
/// <param name="areKnown">The hub serves with TLS.</param>
internal sealed class Callers(Network network, bool areKnown)
{
    // A connection keeps its certificate: it is read once for all its calls.
    private readonly ConditionalWeakTable<X509Certificate2, Caller> _read = [];

    /// <summary>Gets a value indicating whether callers show certificates; without TLS they are taken at their word.</summary>
    public bool AreKnown => areKnown;

    /// <summary>Finds out who calls.</summary>
    /// <returns>The caller; null when the connection has no certificate, or one that names no member.</returns>
    public Caller? Of(HttpContext context) => context.Connection.ClientCertificate is { } certificate ? Of(certificate) : null;

    /// <summary>Reads a certificate.</summary>
    /// <returns>The caller; null when it names no member of this network.</returns>
    public Caller? Of(X509Certificate2 certificate)
    {
        if (_read.TryGetValue(certificate, out var known))
        {
            return known;
        }

        if (Subjects.MemberOf(certificate, network.Id) is not { } member)
        {
            return null;
        }

        var caller = new Caller(member, Subjects.PinOf(certificate));
        _read.AddOrUpdate(certificate, caller);
        return caller;
    }
}
