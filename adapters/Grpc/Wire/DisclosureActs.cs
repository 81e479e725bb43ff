using System.Collections.Immutable;
using ExchangeHub.Disclosures;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Signed = ExchangeHub.Protos.Disclosure.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Reads and writes what nodes say about personal values, version 1 of the wire contract.</summary>
public static class DisclosureActs
{
    private const string Schema = "REF-INT-SCHEMA";

    /// <summary>Reads an act.</summary>
    /// <param name="payload">The payload of an envelope whose signature has been verified.</param>
    /// <returns>The network that it names and the act; or everything that is wrong with it.</returns>
    public static (string NetworkId, DisclosureAct? Act, ImmutableArray<FieldViolation> Violations) Read(
        ReadOnlyMemory<byte> payload)
    {
        Signed.DisclosureAct act;
        try
        {
            act = Signed.DisclosureAct.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return ("", null, [Wrong("", "序列化的 exchangehub.disclosure.v1.DisclosureAct。",
                "Expected a serialised exchangehub.disclosure.v1.DisclosureAct.")]);
        }

        var violations = FieldRules.Check(act);
        if (!NodeId.TryParse(act.Node, out var node))
        {
            violations = violations.Add(Wrong("node", "应为 node:310118 形式的节点。", "Expected a node such as node:310118."));
        }

        if (!Instants.TryRead(act.SignedAt, out var signedAt))
        {
            violations = violations.Add(Wrong("signed_at", "应为时间。", "Expected an instant."));
        }

        if (act.Id.Length != 32 || !act.Id.All(char.IsAsciiHexDigitLower))
        {
            violations = violations.Add(Wrong(
                "id", "应为 32 位小写十六进制数字。", "Expected 32 hexadecimal digits in lower case."));
        }

        var deed = Deed(act);
        if (deed is null)
        {
            violations = violations.Add(Wrong(
                "act", "应为 ask（案卷须存在）、grant 或 refusal。", "Expected an ask that names a dossier, a grant or a refusal."));
        }

        return violations.IsEmpty
            ? (act.NetworkId, new DisclosureAct(node, signedAt, act.Id, act.Officer, deed!), [])
            : (act.NetworkId, null, violations);
    }

    /// <summary>Writes an act.</summary>
    /// <param name="network">The network.</param>
    /// <param name="act">The act.</param>
    /// <returns>The bytes to be signed.</returns>
    public static byte[] Write(string network, DisclosureAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var wire = new Signed.DisclosureAct
        {
            NetworkId = network,
            Node = act.By.ToString(),
            SignedAt = Timestamp.FromDateTimeOffset(act.SignedAt),
            Id = act.Id,
            Officer = act.Officer,
        };
        switch (act.Deed)
        {
            case DisclosureDeed.Ask ask:
                wire.Ask = new Signed.DisclosureAsk
                {
                    Dossier = ask.Dossier.ToString(),
                    Paths = { ask.Paths },
                    CaseNumber = ask.CaseNumber,
                    Reason = ask.Reason,
                    ReplyKey = ByteString.CopyFrom(ask.ReplyKey.Span),
                };
                break;
            case DisclosureDeed.Grant grant:
                wire.Grant = new Signed.DisclosureGrant { Sealed = ByteString.CopyFrom(grant.Sealed.Span) };
                break;
            case DisclosureDeed.Refusal refusal:
                wire.Refusal = new Signed.DisclosureRefusal { Reason = refusal.Reason };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(act));
        }

        return wire.ToByteArray();
    }

    private static DisclosureDeed? Deed(Signed.DisclosureAct act) => act.ActCase switch
    {
        Signed.DisclosureAct.ActOneofCase.Ask => DossierId.TryParse(act.Ask.Dossier, out var dossier)
            ? new DisclosureDeed.Ask(
                dossier, [.. act.Ask.Paths], act.Ask.CaseNumber, act.Ask.Reason, act.Ask.ReplyKey.Memory)
            : null,
        Signed.DisclosureAct.ActOneofCase.Grant => new DisclosureDeed.Grant(act.Grant.Sealed.Memory),
        Signed.DisclosureAct.ActOneofCase.Refusal => new DisclosureDeed.Refusal(act.Refusal.Reason),
        _ => null,
    };

    private static FieldViolation Wrong(string field, string chinese, string english) =>
        new(field, new Wording(chinese, english), new ReasonCode(Schema));
}
