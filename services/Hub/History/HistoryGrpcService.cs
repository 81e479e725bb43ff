using System.Globalization;
using ExchangeHub.History;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Protos.History.V1;
using Grpc.Core;

namespace ExchangeHub.Hub.History;

/// <summary>Asks the witnesses that connect to sign each new checkpoint, and proves what is in the log.</summary>
internal sealed class HistoryGrpcService(
    HistoryKeeper keeper, HistoryReader reader, IHistoryStore store, HubKeys keys, CheckRequest check,
    IHostApplicationLifetime lifetime, ILogger<HistoryGrpcService> logger) : HistoryService.HistoryServiceBase
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(20);

    public override async Task Witness(
        IAsyncStreamReader<WitnessRequest> requestStream, IServerStreamWriter<WitnessResponse> responseStream,
        ServerCallContext context)
    {
        using var ending =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            if (await requestStream.MoveNext(ending.Token))
            {
                check(requestStream.Current).ThrowIfAny();
                var introduction = requestStream.Current.Introduction ?? new WitnessIntroduction();
                var key = keys.Policy.FindWitness(introduction.Name)
                    ?? throw HubErrors.WitnessUnknown(introduction.Name).ToException();
                var size = await BeginAsync(introduction, context.GetHttpContext().Response, ending.Token);
                await AskAsync(key, size, requestStream, responseStream, ending.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw HubErrors.Stopping().ToException();
        }
    }

    public override async Task<ProveResponse> Prove(ProveRequest request, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var proof = await reader.ProveAsync(request.Position, request.Stamped, context.CancellationToken)
            ?? throw HubErrors.NotCovered(request.Position).ToException();
        return new ProveResponse { Proof = proof.ToString(), Policy = reader.Policy };
    }

    // What the witness signed is evidence against this hub when the log does not extend it: its signature cannot be forged.
    private async Task<long> BeginAsync(
        WitnessIntroduction introduction, HttpResponse response, CancellationToken cancellation)
    {
        if (introduction.Latest.Length == 0)
        {
            return 0;
        }

        if (!SignedNote.TryParse(introduction.Latest, out var note) || keys.Log.Verify(note, keys.Verify) is null
            || !Checkpoint.TryParse(note.Text, out var latest))
        {
            return 0;
        }

        if (await keeper.JudgeAsync(note, introduction.Name, cancellation) is { } contradiction)
        {
            // Not before the witness has been told: it is the one that reports it in its district.
            response.OnCompleted(() =>
            {
                keeper.Stop(contradiction);
                return Task.CompletedTask;
            });
            throw HubErrors.HistoryContradicted(contradiction).ToException();
        }

        return latest.Size;
    }

    private async Task AskAsync(
        NoteKey witness, long size, IAsyncStreamReader<WitnessRequest> answers, IServerStreamWriter<WitnessResponse> questions,
        CancellationToken cancellation)
    {
        while (true)
        {
            var kept = await NextAsync(size, cancellation);
            var proof = size == 0 ? [] : await new TileTree(store, kept.Size).ConsistencyAsync(size, cancellation);
            var request = new CosignRequest(size, proof, kept.Note);
            await questions.WriteAsync(new WitnessResponse { AddCheckpoint = request.ToString() }, cancellation);
            if (!await answers.MoveNext(cancellation))
            {
                return;
            }

            check(answers.Current).ThrowIfAny();
            var answer = answers.Current.Answer ?? new WitnessAnswer();
            switch (answer.Status)
            {
                case 200 when NoteSignature.TryParse(answer.Body.TrimEnd('\n'), out var line):
                    await TakeAsync(witness, kept.Size, line, cancellation);
                    size = kept.Size;
                    break;
                case 409 when long.TryParse(
                    answer.Body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var own)
                    && own <= kept.Size && own != size:
                    size = own;
                    break;
                default:
                    HubLog.WitnessRefused(logger, witness.Name, kept.Size, answer.Status);
                    return;
            }
        }
    }

    // A witness says the time when it signs. When nothing happens it is asked again after a while, so that nobody takes a log for
    // fresh that is not.
    private async Task<KeptCheckpoint> NextAsync(long size, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(FreshFor);
        try
        {
            return await keeper.WaitForMoreAsync(size, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return await keeper.WaitForMoreAsync(size - 1, cancellation);
        }
    }

    private async Task TakeAsync(NoteKey witness, long size, NoteSignature line, CancellationToken cancellation) =>
        await store.CosignAsync(
            size,
            note =>
            {
                var cosigned = note with { Signatures = [.. note.Signatures.Where(other => other.KeyId != line.KeyId), line] };
                var verdict = keys.Policy.Judge(cosigned, keys.Verify);
                return witness.Verify(cosigned, keys.Verify) is null || line.KeyId != witness.Id
                    ? null
                    : (cosigned, verdict.HasQuorum);
            },
            cancellation);
}
