using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Console.Deciding;

/// <summary>Hands what an officer has decided, or does in a joint case, to the node of the officer's division, which signs it and
/// sends it to the hub.</summary>
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
    /// <returns>What the node holds; or why it does not, and whether it has refused it: else it may hold it all the
    /// same.</returns>
    public async Task<(Submission? Submission, IReadOnlyList<Wording> Faults, bool IsRefused)> SubmitAsync(SubmitRequest act)
    {
        try
        {
            var submission = (await nodes.Of(Division)!.SubmitAsync(act, Soon)).Submission;
            var (what, of) = Named(act);
            PersonLog.Decided(logger, reader.Account!.Name, what, of, submission.Sequence, Division);
            happenings.Note(reader.Account.Name, $"decided {what} of {of}, node:{Division}/{submission.Sequence}");
            return (submission, [], false);
        }
        catch (RpcException refused)
        {
            return IsAboutTheAct(refused) ? (null, Trouble.Said(refused), true)
                : (null, [refused.StatusCode == StatusCode.DeadlineExceeded ? Unsure(act) : Away(act)], false);
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

    private Wording Away(SubmitRequest act) => new(
        $"节点 node:{Division} 暂时无法访问，{Noun(act)}未提交。请稍后再次提交，不会重复。",
        $"node:{Division} cannot be reached, and nothing was submitted. Send the form again later; it counts once.");

    // It may have stored the act, and its answer came too late.
    private Wording Unsure(SubmitRequest act) => new(
        $"节点 node:{Division} 未按时答复，尚不能确认{Noun(act)}是否已提交。请再次提交本表单，不会重复。",
        $"node:{Division} did not answer in time; it may hold what you sent. Send this form again; it counts once.");

    private static string Noun(SubmitRequest act) => act.CaseAct is null ? "决定" : "办理事项";

    /// <summary>Says for the trail what is done, and to what.</summary>
    public static (string What, string Of) Named(SubmitRequest act) => act switch
    {
        { CaseAct: { } deed } => ($"{deed.DeedCase}", deed.Number.Length > 0 ? $"case/{deed.Number}" : "team"),
        { Event.Event_: { GroundReviewed: { } ground } happened } => ($"{ground.Code} {ground.Result}", happened.RecordId),
        { Event.Event_: var happened } => ($"{happened.EvidenceReviewed.Result}", happened.RecordId),
    };

    private static bool IsAboutTheAct(RpcException refused) => refused.StatusCode is StatusCode.InvalidArgument
        or StatusCode.PermissionDenied or StatusCode.AlreadyExists or StatusCode.ResourceExhausted;
}
