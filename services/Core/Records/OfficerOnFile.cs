namespace ExchangeHub.Records;

/// <summary>An officer whom a record names.</summary>
/// <param name="Certificate">Number of the law-enforcement certificate, 11 digits.</param>
/// <param name="HomeDivision">The division that sent the officer, six digits.</param>
/// <param name="ValidFrom">First day of the certificate; null when the record does not say it.</param>
/// <param name="ValidTo">Last day of the certificate; null when the record does not say it.</param>
/// <param name="IsValid">Whether the certificate was valid on the day of the act of office (<see cref="IsValidOn"/>).</param>
/// <param name="Authority">Agreement under which the officer acts away from home; null when the record does not say it.</param>
public sealed record OfficerOnFile(
    string Certificate, string HomeDivision, DateOnly? ValidFrom, DateOnly? ValidTo, bool? IsValid, string? Authority)
{
    /// <summary>Says whether a certificate was valid on a day.</summary>
    /// <param name="from">Its first day, if it is said.</param>
    /// <param name="to">Its last day, if it is said.</param>
    /// <param name="day">The day.</param>
    /// <returns>Null when what is said does not settle it.</returns>
    public static bool? IsValidOn(DateOnly? from, DateOnly? to, DateOnly day) =>
        from > day || to < day ? false : from is null || to is null ? null : true;
}
