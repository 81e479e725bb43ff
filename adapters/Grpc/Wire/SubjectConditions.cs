using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The conditions on those to whom a record is addressed.</summary>
internal static partial class Conditions
{
    private static void CheckSubject(Subject subject, Walk walk)
    {
        if (subject.Category == SubjectCategory.NaturalPerson)
        {
            DemandWhen(subject.Person is null, "person", "自然人的脱敏信息",
                "the masked person, because category is NATURAL_PERSON", walk);
            // Whatever stands there may be the full name: it is not quoted.
            ForbidWhen(subject.Name.Length > 0, "name", "空值：自然人姓名只能以脱敏形式填写在 person 中",
                "nothing: the name of a natural person stands masked in person", walk, RawPersonal);
            ForbidWhen(subject.CreditCode.Length > 0, "credit_code", "空值：自然人没有统一社会信用代码",
                "nothing: a natural person has no credit code", walk);
        }
        else if (subject.Category is SubjectCategory.Organisation or SubjectCategory.SoleTrader)
        {
            DemandWhen(subject.Name.Length == 0, "name", "登记名称", "the registered name", walk);
            DemandWhen(subject.CreditCode.Length == 0, "credit_code", "18 位统一社会信用代码，例如 91330100799655058B",
                "a unified social credit code of 18 characters such as 91330100799655058B", walk);
        }

        if (subject.IsUnderFourteen)
        {
            DemandWhen(!subject.IsMinor, "is_minor", "true，因为 is_under_fourteen 为 true",
                "true, because is_under_fourteen is true", walk);
            ForbidWhen(subject.Category != SubjectCategory.NaturalPerson, "is_under_fourteen", "false：仅自然人填写",
                "false: only a natural person has an age", walk);
        }

        if (subject.Category == SubjectCategory.Organisation)
        {
            ForbidWhen(subject.Person is not null, "person", "空值：仅自然人和个体工商户经营者填写",
                "nothing: only for a natural person and the operator of a sole trader", walk);
        }
        else if (subject.Category is SubjectCategory.NaturalPerson or SubjectCategory.SoleTrader)
        {
            ForbidWhen(subject.LegalRepresentative is not null, "legal_representative", "空值：仅法人及非法人组织填写",
                "nothing: only an organisation has a legal representative", walk);
        }
    }

    private static void CheckLegalRepresentative(LegalRepresentative person, Walk walk)
    {
        if (person.MaskedNumber.Length > 0 || !person.NumberCommitment.IsEmpty)
        {
            DemandWhen(person.CertificateType == CertificateType.Unspecified, "certificate_type",
                "证件类型，因为已填写证件号码", "the kind of certificate, because a number is given", walk);
            DemandWhen(person.MaskedNumber.Length == 0, "masked_number", "脱敏证件号码", "the masked number of the commitment", walk);
            DemandWhen(person.NumberCommitment.IsEmpty, "number_commitment",
                "证件号码的承诺值，32 个字节", "the commitment to the number, 32 bytes", walk);
        }
    }
}
