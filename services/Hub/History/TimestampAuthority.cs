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

    /// <summary>Has checkpoints stamped by an authority; by nobody where none is named.</summary>
    /// <returns>Why the hub must not start with that address; null when it may.</returns>
    public static string? AddTo(IServiceCollection services, string address)
    {
        if (address.Length == 0)
        {
            return null;
        }

        if (Open(address) is not { } authority)
        {
            return $"--Hub:TimestampAuthority must be an https address, or an http one of this machine such as "
                + $"http://127.0.0.1:3161/; found '{address}'.\n"
                + $"--Hub:TimestampAuthority 应为 https 地址，或者本机的 http 地址，例如 http://127.0.0.1:3161/；实为“{address}”。";
        }

        _ = services.AddSingleton(authority).AddHostedService<Stamping>();
        return null;
    }

    private static TimestampAuthority? Open(string address) =>
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
