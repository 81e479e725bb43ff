using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.Node.Holding;

/// <summary>Keeps one stream to the hub open, over which it asks for files that stay here, and sends what it asks for. The hub
/// has no way to this node but this one.</summary>
internal sealed class HoldingLoop(
    EvidenceTransferService.EvidenceTransferServiceClient hub, HeldFiles files, Subscriber own, TimeProvider clock,
    ILogger<HoldingLoop> logger)
    : BackgroundService
{
    private const int ChunkBytes = 64 * 1024;
    private const int SuppliesMax = 4;
    private readonly SemaphoreSlim _supplies = new(SuppliesMax);

    public override void Dispose()
    {
        _supplies.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var call = hub.Hold(new HoldRequest { Node = own.Node.ToString() }, cancellationToken: stoppingToken);
                await foreach (var wanted in call.ResponseStream.ReadAllAsync(stoppingToken))
                {
                    pause.Reset();
                    if (!wanted.Request.IsEmpty)
                    {
                        await _supplies.WaitAsync(stoppingToken);
                        _ = SupplyAsync(wanted, stoppingToken);
                    }
                }
            }
            catch (Exception broken) when (broken is RpcException or OperationCanceledException or IOException)
            {
                // The hub is away; whoever wants a file meanwhile is told so by the hub.
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task SupplyAsync(HoldResponse wanted, CancellationToken stopping)
    {
        try
        {
            if (wanted.Sha256.Length == 32 && files.Find(Digest.FromBytes(wanted.Sha256.Span)) is { } path)
            {
                await SendAsync(path, wanted, stopping);
            }
            else
            {
                NodeLog.NotHeld(logger, Convert.ToHexStringLower(wanted.Sha256.Span));
            }
        }
        catch (Exception broken) when (broken is RpcException or OperationCanceledException or IOException
            or InvalidOperationException or UnauthorizedAccessException)
        {
            // Whoever wanted it asks again from where it broke off.
            NodeLog.SupplyBroke(logger, Convert.ToHexStringLower(wanted.Sha256.Span), broken);
        }
        finally
        {
            _ = _supplies.Release();
        }
    }

    private async Task SendAsync(string path, HoldResponse wanted, CancellationToken stopping)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        file.Position = wanted.Offset;
        using var call = hub.Supply(cancellationToken: stopping);
        var buffer = new byte[ChunkBytes];
        var isFirst = true;
        for (var offset = wanted.Offset; ;)
        {
            var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stopping);
            if (read == 0 && !isFirst)
            {
                break;
            }

            var content = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, read));
            var chunk = new SupplyRequest { Offset = offset, Content = content };
            if (isFirst)
            {
                chunk.Request = wanted.Request;
            }

            await call.RequestStream.WriteAsync(chunk, stopping);
            (isFirst, offset) = (false, offset + read);
        }

        await call.RequestStream.CompleteAsync();
        _ = await call;
    }
}
