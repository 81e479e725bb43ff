using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using Circumstances = ExchangeHub.Agreements.Circumstances;
using Evidence = ExchangeHub.Protos.Record.V1.Evidence;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>What rules learn from a record as its node signed it; what it does not say stays unknown.</summary>
public sealed class When_records_are_asked
{
    [Theory]
    [InlineData("procedure.kind = ORDINARY and procedure.filedOn = 2026-05-14 and procedure.noticeServedOn = 2026-06-16")]
    [InlineData("procedure.excludedDays = 7 and procedure.evidenceCount = 1 and procedure.hasCorrectionOrder")]
    [InlineData("procedure.creditClass = GENERAL and discretion.amount = 320000 yuan and discretion.hasMitigation")]
    [InlineData("defence.isRaised and not defence.isAdopted and defence.isAnswered")]
    [InlineData("hearing.isOffered and hearing.isRequested and hearing.heldOn = 2026-06-30")]
    [InlineData("legalReview.isRequired and legalReview.doneOn = 2026-07-07 and legalReview.isPassed")]
    [InlineData("not legalReview.hasInvestigator and not collectiveDecision.hasInvestigator")]
    [InlineData("collectiveDecision.isRequired and collectiveDecision.doneOn = 2026-07-09 and collectiveDecision.isPassed")]
    [InlineData("all p in penaltyItems where p.kind = P03 and p.amount = 320000 yuan and p.hearing = WHEN_LARGE")]
    [InlineData("no p in penaltyItems where (p.fromOn is known or p.toOn is known)")]
    [InlineData("issuer.name = '苏州市生态环境局' and issuer.creditCode = '11320500MAHUBWJ11X' and issuer.division = '320500'")]
    [InlineData("issuer.level = PREFECTURE and not issuer.isBranch and not issuer.isPolice and not issuer.isGovernment")]
    [InlineData("issuer.coversVenue and seal.isOfIssuer and seal.name = issuer.name and not actingUnit.isIssuer")]
    [InlineData("actingUnit.name = '苏州市吴江生态环境局' and actingUnit.creditCode is unknown and actingUnit.division = '320509'")]
    [InlineData("record.sensitivity = GOV and seal.creditCode = issuer.creditCode and seal.division = '320500'")]
    [InlineData("all b in basis where b.instrument = '水污染防治法' and b.edition = '2017' and b.article = '83' and b.item = 2")]
    [InlineData("no b in basis where b.paragraph is known")]
    [InlineData("act.firstOn = 2026-05-12 and act.lastOn = 2026-05-12 and not act.isContinuing")]
    [InlineData("all s in subjects where s.category = ORGANISATION and s.creditCode = '91320509MAHUB0013D'")]
    [InlineData("all s in subjects where s.industry = '1752'")]
    [InlineData("no s in subjects where (s.isMinor or s.isUnderFourteen)")]
    [InlineData("officers.count = 2 and (any o in officers where o.certificate = '10050912045' and o.homeDivision = '320509')")]
    [InlineData("all o in officers where o.validFrom = 2023-01-01 and o.validTo = 2027-12-31 and o.isValid")]
    [InlineData("no o in officers where o.authority is known")]
    public void A_penalty_says_it(string condition) => Assert.True(Asking.Test(condition, Asking.Look(Sound.Penalty())));

    [Fact]
    public void A_daily_fine_says_its_days() => Assert.True(Asking.Test(
        "daily.firstOn = 2026-05-15 and daily.lastOn = 2026-05-24 and daily.days = 10 and daily.amount = 320000 yuan "
            + "and daily.hasPriorDecision",
        Asking.Look(Sound.DailyFine())));

    [Theory]
    [InlineData("evidence.mode = ORDINARY and evidence.taskSource = SPECIAL and evidence.isOfJointTeam")]
    [InlineData("(count s in steps where s.isThere and s.isRequired and s.isComplete and s.isInOrder) = 8")]
    [InlineData("no s in steps where (s.hasCurableGap or s.startedOn != 2026-05-12 or s.endedOn != 2026-05-12)")]
    [InlineData("signing.party = SIGNED and not signing.isWitnessed and signing.officerCount = 2")]
    [InlineData("identity.isCodeEqual and identity.isNameEqual and sampling.isDone and sampling.isRecorded")]
    [InlineData("any i in items where i.number = 'E8-1' and i.kind = E8 and i.takenOn = 2026-05-12 and i.clockDeviation = 0")]
    [InlineData("all i in items where i.hasTaker and i.hasPlace and i.hasPurpose")]
    [InlineData("no i in items where (i.isCopy or i.isCheckedAgainstOriginal or i.isOfUnrecordedSample)")]
    [InlineData("all s in samples where s.number = 'YF-0512-01' and s.takenOn = 2026-05-12 and s.isRecorded and s.isSealed")]
    [InlineData("not custody.isBroken and not custody.hasGap and not custody.hasHashDifference")]
    [InlineData("not custody.hasOtherHolder and not custody.hasUnsignedHandOver")]
    [InlineData("bag.sealedOn = 2026-05-12 and bag.isSizeConsistent and bag.isSealedAfterCapture")]
    [InlineData("officers.count = 3 and (all o in officers where o.isValid)")]
    public void A_package_says_it(string condition) => Assert.True(Asking.Test(condition, Asking.Look(Sound.Evidence())));

    [Fact]
    public void Permits_and_entries_say_theirs()
    {
        var permit = Asking.Look(Sound.Permit());
        Assert.True(Asking.Test("permit.state = VALID and permit.management = KEY", permit));
        Assert.True(Asking.Test("permit.validFrom = 2026-07-12 and permit.validTo = 2031-07-11", permit));
        Assert.True(Asking.Test("issuer.level = COUNTY and actingUnit.isIssuer", permit));

        var entry = Asking.Look(Sound.Blacklist());
        Assert.True(Asking.Test("blacklist.list = 'ENV-YRD' and blacklist.basisCount = 1", entry));
        Assert.True(Asking.Test("blacklist.role = ENTERPRISE", entry));
        Assert.True(Asking.Test("blacklist.minimumUntil = 2027-07-10 and blacklist.maximumUntil = 2029-07-10", entry));
        Assert.True(Asking.Test("(count g in blacklist.grounds where g.code in {'SD03', 'SD04'}) = 2", entry));
        Assert.True(Asking.Test("all s in blacklist.sanctions where s.code = 'M02'", entry));
    }

    [Fact]
    public void Every_fact_is_known_of_some_record_and_none_of_a_kind_that_has_it_not()
    {
        var review = new LifeCycleEvent
        {
            RecordId = "urn:eeh:evidence:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
            OccurredOn = "2026-07-17",
            ReportedFor = Samples.Jiaxing,
            EvidenceReviewed = new EvidenceReviewed
            {
                Result = EvidenceReviewed.Types.Result.Admitted, ReviewerCertificate = "11042100123",
            },
        };
        var referral = new LifeCycleEvent
        {
            RecordId = "urn:eeh:penalty:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
            OccurredOn = "2026-07-17",
            ReportedFor = Samples.Suzhou,
            CriminalReferred = new CriminalReferred(),
        };
        var penalty = Asking.Look(Sound.DailyFine(), new Told(referral, "node:320509"));
        var evidence = Asking.Look(Sound.Evidence(), new Told(review, "node:330421"));
        Circumstances[] all = [penalty, evidence, Asking.Look(Sound.Permit()), Asking.Look(Sound.Blacklist())];

        // What needs a history of several statements is told in the tests of the core.
        string[] told =
        [
            "remedy.pendingSince", "stay.since", "permit.suspendedSince", "permit.suspendedUntil", "reliance.basisLostOn",
            "reliance.basisRepairedOn", "citing.lastDecidedOn",
        ];
        Assert.All(Asking.Facts.Names.Except(told), name =>
            Assert.Contains(all, seen => Asking.Test($"{name} is known", seen) == true));
        Assert.All(
            Asking.Facts.Names.Where(name => name.Split('.')[0] is "procedure" or "daily" or "legalReview" or "hearing"),
            name => Assert.True(Asking.Test($"{name} is unknown", evidence), name));
        Assert.All(
            Asking.Facts.Names.Where(name =>
                name.Split('.')[0] is "evidence" or "signing" or "custody" or "bag" or "permit" or "blacklist"),
            name => Assert.True(Asking.Test($"{name} is unknown", penalty), name));
        Assert.Null(Asking.Test("any s in steps where s.isThere", penalty));
        Assert.Null(Asking.Test("any p in penaltyItems where p.kind = P03", evidence));
        Assert.Null(Asking.Test("any o in officers where o.isValid", all[2]));
    }

    [Theory]
    [InlineData("defence.isRaised is unknown and hearing.isOffered is unknown and legalReview.isRequired is unknown")]
    [InlineData("collectiveDecision.isPassed is unknown and discretion.amount is unknown and daily.days is unknown")]
    [InlineData("seal.isOfIssuer is unknown and seal.name is unknown and crime.referredOn is unknown")]
    [InlineData("no o in officers where (o.isValid is known or o.validTo is known)")]
    [InlineData("no s in subjects where s.industry is known")]
    public void What_a_penalty_does_not_say_is_unknown(string condition) =>
        Assert.True(Asking.Test(condition, Asking.Look(Samples.Penalty())));

    [Fact]
    public void An_act_that_goes_on_has_no_last_day_and_one_that_is_not_dated_has_none_at_all()
    {
        var record = Samples.Penalty();
        record.ActPeriod.IsContinuing = true;
        Assert.True(Asking.Test("act.firstOn is known and act.lastOn is unknown and act.isContinuing", Asking.Look(record)));

        record.ActPeriod = null;
        Assert.True(Asking.Test("act.firstOn is unknown and act.isContinuing is unknown", Asking.Look(record)));
    }

    [Fact]
    public void Excluded_days_count_once_and_only_between_filing_and_decision()
    {
        var record = Sound.Penalty();
        record.Penalty.ExcludedPeriods.Clear();
        Exclude("2026-05-01", "2026-05-16"); // 15 and 16: the term begins on the 15th
        Exclude("2026-06-01", "2026-06-10"); // ten
        Exclude("2026-06-05", "2026-06-12"); // two more
        Exclude("2026-06-06", "2026-06-07"); // none
        Exclude("2026-07-10", "2026-08-01"); // one

        Assert.True(Asking.Test("procedure.excludedDays = 15", Asking.Look(record)));

        void Exclude(string from, string to) => record.Penalty.ExcludedPeriods.Add(
            new ExcludedPeriod { Reason = ExcludedPeriod.Types.Reason.Monitoring, FromOn = from, ToOn = to });
    }

    [Fact]
    public void Steps_are_in_order_unless_the_way_of_taking_evidence_says_otherwise()
    {
        var record = Sound.Evidence();
        var (locate, inform) = (record.Evidence.Steps[0], record.Evidence.Steps[1]);
        (locate.StartedAt, locate.EndedAt) = (Sound.At(9, 6), Sound.At(9, 8));
        Assert.True(Disordered(1));

        locate.Locate.OrderReason = "船上检查";
        Assert.False(Disordered(1));
        Assert.False(Disordered(2));

        record.Evidence.Steps[2].StartedAt = Sound.At(9, 9);
        Assert.True(Disordered(3));

        (inform.StartedAt, inform.EndedAt) = (Sound.At(18, 0), Sound.At(18, 5));
        record.Evidence.Mode = Evidence.Types.Mode.Covert;
        Assert.False(Disordered(3));
        Assert.True(Asking.Test("(count s in steps where not s.isRequired) = 2", Asking.Look(record)));

        record.Evidence.Mode = Evidence.Types.Mode.Offsite;
        Assert.True(Asking.Test("all s in steps where (s.isRequired or s.number <= 2)", Asking.Look(record)));

        bool? Disordered(int number) =>
            Asking.Test($"any s in steps where s.number = {number} and not s.isInOrder", Asking.Look(record));
    }

    [Theory]
    [InlineData(1, "position")]
    [InlineData(2, "acknowledgement")]
    [InlineData(3, "capacity")]
    [InlineData(4, "calibration")]
    [InlineData(5, "persons")]
    [InlineData(6, "pages")]
    public void What_may_be_supplemented_is_no_reason_to_refuse(int number, string what)
    {
        var record = Sound.Evidence();
        var step = record.Evidence.Steps[number - 1];
        _ = what switch
        {
            "position" => (object?)(step.Position = null),
            "acknowledgement" => step.Inform.Acknowledgement = InformStep.Types.Acknowledgement.Unspecified,
            "capacity" => step.Verify.PersonOnSiteCapacity = "",
            "calibration" => step.Inspect.Instruments[0].CalibratedUntil = "2026-05-11",
            "persons" => step.Record.Protocols[0].PersonsQuestioned = 2,
            _ => step.Sign.SignedPageCount = 2,
        };

        Assert.True(Asking.Test(
            $"all s in steps where s.isComplete and (s.hasCurableGap = (s.number = {number}))", Asking.Look(record)));
    }

    [Fact]
    public void A_bag_holds_what_it_says()
    {
        Assert.Equal("record.evidence.bag.oxum REF-INT-BAG", Fault(evidence => evidence.Bag.SizeBytes = 214_553_016));
        Assert.Equal("record.evidence.bag.oxum REF-INT-BAG", Fault(evidence => evidence.Items[0].SizeBytes = 214_553_018));
        Assert.Equal("record.evidence.bag.oxum REF-INT-BAG", Fault(evidence => evidence.Bag.Oxum = "214553017.64"));
        Assert.Equal("", Fault(evidence => evidence.Bag.SizeBytes = 214_553_017));
    }

    [Fact]
    public void A_state_secret_does_not_travel()
    {
        Assert.Equal("record.evidence.items[0].restriction REF-SECRET", Fault(
            evidence => evidence.Items[0].Restriction = EvidenceItem.Types.Restriction.StateSecret));
        Assert.Equal("", Fault(evidence => evidence.Items[0].Restriction = EvidenceItem.Types.Restriction.TradeSecret));
    }

    private static string Fault(Action<Evidence> change)
    {
        var record = Sound.Evidence();
        change(record.Evidence);
        return string.Join(' ', new StatementReader().Read(Samples.Payload(record, "node:320509")).Violations
            .Select(fault => $"{fault.Field} {fault.Reason}"));
    }

    [Fact]
    public void What_an_officer_of_a_receiver_decided_is_read_with_who_decided_it()
    {
        var happened = new LifeCycleEvent
        {
            RecordId = "urn:eeh:penalty:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
            OccurredOn = "2026-07-18",
            ReportedFor = Samples.Jiaxing,
            GroundReviewed = new GroundReviewed
            {
                Code = "REF-FACTS",
                Result = GroundReviewed.Types.Result.Raised,
                ReviewerCertificate = "11042100123",
                IssuerConsultedOn = "2026-07-16",
            },
        };

        var condition = "any g in grounds where g.code = 'REF-FACTS' and g.result = RAISED and g.on = 2026-07-18 "
            + "and g.issuerConsultedOn = 2026-07-16 and g.by = '330421' and g.isOwn";
        Assert.True(Asking.Test(condition, Asking.Look(Sound.Penalty(), new Told(happened, "node:330000"))));
        Assert.True(Asking.Test("no g in grounds where g.isOwn", Asking.Look(Sound.Penalty())));
        happened.ReportedFor = Samples.Qingpu;
        Assert.False(Asking.Test(condition, Asking.Look(Sound.Penalty(), new Told(happened, "node:310118"))));
    }
}
