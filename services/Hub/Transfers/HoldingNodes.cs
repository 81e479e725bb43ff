using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;
using PackageFile = ExchangeHub.Transfers.PackageFile;

namespace ExchangeHub.Hub.Transfers;

/// <summary>Fetches files that stay at their nodes: asks over the stream that the node keeps open, and passes on what it sends,
/// as fast as the receiver takes it and no faster.</summary>
internal sealed class HoldingNodes(TimeProvider clock)
{
    private const int WantedMax = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<NodeId, Channel<HoldResponse>> _nodes = new();
    private readonly ConcurrentDictionary<string, Wanted> _wanted = new(StringComparer.Ordinal);

    /// <summary>Passes on to a node what is wanted of it, until the call ends or the node calls anew.</summary>
    public async Task ServeAsync(NodeId node, IServerStreamWriter<HoldResponse> responses, CancellationToken cancellation)
    {
        var own = Channel.CreateBounded<HoldResponse>(WantedMax);
        _ = _nodes.AddOrUpdate(node, own, (same, before) =>
        {
            before.Writer.TryComplete();
            return own;
        });
        try
        {
            await responses.WriteAsync(new HoldResponse(), cancellation);
            await foreach (var wanted in own.Reader.ReadAllAsync(cancellation))
            {
                await responses.WriteAsync(wanted, cancellation);
            }
        }
        finally
        {
            _ = _nodes.TryRemove(KeyValuePair.Create(node, own));
        }
    }

    /// <summary>Sends a file that stays at a node.</summary>
    /// <returns>Why it was not sent to the end; null when it was.</returns>
    public async Task<HubErrors.Failure?> SendAsync(
        NodeId node, PackageFile file, long offset, SendChunk send, CancellationToken cancellation)
    {
        var request = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16));
        var wanted = new Wanted();
        _wanted[request.ToBase64()] = wanted;
        try
        {
            if (!_nodes.TryGetValue(node, out var asking) || !asking.Writer.TryWrite(new HoldResponse
            {
                Request = request, Sha256 = ByteString.CopyFrom(file.Content.ToBytes().AsSpan()), Offset = offset,
            }))
            {
                return TransferErrors.HolderAway(node.ToString());
            }

            var supply = await wanted.Supply.Task.WaitAsync(Patience, clock, cancellation);
            return await PassOnAsync(supply, file, offset, send, cancellation) ? null
                : TransferErrors.HolderAway(node.ToString());
        }
        catch (Exception ended) when (ended is TimeoutException or IOException)
        {
            return TransferErrors.HolderAway(node.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return TransferErrors.HolderAway(node.ToString());
        }
        finally
        {
            _ = _wanted.TryRemove(request.ToBase64(), out _);
            _ = wanted.Done.TrySetResult();
        }
    }

    /// <summary>Takes what a node supplies, until it was passed on.</summary>
    /// <returns>Whether somebody wanted it.</returns>
    public async Task<bool> SupplyAsync(IAsyncStreamReader<SupplyRequest> supply, CancellationToken cancellation)
    {
        if (!await supply.MoveNext(cancellation)
            || !_wanted.TryGetValue(supply.Current.Request.ToBase64(), out var wanted)
            || !wanted.Supply.TrySetResult(supply))
        {
            return false;
        }

        await wanted.Done.Task.WaitAsync(cancellation);
        return true;
    }

    // The first message has been read.
    private static async Task<bool> PassOnAsync(
        IAsyncStreamReader<SupplyRequest> supply, PackageFile file, long offset, SendChunk send, CancellationToken cancellation)
    {
        var position = offset;
        do
        {
            var chunk = supply.Current;
            if (chunk.Offset != position || chunk.Content.Length > Math.Min(UploadedFile.ChunkBytesMax, file.Bytes - position))
            {
                return false;
            }

            await send(position, chunk.Content.Memory);
            position += chunk.Content.Length;
        }
        while (position < file.Bytes && await supply.MoveNext(cancellation));
        return position == file.Bytes;
    }

    private sealed class Wanted
    {
        public TaskCompletionSource<IAsyncStreamReader<SupplyRequest>> Supply { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
