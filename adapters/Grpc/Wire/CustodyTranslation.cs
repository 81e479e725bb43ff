using System.Security.Cryptography;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Organ = ExchangeHub.Records.Organ;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Reads the links of the chain of custody 移交保管链 of a package.</summary>
internal static class CustodyTranslation
{
    /// <summary>Translates a link.</summary>
    public static CustodyLink Of(CustodyEvent link)
    {
        _ = Instants.TryRead(link.At, out var at);
        return new CustodyLink(
            link.Sequence, (CustodyAct)link.Act, at, Digest.FromBytes(SHA256.HashData(link.ToByteArray())))
        {
            From = OrganOf(link.From),
            To = OrganOf(link.To),
            Before = DigestOf(link.HashBefore),
            After = DigestOf(link.HashAfter),
            Previous = DigestOf(link.PreviousEventHash),
            IsThingWithoutSeal = link.Medium == CustodyEvent.Types.Medium.Physical && link.SealNumber.Length == 0,
            IsSignedByGiver = link.IsSignedByGiver,
            IsSignedByTaker = link.IsSignedByTaker,
        };
    }

    private static Organ? OrganOf(Custodian? custodian) =>
        custodian?.Unit is { } unit ? OfficeTranslation.OrganOf(unit) : null;

    private static Digest? DigestOf(ByteString bytes) => bytes.Length == 32 ? Digest.FromBytes(bytes.Span) : null;
}
