using ExchangeHub.Console.Deciding;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Confirming;

/// <summary>The second pair of eyes: a serious decision is proposed by one officer and confirmed, or returned, by another one of
/// the same division. Then the node signs.</summary>
internal sealed class SecondDesk(
    Proposals proposals, DecisionDesk desk, Reader reader, AccountStore accounts, Happenings happenings, TimeProvider clock)
{
    /// <summary>How long the reason of a return is at most.</summary>
    public const int ReasonLengthMax = 500;

    private static readonly Wording Late = new("该决定已不再等待复核，请刷新本页。", "It does not wait any more. Load the page again.");

    private Account Own => reader.Account!;

    /// <summary>Finds a proposal of the reader's division.</summary>
    public Proposal? Find(string? id) => string.IsNullOrEmpty(id) ? null : proposals.Find(id, Own.Division);

    /// <summary>Proposes an act.</summary>
    /// <returns>What waits now; or why it does not.</returns>
    public (Proposal? Proposal, IReadOnlyList<Wording> Faults) Propose(
        string key, SubmitRequest act, GetRecordResponse held, Decision decision)
    {
        var now = clock.GetUtcNow();
        var ground = act.Event.Event_.GroundReviewed?.Code ?? "";
        var made = new Proposal(
            key, Own.Division, Own.Id, Own.Name, Own.Certificate, act, Proposal.BasisOf(held, decision), now,
            Proposal.EndOf(decision, ground, now), ProposalState.Open);
        var other = proposals.Waiting(Own.Division).FirstOrDefault(one => one.Dossier == made.Dossier && one.Ground == ground);
        if (other is not null && other.Id != key)
        {
            return (null, [new Wording(
                $"{other.Name} 就同一事由提出的决定正在等待复核，请先复核或者退回。",
                $"A decision on this ground by {other.Name} waits to be confirmed. Confirm or return it first.")]);
        }

        var isNew = other is null && proposals.Add(made);
        if (proposals.Find(key, Own.Division) is not { } kept || kept.Account != Own.Id || !kept.Act.Equals(act))
        {
            return (null, [new Wording(
                "本表单已提交过另一内容，请刷新本页重新填写。", "This form was sent before with something else. Load the page again.")]);
        }

        if (isNew)
        {
            var (what, of) = DecisionDesk.Named(act);
            happenings.Changed(Own.Name, $"proposed {what} of {of} for a second officer");
        }

        return (kept, []);
    }

    /// <summary>Says why the reader cannot confirm or return a proposal.</summary>
    /// <returns>Null when the reader can.</returns>
    public async Task<Wording?> WhyNotAsync(Proposal one) => !one.IsWaiting ? Late
        : SecondOfficer.WhyNot(one, Own) ?? (await accounts.FindByIdAsync(one.Account, CancellationToken.None) is
            { IsDisabled: false } ? null : new Wording(
                "提出人的账号已停用，该决定须重新提出。", "The account that proposed it is disabled. It has to be proposed anew."));

    /// <summary>Confirms a proposal: the node signs it with both officers.</summary>
    /// <param name="one">The proposal.</param>
    /// <param name="held">The record as it is now.</param>
    /// <param name="decision">What the hub makes of it now.</param>
    /// <returns>What the node holds; or why it does not.</returns>
    public async Task<(Submission? Submission, IReadOnlyList<Wording> Faults)> ConfirmAsync(
        Proposal one, GetRecordResponse held, Decision decision)
    {
        // Once the node may have signed it, the record differs by that very statement.
        if (one.State == ProposalState.Open && Proposal.BasisOf(held, decision) != one.Basis)
        {
            proposals.Overtake(one.Id);
            happenings.Changed(Own.Name, $"could not confirm {one.Id}: the record has changed");
            return (null, [new Wording(
                "决定提出后该记录或者枢纽的意见已变更，须由提出人重新核对、重新提出。",
                "The record, or what the hub makes of it, has changed since. Whoever proposed this looks at it anew and proposes "
                    + "it again.")]);
        }

        if (!proposals.Take(one.Id, Own))
        {
            return (null, [Late]);
        }

        var act = one.Act.Clone();
        act.ClientKey = $"console-{one.Id}";
        if (act.Event.Event_.GroundReviewed is { } ground)
        {
            ground.ConfirmedBy = Own.Certificate;
        }
        else
        {
            act.Event.Event_.EvidenceReviewed.ConfirmedBy = Own.Certificate;
        }

        var (submission, faults, isRefused) = await desk.SubmitAsync(act);
        if (submission is not null)
        {
            proposals.Confirm(one.Id, submission.Sequence);
            happenings.Changed(Own.Name, $"confirmed {DecisionDesk.Named(act).What} of {one.RecordId}, proposed by {one.Name}");
        }
        else if (isRefused)
        {
            proposals.Release(one.Id);
        }

        return (submission, faults);
    }

    /// <summary>Returns a proposal to whoever proposed it.</summary>
    /// <returns>Why not; null when it was returned.</returns>
    public Wording? Return(Proposal one, string reason)
    {
        if (reason.Length is 0 or > ReasonLengthMax)
        {
            return new Wording($"退回的，须写明理由（至多 {ReasonLengthMax} 字）。",
                $"Say why it is returned, in {ReasonLengthMax} characters at most.");
        }

        if (!proposals.Return(one.Id, Own, reason))
        {
            return Late;
        }

        happenings.Changed(Own.Name, $"returned {DecisionDesk.Named(one.Act).What} of {one.RecordId}, proposed by {one.Name}");
        return null;
    }
}
