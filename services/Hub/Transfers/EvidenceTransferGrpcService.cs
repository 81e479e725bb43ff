using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using WirePackageFile = ExchangeHub.Protos.Evidence.V1.PackageFile;

namespace ExchangeHub.Hub.Transfers;

/// <summary>The service for files of evidence on the wire. Translates and checks; the desk takes, the reader gives.</summary>
internal sealed class EvidenceTransferGrpcService(
    PackageRecords records, UploadDesk desk, IPackageShelf shelf, BlobReader reader, HoldingNodes holding, CheckRequest check,
    IHostApplicationLifetime lifetime)
    : EvidenceTransferService.EvidenceTransferServiceBase
{
    private const int PageSize = 500;

    public override async Task<DeclarePackageResponse> DeclarePackage(
        DeclarePackageRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var recorded = await records.FindToUploadAsync(request.Package, context);
        var (package, failure) = await desk.DeclareAsync(
            recorded, request.FileCount, request.SizeBytes, context.CancellationToken);
        return package is null ? throw failure!.ToException() : new DeclarePackageResponse
        {
            IsCommitted = package.CommittedAt is not null,
            OpenUntil = Timestamp.FromDateTimeOffset(package.OpenUntil),
            ChunkBytesMax = UploadedFile.ChunkBytesMax,
        };
    }

    public override async Task<FindOffsetsResponse> FindOffsets(FindOffsetsRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var package = await OpenAsync(request.Package, context);
        var files = request.Blobs.Select(blob => (Digest.FromBytes(blob.Sha256.Span), blob.SizeBytes)).ToList();
        return new FindOffsetsResponse { Offsets = { await desk.FindOffsetsAsync(package, files, context.CancellationToken) } };
    }

    public override async Task Upload(
        IAsyncStreamReader<UploadRequest> requestStream,
        IServerStreamWriter<UploadResponse> responseStream,
        ServerCallContext context)
    {
        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        OpenPackage? package = null;
        UploadedFile? file = null;
        try
        {
            while (await requestStream.MoveNext(ending.Token))
            {
                var request = requestStream.Current;
                if (package is null || request.Package is not null)
                {
                    file?.Rest();
                    (package, file) = (await OpenAsync(request.Package, context), null);
                }

                file = Turn(package, file, request);
                var (progress, failure) = desk.Append(file, request.Offset, request.Content.Memory);
                if (failure is not null)
                {
                    throw failure.ToException();
                }

                if (progress.IsWorthTelling)
                {
                    await responseStream.WriteAsync(
                        new UploadResponse
                        {
                            Sha256 = request.Blob.Sha256, HeldBytes = progress.Held, IsWhole = progress.IsWhole,
                        },
                        ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
        finally
        {
            file?.Rest();
        }
    }

    public override async Task<CommitPackageResponse> CommitPackage(
        CommitPackageRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var recorded = await records.FindToUploadAsync(request.Package, context);
        var held = request.HeldAtNode.DistinctBy(blob => blob.Sha256)
            .ToDictionary(blob => Digest.FromBytes(blob.Sha256.Span), blob => blob.SizeBytes);
        var claims = new Claims(held, [.. request.Unlisted.Select(file => new ExchangeHub.Transfers.PackageFile(
            file.Path, Digest.FromBytes(file.Blob.Sha256.Span), file.Blob.SizeBytes, false))]);
        var (package, failure) = await desk.CommitAsync(recorded, claims, context.CancellationToken);
        return package is null ? throw failure!.ToException() : new CommitPackageResponse
        {
            CommittedAt = Timestamp.FromDateTimeOffset(package.CommittedAt!.Value),
            FileCount = package.Files,
            SizeBytes = package.Bytes,
        };
    }

    public override async Task<GetPackageResponse> GetPackage(GetPackageRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var recorded = await records.FindToReadAsync(request.Package, request.Receiver, context);
        var package = await shelf.FindAsync(recorded.Key, context.CancellationToken)
            ?? throw TransferErrors.PackageUnknown(request.Package.Dossier).ToException();
        return new GetPackageResponse
        {
            TagManifestSha256 = ByteString.CopyFrom(package.Key.TagManifest.ToBytes().AsSpan()),
            Node = package.Node.ToString(),
            CommittedAt = package.CommittedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            FileCount = package.Files,
            SizeBytes = package.Bytes,
        };
    }

    public override async Task ListFiles(
        ListFilesRequest request, IServerStreamWriter<ListFilesResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var recorded = await records.FindToReadAsync(request.Package, request.Receiver, context);
        if (await shelf.FindAsync(recorded.Key, context.CancellationToken) is not { CommittedAt: not null })
        {
            throw TransferErrors.PackageUnknown(request.Package.Dossier).ToException();
        }

        for (var after = ""; ;)
        {
            var page = await shelf.ListAsync(recorded.Key, after, PageSize, context.CancellationToken);
            if (page is not [.., var last])
            {
                return;
            }

            await responseStream.WriteAsync(new ListFilesResponse
            {
                Files =
                {
                    page.Select(file => new WirePackageFile
                    {
                        Path = file.Path,
                        Blob = new Blob
                        {
                            Sha256 = ByteString.CopyFrom(file.Content.ToBytes().AsSpan()), SizeBytes = file.Bytes,
                        },
                        IsHeldAtNode = file.IsHeldAtNode,
                    }),
                },
            });
            after = last.Path;
        }
    }

    public override async Task Download(
        DownloadRequest request, IServerStreamWriter<DownloadResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var recorded = await records.FindToReadAsync(request.Package, request.Receiver, context);
        var content = Digest.FromBytes(request.Sha256.Span);
        var file = await shelf.FindFileAsync(recorded.Key, content, context.CancellationToken)
            ?? throw TransferErrors.PackageUnknown(request.Package.Dossier).ToException();
        if (request.Offset > file.Bytes)
        {
            throw TransferErrors.BeyondEnd(request.Offset, file.Bytes).ToException();
        }

        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        Task SendAsync(long offset, ReadOnlyMemory<byte> chunk) => responseStream.WriteAsync(
            new DownloadResponse
            {
                Offset = offset, Content = UnsafeByteOperations.UnsafeWrap(chunk), SizeBytes = file.Bytes,
            },
            ending.Token);
        try
        {
            var failure = file.IsHeldAtNode
                ? await holding.SendAsync(recorded.Node, file, request.Offset, SendAsync, ending.Token)
                : await reader.SendAsync(file, request.Offset, SendAsync, ending.Token);
            if (failure is not null)
            {
                throw failure.ToException();
            }

            if (request.Offset == file.Bytes)
            {
                await SendAsync(file.Bytes, ReadOnlyMemory<byte>.Empty);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }

    public override async Task Hold(
        HoldRequest request, IServerStreamWriter<HoldResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var node = NodeId.Parse(request.Node);
        if (Gatekeeper.Of(context) is { Caller.Member: var member } && member.Node != node)
        {
            throw TransferErrors.NotYours(request.Node).ToException();
        }

        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await holding.ServeAsync(node, responseStream, ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }

    public override async Task<SupplyResponse> Supply(
        IAsyncStreamReader<SupplyRequest> requestStream, ServerCallContext context) =>
        await holding.SupplyAsync(requestStream, context.CancellationToken)
            ? new SupplyResponse() : throw TransferErrors.NotWanted().ToException();

    private async Task<OpenPackage> OpenAsync(PackageName? name, ServerCallContext context)
    {
        check(name ?? new PackageName()).ThrowIfAny();
        var recorded = await records.FindToUploadAsync(name!, context);
        var (package, failure) = await desk.FindAsync(recorded.Key, context.CancellationToken);
        return package ?? throw failure!.ToException();
    }

    // The chunks of one file follow each other: only the turn to another one is looked at closely.
    private UploadedFile Turn(OpenPackage package, UploadedFile? file, UploadRequest request)
    {
        if (request.Blob is not { Sha256.Length: 32, SizeBytes: >= 0 } blob || request.Offset < 0)
        {
            check(request).ThrowIfAny();
            throw TransferErrors.WrongChunk(request.Content.Length, UploadedFile.ChunkBytesMax).ToException();
        }

        var content = Digest.FromBytes(blob.Sha256.Span);
        if (file is not null && file.Content == content && file.Bytes == blob.SizeBytes)
        {
            return file;
        }

        file?.Rest();
        var (found, failure) = desk.FindFile(package, content, blob.SizeBytes);
        return found ?? throw failure!.ToException();
    }
}
