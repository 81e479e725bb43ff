using System.Data.Common;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Publication.V1;
using Grpc.Core;
using Call = Grpc.Core.AsyncDuplexStreamingCall<
    ExchangeHub.Protos.Publication.V1.PublishStreamRequest, ExchangeHub.Protos.Publication.V1.PublishStreamResponse>;

namespace ExchangeHub.Node.Outbox;

/// <summary>One stream to the hub: statements go out in order, many ahead of their receipts, which come back in the same
/// order.</summary>
internal sealed class ForwardingStream(
    OutboxStore outbox, HubContact contact, Backoff pause, TimeProvider clock, NodeMetrics metrics, ILogger logger) : IDisposable
{
    // Below the hub's own limit, so that it never has to hold the node back.
    private const int AheadMax = 512;
    private const int BatchMax = 64;
    private const int StoringMax = 128;
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly HubAnswers _answers = new(outbox, metrics, logger);
    private readonly SemaphoreSlim _window = new(AheadMax);

    /// <summary>Gets a value indicating whether the hub answered at least one statement for good.</summary>
    public bool HasProgressed { get; private set; }

    /// <summary>Gets a value indicating whether a statement was changed on disk: nothing from there on was sent.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Sends until nothing has waited for a while, or until the stream breaks.</summary>
    public async Task RunAsync(PublicationService.PublicationServiceClient hub, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var call = hub.PublishStream(cancellationToken: ending.Token);
        var receiving = ReceiveAsync(call, ending);
        try
        {
            await SendAsync(call, receiving, ending.Token);
        }
        catch (Exception broken) when (broken is RpcException or OperationCanceledException or InvalidOperationException
            or IOException)
        {
            // The stream is over. The receiving side knows why, and takes the answers that are still on their way.
            ending.CancelAfter(LastWords);
        }
        catch (DbException)
        {
            await ending.CancelAsync();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await receiving;
    }

    public void Dispose() => _window.Dispose();

    private async Task SendAsync(Call call, Task receiving, CancellationToken ending)
    {
        var last = 0L;
        var idleSince = clock.GetTimestamp();
        while (!receiving.IsCompleted)
        {
            var (batch, damaged) = outbox.Waiting(last, BatchMax);
            foreach (var waiting in batch)
            {
                await _window.WaitAsync(ending);
                _answers.Expect(waiting);
                await call.RequestStream.WriteAsync(new PublishStreamRequest { Envelope = waiting.Envelope }, ending);
                last = waiting.Sequence;
                idleSince = clock.GetTimestamp();
            }

            if (damaged > 0)
            {
                Stop(damaged);
                break;
            }

            if (contact.StoppedAt > 0 && last >= contact.StoppedAt)
            {
                contact.Stopped(0);
            }

            if (batch.Count == 0)
            {
                if (clock.GetElapsedTime(idleSince) > IdleMax)
                {
                    break;
                }

                await outbox.WaitAsync(LookAgain, ending);
            }
        }

        await call.RequestStream.CompleteAsync();
    }

    private void Stop(long damaged)
    {
        IsStopped = true;
        if (contact.StoppedAt != damaged)
        {
            contact.Stopped(damaged);
            NodeLog.StatementDamaged(logger, damaged);
        }
    }

    private async Task ReceiveAsync(Call call, CancellationTokenSource ending)
    {
        // Answers are stored while the next ones arrive, so that many share a flush.
        var storing = new Queue<Task>();
        try
        {
            while (await call.ResponseStream.MoveNext(ending.Token))
            {
                contact.Heard();
                storing.Enqueue(TakeOrEndAsync(call.ResponseStream.Current, ending));
                while (storing.Count > StoringMax || (storing.TryPeek(out var oldest) && oldest.IsCompleted))
                {
                    await storing.Dequeue();
                }
            }

            if (_answers.Due > 0)
            {
                throw new HubAnswerException($"the hub ended the stream with {_answers.Due} statements unanswered.");
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(storing);
        }
    }

    private async Task TakeOrEndAsync(PublishStreamResponse answer, CancellationTokenSource ending)
    {
        try
        {
            await _answers.TakeAsync(answer);
        }
        catch
        {
            // The next answer may be long in coming: the stream ends now, and the task reports what happened.
            await ending.CancelAsync();
            throw;
        }

        if (!HasProgressed && pause.Failures > 0)
        {
            NodeLog.ForwardingGoesOn(logger, pause.Failures);
        }

        HasProgressed = true;
        pause.Reset();
        contact.Forwards();
        _ = _window.Release();
    }
}
