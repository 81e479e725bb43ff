using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>Follows a chain of custody (CUST-V1 to CUST-V5).</summary>
/// <remarks>
/// <para>
/// V1: the numbers run without a gap, and each link names the digest of the one before. V2: each hand-over has both signatures.
/// V3: who gives is who had taken. V4: the content stays the same, and after the sealing every link names the sealed bag. V5:
/// things bear a seal.
/// </para>
/// <para>
/// After the sealing the two signatures are two statements, HANDED_OVER of whoever gives and RECEIVED of whoever takes. What is
/// said by somebody who neither holds the package nor was given it counts for nothing: else anybody could break the chain of
/// others.
/// </para>
/// <para>Source: domain reference "Evidence", section 5.</para>
/// </remarks>
public sealed class CustodyChain
{
    private bool _hasGap;
    private bool _hasDifference;
    private bool _hasOther;
    private bool _isUnsigned;
    private bool _isUnsealed;
    private CustodyLink? _last;
    private Digest? _digest;
    private Organ? _holder;
    private Organ? _given;

    private CustodyChain()
    {
    }

    /// <summary>Follows a chain.</summary>
    /// <param name="recorded">The links that stand in the record, oldest first.</param>
    /// <param name="later">What was said since, in any order.</param>
    /// <param name="bag">The SHA-256 of the tag manifest of the sealed bag.</param>
    /// <returns>What is wrong with it, and who holds the package.</returns>
    public static CustodyOnFile Follow(IEnumerable<CustodyLink> recorded, IEnumerable<SaidLink> later, Digest bag)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(later);
        var chain = new CustodyChain();
        foreach (var link in recorded)
        {
            chain.Take(link);
            chain._isUnsigned |= link is { Act: CustodyAct.HandedOver or CustodyAct.Returned }
                and not { IsSignedByGiver: true, IsSignedByTaker: true };
            chain._holder = link.To ?? chain._holder;
        }

        var links = ImmutableArray.CreateBuilder<CustodyLink>();
        foreach (var said in later.OrderBy(said => said.Link.Sequence).ThenBy(said => said.Link.At)
            .ThenBy(said => said.Link.Own.ToString(), StringComparer.Ordinal))
        {
            if (chain.TakeLater(said, bag))
            {
                links.Add(said.Link);
            }
        }

        return new CustodyOnFile(chain._hasGap, chain._hasDifference, chain._hasOther, chain._isUnsigned)
        {
            HasUnsealedThing = chain._isUnsealed,
            Holder = chain._holder,
            GivenTo = chain._given,
            Later = links.ToImmutable(),
        };
    }

    /// <summary>Lists what was said of a chain after the sealing.</summary>
    /// <param name="facts">What is known of the package.</param>
    /// <returns>Every link, whether it counts or not.</returns>
    public static IEnumerable<SaidLink> SaidOf(DossierFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Events.Select(happened => Said(happened.Filed, happened.Fact)).OfType<SaidLink>();
    }

    /// <summary>Reads a link out of what happened; null when it is none.</summary>
    internal static SaidLink? Said(FiledStatement filed, LifeCycleFact fact) => fact is LifeCycleFact.CustodyContinued continued
        ? new SaidLink(continued.Link, continued.TagManifest, filed.Statement.Issuer, filed.Statement.Node.Jurisdiction)
        : null;

    private void Take(CustodyLink link)
    {
        _hasGap |= link.Sequence != (_last?.Sequence ?? 0) + 1
            || (link.Previous is not null && link.Previous != _last?.Own);
        _hasDifference |= Differ(_digest, link.Before) || Differ(link.Before, link.After)
            || (link.Before is null && Differ(_digest, link.After));
        _hasOther |= _holder is not null && link.From is not null && !_holder.IsSameAs(link.From);
        _isUnsealed |= link.IsThingWithoutSeal;
        _digest = link.After ?? link.Before ?? _digest;
        _last = link;
    }

    private bool TakeLater(SaidLink said, Digest bag)
    {
        var link = said.Link;
        var isOfHolder = SpeaksFor(said, _holder);
        var isOfTaker = SpeaksFor(said, _given);
        if (!isOfHolder && !isOfTaker)
        {
            return false;
        }

        _hasGap |= link.Previous is null;
        _hasDifference |= said.TagManifest != bag;
        Take(link);
        switch (link.Act)
        {
            case CustodyAct.HandedOver or CustodyAct.Returned:
                _isUnsigned |= !isOfHolder || _given is not null;
                _given = link.To;
                break;
            case CustodyAct.Received:
                _isUnsigned |= !isOfTaker || link.To is null || !_given!.IsSameAs(link.To);
                (_holder, _given) = (link.To ?? _holder, null);
                break;
            default:
                // Whoever works with it before having signed for it has it without a signature.
                _isUnsigned |= !isOfHolder;
                break;
        }

        return true;
    }

    private static bool Differ(Digest? before, Digest? after) => before is not null && after is not null && before != after;

    // A dispatched body has no code of its own: then its division says whose it is.
    private static bool SpeaksFor(SaidLink said, Organ? unit) => unit is not null && (unit.CreditCode is { } code
        ? code == said.Speaker.CreditCode
        : unit.Name == said.Speaker.Name || unit.Division == said.Home.ToString());
}
