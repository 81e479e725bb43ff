using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace ExchangeHub.Certificates;

/// <summary>Calls with a token of an authority (RFC 6749, 4.4), got by the identity's certificate (RFC 8705, 2.1).</summary>
/// <remarks>
/// A token counts over connections with the certificate for which it was given and over no other: when the identity is renewed,
/// connections and token are made anew together, and what runs over the old ones runs on until its token ends. Safe for any
/// number of callers.
/// </remarks>
/// <param name="folder">The identity. Its certificate names the client; its root is that of the authority's server too.</param>
/// <param name="authority">The authority, such as <c>https://identity.example:7120</c>.</param>
/// <param name="connect">Makes connections that show the identity.</param>
/// <param name="clock">The clock.</param>
public sealed class TokenBearer(IdentityFolder folder, Uri authority, Func<SocketsHttpHandler> connect, TimeProvider clock)
    : HttpMessageHandler
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock _turn = new();
    private Line? _line;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var line = Current();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await line.TokenAsync(clock, cancellationToken)
            .ConfigureAwait(false));
        return await line.Calls.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _line?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Line Current()
    {
        var certificate = folder.Read().Certificate;
        lock (_turn)
        {
            // The one before is not disposed of: streams may run over it. Its idle connections close by themselves.
            return _line is { } known && known.Certificate.Thumbprint == certificate.Thumbprint
                ? known : _line = new Line(certificate, authority, connect);
        }
    }

    /// <summary>Connections with one certificate, and the token that belongs to them.</summary>
    private sealed class Line : IDisposable
    {
        private readonly HttpClient _authority;
        private readonly string _client;
        private readonly SemaphoreSlim _asking = new(1);
        private (string Text, DateTimeOffset Until) _token = ("", DateTimeOffset.MinValue);

        public Line(X509Certificate2 certificate, Uri authority, Func<SocketsHttpHandler> connect)
        {
            Certificate = certificate;
            Calls = new HttpMessageInvoker(connect());
            _authority = new HttpClient(connect()) { BaseAddress = authority, Timeout = Patience };
            _client = Subjects.NetworkOf(certificate) is { } network && Subjects.MemberOf(certificate, network) is { } member
                ? member.ToString() : throw new HttpRequestException("The identity's certificate names no member of a network.");
        }

        public X509Certificate2 Certificate { get; }

        public HttpMessageInvoker Calls { get; }

        public async Task<string> TokenAsync(TimeProvider clock, CancellationToken cancellation)
        {
            await _asking.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (clock.GetUtcNow() >= _token.Until)
                {
                    _token = await AskAsync(clock, cancellation).ConfigureAwait(false);
                }

                return _token.Text;
            }
            finally
            {
                _ = _asking.Release();
            }
        }

        public void Dispose()
        {
            Calls.Dispose();
            _authority.Dispose();
            _asking.Dispose();
        }

        private async Task<(string, DateTimeOffset)> AskAsync(TimeProvider clock, CancellationToken cancellation)
        {
            var asked = clock.GetUtcNow();
            try
            {
                var metadata = await _authority.GetFromJsonAsync<JsonElement>(
                    new Uri("/.well-known/oauth-authorization-server", UriKind.Relative), cancellation).ConfigureAwait(false);
                using var form = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials", ["client_id"] = _client,
                });
                var endpoint = new Uri(metadata.GetProperty("token_endpoint").GetString()!);
                if (endpoint.Scheme != Uri.UriSchemeHttps)
                {
                    throw new FormatException("Expected a token_endpoint at an https address.");
                }

                using var response = await _authority.PostAsync(endpoint, form, cancellation).ConfigureAwait(false);
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false);
                return response.IsSuccessStatusCode
                    ? (answer.GetProperty("access_token").GetString()!,
                        asked + TimeSpan.FromSeconds(answer.GetProperty("expires_in").GetInt32()) - Margin)
                    : throw new HttpRequestException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The authority {_authority.BaseAddress} gives {_client} no token: {(int)response.StatusCode}."));
            }
            catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException
                or FormatException)
            {
                throw new HttpRequestException($"The authority {_authority.BaseAddress} does not answer as one.", wrong);
            }
        }
    }
}
