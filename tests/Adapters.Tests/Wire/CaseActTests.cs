using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>Acts by which parties join joint cases and leave them, as nodes write them and everybody reads them.</summary>
public sealed class CaseActTests
{
    private const string Number = "示联〔2026〕1号";
    private const string Officer = "11042100123";

    [Fact]
    public void A_party_that_joins_and_one_that_leaves_are_read_as_they_were_written()
    {
        var joins = Read(new CaseAct { Join = new JoinCase { Party = "310118", Ground = "下游取水口受影响" } });
        Assert.Equal($"case/{Number}", joins.Statement!.FiledUnder);
        Assert.Equal(new CaseDeed.Join(Jurisdiction.Parse("310118"), "下游取水口受影响"), DeedOf(joins));
        Assert.Equal(
            new CaseDeed.Leave("本辖区事项已办结"),
            DeedOf(Read(new CaseAct { Leave = new LeaveCase { Ground = "本辖区事项已办结" } })));
    }

    [Fact]
    public void Neither_is_taken_without_its_ground_or_the_shape_of_a_division()
    {
        Assert.Equal(
            ["case_act.join.party", "case_act.join.ground"],
            FaultsOf(new CaseAct { Join = new JoinCase { Party = "青浦" } }));
        Assert.Equal(["case_act.leave.ground"], FaultsOf(new CaseAct { Leave = new LeaveCase() }));
        Assert.Equal(
            ["case_act.leave.ground"], FaultsOf(new CaseAct { Leave = new LeaveCase { Ground = new string('一', 501) } }));
    }

    private static StatementReading Read(CaseAct act)
    {
        (act.Number, act.Officer) = (Number, Officer);
        return new StatementReader().Read(
            Samples.Writer("node:330421").Write(act, new StatementPlace(1, null, Samples.PublishedAt)));
    }

    private static CaseDeed DeedOf(StatementReading reading) => ((StatementBody.CaseAct)reading.Statement!.Body).Deed;

    private static IEnumerable<string> FaultsOf(CaseAct act) => Read(act).Violations.Select(violation => violation.Field);
}
