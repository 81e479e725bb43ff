using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Certificates;

/// <summary>Enrols at a hub and renews there: the client's half of EST (RFC 7030).</summary>
public sealed class EnrolmentClient : IDisposable
{
    private const string Folder = "/.well-known/est/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryAtLeast = TimeSpan.FromSeconds(1);
    private readonly HttpClient _http;

    /// <summary>Makes a client; nothing is sent before the first request.</summary>
    /// <param name="hub">The address of the hub: of enrolment, or that of members to renew.</param>
    /// <param name="security">From <see cref="Peers"/>.</param>
    public EnrolmentClient(Uri hub, SslClientAuthenticationOptions security) => _http = new HttpClient(new SocketsHttpHandler
    {
        SslOptions = security, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        BaseAddress = hub, Timeout = Patience,
    };

    /// <summary>Proposes a key under an invitation, and fetches its certificate once it is approved.</summary>
    /// <param name="code">The code of the invitation.</param>
    /// <param name="request">The request for the key, DER.</param>
    /// <param name="cancellation">Gives up; send the same request again later.</param>
    /// <returns>The certificate, followed by the authorities between it and the root; null with the time after which to send
    /// the same request again.</returns>
    /// <exception cref="EnrolmentException">The hub refuses, in its own words.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached, or is not the one that the root vouches for.</exception>
    public async Task<(X509Certificate2Collection? Certificates, TimeSpan RetryAfter)> EnrolAsync(
        string code, byte[] request, CancellationToken cancellation)
    {
        using var message = Post("simpleenroll", request);
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"invitation:{code}")));
        using var response = await SendAsync(message, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            var wait = response.Headers.RetryAfter?.Delta ?? RetryAtLeast;
            return (null, wait < RetryAtLeast ? RetryAtLeast : wait);
        }

        return (await ReadAsync(response, cancellation).ConfigureAwait(false), TimeSpan.Zero);
    }

    /// <summary>Renews: proposes a new key over a connection that the current one authenticates.</summary>
    /// <param name="request">The request for the new key, DER.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The certificate, followed by the authorities between it and the root.</returns>
    /// <exception cref="EnrolmentException">The hub refuses, in its own words.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached, or is not the one that the root vouches for.</exception>
    public async Task<X509Certificate2Collection> RenewAsync(byte[] request, CancellationToken cancellation)
    {
        using var message = Post("simplereenroll", request);
        using var response = await SendAsync(message, cancellation).ConfigureAwait(false);
        return await ReadAsync(response, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Post(string operation, byte[] request) =>
        new(HttpMethod.Post, new Uri(Folder + operation, UriKind.Relative))
        {
            Content = new StringContent(Convert.ToBase64String(request), new MediaTypeHeaderValue("application/pkcs10")),
        };

    private static async Task<X509Certificate2Collection> CertificatesIn(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        var said = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new EnrolmentException(WordsOf(said, response.StatusCode));
        }

        try
        {
            return Unpack(Convert.FromBase64String(said));
        }
        catch (Exception unreadable) when (unreadable is FormatException or AsnContentException or CryptographicException)
        {
            throw new EnrolmentException(new Wording("枢纽的答复不是证书。", "The hub answered with something else than certificates."));
        }
    }

    private static Wording WordsOf(string said, HttpStatusCode status) =>
        said.TrimEnd('\n').Split('\n') is [{ Length: > 0 } chinese, { Length: > 0 } english]
            ? new Wording(chinese, english)
            : new Wording($"枢纽答复 HTTP {(int)status}。", $"The hub answered with HTTP {(int)status}.");

    // RFC 5652, 5.1: of a SignedData without signers only the certificates are read.
    private static X509Certificate2Collection Unpack(byte[] bundle)
    {
        var inner = new Asn1Tag(TagClass.ContextSpecific, 0);
        var content = new AsnReader(bundle, AsnEncodingRules.BER).ReadSequence();
        _ = content.ReadObjectIdentifier();
        var signed = content.ReadSequence(inner).ReadSequence();
        _ = signed.ReadEncodedValue();
        _ = signed.ReadEncodedValue();
        _ = signed.ReadEncodedValue();
        var certificates = new X509Certificate2Collection();
        for (var set = signed.ReadSetOf(inner); set.HasData;)
        {
            certificates.Add(X509CertificateLoader.LoadCertificate(set.ReadEncodedValue().Span));
        }

        return certificates;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (TaskCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"The hub did not answer within {Patience}.", slow);
        }
    }

    private async Task<X509Certificate2Collection> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var certificates = await CertificatesIn(response, cancellation).ConfigureAwait(false);
        using var asking = new HttpRequestMessage(HttpMethod.Get, new Uri(Folder + "cacerts", UriKind.Relative));
        using var authorities = await SendAsync(asking, cancellation).ConfigureAwait(false);
        foreach (var authority in await CertificatesIn(authorities, cancellation).ConfigureAwait(false))
        {
            // The root is not part of what is shown: who does not hold it does not believe it.
            if (!authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData))
            {
                certificates.Add(authority);
            }
        }

        return certificates;
    }
}
