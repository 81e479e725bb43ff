using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Query.V1;

namespace ExchangeHub.Console.Exporting;

/// <summary>How far an export has got that somebody asked for.</summary>
public enum ExportState
{
    /// <summary>It waits for a second person.</summary>
    Open = 1,

    /// <summary>A second person has approved it: whoever asked may fetch it until it ends.</summary>
    Approved = 2,

    /// <summary>A second person has refused it.</summary>
    Refused = 3,

    /// <summary>Nobody answered in time, or the time to fetch it is over.</summary>
    Expired = 4,
}

/// <summary>A file of many records that one person asks for and a second one has to approve.</summary>
/// <param name="Id">What names it.</param>
/// <param name="Role">As what both have signed in.</param>
/// <param name="Division">The division of both; empty for roles without one.</param>
/// <param name="Account">Id of the account that asks.</param>
/// <param name="Name">Name of that account.</param>
/// <param name="Certificate">Certificate of the officer who asks: it names the person; empty for other roles.</param>
/// <param name="Search">Which records: its days are those of the day on which it was asked for.</param>
/// <param name="Reason">For what it is needed.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="Ends">Until when it can be approved; once it is, until when it can be fetched.</param>
/// <param name="State">How far it has got.</param>
/// <param name="SecondName">Name of the account that answered; empty while nobody has.</param>
/// <param name="Answer">Why it was refused; empty when it was not.</param>
internal sealed record Export(
    string Id, Role Role, string Division, string Account, string Name, string Certificate, FindRecordsRequest Search,
    string Reason, DateTimeOffset At, DateTimeOffset Ends, ExportState State, string SecondName = "", string Answer = "");
