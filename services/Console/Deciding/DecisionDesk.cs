using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Console.Deciding;

/// <summary>Hands what an officer has decided to the node of the officer's division, which signs it and sends it to the
/// hub.</summary>
internal sealed class DecisionDesk(
    Nodes nodes, Reader reader, Happenings happenings, TimeProvider clock, ILogger<DecisionDesk> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // So long a page waits for the receipt of the hub; then it shows how far the act has come.
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(4);

    /// <summary>Gets the division for which decisions are made here.</summary>
    public string Division => reader.Account?.Division ?? "";

    /// <summary>Gets a value indicating whether there is a node that signs.</summary>
    public bool HasNode => nodes.Of(Division) is not null;

    /// <summary>Submits an act; durable at the node when it succeeds.</summary>
    /// <returns>What the node holds; or why it does not.</returns>
    public async Task<(Submission? Submission, IReadOnlyList<Wording> Faults)> SubmitAsync(SubmitRequest act)
    {
        try
        {
            var submission = (await nodes.Of(Division)!.SubmitAsync(act, Soon)).Submission;
            var happened = act.Event.Event_;
            var what = happened.GroundReviewed is { } ground
                ? $"{ground.Code} {ground.Result}" : $"{happened.EvidenceReviewed.Result}";
            PersonLog.Decided(
                logger, reader.Account!.Name, what, happened.RecordId, submission.Sequence, Division);
            happenings.Note(reader.Account.Name, $"decided {what} of {happened.RecordId}, node:{Division}/{submission.Sequence}");
            return (submission, []);
        }
        catch (RpcException refused)
        {
            return (null, Trouble.Said(refused) is { IsEmpty: false } said && IsAboutTheAct(refused) ? said
                : [refused.StatusCode == StatusCode.DeadlineExceeded ? Unsure : Away]);
        }
    }

    /// <summary>Finds out how far an act has come, and waits a little for the receipt of the hub.</summary>
    /// <returns>What the node holds; null when it does not answer or knows of none.</returns>
    public async Task<Submission?> FollowAsync(long sequence)
    {
        if (nodes.Of(Division) is not { } node)
        {
            return null;
        }

        var began = clock.GetTimestamp();
        try
        {
            while (true)
            {
                var answer = await node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = sequence }, Soon);
                var submission = answer.Submission;
                if (submission.State != Submission.Types.State.Stored || clock.GetElapsedTime(began) > ReceiptPatience)
                {
                    return submission;
                }

                await Task.Delay(Pause, clock);
            }
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private CallOptions Soon => new(deadline: clock.GetUtcNow().UtcDateTime + Patience);

    private Wording Away => new(
        $"节点 node:{Division} 暂时无法访问，决定未提交。请稍后再次提交，不会重复。",
        $"node:{Division} cannot be reached, and nothing was submitted. Send the form again later; it counts once.");

    // It may have stored the act, and its answer came too late.
    private Wording Unsure => new(
        $"节点 node:{Division} 未按时答复，尚不能确认决定是否已提交。请再次提交本表单，不会重复。",
        $"node:{Division} did not answer in time; it may hold the decision. Send this form again; it counts once.");

    private static bool IsAboutTheAct(RpcException refused) => refused.StatusCode is StatusCode.InvalidArgument
        or StatusCode.PermissionDenied or StatusCode.AlreadyExists or StatusCode.ResourceExhausted;
}
