using System.Collections.Immutable;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using CreditClass = ExchangeHub.Protos.Record.V1.CreditClass;
using Evidence = ExchangeHub.Protos.Record.V1.Evidence;
using LifeCycleEvent = ExchangeHub.Protos.Record.V1.LifeCycleEvent;
using Organ = ExchangeHub.Protos.Record.V1.Organ;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>Each condition is met by a record that was made for it, and by none to which there is nothing to object.</summary>
public sealed class When_conditions_meet_records
{
    public static TheoryData<string, Action<Record>> Faults => new()
    {
        { "REF-SIG-SEAL", record => record.SealedDocument.SealedBy = new Organ
            { Name = "上海市青浦区城市管理行政执法局", CreditCode = "11310118MAHUBQP13X" } },
        { "REF-COMP-ISSUER", record => record.LegalIssuer.Name = "嘉兴市生态环境局嘉善分局" },
        { "REF-COMP-ISSUER", record => record.Penalty.Penalties.Add(new PenaltyItem { Kind = "P13", Text = "行政拘留五日" }) },
        { "REF-COMP-ISSUER", record => record.Penalty.Penalties.Add(new PenaltyItem { Kind = "P11", Text = "责令关闭" }) },
        { "REF-OFF-COUNT", record => record.Penalty.Officers.RemoveAt(1) },
        { "REF-OFF-COUNT", record =>
            record.Penalty.Officers[1].CertificateNumber = record.Penalty.Officers[0].CertificateNumber },
        { "REF-OFF-COUNT", record => record.Penalty.Officers[1].ValidTo = "2026-07-09" },
        { "REF-OFF-CERT", record => record.Penalty.Officers[1].ValidFrom = "2026-07-11" },
        { "REF-PROC-RIGHTS", record => record.Penalty.NoticeServedOn = "" },
        { "REF-PROC-RIGHTS", record => record.Penalty.NoticeServedOn = "2026-07-03" },
        { "REF-PROC-RIGHTS", record => record.Penalty.Procedure = Procedure.Summary },
        { "REF-PROC-RIGHTS", record =>
        {
            record.Penalty.Hearing.IsOffered = false;
            record.Penalty.Penalties.Add(new PenaltyItem { Kind = "P10", Text = "责令停产停业" });
        } },
        { "REF-PROC-LEGALREVIEW", record => record.Penalty.LegalReview.DoneOn = "" },
        { "REF-PROC-LEGALREVIEW", record => record.Penalty.LegalReview.DoneOn = "2026-07-11" },
        { "REF-PROC-LEGALREVIEW", record => record.Penalty.LegalReview.IsPassed = false },
        { "REF-PROC-COLLECTIVE", record => record.Penalty.CollectiveDecision.DoneOn = "" },
        { "REF-PROC-COLLECTIVE", record =>
            record.Penalty.CollectiveDecision.CertificateNumbers.Add(record.Penalty.Officers[0].CertificateNumber) },
        { "REF-PROC-REVIEWER", record =>
            record.Penalty.LegalReview.CertificateNumbers.Add(record.Penalty.Officers[0].CertificateNumber) },
        { "REF-PROC-SERVICE", record => (record.Penalty.ServedOn, record.Penalty.ServiceMode) = ("", ServiceMode.Unspecified) },
        { "REF-LAW-REPEALED", record => record.LegalBasis[0].Edition = "2008" },
        { "REF-LAW-RANGE", record => record.Penalty.FineFen = 100_000_001 },
        { "REF-LAW-RANGE", record => (record.Penalty.FineFen, record.Penalty.Discretion) = (9_999_999, null) },
        { "REF-TIMEBAR", record => record.ActPeriod.FromOn = "2024-04-13" },
        { "REF-AGE", record => MakeChild(record, isUnderFourteen: true) },
        { "REF-PRIV-MINOR", record => MakeChild(record, isUnderFourteen: false) },
        { "REF-DEMINIMIS", record => (record.Penalty.FineFen, record.Penalty.CreditClass) = (20_000, CreditClass.Minor) },
        { "FLG-LATE-DECISION", record => record.Penalty.FiledOn = "2026-04-03" },
        { "FLG-LATE-PUBLISH", record => record.DecidedOn = "2026-07-06" },
        { "FLG-MAJOR-CASE", record => record.Penalty.FineFen = 100_000_000 },
    };

    public static TheoryData<string, Action<Record>> DailyFaults => new()
    {
        { "REF-PROC-DAILY", record => record.Penalty.PriorDecision = null },
        { "REF-PROC-DAILY", record => record.Penalty.CorrectionOrder = null },
        { "REF-PROC-DAILY", record => record.Penalty.DailyPenalty.Days = 11 },
        { "REF-PROC-DAILY", record => record.Penalty.FineFen += 1 },
        { "REF-PROC-DAILY", record =>
        {
            (record.Penalty.DailyPenalty.ToOn, record.Penalty.DailyPenalty.Days) = ("2026-06-14", 31);
            record.Penalty.FineFen = 31 * 32_000_000L;
        } },
    };

    public static TheoryData<string, Action<Evidence>> Gaps => new()
    {
        { "REF-OFF-CERT", evidence => ((Officer[])[.. evidence.Team.Officers.Skip(1)]).ToList()
            .ForEach(officer => officer.ValidTo = "2026-05-11") },
        { "REF-EV-STEP1", evidence => evidence.Steps.RemoveAt(0) },
        { "REF-EV-STEP1", evidence => evidence.Steps[0].StartedAt = Sound.At(9, 6) },
        { "REF-EV-STEP2", evidence => evidence.Steps.RemoveAt(1) },
        { "REF-EV-STEP2", evidence => evidence.Steps[1].Inform.ToldOfRecusal = false },
        { "REF-EV-STEP3", evidence => evidence.Steps[2].Verify.CreditCode = "91310118MAHUB0021G" },
        { "REF-EV-STEP4", evidence => evidence.Steps[3].Inspect.Findings.Clear() },
        { "REF-EV-STEP5", evidence => evidence.Steps[4].Record.Protocols[0].IsMadeOnSite = false },
        { "REF-EV-STEP5", evidence => evidence.Steps[4].Record.Protocols[0].EndedAt = Sound.At(9, 40) },
        { "REF-EV-STEP6", evidence => evidence.Steps[5].Sign.Party = SignStep.Types.PartySignature.Unspecified },
        { "REF-EV-STEP6", evidence => evidence.Steps[5].Sign.OfficerCertificates.RemoveAt(1) },
        { "REF-EV-STEP7", evidence => evidence.Steps[6].Archive.AllFilesListed = false },
        { "REF-EV-STEP7", evidence => evidence.Items[0].CapturedAt = Sound.At(17, 1) },
        { "REF-EV-STEP8", evidence => evidence.Steps[7].Complete.ResultCode = "" },
        { "REF-EV-SAMPLING", evidence => evidence.Steps[3].Inspect.SamplingRecords.Clear() },
        { "REF-EV-SAMPLING", evidence => evidence.Items[2].Report.SampleNumbers.Add("YF-0512-02") },
        { "REF-CUST-BREAK", evidence => evidence.Custody[1].Sequence = 3 },
        { "REF-CUST-BREAK", evidence => evidence.Custody[1].HashAfter = Google.Protobuf.ByteString.CopyFrom(new byte[32]) },
        { "REF-CUST-BREAK", evidence => evidence.Custody[1].From.Unit = Samples.Qingpu },
        { "REF-CUST-BREAK", evidence => evidence.Custody[1].IsSignedByTaker = false },
        { "FLG-PARTY-REFUSED-SIGN", evidence =>
            evidence.Steps[5].Sign.Party = SignStep.Types.PartySignature.RefusedNoted },
        { "FLG-COVERT", evidence => evidence.Mode = Evidence.Types.Mode.Covert },
        { "FLG-OFFSITE", evidence => evidence.Mode = Evidence.Types.Mode.Offsite },
        { "FLG-OFFSITE", evidence => evidence.TaskSource = Evidence.Types.TaskSource.Offsite },
        { "FLG-CLOCK", evidence => evidence.Items[0].ClockOffsetMilliseconds = -60_001 },
        { "FLG-COPY", evidence => evidence.Items[0].Original = EvidenceItem.Types.Original.Extract },
    };

    public static TheoryData<string> Reviewed => [.. OfOfficers];

    private static IEnumerable<string> OfOfficers => Asking.Zone.Rules
        .Where(rule => rule.DecidedBy == ReasonDecider.Officer && rule.When is null).Select(rule => rule.Code.ToString());

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_penalty_with_the_fault_meets_it(string code, Action<Record> spoil) => Meets(code, Sound.Penalty(), spoil);

    [Theory]
    [MemberData(nameof(DailyFaults))]
    public void A_daily_fine_with_the_fault_meets_it(string code, Action<Record> spoil) => Meets(code, Sound.DailyFine(), spoil);

    [Theory]
    [MemberData(nameof(Gaps))]
    public void A_package_with_the_gap_meets_it(string code, Action<Evidence> spoil) =>
        Meets(code, Sound.Evidence(), record => spoil(record.Evidence));

    [Fact]
    public void A_permit_of_a_county_and_a_permit_published_late_meet_theirs()
    {
        Meets("REF-COMP-ISSUER", Sound.Permit(), record => record.LegalIssuer.Division = "320509");
        Meets("REF-AGR-SCOPE", Sound.Permit(), record => record.Permit.Management = Permit.Types.Management.Registration);
        Meets("FLG-LATE-PUBLISH", Sound.Permit(), record => record.DecidedOn = "2026-07-06");
        Meets("REF-PRIV-MINOR", Sound.Blacklist(), record => MakeChild(record, isUnderFourteen: false));
    }

    [Theory]
    [MemberData(nameof(Reviewed))]
    public void What_the_receivers_own_officer_confirms_applies_from_that_day(string code)
    {
        var record = ReasonCatalogue.Of(new ReasonCode(code)).Concerns("penalty") ? Sound.Penalty() : Sound.Evidence();
        Told[] confirmed = [Review(record, code, GroundReviewed.Types.Result.Confirmed, "2026-07-18", "node:330421")];
        Told[] elsewhere = [Review(record, code, GroundReviewed.Types.Result.Confirmed, "2026-07-18", "node:310118")];
        Told[] dismissed =
            [.. confirmed, Review(record, code, GroundReviewed.Types.Result.Dismissed, "2026-07-19", "node:330421")];

        Assert.True(Test(code, record, [.. confirmed]));
        Assert.Equal(new DateOnly(2026, 7, 18), Since(code, record, [.. confirmed]));
        Assert.False(Test(code, record, [.. elsewhere]));
        Assert.False(Test(code, record, [.. dismissed]));
    }

    [Theory]
    [InlineData("HOLD-EV-SUPPLEMENT", EvidenceReviewed.Types.Result.ReturnedForSupplement)]
    [InlineData("REF-EV-REVIEW", EvidenceReviewed.Types.Result.Refused)]
    [InlineData("FLG-DEFECT", EvidenceReviewed.Types.Result.AdmittedWithDefect)]
    public void What_the_receiver_made_of_the_evidence_counts_for_it(string code, EvidenceReviewed.Types.Result result)
    {
        var happened = At(Sound.Evidence(), "2026-07-17", Samples.Jiaxing);
        happened.EvidenceReviewed = new EvidenceReviewed { Result = result, ReviewerCertificate = "11042100123" };

        Assert.True(Test(code, Sound.Evidence(), new Told(happened, "node:330421")));
        Assert.Equal(new DateOnly(2026, 7, 17), Since(code, Sound.Evidence(), new Told(happened, "node:330421")));
        Assert.False(Test(code, Sound.Evidence(), new Told(happened, "node:310118")));
    }

    [Fact]
    public void Evidence_that_was_excluded_is_illegal_from_that_day()
    {
        var happened = At(Sound.Evidence(), "2026-07-17", Samples.Jiaxing);
        happened.EvidenceStatusChanged =
            new EvidenceStatusChanged { Status = EvidenceStatusChanged.Types.Status.Excluded };

        Assert.Equal(
            new DateOnly(2026, 7, 17), Since("REF-EV-ILLEGAL", Sound.Evidence(), new Told(happened, "node:330421")));
    }

    [Fact]
    public void A_fine_decided_while_the_police_have_the_case_rests_until_it_comes_back()
    {
        var (referred, later, returned) = (At("2026-07-09"), At("2026-07-11"), At("2026-07-15"));
        (referred.CriminalReferred, later.CriminalReferred) = (new CriminalReferred(), new CriminalReferred());
        returned.CriminalReferralReturned = new CriminalReferralReturned();

        Assert.True(Test("SUS-CRIME", Sound.Penalty(), new Told(referred, "node:320509")));
        Assert.Equal(new DateOnly(2026, 7, 9), Since("SUS-CRIME", Sound.Penalty(), new Told(referred, "node:320509")));
        Assert.False(Test("SUS-CRIME", Sound.Penalty(), new Told(later, "node:320509")));
        Assert.False(Test("SUS-CRIME", Sound.Penalty(), new Told(referred, "node:320509"), new Told(returned, "node:320509")));

        LifeCycleEvent At(string on) => When_conditions_meet_records.At(Sound.Penalty(), on, Samples.Suzhou);
    }

    [Fact]
    public void Nothing_applies_to_what_is_sound()
    {
        foreach (var record in (Record[])
            [Sound.Penalty(), Sound.DailyFine(), Sound.Evidence(), Sound.Permit(), Sound.Blacklist()])
        {
            var kind = record.BodyCase.ToString().ToLowerInvariant();
            var met = Asking.Zone.For(KindOf(record)).Select(rule => rule.Code.ToString())
                .Where(code => Test(code, record) is true)
                .Where(code => (code, record.Penalty?.FineFen) is not ("FLG-MAJOR-CASE", 320_000_000));
            Assert.True(!met.Any(), $"{kind} {record.Penalty?.DocumentNumber}: {string.Join(' ', met)}");
        }
    }

    [Fact]
    public void Every_rule_of_the_zone_is_met_by_a_test()
    {
        // What needs a history of several statements is told in the tests of the core.
        string[] told =
        [
            "HOLD-DEPENDENCY", "DUP-CONFLICT", "REF-AGR-NOT-IN-FORCE", "REF-AGR-DATE", "REF-AGR-TERRITORY", "FLG-UNDER-REVIEW",
            "SUS-PENDING", "SUS-STAY", "SUS-VENUE", "SUS-CONFLICT", "REF-BIS", "CHG-CHANGED", "SUS-PERMIT", "INF-PERFORMED",
            "REF-EV-POSTDECISION",
            .. Asking.Zone.Rules.Select(rule => rule.Code.ToString())
                .Where(code => code.StartsWith("TRM-", StringComparison.Ordinal)),
        ];
        string[] cases =
        [
            .. Faults.Concat(DailyFaults).Select(row => (string)row[0]), .. Gaps.Select(row => (string)row[0]),
            .. OfOfficers, "HOLD-EV-SUPPLEMENT", "REF-EV-REVIEW", "FLG-DEFECT", "REF-EV-ILLEGAL", "SUS-CRIME", "REF-AGR-SCOPE",
        ];
        Assert.Equal(
            Asking.Zone.Rules.Select(rule => rule.Code.ToString()).Order(StringComparer.Ordinal),
            cases.Concat(told).Distinct().Order(StringComparer.Ordinal));
    }

    private static void Meets(string code, Record record, Action<Record> spoil)
    {
        Assert.False(Test(code, record));
        spoil(record);
        Assert.True(Test(code, record), $"{code} does not apply");
    }

    private static bool? Test(string code, Record record, params ImmutableArray<Told> events)
    {
        var seen = Asking.Look(record, events);
        return RuleOf(code, record).Holds(seen) is true || RuleOf(code, record).IsConfirmed(seen);
    }

    private static DateOnly? Since(string code, Record record, params ImmutableArray<Told> events) =>
        RuleOf(code, record).Find(Asking.Look(record, events)).SinceOn;

    private static Rule RuleOf(string code, Record record) => Asking.Zone
        .For(KindOf(record)).Single(rule => rule.Code.ToString() == code);

    private static RecordKind KindOf(Record record) => System.Enum.Parse<RecordKind>(record.BodyCase.ToString());

    private static void MakeChild(Record record, bool isUnderFourteen)
    {
        record.Subjects[0] = Samples.Driver;
        (record.Subjects[0].IsMinor, record.Subjects[0].IsUnderFourteen) = (true, isUnderFourteen);
    }

    private static Told Review(Record record, string code, GroundReviewed.Types.Result result, string on, string node)
    {
        var happened = At(record, on, node == "node:310118" ? Samples.Qingpu : Samples.Jiaxing);
        happened.GroundReviewed = new GroundReviewed
        {
            Code = code, Result = result, Reason = "经核查属实", ReviewerCertificate = "11042100123",
        };
        return new Told(happened, node);
    }

    private static LifeCycleEvent At(Record record, string on, Organ organ) => new()
    {
        RecordId = $"urn:eeh:{record.BodyCase.ToString().ToLowerInvariant()}:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
        OccurredOn = on,
        ReportedFor = organ,
    };
}
