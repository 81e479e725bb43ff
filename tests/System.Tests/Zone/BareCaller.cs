using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>A call as bytes: what no generated client would send.</summary>
/// <param name="Method">Path of the method, such as <c>/exchangehub.publication.v1.PublicationService/Publish</c>.</param>
/// <param name="Body">What is sent of the request.</param>
internal sealed record BareRequest(string Method, ReadOnlyMemory<byte> Body)
{
    /// <summary>Gets a value indicating whether the request ends after these bytes; otherwise silence follows.</summary>
    public bool IsWhole { get; init; } = true;

    public string ContentType { get; init; } = "application/grpc";

    /// <summary>Gets further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>What came back.</summary>
internal sealed record BareAnswer(HttpStatusCode Http, StatusCode? Status);

/// <summary>Speaks gRPC by hand over one HTTP/2 connection.</summary>
internal sealed class BareCaller(string address) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    /// <summary>One message as it stands in the body: compressed or not, length, bytes (gRPC over HTTP/2,
    /// Length-Prefixed-Message).</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message, bool compressed = false)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    /// <summary>Zeros without end, packed.</summary>
    public static byte[] Zeros(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < megabytes; i++)
            {
                gzip.Write(zeros);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <returns>The answer; without a status from the server, the one that gRPC has for how the stream ended.</returns>
    public async Task<BareAnswer> CallAsync(BareRequest request, CancellationToken cancellation)
    {
        using var message = ToMessage(request, out _);
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(message, cancellation);
            await response.Content.CopyToAsync(Stream.Null, cancellation);
        }
        catch (Exception ended) when (
            ended is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            if (response is null || !response.Headers.Contains("grpc-status"))
            {
                response?.Dispose();
                var isReset = ended is OperationCanceledException
                    || ended.InnerException is HttpProtocolException { ErrorCode: 8 }; // CANCEL
                return new BareAnswer(0, isReset ? StatusCode.Cancelled : StatusCode.Unavailable);
            }
        }

        using (response)
        {
            var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
            return new BareAnswer(
                response.StatusCode,
                headers.TryGetValues("grpc-status", out var status) ? Enum.Parse<StatusCode>(status.Single()) : null);
        }
    }

    /// <summary>Sends what there is of a request and resets the stream at once.</summary>
    /// <returns>Whether the stream was opened; otherwise the server had closed the connection, and the next call makes a new
    /// one.</returns>
    public async Task<bool> ResetAsync(BareRequest request)
    {
        using var message = ToMessage(request, out var sent);
        using var reset = new CancellationTokenSource();
        var answering = _http.SendAsync(message, reset.Token);
        var first = await Task.WhenAny(sent, answering);
        await reset.CancelAsync();
        try
        {
            // A response that has begun is reset by leaving it.
            using var response = await answering;
        }
        catch (Exception ended) when (ended is OperationCanceledException or HttpRequestException)
        {
            // The former is the reset.
        }

        return first == sent;
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage ToMessage(BareRequest request, out Task sent)
    {
        var body = new Body(request);
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(address), request.Method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        sent = body.Sent;
        return message;
    }

    private sealed class Body : HttpContent
    {
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly BareRequest _request;

        public Body(BareRequest request)
        {
            _request = request;
            Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        public Task Sent => _sent.Task;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_request.Body, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent.SetResult();
            if (!_request.IsWhole)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
