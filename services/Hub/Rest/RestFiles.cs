using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Hub.Transfers;
using ExchangeHub.Protos.Evidence.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http.Features;

namespace ExchangeHub.Hub.Rest;

/// <summary>Files of evidence packages over HTTP: an upload that goes on where it broke off, a download by ranges.</summary>
/// <remarks>Behind it are FindOffsets, Upload and Download of gRPC, with all that guards them. The headers of uploads are those
/// of tus 1.0; ranges are those of RFC 9110, 14.</remarks>
internal sealed class RestFiles(IReadOnlyList<Interceptor> guards)
{
    private const string Service = "/exchangehub.evidence.v1.EvidenceTransferService/";
    private const string Content = "/packages/content";
    private const string Upload = "/packages/uploads";

    /// <summary>Gets the paths: below <c>/api/v1</c>, the verb, whose fields the parameters are, and what it is for.</summary>
    public static ImmutableArray<(string Path, string Verb, MessageDescriptor Request, string Summary)> All { get; } =
    [
        (Content, "GET", DownloadRequest.Descriptor, "Get a file of an evidence package, or a range of it."),
        (Upload, "HEAD", UploadRequest.Descriptor, "Ask from where a file is to be sent."),
        (Upload, "PATCH", UploadRequest.Descriptor, "Send a file from where the hub's part of it ends."),
    ];

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext http, string verb)
    {
        IMessage request = verb == "GET" ? new DownloadRequest() : new UploadRequest();
        var faults = RestParameters.Read(http.Request, request);
        var offset = 0L;
        if (verb == "PATCH" && !long.TryParse(
            http.Request.Headers["Upload-Offset"], NumberStyles.None, CultureInfo.InvariantCulture, out offset))
        {
            faults["Upload-Offset"] = ("应为整数：枢纽已有部分的末尾，以 HEAD 查询。",
                "Expected a whole number: where the hub's part of the file ends, which HEAD tells.");
        }

        if (faults.Count > 0)
        {
            await Problems.AnswerAsync(http, faults);
        }
        else if (request is DownloadRequest download)
        {
            await DownloadAsync(http, download);
        }
        else if (verb == "HEAD")
        {
            await FindAsync(http, (UploadRequest)request);
        }
        else
        {
            await UploadAsync(http, (UploadRequest)request, offset);
        }
    }

    private async Task DownloadAsync(HttpContext http, DownloadRequest request)
    {
        var answer = new RangedAnswer(http, request);
        var call = guards.Reverse().Aggregate(
            (ServerStreamingServerMethod<DownloadRequest, DownloadResponse>)Desk(http).Download,
            (inner, guard) => (asked, chunks, live) => guard.ServerStreamingServerHandler(asked, chunks, live, inner));
        try
        {
            await call(request, new Taking<DownloadResponse>(answer.TakeAsync), new RestCall(http, Service + "Download"));
            await answer.EndAsync();
        }
        catch (RangedAnswer.EnoughException)
        {
            // Nothing of the content is wanted.
        }
    }

    private async Task FindAsync(HttpContext http, UploadRequest file)
    {
        var call = guards.Reverse().Aggregate(
            (UnaryServerMethod<FindOffsetsRequest, FindOffsetsResponse>)Desk(http).FindOffsets,
            (inner, guard) => (asked, live) => guard.UnaryServerHandler(asked, live, inner));
        var found = await call(
            new FindOffsetsRequest { Package = file.Package, Blobs = { file.Blob ?? new Blob() } },
            new RestCall(http, Service + "FindOffsets"));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Upload-Offset"] = found.Offsets[0].ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Upload-Length"] = file.Blob!.SizeBytes.ToString(CultureInfo.InvariantCulture);
    }

    private async Task UploadAsync(HttpContext http, UploadRequest file, long offset)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>()
            .MaxRequestBodySize = null; // the package says how large it may be
        var call = guards.Reverse().Aggregate(
            (DuplexStreamingServerMethod<UploadRequest, UploadResponse>)Desk(http).Upload,
            (inner, guard) => (chunks, told, live) => guard.DuplexStreamingServerHandler(chunks, told, live, inner));
        await call(
            new BodyChunks(http.Request.Body, file, offset), new Taking<UploadResponse>(_ => Task.CompletedTask),
            new RestCall(http, Service + "Upload"));

        // What the hub holds, not what was claimed: a body may be empty.
        await FindAsync(http, file);
    }

    private static EvidenceTransferGrpcService Desk(HttpContext http) =>
        ActivatorUtilities.CreateInstance<EvidenceTransferGrpcService>(http.RequestServices);

    /// <summary>A body as the chunks of an upload, the first of which comes even without a byte: files may be empty.</summary>
    private sealed class BodyChunks(Stream body, UploadRequest file, long offset) : IAsyncStreamReader<UploadRequest>
    {
        private readonly byte[] _buffer = new byte[UploadedFile.ChunkBytesMax];
        private long _position = offset;

        public UploadRequest Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var read = await body.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken);
            var isFirst = Current.Blob is null;
            if (read == 0 && !(isFirst && file.Blob?.SizeBytes == 0))
            {
                return false;
            }

            // What takes a chunk is done with it before it asks for the next.
            Current = new UploadRequest
            {
                Package = isFirst ? file.Package : null,
                Blob = file.Blob ?? new Blob(),
                Offset = _position,
                Content = UnsafeByteOperations.UnsafeWrap(_buffer.AsMemory(0, read)),
            };
            _position += read;
            return true;
        }
    }
}
