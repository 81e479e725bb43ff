using System.Net;
using System.Net.Http.Headers;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.History;

/// <summary>The RFC 3161 authority that stamps checkpoints. The operator names it; nothing that a member says chooses where the
/// hub asks, and nothing that it answers leads elsewhere.</summary>
internal sealed class TimestampAuthority : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;
    private readonly HttpClient _http;
    private readonly Uri _address;

    private TimestampAuthority(Uri address)
    {
        _address = address;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    /// <summary>Opens the authority.</summary>
    /// <param name="address">An https address, or an http one of this machine.</param>
    /// <returns>The authority; null for any other address.</returns>
    public static TimestampAuthority? Open(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var host)
                && IPAddress.IsLoopback(host)))
            ? new TimestampAuthority(uri)
            : null;

    /// <summary>Has some bytes stamped.</summary>
    /// <returns>The token, of which nothing is verified.</returns>
    /// <exception cref="HttpRequestException">The authority is away, or answers with something else.</exception>
    /// <exception cref="FormatException">The authority refused.</exception>
    public async Task<ReadOnlyMemory<byte>> StampAsync(byte[] bytes, CancellationToken cancellation)
    {
        using var question = new ByteArrayContent(TimestampQuery.Write(Digest.Of(bytes)));
        question.Headers.ContentType = new MediaTypeHeaderValue(TimestampQuery.MediaType);
        using var answer = await _http.PostAsync(_address, question, cancellation);
        return answer.StatusCode == HttpStatusCode.OK
            ? TimestampQuery.ReadAnswer(await answer.Content.ReadAsByteArrayAsync(cancellation))
            : throw new HttpRequestException($"The time-stamping authority answered {(int)answer.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();
}
