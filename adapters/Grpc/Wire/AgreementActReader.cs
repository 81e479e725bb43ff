using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Signed = ExchangeHub.Protos.Agreement.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Reads acts of the wire contract, version 1.</summary>
/// <remarks>Stateless and safe for any number of threads.</remarks>
public sealed class AgreementActReader : IAgreementActReader
{
    private const int DocumentBytesMax = 2 * 1024 * 1024;

    /// <inheritdoc/>
    public ActReading Read(ReadOnlyMemory<byte> payload)
    {
        Signed.AgreementAct act;
        try
        {
            act = Signed.AgreementAct.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return new ActReading("", "", null, [Wrong("", new Wording(
                "应为序列化的 exchangehub.agreement.v1.AgreementAct；实为无法解析的字节。",
                "Expected a serialised exchangehub.agreement.v1.AgreementAct; found bytes that cannot be parsed as one."))]);
        }

        var violations = FieldRules.Check(act);
        if (violations.IsEmpty && act.Draft?.Document.Length > DocumentBytesMax)
        {
            violations = [Wrong("draft.document", new Wording(
                $"应为至多 {DocumentBytesMax} 个字节；实为 {act.Draft.Document.Length} 个字节。",
                $"Expected at most {DocumentBytesMax} bytes; found {act.Draft.Document.Length}."))];
        }

        _ = Instants.TryRead(act.SignedAt, out var signedAt);
        return new ActReading(act.NetworkId, act.Agreement, violations.IsEmpty
            ? new AgreementAct(Jurisdiction.Parse(act.Party), act.After, signedAt, Deed(act)) : null, violations);
    }

    private static AgreementDeed Deed(Signed.AgreementAct act) => act.ActCase switch
    {
        Signed.AgreementAct.ActOneofCase.Draft => new AgreementDeed.Draft(act.Draft.Document.Memory),
        Signed.AgreementAct.ActOneofCase.Propose => new AgreementDeed.Propose(Digest.FromBytes(act.Propose.Digest.Span)),
        Signed.AgreementAct.ActOneofCase.Sign => new AgreementDeed.Sign(
            Digest.FromBytes(act.Sign.Digest.Span), act.Sign.Signature.Memory),
        Signed.AgreementAct.ActOneofCase.Withdraw => new AgreementDeed.Withdraw(Digest.FromBytes(act.Withdraw.Digest.Span)),
        Signed.AgreementAct.ActOneofCase.GiveNotice => new AgreementDeed.GiveNotice(CivilDates.Parse(act.GiveNotice.LastDay)),
        Signed.AgreementAct.ActOneofCase.Choose => new AgreementDeed.Choose(
            act.Choose.RuleSet,
            CivilDates.Parse(act.Choose.FromDay),
            [.. act.Choose.Choices.DistinctBy(choice => choice.Parameter, StringComparer.Ordinal)
                .Select(choice => KeyValuePair.Create(choice.Parameter, choice.Value))]),
        _ => throw new InvalidDataException("An act without a deed passed the rules of its fields."),
    };

    private static FieldViolation Wrong(string field, Wording sentence) => new(field, sentence, new ReasonCode("REF-INT-SCHEMA"));
}
