using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Agreements;

public sealed class AgreementActsTests : IDisposable
{
    private static readonly byte[] Fifth = AgreementTable.Document(5, "2027-01-01", "310118", "320509", "330421");

    private readonly AgreementTable _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public void Rules_go_from_draft_to_proposal_to_signatures_and_bind_from_their_first_day()
    {
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(Fifth));
        Assert.Equal(PaperStage.Draft, _table.State.Papers[0].Stage);
        _table.Do(Wujiang, "2026-11-02", new AgreementDeed.Propose(Digest.Of(Fifth)));
        _table.Do(Wujiang, "2026-11-03", _table.Signature(Wujiang, Fifth));
        _table.Do(Qingpu, "2026-11-03", _table.Signature(Qingpu, Fifth));
        Assert.Equal(Jiashan, Assert.Single(_table.State.Papers[0].Missing));
        Assert.Equal("3: 2026-01-01–2026-08-14 | 4: 2026-08-15–", Periods());

        _table.Do(Jiashan, "2026-11-04", _table.Signature(Jiashan, Fifth));

        Assert.Equal(PaperStage.Agreed, _table.State.Papers[0].Stage);
        Assert.Equal("3: 2026-01-01–2026-08-14 | 4: 2026-08-15–2026-12-31 | 5: 2027-01-01–", Periods());
    }

    [Fact]
    public void A_signature_over_an_altered_document_is_nobodys()
    {
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(Fifth));
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Propose(Digest.Of(Fifth)));
        byte[] altered = [.. Fifth, (byte)'\n'];

        Rejected(RejectionCode.NotEntitled, Wujiang, "2026-11-01",
            new AgreementDeed.Sign(Digest.Of(Fifth), _table.Signature(Wujiang, altered).Signature));
        Rejected(RejectionCode.DocumentUnknown, Wujiang, "2026-11-01", _table.Signature(Wujiang, altered));
        Rejected(RejectionCode.NotEntitled, Wujiang, "2026-11-01", _table.Signature(Jiashan, Fifth));
    }

    [Fact]
    public void Each_party_signs_once_and_only_what_is_proposed()
    {
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(Fifth));
        Rejected(RejectionCode.WrongStage, Qingpu, "2026-11-01", _table.Signature(Qingpu, Fifth));
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Propose(Digest.Of(Fifth)));
        _table.Do(Qingpu, "2026-11-01", _table.Signature(Qingpu, Fifth));

        Rejected(RejectionCode.AlreadyDone, Qingpu, "2026-11-01", _table.Signature(Qingpu, Fifth));
        Rejected(RejectionCode.WrongStage, Wujiang, "2026-11-01", new AgreementDeed.Propose(Digest.Of(Fifth)));
        Rejected(RejectionCode.AlreadyDone, Wujiang, "2026-11-01", new AgreementDeed.Draft(Fifth));
    }

    [Theory]
    [InlineData("2026-11-20")] // past
    [InlineData("2026-11-22")] // the day of the act
    [InlineData("2026-08-15")] // that of the rules before
    public void Rules_are_not_retroactive(string from)
    {
        var late = AgreementTable.Document(5, from, "310118", "320509", "330421");
        _table.Do(Qingpu, "2026-11-22", new AgreementDeed.Draft(late));

        Rejected(RejectionCode.WrongDay, Qingpu, "2026-11-22", new AgreementDeed.Propose(Digest.Of(late)));
    }

    [Fact]
    public void Signatures_that_come_together_after_the_first_day_bind_nobody()
    {
        _table.Do(Qingpu, "2026-12-01", new AgreementDeed.Draft(Fifth));
        _table.Do(Qingpu, "2026-12-01", new AgreementDeed.Propose(Digest.Of(Fifth)));
        _table.Do(Qingpu, "2026-12-01", _table.Signature(Qingpu, Fifth));
        _table.Do(Wujiang, "2026-12-31", _table.Signature(Wujiang, Fifth));

        Rejected(RejectionCode.WrongDay, Jiashan, "2027-01-01", _table.Signature(Jiashan, Fifth));
    }

    [Fact]
    public void A_version_is_one_document_for_ever()
    {
        var other = AgreementTable.Document(5, "2027-03-01", "310118", "320509", "330421");
        _table.Do(Wujiang, "2026-11-01", new AgreementDeed.Draft(other));
        _table.Conclude(Fifth, "2026-11-01", Qingpu, Wujiang, Jiashan);

        Rejected(RejectionCode.AlreadyDone, Wujiang, "2026-11-02", new AgreementDeed.Propose(Digest.Of(other)));
        Rejected(RejectionCode.AlreadyDone, Wujiang, "2026-11-02",
            new AgreementDeed.Draft(AgreementTable.Document(4, "2027-05-01", "310118", "320509", "330421")));
    }

    [Fact]
    public void Nobody_is_put_out_by_the_others()
    {
        var without = AgreementTable.Document(5, "2027-03-01", "310118", "320509");
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(without));
        Rejected(RejectionCode.PartyLeftOut, Qingpu, "2026-11-01", new AgreementDeed.Propose(Digest.Of(without)));
        Rejected(RejectionCode.NotEntitled, Jiashan, "2026-11-01", new AgreementDeed.Propose(Digest.Of(without)));

        _table.Do(Jiashan, "2026-11-02", new AgreementDeed.GiveNotice(new DateOnly(2027, 2, 28)));

        _table.Do(Qingpu, "2026-11-03", new AgreementDeed.Propose(Digest.Of(without)));
        _table.Do(Qingpu, "2026-11-03", _table.Signature(Qingpu, without));
        _table.Do(Wujiang, "2026-11-03", _table.Signature(Wujiang, without));
        Assert.Equal(
            "3: 2026-01-01–2026-08-14 | 4: 2026-08-15–2027-02-28 | 5: 2027-03-01– without 330421", Periods());
    }

    [Fact]
    public void Who_leaves_says_so_in_time_and_once()
    {
        Rejected(RejectionCode.WrongDay, Jiashan, "2026-06-30", new AgreementDeed.GiveNotice(new DateOnly(2026, 9, 29)));
        _table.Do(Jiashan, "2026-06-30", new AgreementDeed.GiveNotice(new DateOnly(2026, 9, 30)));
        Rejected(RejectionCode.AlreadyDone, Jiashan, "2026-07-01", new AgreementDeed.GiveNotice(new DateOnly(2026, 12, 31)));

        Assert.Equal(
            "3: 2026-01-01–2026-08-14 | 4: 2026-08-15–2026-09-30 | 4: 2026-10-01– without 330421", Periods());
        Rejected(RejectionCode.NotEntitled, Jiashan, "2026-10-01", new AgreementDeed.GiveNotice(new DateOnly(2027, 12, 31)));
    }

    [Fact]
    public void Who_has_left_can_come_back_with_a_version_that_all_sign()
    {
        _table.Do(Jiashan, "2026-06-30", new AgreementDeed.GiveNotice(new DateOnly(2026, 9, 30)));
        _table.Conclude(Fifth, "2026-11-01", Qingpu, Wujiang, Jiashan);

        Assert.EndsWith("4: 2026-10-01–2026-12-31 without 330421 | 5: 2027-01-01–", Periods(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_party_chooses_for_itself_what_the_rules_leave_to_it_from_a_later_day()
    {
        _table.Do(Jiashan, "2026-11-01", Choose("pendingRemedy", "SUSPEND", "2026-12-01"));
        _table.Do(Jiashan, "2026-12-10", Choose("pendingRemedy", "", "2027-01-01"));

        Assert.Equal(
            "3: 2026-01-01–2026-08-14 | 4: 2026-08-15–2026-11-30 | 4: 2026-12-01–2026-12-31 330421: pendingRemedy=SUSPEND"
            + " | 4: 2027-01-01–", Periods());
    }

    [Theory]
    [InlineData("timeBar", "3 years", "2026-12-01", RejectionCode.NotEntitled)] // the parties agreed on it together
    [InlineData("pendingRemedie", "SUSPEND", "2026-12-01", RejectionCode.NotEntitled)]
    [InlineData("pendingRemedy", "IGNORE", "2026-12-01", RejectionCode.NoRuleSet)]
    [InlineData("pendingRemedy", "SUSPEND", "2026-11-01", RejectionCode.WrongDay)]
    public void And_nothing_else(string parameter, string value, string from, RejectionCode code) =>
        Rejected(code, Jiashan, "2026-11-01", Choose(parameter, value, from));

    [Fact]
    public void Nobody_acts_past_the_act_of_another()
    {
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(Fifth));

        Assert.Equal(RejectionCode.ActedSince, _table.Try(
            Wujiang, "2026-11-01", new AgreementDeed.Propose(Digest.Of(Fifth)), after: 0)?.Code);
    }

    [Fact]
    public void Only_its_own_paper_a_party_takes_back_and_not_after_all_have_signed()
    {
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Draft(Fifth));
        Rejected(RejectionCode.NotEntitled, Jiashan, "2026-11-01", new AgreementDeed.Withdraw(Digest.Of(Fifth)));
        _table.Do(Qingpu, "2026-11-01", new AgreementDeed.Withdraw(Digest.Of(Fifth)));
        _table.Conclude(Fifth, "2026-11-02", Jiashan, Qingpu, Wujiang);

        Rejected(RejectionCode.WrongStage, Jiashan, "2026-11-03", new AgreementDeed.Withdraw(Digest.Of(Fifth)));
    }

    [Theory]
    [InlineData("agr:other-2020", "310118")]
    [InlineData("agr:yrd-demo-2020", "330000")]
    public void A_draft_is_of_this_agreement_and_its_parties(string agreement, string member)
    {
        var document = System.Text.Encoding.UTF8.GetString(AgreementTable.Document(5, "2027-01-01", member))
            .Replace("agr:yrd-demo-2020", agreement, StringComparison.Ordinal);

        Rejected(RejectionCode.NoRuleSet, Qingpu, "2026-11-01",
            new AgreementDeed.Draft(System.Text.Encoding.UTF8.GetBytes(document)));
    }

    [Fact]
    public void What_is_no_rule_set_is_no_draft() =>
        Rejected(RejectionCode.NoRuleSet, Qingpu, "2026-11-01", new AgreementDeed.Draft("number: [[["u8.ToArray()));

    private static AgreementDeed.Choose Choose(string parameter, string value, string from) =>
        new(4, DateOnly.Parse(from, null), [KeyValuePair.Create(parameter, value)]);

    private void Rejected(RejectionCode code, Jurisdiction party, string day, AgreementDeed deed)
    {
        var before = _table.State;
        Assert.Equal(code, _table.Try(party, day, deed)?.Code);
        Assert.Same(before, _table.State);
    }

    private string Periods() => string.Join(" | ", _table.State.Network.Agreement.RuleSets.Select(rules =>
    {
        var absent = _table.State.Network.Parties.Keys.Except(rules.Parties).ToArray();
        var choices = rules.Groups.Where(group => group.Name.Contains('.', StringComparison.Ordinal)).Select(group =>
            $" {string.Join(' ', group.Members)}: {string.Join(' ', rules.Choices(group).Where(choice =>
                choice.Parameter != "confirmedIllegalEnds").Select(choice => $"{choice.Parameter}={choice.Value}"))}");
        return $"{rules.Number}: {rules.InForceFrom:yyyy-MM-dd}–{rules.InForceTo:yyyy-MM-dd}"
            + (absent.Length > 0 ? $" without {string.Join(' ', absent)}" : "") + string.Concat(choices);
    }));
}
