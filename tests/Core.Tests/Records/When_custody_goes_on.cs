using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Records;

/// <summary>
/// A package passes from hand to hand after it was sealed. If the chain may have a hole, nobody can show that what the court sees
/// is what was sealed; if anybody could add to it, anybody could break the chain of others.
/// </summary>
public sealed class When_custody_goes_on
{
    private static readonly Digest Bag = Digest.Of("tagmanifest"u8);
    private static readonly Organ Jiaxing = new("嘉兴市生态环境局", "11330400MAHUBJX15F", "330400");
    private static readonly Organ Branch = new("苏州市吴江生态环境局", null, "320509");
    private static readonly Organ Qingpu = new("上海市青浦区生态环境局", "11310118MAHUBQP13X", "310118");
    private static readonly CustodyLink Collected =
        Link(1, CustodyAct.Collected, null, Jiaxing, null) with { Before = null, After = null };

    private static readonly CustodyLink Sealed = Link(2, CustodyAct.Sealed, Jiaxing, Jiaxing, Collected) with { Before = null };
    private static readonly CustodyLink Given = Link(3, CustodyAct.HandedOver, Jiaxing, Branch, Sealed);
    private static readonly CustodyLink Taken = Link(4, CustodyAct.Received, Jiaxing, Branch, Given);

    [Fact]
    public void Two_statements_hand_it_over_and_the_chain_is_whole()
    {
        var custody = Follow(ByJiaxing(Given), ByWujiang(Taken));

        Assert.Equal((false, Branch, null, 2), (custody.IsBroken, custody.Holder, custody.GivenTo, custody.Later.Length));
    }

    [Fact]
    public void The_order_in_which_they_arrive_does_not_matter() =>
        Assert.Equal(
            Follow(ByJiaxing(Given), ByWujiang(Taken)).Later.AsEnumerable(),
            Follow(ByWujiang(Taken), ByJiaxing(Given)).Later.AsEnumerable());

    [Fact]
    public void Until_it_is_signed_for_it_is_on_its_way_and_not_lost()
    {
        var custody = Follow(ByJiaxing(Given));

        Assert.Equal((false, Jiaxing, Branch), (custody.IsBroken, custody.Holder, custody.GivenTo));
    }

    [Fact]
    public void A_missing_link_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given with { Sequence = 4 }), ByWujiang(Taken with { Sequence = 5 })).HasGap);

    [Fact]
    public void A_link_that_follows_another_one_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given with { Previous = Collected.Own }), ByWujiang(Taken)).HasGap);

    [Fact]
    public void A_link_that_names_none_before_it_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given with { Previous = null }), ByWujiang(Taken)).HasGap);

    [Fact]
    public void Two_links_of_one_number_break_it() => Assert.True(
        Follow(ByJiaxing(Given), ByJiaxing(Link(3, CustodyAct.HandedOver, Jiaxing, Qingpu, Sealed))).HasGap);

    [Fact]
    public void Another_content_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given), ByWujiang(Taken with { After = Digest.Of("other"u8) })).HasHashDifference);

    [Fact]
    public void Another_bag_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given) with { TagManifest = Digest.Of("another bag"u8) }).HasHashDifference);

    [Fact]
    public void Whoever_works_with_it_before_signing_for_it_has_it_without_a_signature() => Assert.True(
        Follow(ByJiaxing(Given), ByWujiang(Link(4, CustodyAct.Accessed, Branch, Branch, Given))).HasUnsignedHandOver);

    [Fact]
    public void Giving_what_was_handed_to_somebody_already_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given), ByJiaxing(Link(4, CustodyAct.HandedOver, Jiaxing, Qingpu, Given))).IsBroken);

    [Fact]
    public void Giving_in_the_name_of_somebody_else_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given with { From = Qingpu }), ByWujiang(Taken)).HasOtherHolder);

    [Fact]
    public void A_thing_without_a_seal_breaks_it() => Assert.True(
        Follow(ByJiaxing(Given with { IsThingWithoutSeal = true }), ByWujiang(Taken)).HasUnsealedThing);

    [Fact]
    public void What_a_stranger_says_counts_for_nothing()
    {
        var theft = Link(3, CustodyAct.HandedOver, Jiaxing, Qingpu, Sealed) with { After = Digest.Of("other"u8) };
        var custody = Follow(
            new SaidLink(theft, Bag, IssuerOf(Qingpu), Jurisdiction.Parse("310118")), ByJiaxing(Given), ByWujiang(Taken));

        Assert.Equal((false, Branch, 2), (custody.IsBroken, custody.Holder, custody.Later.Length));
    }

    [Fact]
    public void Before_the_sealing_both_signatures_stand_in_the_record()
    {
        var given = Link(2, CustodyAct.HandedOver, Jiaxing, Branch, Collected) with
        {
            IsSignedByGiver = true, IsSignedByTaker = true,
        };

        Assert.False(CustodyChain.Follow([Collected, given], [], Bag).IsBroken);
        Assert.True(CustodyChain.Follow([Collected, given with { IsSignedByTaker = false }], [], Bag).HasUnsignedHandOver);
    }

    private static CustodyOnFile Follow(params SaidLink[] later) => CustodyChain.Follow([Collected, Sealed], later, Bag);

    private static SaidLink ByJiaxing(CustodyLink link) => new(link, Bag, IssuerOf(Jiaxing), Jurisdiction.Parse("330421"));

    private static SaidLink ByWujiang(CustodyLink link) => new(
        link, Bag, new Issuer("11320500MAHUBWJ11X", "苏州市生态环境局"), Jurisdiction.Parse("320509"));

    private static Issuer IssuerOf(Organ organ) => new(organ.CreditCode!, organ.Name);

    private static CustodyLink Link(int sequence, CustodyAct act, Organ? from, Organ? to, CustodyLink? before) => new(
        sequence, act, new DateTimeOffset(2026, 5, 12, 8 + sequence, 0, 0, TimeSpan.FromHours(8)),
        Digest.Of([(byte)sequence, (byte)act, (byte)(to?.Name.Length ?? 0)]))
    {
        From = from, To = to, Before = Bag, After = Bag, Previous = before?.Own,
    };
}
