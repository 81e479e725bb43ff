using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>The records of <see cref="Samples"/>, with all said that rules may ask for and nothing to object to.</summary>
internal static class Sound
{
    private const string Leader = "11042100123";
    private const string Second = "10050912045";

    public static Record Penalty()
    {
        var record = Samples.Penalty();
        var penalty = record.Penalty;
        record.SealedDocument = new SealedDocument
        {
            Sha256 = Samples.SomeHash,
            SizeBytes = 182_044,
            MediaType = "application/ofd",
            SealedBy = Samples.Suzhou,
        };
        record.Matter = new Matter { HarmedDivisions = { "320509" } };
        record.Subjects[0].Industry = "1752";
        penalty.Penalties[0].AmountFen = penalty.FineFen;
        penalty.Defence = new Defence { IsRaised = true, Reason = "复核后不予采纳" };
        penalty.Hearing = new Hearing { IsOffered = true, IsRequested = true, HeldOn = "2026-06-30" };
        penalty.LegalReview = new InternalReview
        {
            IsRequired = true, DoneOn = "2026-07-07", IsPassed = true, CertificateNumbers = { "10050912060" },
        };
        penalty.CollectiveDecision = new InternalReview
        {
            IsRequired = true, DoneOn = "2026-07-09", IsPassed = true, CertificateNumbers = { "10050912060", "10050912061" },
        };
        penalty.Discretion = new Discretion
        {
            RulesetId = "沪环规〔2024〕6号",
            Factors = { new Discretion.Types.Factor { FactorId = "correction", LevelId = "prompt", WeightBasisPoints = -500 } },
            ResultFen = 32_000_000,
        };
        penalty.ExcludedPeriods.Add(new ExcludedPeriod
        {
            Reason = ExcludedPeriod.Types.Reason.Hearing, FromOn = "2026-06-24", ToOn = "2026-06-30",
        });
        penalty.EvidenceRefs.Add(new RecordReference
        {
            RecordId = "urn:eeh:evidence:330421:01KRDVA2E0S01EP00000000001", Hash = Samples.SomeHash,
        });
        penalty.CorrectionOrder = new CorrectionOrder { DocumentNumber = "苏环责改字〔2026〕09第18号", DeadlineOn = "2026-05-20" };
        Certify(penalty.Officers);
        return record;
    }

    /// <summary>A consecutive daily fine of ten days that follows the penalty above.</summary>
    public static Record DailyFine()
    {
        var record = Penalty();
        var penalty = record.Penalty;
        penalty.DocumentNumber = "苏环行罚字〔2026〕09第32号";
        penalty.Penalties[0] = new PenaltyItem { Kind = "P18", Text = "按日连续处罚十日", AmountFen = 320_000_000 };
        penalty.FineFen = 320_000_000;
        penalty.PriorDecision = new RecordReference
        {
            RecordId = "urn:eeh:penalty:320509:01KX4P7QZ0S01PEN0000000001", Hash = Samples.SomeHash,
        };
        penalty.DailyPenalty = new DailyPenalty
        {
            FromOn = "2026-05-15", ToOn = "2026-05-24", Days = 10, DailyFen = 32_000_000,
        };
        return record;
    }

    public static Record Evidence()
    {
        var record = Samples.Evidence();
        var evidence = record.Evidence;
        record.Subjects[0].Industry = "1752";
        record.LegalBasis.Add(new LegalBasis { InstrumentId = "行政处罚法", Edition = "2021", Article = "46", Paragraph = 1 });
        Certify(evidence.Team.Officers);
        evidence.Mode = Protos.Record.V1.Evidence.Types.Mode.Ordinary;
        evidence.Steps.Clear();
        evidence.Steps.AddRange(Steps());
        var item = evidence.Items[0];
        (item.CapturedBy, item.Place, item.Proves) = (Leader, "DW001 排放口", "废水排放情况");
        evidence.Items.Add(SampleItem("E8-2", EvidenceItem.Types.Kind.InspectionRecord, "采样记录"));
        evidence.Items.Add(SampleItem("E7-1", EvidenceItem.Types.Kind.ExpertOpinion, "监测报告"));
        evidence.Items[2].Report = new ExpertReport { SampleNumbers = { "YF-0512-01" } };
        evidence.Samples.Add(new Sample
        {
            SampleNumber = "YF-0512-01", Point = "DW001", Medium = "废水", SealNumber = "YF-0512-01", TakenAt = At(10, 0),
        });
        evidence.Custody[0].HashAfter = Samples.SomeHash;
        evidence.Custody.Add(new CustodyEvent
        {
            Sequence = 2,
            Act = CustodyEvent.Types.Act.HandedOver,
            At = At(17, 30),
            From = new Custodian { Unit = Samples.Jiaxing, CertificateNumber = Leader },
            To = new Custodian { Unit = Samples.WujiangBranch, CertificateNumber = Second },
            HashBefore = Samples.SomeHash,
            HashAfter = Samples.SomeHash,
            IsSignedByGiver = true,
            IsSignedByTaker = true,
        });
        return record;
    }

    public static Record Permit()
    {
        var record = Samples.Permit();
        record.DecidedOn = "2026-07-10";
        (record.Permit.ValidFrom, record.Permit.ValidTo) = ("2026-07-12", "2031-07-11");
        record.SealedDocument = new SealedDocument
        {
            Sha256 = Samples.SomeHash, SizeBytes = 90_112, MediaType = "application/ofd", SealedBy = Samples.Qingpu,
        };
        return record;
    }

    public static Record Blacklist()
    {
        var record = Samples.Blacklist();
        record.DecidedOn = "2026-07-10";
        (record.Blacklist.MinimumUntil, record.Blacklist.MaximumUntil) = ("2027-07-10", "2029-07-10");
        record.Blacklist.Sanctions.Add("M02");
        return record;
    }

    /// <summary>An instant of the day of the inspection, 2026-05-12.</summary>
    public static Timestamp At(int hour, int minute) =>
        Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 5, 12, hour, minute, 0, TimeSpan.FromHours(8)));

    private static void Certify(IEnumerable<Officer> officers)
    {
        foreach (var officer in officers)
        {
            (officer.ValidFrom, officer.ValidTo) = ("2023-01-01", "2027-12-31");
        }
    }

    private static EvidenceItem SampleItem(string number, EvidenceItem.Types.Kind kind, string title) => new()
    {
        ItemNumber = number,
        Kind = kind,
        Title = title,
        Proves = "废水超标情况",
        CapturedAt = At(10, 0),
        CapturedBy = Leader,
        Place = "DW001 排放口",
        Source = EvidenceItem.Types.Source.Authority,
        Original = EvidenceItem.Types.Original.Yes,
        ReliesOn = { "YF-0512-01" },
    };

    private static IEnumerable<EvidenceStep> Steps()
    {
        string[] officers = [Leader, Second];
        yield return Step(9, 0, 5, step => step.Locate = new LocateStep { OfficerCertificates = { officers } });
        yield return Step(9, 5, 10, step => step.Inform = new InformStep
        {
            ShownCertificates = { officers },
            ShownTo = "环保负责人",
            ToldOfRecusal = true,
            ToldOfDefence = true,
            ToldOfCooperation = true,
            Acknowledgement = InformStep.Types.Acknowledgement.Signature,
        });
        yield return Step(9, 10, 20, step => step.Verify = new VerifyStep
        {
            Name = Samples.Firm().Name, CreditCode = Samples.Firm().CreditCode, PersonOnSiteCapacity = "环保负责人",
        });
        yield return Step(9, 20, 50, step => step.Inspect = new InspectStep
        {
            Findings = { new InspectStep.Types.Finding { Text = "DW001 排放口外排废水" } },
            IsSampled = true,
            SamplingRecords = { "E8-2" },
            Instruments = { new InspectStep.Types.Instrument { InstrumentId = "PH-07", CalibratedUntil = "2026-12-31" } },
        });
        yield return Step(9, 40, 55, step => step.Record = new RecordStep
        {
            Protocols =
            {
                new RecordStep.Types.Protocol
                {
                    ItemNumber = "E8-1", StartedAt = At(9, 40), EndedAt = At(9, 55), IsMadeOnSite = true,
                },
            },
        });
        yield return Step(9, 55, 58, step => step.Sign = new SignStep
        {
            Party = SignStep.Types.PartySignature.Signed, OfficerCertificates = { officers }, PageCount = 3, SignedPageCount = 3,
        });
        yield return Step(9, 58, 59, step => step.Archive = new ArchiveStep { SealedAt = At(17, 0), AllFilesListed = true });
        yield return Step(17, 1, 5, step => step.Complete = new CompleteStep
        {
            ResultCode = "CLUE", NextAction = CompleteStep.Types.NextAction.Transfer,
        });
    }

    private static EvidenceStep Step(int hour, int from, int to, Action<EvidenceStep> detail)
    {
        var step = new EvidenceStep
        {
            StartedAt = At(hour, from),
            EndedAt = At(hour, to),
            Position = new Position
            {
                Point = new GeoPoint { LatitudeMicrodegrees = 31_022_500, LongitudeMicrodegrees = 120_843_100 },
                Datum = Datum.Wgs84,
            },
        };
        detail(step);
        return step;
    }
}
