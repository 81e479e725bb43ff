using ExchangeHub.Disclosures;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.CoreTests.Disclosures;

/// <summary>Who may ask for which value, and who answers.</summary>
public sealed class DisclosureFileTests
{
    private const string Path = "subjects[0].person.number_commitment";
    private static readonly DateTimeOffset At = new(2026, 6, 16, 2, 0, 0, TimeSpan.Zero);
    private static readonly NodeId Asker = NodeId.Parse("node:330421");
    private static readonly NodeId Publisher = NodeId.Parse("node:320509");
    private static readonly DisclosureGrounds Grounds = new(Publisher, [Path], IsForAsker: true);

    [Fact]
    public void A_request_is_answered_once_and_by_the_publisher()
    {
        var file = DisclosureFile.Empty;
        Assert.Null(file.Check(Ask(Asker, Path), Grounds));
        file = file.Apply(Ask(Asker, Path), Publisher);

        Assert.Equal(RejectionCode.DisclosureNotYours, file.Check(Refusal(Asker), null)!.Code);
        Assert.Null(file.Check(Refusal(Publisher), null));
        file = file.Apply(Refusal(Publisher), Publisher);
        Assert.Equal(RejectionCode.DisclosureDone, file.Check(Refusal(Publisher), null)!.Code);
        Assert.Equal("与案件无关", Assert.IsType<DisclosureDeed.Refusal>(file.Requests.Values.Single().Answer!.Deed).Reason);
    }

    [Fact]
    public void What_the_record_does_not_commit_to_cannot_be_asked_for()
    {
        Assert.Equal(RejectionCode.NothingToDisclose, DisclosureFile.Empty.Check(Ask(Asker, "subjects[0].name"), Grounds)!.Code);
        Assert.Equal(RejectionCode.NothingToDisclose, DisclosureFile.Empty.Check(Ask(Asker), Grounds)!.Code);
        Assert.Equal(RejectionCode.NothingToDisclose, DisclosureFile.Empty.Check(Ask(Publisher, Path), Grounds)!.Code);
    }

    [Fact]
    public void Who_may_not_see_a_record_is_told_no_more_than_who_asks_for_one_that_is_not_there()
    {
        var hidden = DisclosureFile.Empty.Check(Ask(Asker, Path), Grounds with { IsForAsker = false })!;
        var missing = DisclosureFile.Empty.Check(Ask(Asker, Path), null)!;

        Assert.Equal(RejectionCode.DisclosureNotYours, hidden.Code);
        Assert.Equal(hidden, missing);
    }

    [Fact]
    public void A_request_is_made_once_and_an_answer_needs_one()
    {
        var file = DisclosureFile.Empty.Apply(Ask(Asker, Path), Publisher);

        Assert.Equal(RejectionCode.DisclosureDone, file.Check(Ask(Asker, Path), Grounds)!.Code);
        Assert.Equal(RejectionCode.DisclosureUnknown, DisclosureFile.Empty.Check(Refusal(Publisher), null)!.Code);
    }

    private static DisclosureAct Ask(NodeId by, params string[] paths) => new(by, At, "1", "10050912045", new DisclosureDeed.Ask(
        DossierId.TryParse("permit/91320509MAHUB0013D001P/1", out var dossier) ? dossier : default, [.. paths], "第7号", "核对",
        ReadOnlyMemory<byte>.Empty));

    private static DisclosureAct Refusal(NodeId by) =>
        new(by, At, "1", "10050912045", new DisclosureDeed.Refusal("与案件无关"));
}
