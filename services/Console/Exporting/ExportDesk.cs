using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Exporting;

/// <summary>The second pair of eyes over exports: a file of more records than one person takes out alone is asked for, and
/// approved by another person of the same role and division.</summary>
internal sealed class ExportDesk(
    Exports exports, Hub hub, Reader reader, AccountStore accounts, Happenings happenings, ConsoleOptions options)
{
    /// <summary>How long the reason of a request, or of a refusal, is at most.</summary>
    public const int ReasonLengthMax = 500;

    private static readonly Wording Late = new("该申请已不再等待审批，请刷新本页。", "It does not wait any more. Load the page again.");

    /// <summary>Gets how many records one person takes out alone.</summary>
    public int AloneMax => Math.Clamp(options.ExportAloneMax, 0, Sheets.RowsMax);

    /// <summary>Gets what waits, and what became of what the reader asked for.</summary>
    public List<Export> Listed => exports.Listed(Own);

    private Account Own => reader.Account!;

    /// <summary>Finds what the reader, or somebody whose exports the reader may approve, asked for.</summary>
    public Export? Find(string? id) => string.IsNullOrEmpty(id) ? null : exports.Find(id, Own);

    /// <summary>Says whether a search finds more than one person takes out alone.</summary>
    public async Task<bool> NeedsSecondAsync(FindRecordsRequest search)
    {
        // A page of the hub has 500 records at most: what is asked for is asked page by page.
        var (asked, found) = (search.Clone(), 0);
        do
        {
            asked.PageSize = Math.Min(Sheets.RowsOfPage, AloneMax + 1 - found);
            var page = await hub.FindAsync(asked);
            (found, asked.PageToken) = (found + page.Records.Count, page.NextPageToken);
        }
        while (asked.PageToken.Length > 0 && found <= AloneMax);

        return found > AloneMax;
    }

    /// <summary>Asks for an export.</summary>
    /// <returns>What waits now; or why it does not.</returns>
    public (Export? Asked, Wording? Fault) Ask(FindRecordsRequest search, string reason)
    {
        if (reason.Length is 0 or > ReasonLengthMax)
        {
            return (null, new Wording($"请写明导出事由（至多 {ReasonLengthMax} 字）。",
                $"Say for what it is needed, in {ReasonLengthMax} characters at most."));
        }

        var (kept, isNew) = exports.Add(Own, search, reason);
        if (isNew)
        {
            happenings.Changed(Own.Name, $"asked for export {kept.Id}");
        }

        return (kept, null);
    }

    /// <summary>Says why the reader cannot answer.</summary>
    /// <returns>Null when the reader can.</returns>
    public async Task<Wording?> WhyNotAsync(Export one) => one switch
    {
        { State: not ExportState.Open } => Late,
        _ when one.Account == Own.Id => new Wording(
            "申请人不能审批自己的导出申请，请同一角色的另一人审批。", "Nobody approves the own export: somebody else of the same role does."),
        _ when one.Certificate.Length > 0 && one.Certificate == Own.Certificate => new Wording(
            $"本账号与申请人的账号属于同一执法人员（{one.Certificate}），不能审批。",
            $"This account belongs to the officer who asked ({one.Certificate}) and cannot approve it."),
        _ when await accounts.FindByIdAsync(one.Account, CancellationToken.None) is not { IsDisabled: false } => new Wording(
            "申请人的账号已停用。", "The account that asked for it is disabled."),
        _ => null,
    };

    /// <summary>Answers what somebody else asked for; <see cref="WhyNotAsync"/> has been asked.</summary>
    /// <param name="one">What is answered.</param>
    /// <param name="approves">Whether it is approved.</param>
    /// <param name="refusal">Why not; of no account when it is approved.</param>
    /// <returns>Why it is not answered; null when it is.</returns>
    public Wording? Answer(Export one, bool approves, string refusal)
    {
        if (!approves && refusal.Length is 0 or > ReasonLengthMax)
        {
            return new Wording($"不同意的，须写明理由（至多 {ReasonLengthMax} 字）。",
                $"Say why it is refused, in {ReasonLengthMax} characters at most.");
        }

        if (!exports.Answer(one.Id, Own, approves ? null : refusal))
        {
            return Late;
        }

        happenings.Changed(Own.Name, $"{(approves ? "approved" : "refused")} export {one.Id} of {one.Name}");
        return null;
    }

    /// <summary>Takes out what was approved; each time stands in the trail.</summary>
    /// <returns>Which records; null when the reader has no such export, or not any more.</returns>
    public FindRecordsRequest? Fetch(string id)
    {
        if (Find(id) is not { State: ExportState.Approved } one || one.Account != Own.Id)
        {
            return null;
        }

        happenings.Changed(Own.Name, $"fetched export {one.Id}, approved by {one.SecondName}");
        return one.Search;
    }
}
