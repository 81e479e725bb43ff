using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// Scenario S05. The same decision arrives again: by a retry, by the provincial platform, and once more with a wrong amount. A
/// firm must not become a repeat offender because a clerk typed twice, and a wrong amount must not pass for the right one.
/// </summary>
public sealed class When_a_record_comes_twice
{
    private readonly Draft _fine = Draft.Penalty(JiaxingBureau, Jiashan, "嘉环（善）罚字〔2026〕3号", C5, "2026-02-10", 15_000);
    private readonly Desk _jiashan = Desk.OfJiashan;
    private readonly Zone _zone = new();
    private readonly Statement _first;

    public When_a_record_comes_twice()
    {
        _first = _jiashan.Publish(_fine, "2026-02-11");
        _zone.File(_first);
    }

    [Fact]
    public void The_same_statement_again_changes_nothing()
    {
        Assert.Equal(Disposition.Duplicate, _zone.File(_first, at: "2026-02-11 10:01"));
        AssertRecognisedOnce();
    }

    [Fact]
    public void The_platforms_copy_becomes_an_alias()
    {
        Assert.Equal(Disposition.Duplicate, _zone.File(Desk.OfThePlatform.Publish(_fine.Alias(), "2026-02-14")));
        AssertRecognisedOnce();
    }

    [Fact]
    public void Another_amount_under_the_same_number_lets_recognition_rest()
    {
        Assert.Equal(Disposition.Conflicting, _zone.File(_jiashan.Publish(_fine.Fining(150_000), "2026-03-02")));

        Assert.Equal("SUSPENDED since 2026-03-02: DUP-CONFLICT", _zone.Holds(Qingpu, _fine));
        Assert.Equal("SUSPENDED since 2026-03-02: DUP-CONFLICT", _zone.Holds(Wujiang, _fine));
        Assert.Equal("ORIGIN since 2026-02-10: DUP-CONFLICT", _zone.Holds(Jiashan, _fine));
        Assert.Equal(1, _zone.Violations(C5));
    }

    [Theory]
    [InlineData("it confirms the first")]
    [InlineData("it corrects the second")]
    public void A_second_version_restores_it_with_the_right_amount(string what)
    {
        var wrong = _jiashan.Publish(_fine.Fining(150_000), "2026-03-02");
        _zone.File(wrong);
        var corrected = _jiashan.Correct(what == "it confirms the first" ? _first : wrong, _fine, "2026-03-04");

        Assert.Equal(Disposition.Accepted, _zone.File(corrected));
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Holds(Qingpu, _fine));
        Assert.Equal(15_000_00, ((RecordDetails.Penalty)CurrentDetails()).Fine.Value);
        Assert.Equal(1, _zone.Violations(C5));
        Assert.Equal(
            [
                "parties without 330421: RECOGNISED since 2026-02-10",
                "parties without 330421: SUSPENDED since 2026-03-02: DUP-CONFLICT",
                "parties without 330421: RECOGNISED since 2026-02-10",
            ],
            _zone.Announced(_fine));
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Held(Qingpu, _fine, on: "2026-03-03"));
        Assert.Equal("SUSPENDED since 2026-03-02: DUP-CONFLICT",
            _zone.Held(Qingpu, _fine, on: "2026-03-03", known: "2026-03-03"));
    }

    [Fact]
    public void The_wrong_amount_that_comes_after_the_correction_is_harmless()
    {
        var wrong = _jiashan.Publish(_fine.Fining(150_000), "2026-03-02");
        _zone.File(_jiashan.Correct(_first, _fine, "2026-03-04"));

        Assert.Equal(Disposition.Conflicting, _zone.File(wrong, at: "2026-03-05"));
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Holds(Qingpu, _fine));
        Assert.Equal(1, _zone.Violations(C5));
    }

    [Fact]
    public void A_correction_waits_for_the_version_that_it_corrects()
    {
        var second = _jiashan.Correct(_first, _fine.Fining(16_000), "2026-03-01");
        var third = _jiashan.Correct(second, _fine.Fining(17_000), "2026-03-02");

        Assert.Equal(Disposition.Held, _zone.File(third));
        Assert.Equal(15_000_00, ((RecordDetails.Penalty)CurrentDetails()).Fine.Value);

        Assert.Equal(Disposition.Accepted, _zone.File(second, at: "2026-03-03"));
        Assert.Equal(17_000_00, ((RecordDetails.Penalty)CurrentDetails()).Fine.Value);
        Assert.Equal(3, _zone.State(_fine.Dossier).For(Qingpu, _zone.Network)!.Version);
    }

    [Fact]
    public void A_version_that_follows_an_older_one_is_turned_down()
    {
        _zone.File(_jiashan.Correct(_first, _fine.Fining(16_000), "2026-03-01"));
        var late = _jiashan.Publish(_fine.Fining(18_000), version: 3, previous: _first.Content, at: "2026-03-02");

        var result = _zone.TryFile(late, late.PublishedAt);

        Assert.Equal(RejectionCode.VersionDoesNotFollow, result.Rejection?.Code);
        Assert.Contains("the hub holds", result.Rejection?.Message.English, StringComparison.Ordinal);
        Assert.Empty(result.Dossiers);
    }

    private void AssertRecognisedOnce()
    {
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Holds(Qingpu, _fine));
        Assert.Equal("RECOGNISED since 2026-02-10", _zone.Holds(Wujiang, _fine));
        Assert.Equal(["parties without 330421: RECOGNISED since 2026-02-10"], _zone.Announced(_fine));
        Assert.Equal(1, _zone.Violations(C5));
    }

    private RecordDetails CurrentDetails() =>
        ((StatementBody.RecordVersion)_zone.State(_fine.Dossier).Facts.Current!.Statement.Body).Details;
}
