using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Follows the chain of custody 移交保管链 of a package.</summary>
/// <remarks>Source: domain reference "Evidence", chain of custody.</remarks>
internal static class CustodyTranslation
{
    /// <summary>Follows a chain, oldest first.</summary>
    public static CustodyOnFile Of(IReadOnlyList<CustodyEvent> chain)
    {
        var (hasGap, hasDifference, hasOther) = (false, false, false);
        var digest = ByteString.Empty;
        Custodian? holder = null;
        for (var index = 0; index < chain.Count; index++)
        {
            var happened = chain[index];
            hasGap |= happened.Sequence != index + 1;
            hasDifference |= Differ(digest, happened.HashBefore) || Differ(happened.HashBefore, happened.HashAfter)
                || (happened.HashBefore.IsEmpty && Differ(digest, happened.HashAfter));
            hasOther |= holder is not null && happened.From is not null
                && !OfficeTranslation.OrganOf(holder.Unit).IsSameAs(OfficeTranslation.OrganOf(happened.From.Unit));
            digest = !happened.HashAfter.IsEmpty ? happened.HashAfter
                : !happened.HashBefore.IsEmpty ? happened.HashBefore : digest;
            holder = happened.To ?? holder;
        }

        return new CustodyOnFile(hasGap, hasDifference, hasOther, chain.Any(IsUnsignedHandOver));
    }

    private static bool Differ(ByteString before, ByteString after) => !before.IsEmpty && !after.IsEmpty && before != after;

    private static bool IsUnsignedHandOver(CustodyEvent happened) =>
        happened.Act is CustodyEvent.Types.Act.HandedOver or CustodyEvent.Types.Act.Returned
        && !(happened.IsSignedByGiver && happened.IsSignedByTaker);
}
