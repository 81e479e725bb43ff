using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>Scenarios S13 and S09 d: who is not of the case is told the outcome with its codes, and nothing else.</summary>
public sealed class When_a_record_is_for_a_case_alone
{
    private static readonly Draft Fine =
        Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕13号", C5, "2026-05-24", 150_000);

    private readonly Zone _zone = new();
    private readonly Desk _jiashan = Desk.OfJiashan;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Others_see_the_outcome_alone_whichever_comes_first(bool recordFirst)
    {
        var fine = With(new OfficeAct { Sensitivity = RecordSensitivity.Case, CaseDivisions = [Wujiang] });
        Statement[] said = [_jiashan.Publish(fine, "2026-05-24"), _jiashan.Report(fine, "2026-05-22", new CriminalReferred())];
        _zone.File(said[recordFirst ? 0 : 1], "2026-05-24");
        _zone.File(said[recordFirst ? 1 : 0], "2026-05-24 11:00");
        var facts = _zone.State(fine.Dossier).Facts;

        Assert.Equal("320509 330421", string.Join(' ', Audience.Of(_zone.Network, facts)!.Value));
        var told = Explanation.Of(_zone.Network, fine.Dossier, facts, Qingpu, validOn: null);
        Assert.True(told.IsWithheld);
        Assert.Equal(["SUS-CRIME"], told.Grounds.Select(ground => ground.Finding.Code.ToString()));
        Assert.Empty(told.Grounds[0].Finding.Facts);
        Assert.Empty(told.Effects);
        Assert.Empty(told.Rules);
        Assert.Null(told.Current);
        Assert.DoesNotContain(JiaxingBureau.Name, told.Summary.Chinese, StringComparison.Ordinal);
        var shown = Explanation.Of(_zone.Network, fine.Dossier, facts, Wujiang, validOn: null);
        Assert.False(shown.IsWithheld);
        Assert.NotEmpty(shown.Grounds[0].Finding.Facts);
    }

    [Fact]
    public void A_minor_is_the_business_of_its_own_district_alone()
    {
        var fine = With(new OfficeAct
        {
            Sensitivity = RecordSensitivity.Gov,
            Addressees = [new Addressee(AddresseeCategory.NaturalPerson, null, null, IsMinor: true, IsUnderFourteen: false)],
        });
        _zone.File(_jiashan.Publish(fine, "2026-05-24"));

        Assert.Equal("330421", string.Join(' ', Audience.Of(_zone.Network, _zone.State(fine.Dossier).Facts)!.Value));
        Assert.Equal("REFUSED since 2026-05-24: REF-PRIV-MINOR", _zone.Holds(Qingpu, fine));
    }

    [Fact]
    public void Everybody_sees_anything_else()
    {
        _zone.File(_jiashan.Publish(Fine, "2026-05-24"));

        Assert.Null(Audience.Of(_zone.Network, _zone.State(Fine.Dossier).Facts));
        Assert.True(Audience.Includes(_zone.Network, _zone.State(Fine.Dossier).Facts, null));
    }

    private static Draft With(OfficeAct office) => Fine with { Details = Fine.Details with { Office = office } };
}
