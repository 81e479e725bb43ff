using System.Security.Cryptography;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Access;

/// <summary>
/// The registry decides who may connect. It is dangerous where one person alone could let somebody in: an operator who approves
/// whom they invited, a code that serves twice, a key that comes back after it was refused or revoked.
/// </summary>
public sealed class When_members_are_admitted
{
    private static readonly DateTimeOffset Monday = new(2026, 6, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly MemberId Zhang = MemberId.Parse("operator:zhang");
    private static readonly MemberId Li = MemberId.Parse("operator:li");
    private static readonly MemberId Qingpu = MemberId.Parse("node:310118");
    private static readonly Network Network = DemoNetwork.Standard;
    private static readonly Digest Code = Digest.Of("code"u8);
    private static readonly Digest Key = Digest.Of("key"u8);
    private static readonly Digest NextKey = Digest.Of("next key"u8);

    private readonly Members _founded = Members.None.Apply(new MemberEvent.Founded(
        [new FoundedOperator(Zhang, Digest.Of("zhang"u8)), new FoundedOperator(Li, Digest.Of("li"u8))], Monday));

    [Fact]
    public void A_second_operator_admits_whom_the_first_invited()
    {
        var proposed = Proposed();

        Assert.NotNull(KeyActs.MayApprove(proposed, Key, Li, Monday).Request);
        Assert.NotNull(Admitted().Admit(Qingpu, Key, Monday).Member);
    }

    [Fact]
    public void Who_invited_does_not_approve() => Assert.Equal(
        RejectionCode.FourEyes, KeyActs.MayApprove(Proposed(), Key, Zhang, Monday).Rejection?.Code);

    [Fact]
    public void Nobody_who_is_no_operator_invites_or_approves_or_refuses_or_revokes()
    {
        var members = Proposed();
        var invitation = new Invitation(Qingpu, NextKey, [], Qingpu, Monday);

        Assert.Equal(RejectionCode.NoOperator, MemberActs.Invite(members, Network, invitation).Rejection?.Code);
        Assert.Equal(RejectionCode.NoOperator, KeyActs.MayApprove(members, Key, Qingpu, Monday).Rejection?.Code);
        Assert.Equal(RejectionCode.NoOperator, KeyActs.Refuse(members, Key, Qingpu, "?", Monday).Rejection?.Code);
        Assert.Equal(RejectionCode.NoOperator, MemberActs.Revoke(members, (Zhang, null), Qingpu, "?", Monday).Rejection?.Code);
    }

    [Fact]
    public void A_code_serves_for_one_key() => Assert.Equal(
        RejectionCode.InvitationOfNoUse, Propose(Proposed(), Code, NextKey, Monday).Rejection?.Code);

    [Fact]
    public void The_same_key_may_be_proposed_again_and_nothing_happens() =>
        Assert.Equal((null, null), Propose(Proposed(), Code, Key, Monday));

    [Fact]
    public void A_code_ends_after_a_day() => Assert.Equal(
        RejectionCode.InvitationOfNoUse, Propose(Invited(), Code, Key, Monday.AddHours(24).AddSeconds(1)).Rejection?.Code);

    [Fact]
    public void An_unknown_code_is_of_no_use() => Assert.Equal(
        RejectionCode.InvitationOfNoUse, Propose(Invited(), NextKey, Key, Monday).Rejection?.Code);

    [Fact]
    public void A_refused_key_does_not_come_back()
    {
        var refused = Proposed().Apply(new MemberEvent.KeyRefused(Qingpu, Key, Li, "unknown caller", Monday));

        Assert.Equal(RejectionCode.RequestUnknown, KeyActs.MayApprove(refused, Key, Li, Monday).Rejection?.Code);
        Assert.Equal(RejectionCode.InvitationOfNoUse, Propose(refused, Code, Key, Monday).Rejection?.Code);
        Assert.Equal(RejectionCode.KeyTaken, Propose(Invite(refused, NextKey), NextKey, Key, Monday).Rejection?.Code);
    }

    [Fact]
    public void A_key_that_signs_records_does_not_open_connections()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportSubjectPublicKeyInfo();
        var node = DemoNetwork.QingpuNode;
        var signing = Network with
        {
            Nodes = Network.Nodes.SetItem(node, Network.Nodes[node] with
            {
                Keys = [new VerificationKey(Es256.Suite, key)],
            }),
        };

        Assert.Equal(
            RejectionCode.KeyTaken, KeyActs.Propose(Invited(), signing, Code, (Digest.Of(key), default), Monday).Rejection?.Code);
    }

    [Fact]
    public void A_renewed_key_and_the_one_before_count_for_a_week_together()
    {
        var renewed = Admitted().Apply(new MemberEvent.KeyApproved(Qingpu, Certificate(NextKey), Qingpu, Key, Monday));

        Assert.NotNull(renewed.Admit(Qingpu, Key, Monday.AddDays(7).AddSeconds(-1)).Member);
        Assert.Null(renewed.Admit(Qingpu, Key, Monday.AddDays(7)).Member);
        Assert.NotNull(renewed.Admit(Qingpu, NextKey, Monday.AddDays(7)).Member);
    }

    [Fact]
    public void A_revoked_key_counts_no_more_and_renews_nothing()
    {
        var (happened, _) = MemberActs.Revoke(Admitted(), (Qingpu, Key), Zhang, "stolen", Monday);
        var revoked = Admitted().Apply(happened!);

        Assert.Null(revoked.Admit(Qingpu, Key, Monday).Member);
        Assert.NotNull(KeyActs.MayRenew(revoked, Network, (Qingpu, Key), NextKey, Monday));
    }

    [Fact]
    public void An_expelled_member_has_neither_key_nor_invitation()
    {
        var members = Invite(Admitted(), NextKey);
        var (happened, _) = MemberActs.Revoke(members, (Qingpu, null), Li, "left", Monday);
        var after = members.Apply(happened!);

        Assert.Null(after.Admit(Qingpu, Key, Monday).Member);
        Assert.Equal(RejectionCode.InvitationOfNoUse, Propose(after, NextKey, Digest.Of("third"u8), Monday).Rejection?.Code);
    }

    [Fact]
    public void The_last_operator_stays()
    {
        var alone = _founded.Apply(MemberActs.Revoke(_founded, (Li, null), Zhang, "left", Monday).Event!);

        Assert.Equal(RejectionCode.LastOperator, MemberActs.Revoke(alone, (Zhang, null), Zhang, "left", Monday).Rejection?.Code);
        Assert.Equal(RejectionCode.NoOperator, MemberActs.Revoke(alone, (Zhang, null), Li, "back", Monday).Rejection?.Code);
    }

    [Fact]
    public void A_certificate_ends_by_time() =>
        Assert.Null(Admitted().Admit(Qingpu, Key, Monday.AddDays(90)).Member);

    [Fact]
    public void A_key_speaks_for_its_own_member_alone() =>
        Assert.Null(Admitted().Admit(MemberId.Parse("node:320509"), Key, Monday).Member);

    [Fact]
    public void A_node_that_the_network_does_not_have_is_not_invited() => Assert.Equal(
        RejectionCode.MemberUnknown,
        MemberActs.Invite(_founded, Network, new Invitation(MemberId.Parse("node:999999"), Code, [], Zhang, Monday))
            .Rejection?.Code);

    [Fact]
    public void A_node_asks_for_no_other_party() => Assert.Equal(
        RejectionCode.MemberUnknown,
        MemberActs.Invite(_founded, Network, new Invitation(Qingpu, Code, [Jurisdiction.Parse("320509")], Zhang, Monday))
            .Rejection?.Code);

    [Fact]
    public void The_network_file_adds_operators_and_does_not_change_their_keys()
    {
        NamedOperator[] same = [new("zhang", Digest.Of("zhang"u8)), new("li", Digest.Of("li"u8))];
        var added = Network with { Operators = [.. same, new NamedOperator("wang", Digest.Of("wang"u8))] };
        var changed = Network with { Operators = [same[0], new NamedOperator("li", Digest.Of("another"u8))] };

        Assert.Equal(["operator:wang"], MemberActs.Compare(_founded, added).New.Select(one => one.Member.ToString()));
        Assert.Empty(MemberActs.Compare(_founded, Network with { Operators = [.. same] }).New);
        Assert.NotNull(MemberActs.Compare(_founded, changed).Fault);
    }

    [Theory]
    [InlineData("node:310118", true)]
    [InlineData("operator:zhang-wei", true)]
    [InlineData("node:31011", false)]
    [InlineData("operator:-zhang", false)]
    [InlineData("operator:Zhang", false)]
    [InlineData("robot:one", false)]
    [InlineData("operator:a:b", false)]
    [InlineData("operator:", false)]
    [InlineData("", false)]
    public void A_member_id_has_one_shape(string text, bool isOne)
    {
        Assert.Equal(isOne, MemberId.TryParse(text, out var id));
        Assert.True(!isOne || (MemberId.TryParseUrn(id.ToUrn("yrd-demo"), "yrd-demo", out var again) && again == id));
        Assert.False(MemberId.TryParseUrn(id.ToUrn("other"), "yrd-demo", out _));
    }

    private static MemberCertificate Certificate(Digest pin) => new(pin, [1], Monday.AddDays(90), default);

    private static (MemberEvent? Event, Rejection? Rejection) Propose(
        Members members, Digest code, Digest pin, DateTimeOffset at) =>
        KeyActs.Propose(members, Network, code, (pin, default), at);

    private static Members Invite(Members members, Digest code) =>
        members.Apply(MemberActs.Invite(members, Network, new Invitation(Qingpu, code, [], Zhang, Monday)).Event!);

    private Members Invited() => Invite(_founded, Code);

    private Members Proposed() => Invited().Apply(Propose(Invited(), Code, Key, Monday).Event!);

    private Members Admitted() => Proposed().Apply(new MemberEvent.KeyApproved(Qingpu, Certificate(Key), Li, null, Monday));
}
