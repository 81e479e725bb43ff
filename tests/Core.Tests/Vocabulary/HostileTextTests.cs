using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>Every parser stands at a door, so every parser is given what should never come through one.</summary>
public sealed class HostileTextTests
{
    private const string Characters = "0123456789ABCXYZabcx:-. \n\0[]（）〔〕０１Ａ\u202E\u0661\uD800\uDC00\uFFFE沪环罚第号";

    private delegate bool Parser<T>(string? text, out T value, out Violation? violation);

    [Fact]
    public void No_parser_throws_and_what_it_takes_it_gives_back()
    {
        var texts = Gen.OneOf(
            Gen.Elements(Characters.ToCharArray()).ArrayOf(),
            Gen.Elements("0123456789X".ToCharArray()).ArrayOf(18),
            Gen.Elements("0123456789ABCDEFGHJKLMNPQRTUWXY".ToCharArray()).ArrayOf(18)).ToArbitrary();
        Prop.ForAll(texts, characters =>
        {
            var text = new string(characters);
            return Keeps<Jurisdiction>(Jurisdiction.TryParse, text)
                && Keeps<NodeId>(NodeId.TryParse, text)
                && Keeps<RecordId>(RecordId.TryParse, text)
                && Keeps<Ulid>(Ulid.TryParse, text)
                && Keeps<Digest>(Digest.TryParse, text)
                && Keeps<UnifiedSocialCreditCode>(UnifiedSocialCreditCode.TryParse, text)
                && Keeps<PermitNumber>(PermitNumber.TryParse, text)
                && Keeps<OutletCode>(OutletCode.TryParse, text)
                && Keeps<OfficerCertificate>(OfficerCertificate.TryParse, text)
                && Keeps<DocumentNumber>(DocumentNumber.TryParse, text)
                && Keeps<ReasonCode>(ReasonCode.TryParse, text)
                && Answers<OrganisationCode>(OrganisationCode.TryParse, text)
                && Answers<IndustryCode>(IndustryCode.TryParse, text)
                && Answers<IdentityCard>(IdentityCard.TryParse, text)
                && Answers<DateOnly>(CivilDates.TryParse, text)
                && Answers<Fen>(Fen.TryFromYuan, text)
                && Answers<Fen>(Fen.TryFromTenThousandYuan, text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static bool Keeps<T>(Parser<T> parse, string text) =>
        Answers(parse, text) && (!parse(text, out var value, out _) || value!.ToString() == text);

    // A value or an explanation, never both and never neither; and the explanation can be printed anywhere.
    private static bool Answers<T>(Parser<T> parse, string text)
    {
        var isTaken = parse(text, out var value, out var violation);
        return isTaken == (violation is null)
            && (isTaken || Equals(value, default(T)))
            && (violation is null || (violation.ToString() + violation.ToChinese()).All(character => !char.IsControl(character)));
    }
}
