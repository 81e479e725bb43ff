using System.Globalization;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Evidence.V1;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;

namespace ExchangeHub.Hub.Rest;

/// <summary>A file as an answer of HTTP, or the range of it that was asked for.</summary>
/// <remarks>The file is read to its end whatever is wanted of it, and the last bytes wait until all of it has been compared with
/// its digest: a range of a damaged file is never whole.</remarks>
internal sealed class RangedAnswer
{
    private readonly HttpContext _http;
    private readonly RangeItemHeaderValue? _wanted;
    private readonly EntityTagHeaderValue _tag;
    private readonly ByteString _digest;
    private (long From, long To) _range;
    private byte[] _waiting = [];
    private bool _hasBegun;

    public RangedAnswer(HttpContext http, DownloadRequest request)
    {
        _http = http;
        _digest = request.Sha256;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(_digest.Span)}\"");
        var headers = http.Request.GetTypedHeaders();

        // Several ranges may be answered with the whole (RFC 9110, 14.2); so is one of another content.
        var isOfThis = headers.IfRange is null || headers.IfRange.EntityTag?.Compare(_tag, useStrongComparison: true) is true;
        _wanted = isOfThis && headers.Range is { Ranges.Count: 1 } range && range.Unit == "bytes" ? range.Ranges.First() : null;
        request.Offset = _wanted?.From ?? 0;
    }

    /// <summary>Takes the next chunk.</summary>
    /// <exception cref="EnoughException">The answer is complete without the content.</exception>
    public async Task TakeAsync(IMessage message)
    {
        var chunk = (DownloadResponse)message;
        if (!_hasBegun)
        {
            await BeginAsync(chunk.SizeBytes);
        }

        var from = Math.Max(_range.From - chunk.Offset, 0);
        var to = Math.Min(_range.To + 1 - chunk.Offset, chunk.Content.Length);
        if (from < to)
        {
            await FlushAsync();
            _waiting = chunk.Content.Memory[(int)from..(int)to].ToArray();
        }
    }

    /// <summary>Ends the answer: all of the file was as it should be.</summary>
    public Task EndAsync() => FlushAsync();

    private async Task BeginAsync(long size)
    {
        _hasBegun = true;
        var (from, to) = _wanted switch
        {
            null => (0, size - 1),
            { From: { } first } => (first, Math.Min(_wanted.To ?? size, size - 1)),
            _ => (Math.Max(0, size - _wanted.To!.Value), size - 1),
        };
        var headers = _http.Response.Headers;
        if (_wanted is not null && from > to)
        {
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
            throw TransferErrors.BeyondEnd(from, size).ToException();
        }

        headers.AcceptRanges = "bytes";
        headers.ETag = _tag.ToString();
        headers.CacheControl = "private, no-cache";
        if (_http.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(_tag, useStrongComparison: false)))
        {
            _http.Response.StatusCode = StatusCodes.Status304NotModified;
            throw new EnoughException();
        }

        if (_wanted is not null)
        {
            _http.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{size}");
        }

        _range = (from, to);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentDisposition = $"attachment; filename={_tag.Tag}";
        headers["Repr-Digest"] = $"sha-256=:{_digest.ToBase64()}:";
        _http.Response.ContentType = "application/octet-stream";
        _http.Response.ContentLength = to - from + 1;
    }

    private async Task FlushAsync()
    {
        if (_waiting.Length > 0)
        {
            await _http.Response.Body.WriteAsync(_waiting, _http.RequestAborted);
            _waiting = [];
        }
    }

    /// <summary>Ends a call that would go on.</summary>
    internal sealed class EnoughException : OperationCanceledException;
}
