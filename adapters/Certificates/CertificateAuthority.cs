using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExchangeHub.Access;

namespace ExchangeHub.Certificates;

/// <summary>The root, or the issuing authority below it, of the certificates of one network.</summary>
/// <remarks>
/// The root (P-384, ten years) signs the issuing authority (P-256, five years) and nothing else, so that its key stays offline;
/// the issuing authority signs members (P-256, ninety days). Of a request nothing is taken over but the key: subject, name and
/// purpose are written here. Source: RFC 5280, 4.2.1.
/// </remarks>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long the certificate of a member lasts.</summary>
    public static readonly TimeSpan MemberLasts = TimeSpan.FromDays(90);

    private const int RootYears = 10;
    private const int IssuingYears = 5;
    private const int SerialBytes = 16;
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    private CertificateAuthority(X509Certificate2 certificate, X509Certificate2 root, string network) =>
        (Certificate, Root, Network) = (certificate, root, network);

    /// <summary>Gets the certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Gets the certificate of the root; the same one in the authority that is the root.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Gets the network for which it vouches.</summary>
    public string Network { get; }

    /// <summary>Gets a value indicating whether it is the root, which alone makes issuing authorities.</summary>
    public bool IsRoot => Certificate.SubjectName.RawData.AsSpan().SequenceEqual(Certificate.IssuerName.RawData);

    /// <summary>Makes a root.</summary>
    /// <param name="network">The network.</param>
    /// <param name="now">The instant.</param>
    /// <returns>The root, with its key.</returns>
    public static CertificateAuthority MakeRoot(string network, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(Subjects.Of(network, "root"), key, HashAlgorithmName.SHA384);
        Profiles.AddAuthority(request, authoritiesBelow: 1);
        var root = request.CreateSelfSigned(now - ClocksDiffer, now.AddYears(RootYears));
        return new CertificateAuthority(root, root, network);
    }

    /// <summary>Joins an authority from its certificates.</summary>
    /// <param name="certificate">Its certificate, with the key.</param>
    /// <param name="root">The certificate of the root.</param>
    /// <returns>The authority.</returns>
    /// <exception cref="FormatException">The certificate is of no authority, or of one that is not below the root.</exception>
    public static CertificateAuthority Join(X509Certificate2 certificate, X509Certificate2 root)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(root);
        var mayIssue = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(one => one.CertificateAuthority);
        using var chain = new X509Chain { ChainPolicy = Peers.PolicyOf([root], [certificate], purpose: null) };
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return mayIssue && certificate.HasPrivateKey && Subjects.NetworkOf(certificate) is { } network && chain.Build(certificate)
            ? new CertificateAuthority(certificate, root, network)
            : throw new FormatException(
                "Expected the certificate and key of an authority that this root vouches for, made by xhub ca; found another "
                + "certificate.");
    }

    /// <summary>Makes the issuing authority below a root.</summary>
    /// <param name="now">The instant.</param>
    /// <returns>The issuing authority, with its key.</returns>
    /// <exception cref="InvalidOperationException">This is not the root.</exception>
    public CertificateAuthority MakeIssuing(DateTimeOffset now)
    {
        if (!IsRoot)
        {
            throw new InvalidOperationException("Only the root makes an issuing authority.");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subjects.Of(Network, "issuing"), key, HashAlgorithmName.SHA256);
        Profiles.AddAuthority(request, authoritiesBelow: 0);
        using var certificate = Sign(request, now, now.AddYears(IssuingYears));
        return new CertificateAuthority(certificate.CopyWithPrivateKey(key), Certificate, Network);
    }

    /// <summary>Issues the certificate of a member.</summary>
    /// <param name="key">The public key, on P-256.</param>
    /// <param name="member">The member; a hub serves, every other member calls.</param>
    /// <param name="hosts">Names and addresses under which a hub is reached; none for other members.</param>
    /// <param name="now">The instant.</param>
    /// <returns>The certificate, without a key.</returns>
    public X509Certificate2 Issue(PublicKey key, MemberId member, IReadOnlyCollection<string> hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        var request = new CertificateRequest(Subjects.Of(Network, member.ToString()), key, HashAlgorithmName.SHA256);
        Profiles.AddMember(request, key, member, (member.ToUrn(Network), hosts));
        return Sign(request, now, now + MemberLasts);
    }

    /// <summary>Lists what is revoked.</summary>
    /// <param name="known">The list before, DER, whose entries stay; null for none.</param>
    /// <param name="revoked">Serial numbers and instants to add.</param>
    /// <param name="number">Larger than that of every list before.</param>
    /// <param name="life">From when the list serves, and when the next is due at the latest.</param>
    /// <returns>The list, DER.</returns>
    /// <exception cref="CryptographicException">The list before cannot be read.</exception>
    public byte[] ListRevoked(
        byte[]? known, IEnumerable<(ReadOnlyMemory<byte> Serial, DateTimeOffset At)> revoked, BigInteger number,
        (DateTimeOffset From, DateTimeOffset Next) life)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        var list = known is null
            ? new CertificateRevocationListBuilder() : CertificateRevocationListBuilder.Load(known, out _, out _);
        foreach (var (serial, at) in revoked)
        {
            _ = list.RemoveEntry(serial.Span);
            list.AddEntry(serial.Span, at);
        }

        return list.Build(Certificate, number, life.Next, Hash, rsaSignaturePadding: null, thisUpdate: life.From);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Root.Dispose();
    }

    private HashAlgorithmName Hash
    {
        get
        {
            using var key = Certificate.GetECDsaPublicKey()!;
            return key.KeySize > 256 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        }
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset now, DateTimeOffset until)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var key = Certificate.GetECDsaPrivateKey()!;
        var from = now - ClocksDiffer;
        return request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            from < Certificate.NotBefore ? Certificate.NotBefore : from,
            until > Certificate.NotAfter ? Certificate.NotAfter : until,
            MakeSerial());
    }

    // Positive and of full length, so that every program writes it in the same way.
    private static byte[] MakeSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
