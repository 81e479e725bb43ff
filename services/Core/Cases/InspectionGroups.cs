using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>How an inspection group must be made up: an officer from elsewhere heads it, and a local one takes part
/// 异地执法人员担任组长、属地配合.</summary>
internal static class InspectionGroups
{
    /// <summary>Says why a group cannot be sent.</summary>
    /// <returns>Null when it can: it is as the rule wants it, or says why it is not.</returns>
    public static Rejection? Check(Team team, CaseDeed.Inspect inspect)
    {
        foreach (var certificate in inspect.Officers.Prepend(inspect.Leader))
        {
            if (team.MemberOn(certificate, inspect.On) is null)
            {
                return new Rejection(RejectionCode.OfficerNotInTeam, new Wording(
                    $"执法证号 {certificate} 在检查日 {CivilDates.Format(inspect.On)} 不是联合执法队成员。",
                    $"Officer {certificate} is no member of the joint team on the day of the inspection, "
                        + $"{CivilDates.Format(inspect.On)}."));
            }
        }

        if (inspect.ExceptionGround.Length > 0)
        {
            return null;
        }

        if (HomeOf(inspect.Leader) == inspect.Place)
        {
            return NotMixed(
                $"组长 {inspect.Leader} 来自被检查地 {inspect.Place}。应由异地执法人员担任组长；"
                    + "确需例外的，请说明理由。",
                $"The head, {inspect.Leader}, comes from {inspect.Place}, which is inspected. An officer from elsewhere heads "
                    + "the group; an exception needs its ground.");
        }

        return inspect.Officers.Any(officer => HomeOf(officer) == inspect.Place) ? null : NotMixed(
            $"检查组没有被检查地 {inspect.Place} 的执法人员。应由属地配合；确需例外的，请说明理由。",
            $"Nobody in the group comes from {inspect.Place}, which is inspected. A local officer takes part; an exception needs "
                + "its ground.");

        Jurisdiction? HomeOf(OfficerCertificate certificate) => team.MemberOn(certificate, inspect.On)?.Home;
    }

    private static Rejection NotMixed(string chinese, string english) =>
        new(RejectionCode.GroupNotMixed, new Wording(chinese, english));
}
