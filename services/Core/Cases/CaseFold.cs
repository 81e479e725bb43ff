using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cases;

/// <summary>Folds acts into a joint case.</summary>
internal static class CaseFold
{
    /// <summary>Folds an act that was let pass.</summary>
    public static JointCase? Apply(JointCase? before, CaseEntry entry, string number, Team team)
    {
        var (on, source) = (entry.On, entry.Filed.Statement.Source);
        var after = entry.Deed is CaseDeed.Open open && before is null
            ? new JointCase(
                number, open.Title, entry.By, on, open.Ground,
                [
                    .. open.Members.Distinct().OrderBy(member => member.ToString(), StringComparer.Ordinal)
                        .Select(member => new Membership(member, on, "", source)),
                ],
                open.Subjects)
            : before is null ? null : Next(before, entry, on, source, team);
        return after is null ? null : after with { Entries = after.Entries.Add(entry) };
    }

    private static JointCase Next(JointCase before, CaseEntry entry, DateOnly on, string source, Team team) => entry.Deed switch
    {
        CaseDeed.AssignTask task => before with
        {
            Tasks = before.Tasks.Add(new CaseTask(task.Task, task.Title, task.Owner, on, task.DueOn, source)),
        },
        CaseDeed.CompleteTask done => before with
        {
            Tasks =
            [
                .. before.Tasks.Select(task => task.Name == done.Task
                    ? task with { DoneOn = on, Note = done.Note, Record = done.Record }
                    : task),
            ],
        },
        CaseDeed.Inspect inspect => before with { Inspections = before.Inspections.Add(Group(inspect, source, team)) },
        CaseDeed.Cite cite => before with
        {
            Citations = before.Citations.Add(new CaseReference(cite.Record, entry.By, on, cite.Use, source)),
        },
        CaseDeed.LinkHandOver link => before with
        {
            HandOvers = before.HandOvers.Add(new CaseReference(link.Package, entry.By, on, "", source)),
        },
        CaseDeed.PublishResult result => before with
        {
            Result = new CaseResult(result.Outcome, result.Decision, result.Summary, entry.By, on, source),
        },
        CaseDeed.Close => before with { ClosedOn = on },
        CaseDeed.Reopen => before with { ClosedOn = null, Result = null },
        CaseDeed.Join join => before with
        {
            Memberships = before.Memberships.Add(new Membership(join.Party, on, join.Ground, source)),
        },
        CaseDeed.Leave leave => before with
        {
            Memberships =
            [
                .. before.Memberships.Select(one => one.Party == entry.By && one.Left is null
                    ? one with { Left = new Leaving(on, leave.Ground, source) }
                    : one),
            ],
        },
        _ => before,
    };

    private static Inspection Group(CaseDeed.Inspect inspect, string source, Team team)
    {
        return new Inspection(
            inspect.Place,
            inspect.Site,
            inspect.On,
            Officer(inspect.Leader),
            [.. inspect.Officers.Select(Officer)],
            inspect.ExceptionGround,
            source);

        // Whoever is not found belonged to the team when the act was let pass.
        GroupOfficer Officer(OfficerCertificate certificate) => new(
            certificate,
            (team.MemberOn(certificate, inspect.On)
                ?? team.Members.FirstOrDefault(member => member.Certificate == certificate))?.Home ?? default);
    }
}
