using ExchangeHub.Cases;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Folded = ExchangeHub.Cases.JointCase;
using WireCase = ExchangeHub.Protos.Joint.V1.JointCase;
using WireInspection = ExchangeHub.Protos.Joint.V1.Inspection;

namespace ExchangeHub.Hub.Cases;

/// <summary>Puts joint cases and the joint team on the wire.</summary>
internal static class WireCases
{
    /// <summary>Puts a case on the wire, as it stands on a day.</summary>
    public static WireCase From(Folded folded, ExchangeHub.Cases.LeadTerm? lead, DateOnly on) => new()
    {
        Number = folded.Number,
        Title = folded.Title,
        Opener = folded.Opener.ToString(),
        OpenedOn = CivilDates.Format(folded.OpenedOn),
        Ground = folded.Ground,
        Members = { folded.Members.Select(member => member.ToString()) },
        Subjects = { folded.Subjects },
        State = folded.ClosedOn is null ? State.Open : State.Closed,
        ClosedOn = Day(folded.ClosedOn),
        Lead = WireTeams.From(lead),
        Tasks = { folded.Tasks.Select(task => From(task, on)) },
        Inspections = { folded.Inspections.Select(From) },
        Citations = { folded.Citations.Select(From) },
        HandOvers = { folded.HandOvers.Select(From) },
        Result = folded.Result is { } result ? From(result) : null,
        Entries = { folded.Entries.Select(From) },
        ValidOn = CivilDates.Format(on),
        IsOverdue = folded.IsOverdue(on),
        Memberships = { folded.Memberships.Select(From) },
    };

    private static Protos.Joint.V1.Membership From(ExchangeHub.Cases.Membership membership) => new()
    {
        Party = membership.Party.ToString(),
        FromOn = CivilDates.Format(membership.FromOn),
        JoinGround = membership.Ground,
        JoinSource = membership.Source,
        UntilOn = Day(membership.Left?.On),
        LeaveGround = membership.Left?.Ground ?? "",
        LeaveSource = membership.Left?.Source ?? "",
    };

    private static Protos.Joint.V1.CaseTask From(ExchangeHub.Cases.CaseTask task, DateOnly on) => new()
    {
        Task = task.Name,
        Title = task.Title,
        Owner = task.Owner.ToString(),
        AssignedOn = CivilDates.Format(task.AssignedOn),
        DueOn = CivilDates.Format(task.DueOn),
        DoneOn = Day(task.DoneOn),
        Note = task.Note,
        Record = task.Record?.ToString() ?? "",
        IsOverdue = task.IsOverdue(on),
        WasLate = task.WasLate,
        Source = task.Source,
    };

    private static WireInspection From(ExchangeHub.Cases.Inspection inspection) => new()
    {
        Place = inspection.Place.ToString(),
        Site = inspection.Site,
        On = CivilDates.Format(inspection.On),
        Leader = From(inspection.Leader),
        Officers = { inspection.Officers.Select(From) },
        ExceptionGround = inspection.ExceptionGround,
        Source = inspection.Source,
    };

    private static Protos.Joint.V1.Officer From(GroupOfficer officer) =>
        new() { Certificate = officer.Certificate.ToString(), Home = officer.Home.ToString() };

    private static Reference From(CaseReference reference) => new()
    {
        Record = reference.Record.ToString(),
        By = reference.By.ToString(),
        On = CivilDates.Format(reference.On),
        Use = reference.Use,
        Source = reference.Source,
    };

    private static Result From(CaseResult result) => new()
    {
        Outcome = (PublishResult.Types.Outcome)result.Outcome,
        Record = result.Decision?.ToString() ?? "",
        Summary = result.Summary,
        By = result.By.ToString(),
        On = CivilDates.Format(result.On),
        Source = result.Source,
    };

    private static Entry From(CaseEntry entry)
    {
        var (deed, about) = Words(entry.Deed);
        return new Entry
        {
            By = entry.By.ToString(),
            Officer = entry.Officer.ToString(),
            On = CivilDates.Format(entry.On),
            Deed = deed,
            About = about,
            Source = entry.Source,
            ReceivedAt = Timestamp.FromDateTimeOffset(entry.Filed.ReceivedAt),
        };
    }

    private static (string Deed, string About) Words(CaseDeed deed) => deed switch
    {
        CaseDeed.Open open => ("open", open.Title),
        CaseDeed.AssignTask task => ("assign_task", $"{task.Task} {task.Title}"),
        CaseDeed.CompleteTask done => ("complete_task", done.Task),
        CaseDeed.Inspect inspect => ("inspect", inspect.Site),
        CaseDeed.Cite cite => ("cite", cite.Record.ToString()),
        CaseDeed.LinkHandOver link => ("link_hand_over", link.Package.ToString()),
        CaseDeed.PublishResult result => ("publish_result", result.Summary),
        CaseDeed.Close => ("close", ""),
        CaseDeed.Reopen reopen => ("reopen", reopen.Ground),
        CaseDeed.Join join => ("join", $"{join.Party} {join.Ground}"),
        CaseDeed.Leave leave => ("leave", leave.Ground),
        _ => throw new ArgumentOutOfRangeException(nameof(deed)),
    };

    private static string Day(DateOnly? day) => day is { } one ? CivilDates.Format(one) : "";
}
