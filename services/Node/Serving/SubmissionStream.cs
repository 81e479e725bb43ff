using System.Threading.Channels;
using ExchangeHub.Node.Errors;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Submissions;
using ExchangeHub.Protos.Node.V1;
using Grpc.Core;

namespace ExchangeHub.Node.Serving;

/// <summary>One stream of submissions: taken in order without waiting for the disk, answered in order as each becomes
/// durable.</summary>
internal sealed class SubmissionStream(Submitter submitter, CancellationToken stopping) : IDisposable
{
    // How far a sender may be ahead of the answers, in messages and in bytes; what it sends beyond waits in its own buffers.
    private const int AheadMax = 1024;
    private const int PortionBytes = 64 * 1024;
    private const int PortionsMax = 512;

    private readonly SemaphoreSlim _portions = new(PortionsMax);

    public async Task RunAsync(
        IAsyncStreamReader<SubmitStreamRequest> requests,
        IServerStreamWriter<SubmitStreamResponse> responses,
        CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        var pending = Channel.CreateBounded<(Task<SubmitStreamResponse> Answer, int Portions)>(
            new BoundedChannelOptions(AheadMax) { SingleReader = true, SingleWriter = true });
        var answering = AnswerAsync(pending.Reader, responses, ending);
        try
        {
            var ordinal = 0L;
            while (await requests.MoveNext(ending.Token))
            {
                var portions = Math.Min(1 + (requests.Current.CalculateSize() / PortionBytes), PortionsMax);
                for (var taken = 0; taken < portions; taken++)
                {
                    await _portions.WaitAsync(ending.Token);
                }

                await pending.Writer.WriteAsync((TakeAsync(++ordinal, requests.Current, cancellation), portions), ending.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What has been taken is still answered; the sender repeats the rest.
            pending.Writer.Complete();
            await answering;
            throw NodeErrors.Stopping().ToException();
        }
        finally
        {
            _ = pending.Writer.TryComplete();
            await answering;
        }
    }

    public void Dispose() => _portions.Dispose();

    private async Task AnswerAsync(
        ChannelReader<(Task<SubmitStreamResponse> Answer, int Portions)> pending,
        IServerStreamWriter<SubmitStreamResponse> responses,
        CancellationTokenSource ending)
    {
        try
        {
            await foreach (var (answer, portions) in pending.ReadAllAsync(CancellationToken.None))
            {
                await responses.WriteAsync(await answer, CancellationToken.None);
                _ = _portions.Release(portions);
            }
        }
        catch
        {
            // The sender is gone, or the store is: stop reading as well. The task reports what happened.
            await ending.CancelAsync();
            throw;
        }
    }

    // The submitter gives each its place in the queue before it returns, so that they are signed in the order of the stream.
    private async Task<SubmitStreamResponse> TakeAsync(long ordinal, SubmitStreamRequest request, CancellationToken cancellation)
    {
        try
        {
            var (submission, failure) = await submitter.SubmitAsync(request.Request ?? new SubmitRequest(), cancellation);
            return submission is not null
                ? new SubmitStreamResponse { Ordinal = ordinal, Submission = submission }
                : new SubmitStreamResponse { Ordinal = ordinal, Rejection = failure!.ToStatus() };
        }
        catch (StoreFullException)
        {
            // It concerns this one; the next may fit again.
            return new SubmitStreamResponse { Ordinal = ordinal, Rejection = NodeErrors.DiskFull().ToStatus() };
        }
    }
}
