using ExchangeHub.Agreements;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Envelope = ExchangeHub.Records.Envelope;

namespace ExchangeHub.Cli.Verification;

/// <summary>
/// Checks that a package is the one which its district signed. The hub says which tag manifest a package has, and the tag
/// manifest says what every file is: without this check all of it would rest on the hub's word.
/// </summary>
internal static class SealedRecord
{
    /// <summary>Looks for the version of the record that names the tag manifest.</summary>
    /// <param name="record">The record, as the hub gives it.</param>
    /// <param name="tagManifest">SHA-256 of the tag manifest, 32 bytes.</param>
    /// <param name="network">The network, with the keys of its nodes.</param>
    /// <returns>Whether a node of the network signed it; and what is wrong.</returns>
    public static Verdict Check(GetRecordResponse record, ByteString tagManifest, Network network)
    {
        foreach (var wire in record.Statements.Select(held => held.Envelope).OfType<Protos.Record.V1.Envelope>().Reverse())
        {
            var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
            if (Read(wire) is { Record.Evidence.Bag: { } bag } statement && bag.TagManifestSha256 == tagManifest
                && statement.Dossier == record.Dossier && NodeId.TryParse(statement.Node, out var node))
            {
                return Trust.Doubt(network, envelope, node) ?? Verdict.Sound(
                    $"记录由 {node} 签名，所载标签清单与本证据包一致。",
                    $"The record is signed by {node} and names the tag manifest of this package.");
            }
        }

        return Verdict.Wrong(
            "没有任何节点签名的记录载明本证据包的标签清单：枢纽所给的不是当地封存的证据包。",
            "No record names the tag manifest of this package: what the hub gives is not what the district sealed.");
    }

    private static Statement? Read(Protos.Record.V1.Envelope wire)
    {
        try
        {
            return Statement.Parser.ParseFrom(wire.Payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // then it does not name the package either
        }
    }
}
