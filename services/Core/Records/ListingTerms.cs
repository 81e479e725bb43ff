namespace ExchangeHub.Records;

/// <summary>What an entry of a list of seriously dishonest entities rests on and entails.</summary>
/// <param name="List">The list, such as ENV-YRD.</param>
/// <param name="Grounds">Grounds of the list, such as SD03.</param>
/// <param name="BasisCount">How many records and documents carry it.</param>
/// <param name="MinimumUntil">Last day of the shortest publicity.</param>
/// <param name="Role">In which role the subject is listed.</param>
/// <param name="Sanctions">Joint sanctions, such as M02.</param>
public sealed record ListingTerms(
    string List,
    IReadOnlyList<string> Grounds,
    int BasisCount,
    DateOnly MinimumUntil,
    ListedRole Role,
    IReadOnlyList<string> Sanctions);

/// <summary>Roles in which a subject can be listed.</summary>
public enum ListedRole
{
    /// <summary>The enterprise itself.</summary>
    Enterprise = 1,

    /// <summary>Its legal representative 法定代表人.</summary>
    LegalRepresentative = 2,

    /// <summary>A principal 主要负责人.</summary>
    Principal = 3,

    /// <summary>Somebody directly responsible 直接责任人员.</summary>
    DirectlyResponsible = 4,

    /// <summary>A service agency 第三方机构.</summary>
    ServiceAgency = 5,
}

/// <summary>How closely the holder of a permit is managed.</summary>
public enum PermitManagement
{
    /// <summary>Key 重点管理.</summary>
    Key = 1,

    /// <summary>Simplified 简化管理.</summary>
    Simplified = 2,

    /// <summary>Registration 登记管理; not a permit in the narrow sense.</summary>
    Registration = 3,
}
