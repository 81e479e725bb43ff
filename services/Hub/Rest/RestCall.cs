using System.Text;
using ExchangeHub.Grpc;
using Grpc.Core;

namespace ExchangeHub.Hub.Rest;

/// <summary>A request of REST as a call of the method that answers it, so that everything that judges calls judges it
/// too.</summary>
internal sealed class RestCall : ServerCallContext
{
    // Where the runtime of gRPC looks for it in a context that is not its own.
    private const string HttpContextKey = "__HttpContext";

    private readonly Dictionary<object, object> _state = [];
    private readonly HttpContext _http;
    private readonly string _method;

    public RestCall(HttpContext http, string method)
    {
        (_http, _method) = (http, method);
        _state[HttpContextKey] = http;
        Copy("X-Purpose", value => RequestHeadersCore.Add(StatedPurpose.PurposeHeader, value));
        Copy("X-Case", value => RequestHeadersCore.Add(
            StatedPurpose.CaseHeader, Encoding.UTF8.GetBytes(Uri.UnescapeDataString(value))));
        Copy("X-Person", value => RequestHeadersCore.Add(StatedPurpose.PersonHeader, value));
    }

    protected override string MethodCore => _method;

    protected override string HostCore => _http.Request.Host.Value ?? "";

    protected override string PeerCore => _http.Connection.RemoteIpAddress?.ToString() ?? "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => _http.RequestAborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new("", []);

    protected override IDictionary<object, object> UserStateCore => _state;

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A request of REST calls nobody else.");

    private void Copy(string header, Action<string> take)
    {
        if (_http.Request.Headers.TryGetValue(header, out var values) && values.ToString() is { Length: > 0 and <= 2_000 } value)
        {
            take(value);
        }
    }
}
