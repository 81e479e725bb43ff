using ExchangeHub.Cases;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Cases;

/// <summary>A hub in small: judges acts, and folds those that pass.</summary>
internal sealed class CaseDesk
{
    public const string Number = "示联〔2026〕1号";

    private readonly List<FiledStatement> _filed = [];
    private long _sequence;

    /// <summary>Gets or sets what the hub knows of the record that the next act names.</summary>
    public NamedRecord Named { get; set; } = NamedRecord.None;

    public Team Team { get; private set; } = Team.Empty;

    public JointCase? Case => JointCase.Of(_filed, Team, PartyOf);

    /// <summary>Makes a team of the officers of the scenarios, led by Wujiang, Jiashan and Qingpu in turn.</summary>
    public static CaseDesk WithTeam()
    {
        var desk = new CaseDesk();
        foreach (var (party, officers) in new[]
        {
            (Wujiang, new[] { "10050912045", "10050912051" }),
            (Jiashan, ["11042100123", "11042100130"]),
            (Qingpu, ["09180012026", "09180012031"]),
        })
        {
            foreach (var officer in officers)
            {
                desk.Takes(party, "2024-12-01", new CaseDeed.AssignMember(Officer(officer), Day("2025-01-01"), null));
            }
        }

        desk.Takes(Wujiang, "2024-12-02", Lead("10050912045", "2025-01-01", "2025-12-31"));
        desk.Takes(Jiashan, "2024-12-02", Lead("11042100123", "2026-01-01", "2026-12-31"));
        desk.Takes(Qingpu, "2024-12-02", Lead("09180012026", "2027-01-01", "2027-12-31"));
        return desk;
    }

    /// <summary>Makes the same with a case that Jiashan opened in its term.</summary>
    public static CaseDesk WithCase()
    {
        var desk = WithTeam();
        desk.Takes(Jiashan, "2026-05-11", Open(Jiashan, Wujiang));
        return desk;
    }

    public static CaseDeed.Open Open(params Jurisdiction[] members) =>
        new("太浦河跨界水污染案", [.. members], ["91320509MAHUB0013D"], "群众投诉");

    public static CaseDeed.TakeLead Lead(string officer, string from, string until) =>
        new(Officer(officer), Day(from), Day(until));

    public static CaseDeed.AssignTask Assign(string task, Jurisdiction owner, string due) => new(task, "现场检查", owner, Day(due));

    public static OfficerCertificate Officer(string text) => OfficerCertificate.Parse(text);

    public static DateOnly Day(string text) => CivilDates.Parse(text);

    public static DossierId Dossier(string text) =>
        DossierId.TryParse(text, out var dossier) ? dossier : throw new FormatException(text);

    /// <summary>The hub takes an act.</summary>
    public void Takes(Jurisdiction party, string on, CaseDeed deed, string? officer = null)
    {
        var statement = Say(party, on, deed, officer);
        Assert.Null(Check(statement, party));
        if (deed is CaseDeed.AssignMember or CaseDeed.TakeLead or CaseDeed.GiveBackLead)
        {
            Team = Team.Apply(statement, party);
        }
        else
        {
            _filed.Add(new FiledStatement(statement, statement.PublishedAt));
        }
    }

    /// <summary>The hub does not take an act, says why in both languages, and nothing changes.</summary>
    public Rejection Refuses(RejectionCode code, Jurisdiction party, string on, CaseDeed deed, string? officer = null)
    {
        var (team, before) = (Team, Case);
        var rejection = Check(Say(party, on, deed, officer), party);
        Assert.NotNull(rejection);
        Assert.Equal(code, rejection.Code);
        Assert.EndsWith("。", rejection.Message.Chinese, StringComparison.Ordinal);
        Assert.EndsWith(".", rejection.Message.English, StringComparison.Ordinal);
        Assert.Equal(team, Team);
        Assert.Equal(before?.Entries.Length, Case?.Entries.Length);
        return rejection;
    }

    private Rejection? Check(Statement statement, Jurisdiction party) => CaseActs.Check(
        new CaseContext(Team, Case, Named, division => division == Qingpu || division == Wujiang || division == Jiashan),
        statement,
        party);

    private Statement Say(Jurisdiction party, string on, CaseDeed deed, string? officer)
    {
        var number = deed is CaseDeed.AssignMember or CaseDeed.TakeLead or CaseDeed.GiveBackLead ? "" : Number;
        var own = party == Wujiang ? "10050912045" : party == Jiashan ? "11042100123" : "09180012026";
        return new Statement(
            NodeId.Parse($"node:{party}"), ++_sequence, default, default, new Issuer("", ""), Desk.Instant(on),
            Digest.Of([(byte)_sequence]), new StatementBody.CaseAct(number, Officer(officer ?? own), deed));
    }

    private static Jurisdiction? PartyOf(NodeId node) => node.Jurisdiction;
}
