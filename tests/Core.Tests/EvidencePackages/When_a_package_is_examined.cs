using ExchangeHub.EvidencePackages;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.EvidencePackages.Sheets;

namespace ExchangeHub.Tests.EvidencePackages;

/// <summary>
/// Eight steps, some forty checks, three weights. A check that weighs too much throws good evidence away; one that weighs too
/// little lets a decision rest on a record that nobody signed. Each check of the method is broken alone, and must say which step
/// it is, what it costs, and under which reason.
/// </summary>
public sealed class When_a_package_is_examined
{
    private const CheckSeverity H = CheckSeverity.Hard;
    private const CheckSeverity R = CheckSeverity.Remediable;
    private const CheckSeverity W = CheckSeverity.Warning;
    private const string Supplement = "HOLD-EV-SUPPLEMENT";

    // How each check is broken; nothing else is wrong with the package.
    private static readonly Dictionary<string, Func<PackageSheet>> Breaks = new()
    {
        ["nobody signed in"] = () => With<StepSheet.Locate>(step => step with { Certificates = [] }),
        ["one officer"] = () => Sound with { Officers = [OfficerOf(First)] },
        ["one valid certificate of two"] = () => Sound with { Officers = [OfficerOf(First), OfficerOf(Second, isValid: false)] },
        ["no coordinates"] = () => With<StepSheet.Locate>(step => step with { Position = null }),
        ["no datum"] = () => With<StepSheet.Locate>(step => step with { Position = step.Position! with { Datum = "" } }),
        ["700 m away"] = () => With<StepSheet.Locate>(step =>
            step with { Position = new PositionSeen(new GeoPoint(30.9375, 120.9215), "CGCS2000") }),
        ["600 m away by the device"] = () => With<StepSheet.Locate>(step => step with { DistanceMetres = 600 }),
        ["signed in after showing the certificate"] = () =>
            With<StepSheet.Locate>(step => step with { StartedAt = At(9, 7), EndedAt = null }),
        ["no certificate shown"] = () => With<StepSheet.Inform>(step => step with { Certificates = [] }),
        ["not told of recusal"] = () => With<StepSheet.Inform>(step => step with { OfRecusal = false }),
        ["not told of defence"] = () => With<StepSheet.Inform>(step => step with { OfDefence = false }),
        ["not told to cooperate"] = () => With<StepSheet.Inform>(step => step with { OfCooperation = false }),
        ["not acknowledged"] = () => With<StepSheet.Inform>(step => step with { IsAcknowledged = false }),
        ["no name"] = () => With<StepSheet.Verify>(step => step with { Name = "" }),
        ["code with a wrong check digit"] = () => With<StepSheet.Verify>(step => step with { CreditCode = "91330421MAHUB0099K" }),
        ["code of somebody else"] = () => With<StepSheet.Verify>(step => step with { CreditCode = "91330421MAHUB00565" }),
        ["another name"] = () => With<StepSheet.Verify>(step => step with { Name = "嘉善恒芯电子材料有限公司" }),
        ["no capacity"] = () => With<StepSheet.Verify>(step => step with { Capacity = "" }),
        ["no finding"] = () => With<StepSheet.Inspect>(step => step with { FindingCount = 0, ViolationCount = 0 }),
        ["instrument out of calibration"] = () =>
            With<StepSheet.Inspect>(step => step with { Instruments = [("PH-07", new DateOnly(2026, 6, 2))] }),
        ["instrument of no calibration"] = () => With<StepSheet.Inspect>(step => step with { Instruments = [("PH-07", null)] }),
        ["photo without taker"] = () => With("E3-1", item => item with { Taker = "" }),
        ["photo without place"] = () => With("E3-1", item => item with { Place = "" }),
        ["named photo of another kind"] = () => Sound with
        {
            Items = [.. With("E8-1", item => item with { Taker = "" }).Items],
            Steps = [.. With<StepSheet.Inspect>(step => step with { Images = ["E8-1"] }).Steps],
        },
        ["sample not recorded"] = () => With<StepSheet.Inspect>(step => step with { SamplingRecords = [] }),
        ["sample from elsewhere"] = () => Sound with { Samples = [new SampleSheet("YF-01", "河道", "YF-01")] },
        ["no seal on the sample"] = () => Sound with { Samples = [new SampleSheet("YF-01", "DW001", "")] },
        ["no record"] = () => With<StepSheet.Record>(step => step with { Protocols = [] }),
        ["record that ends before it begins"] = () => Protocol(one => one with { EndedAt = At(9, 30) }),
        ["record without end"] = () => Protocol(one => one with { EndedAt = null }),
        ["record made later"] = () => Protocol(one => one with { IsMadeOnSite = false }),
        ["record from before the inspection"] = () => Protocol(one => one with { StartedAt = At(9, 10) }),
        ["record from after they had left"] = () => Protocol(one => one with { StartedAt = At(11, 0), EndedAt = At(11, 30) }),
        ["two persons in one record"] = () => Protocol(one => one with { IsQuestioning = true, Persons = 2 }),
        ["nobody signed"] = () => With<StepSheet.Sign>(step => step with { Party = PartySigning.None }),
        ["one officer signed twice"] = () => With<StepSheet.Sign>(step => step with { Certificates = [First, First] }),
        ["a page unsigned"] = () => With<StepSheet.Sign>(step => step with { SignedPages = 2 }),
        ["blanks left"] = () => With<StepSheet.Sign>(step => step with { AreBlanksStruck = false }),
        ["files not listed"] = () => With<StepSheet.Archive>(step => step with { AreFilesListed = false }),
        ["sealed before the last item"] = () => With("E8-1", item => item with { CapturedAt = At(18, 0) }),
        ["sealed two days later"] = () => With<StepSheet.Archive>(step => step with { SealedAt = At(17, 0).AddDays(2) }),
        ["no result"] = () => With<StepSheet.Complete>(step => step with { ResultCode = "" }),
        ["no next action"] = () => With<StepSheet.Complete>(step => step with { Next = NextAction.NotSaid }),
        ["a violation and nothing follows"] = () => With<StepSheet.Complete>(step => step with { Next = NextAction.Nothing }),
        ["reviewed by the sole operator"] = () => With<StepSheet.Complete>(step => step with { Reviewer = First }),
        ["identity verified while informing"] = () => With<StepSheet.Verify>(step => step with { StartedAt = At(9, 7) }),
        ["clock 61 s wrong"] = () => With("E3-1", item => item with { ClockOffset = TimeSpan.FromSeconds(-61) }),
        ["clock 11 min wrong"] = () => With("E3-1", item => item with { ClockOffset = TimeSpan.FromMinutes(11) }),
        ["a copy"] = () => With("E8-1", item => item with { IsCopy = true, IsCheckedAgainstOriginal = true }),
        ["a copy nobody compared"] = () => With("E8-1", item => item with { IsCopy = true }),
        ["proves nothing"] = () => With("E8-1", item => item with { Proves = "" }),
        ["clip without the original"] = () => With("E3-1", item => item with { ReliesOn = ["E3-9"] }),
        ["data extracted by one"] = () => With("E8-1", item => item with { Kind = 4, SignatureCount = 1 }),
        ["report without accreditation"] = () => Report(one => one with { Missing = [new Wording("资质编号", "accreditation")] }),
        ["report older than its samples"] = () => Report(one => one with { IssuedOn = new DateOnly(2026, 6, 2) }),
    };

    public static TheoryData<string, int, CheckSeverity, string> Broken => new()
    {
        { "nobody signed in", 1, H, "REF-EV-STEP1" },
        { "one officer", 1, H, "REF-OFF-COUNT" },
        { "one valid certificate of two", 1, H, "REF-OFF-CERT" },
        { "no coordinates", 1, R, Supplement },
        { "no datum", 1, W, "" },
        { "700 m away", 1, R, Supplement },
        { "600 m away by the device", 1, R, Supplement },
        { "signed in after showing the certificate", 1, H, "REF-EV-STEP1" },
        { "no certificate shown", 2, H, "REF-EV-STEP2" },
        { "not told of recusal", 2, H, "REF-EV-STEP2" },
        { "not told of defence", 2, H, "REF-EV-STEP2" },
        { "not told to cooperate", 2, R, Supplement },
        { "not acknowledged", 2, R, Supplement },
        { "no name", 3, H, "REF-EV-STEP3" },
        { "code with a wrong check digit", 3, H, "REF-EV-STEP3" },
        { "code of somebody else", 3, H, "REF-EV-STEP3" },
        { "another name", 3, H, "REF-SUBJ-MISMATCH" },
        { "no capacity", 3, R, Supplement },
        { "no finding", 4, H, "REF-EV-STEP4" },
        { "instrument out of calibration", 4, R, Supplement },
        { "instrument of no calibration", 4, R, Supplement },
        { "photo without taker", 4, R, Supplement },
        { "photo without place", 4, R, Supplement },
        { "named photo of another kind", 4, R, Supplement },
        { "sample not recorded", 4, H, "REF-EV-SAMPLING" },
        { "sample from elsewhere", 4, W, "" },
        { "no seal on the sample", 0, W, "" },
        { "no record", 5, H, "REF-EV-STEP5" },
        { "record that ends before it begins", 5, H, "REF-EV-STEP5" },
        { "record without end", 5, H, "REF-EV-STEP5" },
        { "record made later", 5, H, "REF-EV-STEP5" },
        { "record from before the inspection", 5, H, "REF-EV-STEP5" },
        { "record from after they had left", 5, H, "REF-EV-STEP5" },
        { "two persons in one record", 5, R, Supplement },
        { "nobody signed", 6, H, "REF-EV-STEP6" },
        { "one officer signed twice", 6, H, "REF-EV-STEP6" },
        { "a page unsigned", 6, R, Supplement },
        { "blanks left", 6, W, "" },
        { "files not listed", 7, H, "REF-EV-STEP7" },
        { "sealed before the last item", 7, H, "REF-EV-STEP7" },
        { "sealed two days later", 7, W, "" },
        { "no result", 8, H, "REF-EV-STEP8" },
        { "no next action", 8, H, "REF-EV-STEP8" },
        { "a violation and nothing follows", 8, W, "" },
        { "reviewed by the sole operator", 8, W, "" },
        { "identity verified while informing", 3, W, "" },
        { "clock 61 s wrong", 0, W, "FLG-CLOCK" },
        { "clock 11 min wrong", 0, R, Supplement },
        { "a copy", 0, W, "FLG-COPY" },
        { "a copy nobody compared", 0, R, Supplement },
        { "proves nothing", 0, W, "FLG-RELEVANCE" },
        { "clip without the original", 0, R, Supplement },
        { "data extracted by one", 0, R, Supplement },
        { "report without accreditation", 0, W, "" },
        { "report older than its samples", 0, R, Supplement },
    };

    [Fact]
    public void A_sound_package_passes_every_check()
    {
        var report = PackageExamination.Run(Sound, Bag, new DateOnly(2026, 7, 10));

        Assert.Empty(report.Checks.Where(check => !check.Passes).Select(check => check.Sentence.English));
        Assert.Equal((PackageOutcome.Admissible, 1000), (report.Outcome, report.Score));
        Assert.Empty(report.Flags);
        Assert.Equal(Enumerable.Range(0, 9), report.Checks.Select(check => check.Step).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_found_in_its_step_with_its_weight_and_reason(
        string how, int step, CheckSeverity severity, string code)
    {
        var report = PackageExamination.Run(Breaks[how](), Bag);

        var failing = report.Checks.Where(check => !check.Passes).ToList();
        Assert.Contains(failing, check => (check.Step, check.Severity, check.Code?.ToString() ?? "") == (step, severity, code));
        Assert.Equal(severity, failing.Max(check => check.Severity));
        Assert.All(failing, check => Assert.True(check.Sentence.Chinese.Length > 0 && check.Sentence.English.Length > 0));
    }

    [Fact]
    public void Every_break_is_tried() =>
        Assert.Equal(Breaks.Keys.Order(), Broken.Select(row => (string)row[0]).Distinct().Order());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_step_that_is_not_there_costs_the_package_under_its_own_reason_alone(int step)
    {
        var report = PackageExamination.Run(Without(step), Bag);

        Assert.Equal(PackageOutcome.Refused, report.Outcome);
        Assert.Equal([new ReasonCode($"REF-EV-STEP{step}")], report.Codes.Where(code => code.ToString() != "REF-EV-SAMPLING"));
        Assert.False(report.IsComplete(step));
    }

    [Theory]
    [InlineData(true, false, true, "REF-INT-HASH")]
    [InlineData(false, false, true, "REF-INT-BAG")]
    [InlineData(true, true, false, "REF-SIG-INVALID")]
    public void A_bag_that_was_altered_is_kept_apart(bool isComplete, bool isValid, bool isSigned, string code)
    {
        var report = PackageExamination.Run(Sound, Bag with { IsComplete = isComplete, IsValid = isValid, IsSigned = isSigned });

        Assert.Equal(PackageOutcome.Quarantined, report.Outcome);
        Assert.Contains(new ReasonCode(code), report.Codes);
    }

    [Fact]
    public void An_item_of_another_file_than_it_says_keeps_the_package_apart()
    {
        var report = PackageExamination.Run(With("E3-1", item => item with { Sha256 = Digest.Of("another"u8) }), Bag);

        Assert.Equal(PackageOutcome.Quarantined, report.Outcome);
        Assert.Equal(["REF-INT-HASH"], report.Codes.Select(code => code.ToString()));
    }

    [Fact]
    public void Covert_checks_show_the_certificate_and_sign_at_the_confrontation_and_before_any_decision()
    {
        var covert = Sound with
        {
            Mode = EvidenceMode.Covert, Steps = [.. Sound.Steps.Where(step => step.Number is not 2 and not 6)],
        };

        var report = PackageExamination.Run(covert, Bag);
        Assert.Equal(PackageOutcome.Returned, report.Outcome);
        Assert.Equal(["FLG-COVERT"], report.Flags.Select(flag => flag.ToString()));
        report = PackageExamination.Run(covert, Bag, new DateOnly(2026, 7, 10));
        Assert.Equal(["REF-EV-STEP2", "REF-EV-STEP6"], report.Codes.Select(code => code.ToString()));
        report = PackageExamination.Run(covert with { Steps = Sound.Steps }, Bag, new DateOnly(2026, 7, 10));
        Assert.Equal(PackageOutcome.Admissible, report.Outcome);
    }

    [Fact]
    public void Off_site_the_data_of_a_reviewed_device_stand_for_signing_in_and_the_certificate()
    {
        var offsite = Sound with { Mode = EvidenceMode.Offsite, Steps = [.. Sound.Steps.Where(step => step.Number > 2)] };
        Assert.Equal(PackageOutcome.Returned, PackageExamination.Run(offsite, Bag).Outcome);

        var report = PackageExamination.Run(offsite with
        {
            Items =
            [
                .. offsite.Items,
                new ItemSheet("E4-1", 4, At(8, 0))
                {
                    Title = "在线监测数据", Proves = "超标", Taker = First, Place = "DW001", IsOfSystem = true, ReliesOn = ["E8-1"],
                },
            ],
        }, Bag);

        Assert.Equal((PackageOutcome.Admissible, "FLG-OFFSITE"), (report.Outcome, Assert.Single(report.Flags).ToString()));
    }

    [Fact]
    public void A_noted_refusal_to_sign_is_no_defect()
    {
        var report = PackageExamination.Run(With<StepSheet.Sign>(step => step with { Party = PartySigning.RefusedNoted }), Bag);

        Assert.Equal(
            (PackageOutcome.Admissible, "FLG-PARTY-REFUSED-SIGN"), (report.Outcome, Assert.Single(report.Flags).ToString()));
    }

    [Fact]
    public void An_unrecorded_sample_costs_the_items_that_rest_on_it_and_not_the_package()
    {
        var report = PackageExamination.Run(Breaks["sample not recorded"](), Bag);

        Assert.Equal(PackageOutcome.Admissible, report.Outcome);
        Assert.Equal("E7-1", Assert.Single(report.RefusedItems).Key);
        Assert.Empty(report.Codes);
    }

    [Fact]
    public void What_was_taken_after_the_decision_cannot_carry_it()
    {
        var report = PackageExamination.Run(Sound, Bag, new DateOnly(2026, 6, 2));

        Assert.Equal(4, report.RefusedItems.Count);
        Assert.All(report.RefusedItems, item => Assert.Equal("REF-EV-POSTDECISION", Assert.Single(item).ToString()));
    }

    [Fact]
    public void On_a_boat_signing_in_may_follow_if_it_says_why()
    {
        var late = With<StepSheet.Locate>(step => step with { StartedAt = At(9, 7), EndedAt = null, OrderReason = "登船检查" });

        Assert.Equal(PackageOutcome.Admissible, PackageExamination.Run(late, Bag).Outcome);
    }

    private static PackageSheet Protocol(Func<ProtocolSheet, ProtocolSheet> change) =>
        With<StepSheet.Record>(step => step with { Protocols = [.. step.Protocols.Select(change)] });

    private static PackageSheet Report(Func<ReportSheet, ReportSheet> change) =>
        With("E7-1", item => item with { Report = change(item.Report!) });
}
