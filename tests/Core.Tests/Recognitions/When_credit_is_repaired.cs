using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>Scenario S03 on its own days: a firm and its representative are listed, repair is sought too early, then in
/// time.</summary>
public sealed class When_credit_is_repaired
{
    private static readonly Draft Firm = Listed("91330421MAHUB003XA");
    private static readonly Draft Representative = Listed("p-7140ae4e9d53e6c4747d43583695ab37").RestingOn(Firm);

    private readonly Zone _zone = new();
    private readonly Desk _jiashan = Desk.OfJiashan;

    [Fact]
    public void An_early_application_is_turned_down_and_changes_nothing()
    {
        _zone.File(_jiashan.Publish(Firm, "2026-01-15"));

        foreach (var fact in (LifeCycleFact[])[new Noted("repair_applied"), new CreditRepaired()])
        {
            foreach (var day in (string[])["2026-11-20", "2027-01-15"])
            {
                var result = _zone.TryFile(_jiashan.Report(Firm, day, fact), Desk.Instant(day));

                Assert.Equal(RejectionCode.MinimumNotReached, result.Rejection?.Code);
                Assert.Contains("2027-01-15", result.Rejection!.Message.Chinese, StringComparison.Ordinal);
            }
        }

        Assert.Equal("RECOGNISED since 2026-01-15", _zone.Holds(Wujiang, Firm));
    }

    [Fact]
    public void The_entry_of_the_representative_ends_with_that_of_the_firm_in_whatever_order_they_come()
    {
        var ledgers = new HashSet<string>();
        foreach (var order in (int[][])[[0, 1, 2, 3], [1, 0, 2, 3], [1, 3, 0, 2], [3, 2, 1, 0], [2, 3, 0, 1]])
        {
            var zone = new Zone();
            var desk = Desk.OfJiashan;
            Statement[] said =
            [
                desk.Publish(Firm, "2026-01-15"), desk.Publish(Representative, "2026-01-15"),
                desk.Report(Firm, "2027-01-18", new Noted("repair_applied")),
                desk.Report(Firm, "2027-01-29", new CreditRepaired()),
            ];
            foreach (var index in order)
            {
                zone.File(said[index], "2027-01-30");
            }

            foreach (var receiver in (Jurisdiction[])[Wujiang, Qingpu])
            {
                Assert.Equal("TERMINATED since 2027-01-29: TRM-CREDIT-REPAIRED", zone.Holds(receiver, Firm));
                Assert.Equal("TERMINATED since 2027-01-29: TRM-CREDIT-REPAIRED", zone.Holds(receiver, Representative));
                Assert.Equal("RECOGNISED since 2026-01-15", zone.Held(receiver, Representative, "2027-01-28"));
            }

            _ = ledgers.Add(string.Join('\n', zone.Announced(Firm)[^1], zone.Announced(Representative)[^1]));
        }

        Assert.Single(ledgers);
    }

    [Fact]
    public void A_repair_that_overtakes_its_entry_and_comes_too_early_repairs_nothing()
    {
        _zone.File(_jiashan.Report(Firm, "2026-11-20", new CreditRepaired()));
        _zone.File(_jiashan.Publish(Firm, "2026-01-15"), "2026-11-21");
        _zone.File(_jiashan.Publish(Representative, "2026-01-15"), "2026-11-21");

        Assert.Equal("RECOGNISED since 2026-01-15", _zone.Holds(Wujiang, Firm));
        Assert.Equal("RECOGNISED since 2026-01-15", _zone.Holds(Wujiang, Representative));
    }

    [Fact]
    public void Nobody_applies_and_publicity_ends_by_itself()
    {
        _zone.File(_jiashan.Publish(Firm, "2026-01-15"));

        Assert.Equal("RECOGNISED since 2026-01-15", _zone.Held(Qingpu, Firm, "2029-01-15"));
        Assert.Equal("TERMINATED since 2029-01-16: TRM-PUBLICITY-EXPIRED", _zone.Held(Qingpu, Firm, "2029-01-16"));
    }

    [Fact]
    public void What_else_rests_on_the_entry_stands()
    {
        var permit = Draft.Permit(
            QingpuBureau, Qingpu, "91310118MAHUB00488001P", "91310118MAHUB00488", "2026-03-01", "2031-02-28")
            .Linking(LinkRelation.BasedOn, Firm);
        _zone.File(_jiashan.Publish(Firm, "2026-01-15"));
        _zone.File(Desk.OfQingpu.Publish(permit, "2026-03-01"));
        _zone.File(_jiashan.Report(Firm, "2027-01-29", new CreditRepaired()));

        Assert.StartsWith("RECOGNISED", _zone.Holds(Wujiang, permit), StringComparison.Ordinal);
    }

    private static Draft Listed(string subject)
    {
        var entry = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕1号", subject, "2026-01-15");
        return entry with
        {
            RestsOnDocuments = !subject.StartsWith("p-", StringComparison.Ordinal),
            Details = (RecordDetails.Blacklist)entry.Details with
            {
                Terms = new ListingTerms(
                    "ENV-YRD", ["SD03", "SD04"], 1, new DateOnly(2027, 1, 15), ListedRole.Enterprise, ["M02", "M07"]),
            },
        };
    }
}
