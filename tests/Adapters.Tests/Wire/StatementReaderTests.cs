using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using LifeCycleEvent = ExchangeHub.Protos.Record.V1.LifeCycleEvent;
using Record = ExchangeHub.Protos.Record.V1.Record;
using Remedy = ExchangeHub.Records.Remedy;
using RemedyOutcome = ExchangeHub.Records.RemedyOutcome;
using Signed = ExchangeHub.Protos.Record.V1.Statement;
using Statement = ExchangeHub.Records.Statement;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What a good statement becomes for the core, and what is compared with what was signed.</summary>
public sealed class StatementReaderTests
{
    private static readonly StatementReader Reader = new();

    [Theory]
    [InlineData("penalty", "penalty/11320500MAHUBWJ11X/苏环行罚字〔2026〕09第31号")]
    [InlineData("evidence", "evidence/320509/EP-320509-20260512-001")]
    [InlineData("permit", "permit/91310118MAHUB00488001P/1")]
    [InlineData("blacklist", "blacklist/ENV-YRD/91330421MAHUB003XA/嘉环（善）失信〔2026〕1号")]
    public void A_good_record_is_filed_under_its_business_key(string kind, string dossier)
    {
        foreach (var record in new[] { Of(kind), Filling.Full(Of(kind)) })
        {
            var reading = Reader.Read(Samples.Payload(Fresh(record)));
            Assert.Equal([], reading.Violations.Select(violation => $"{violation.Field}: {violation.Sentence}"));
            Assert.Equal(dossier, reading.Statement!.Dossier.ToString());
            Assert.Equal(kind, reading.Statement.Record.KindCode);
        }
    }

    [Fact]
    public void A_penalty_becomes_what_the_rules_ask_for()
    {
        var body = Assert.IsType<StatementBody.RecordVersion>(Read(Samples.Payload(Samples.Penalty())).Body);
        var penalty = Assert.IsType<RecordDetails.Penalty>(body.Details);

        Assert.Equal((1, null, "320509"), (body.Version, body.PreviousVersion, body.Jurisdiction.ToString()));
        Assert.Equal(["91320509MAHUB0013D"], body.Subjects.AsEnumerable());
        Assert.Equal(new RecordCaption("苏环行罚字〔2026〕09第31号", ["苏州汾湖锦澜纺织印染有限公司"]), body.Caption);
        Assert.Equal(
            (new DateOnly(2026, 7, 10), new DateOnly(2026, 5, 14), new DateOnly(2026, 7, 13)),
            (penalty.DecidedOn, penalty.FiledOn, penalty.ServedOn!.Value));
        Assert.Equal(["P03"], penalty.Kinds.AsEnumerable());
        Assert.Equal(new Fen(32_000_000), penalty.Fine);
        Assert.Equal(["10050912045", "10050912051"], penalty.Officers.AsEnumerable());
        Assert.Equal(
            new ActSketch(new DateOnly(2026, 5, 12), new DateOnly(2026, 5, 12), new Records.GeoPoint(31.0225, 120.8431)),
                penalty.Act);
        Assert.Equal(new Gravity(false, true, 2, false), penalty.Gravity);
    }

    [Fact]
    public void Evidence_is_as_old_as_its_seal_and_names_who_receives_it()
    {
        var body = Assert.IsType<StatementBody.RecordVersion>(Read(Samples.Payload(Samples.Evidence())).Body);
        var evidence = Assert.IsType<RecordDetails.Evidence>(body.Details);

        Assert.Equal(new DateOnly(2026, 5, 12), evidence.SealedOn);
        Assert.Equal(Jurisdiction.Parse("320509"), evidence.ReceivingDivision);
        Assert.Equal(["11042100123", "10050912045", "09180012026"], evidence.Officers.AsEnumerable());
    }

    [Fact]
    public void A_continuing_act_has_no_last_day_yet()
    {
        var record = Samples.Penalty();
        record.ActPeriod.IsContinuing = true;

        var body = Assert.IsType<StatementBody.RecordVersion>(Read(Samples.Payload(record)).Body);

        Assert.Null(Assert.IsType<RecordDetails.Penalty>(body.Details).Act.To);
    }

    [Fact]
    public void A_natural_person_is_no_subject_by_code_and_is_listed_by_commitment()
    {
        var record = Samples.Blacklist();
        record.Subjects[0] = Samples.Driver;

        var statement = Read(Samples.Payload(record));

        var body = Assert.IsType<StatementBody.RecordVersion>(statement.Body);
        Assert.Empty(body.Subjects);
        Assert.Empty(body.Caption.SubjectNames);
        Assert.Matches(@"\Ablacklist/ENV-YRD/p-[0-9a-f]{32}/嘉环（善）失信〔2026〕1号\z", statement.Dossier.ToString());
    }

    [Fact]
    public void Links_and_the_version_before_are_read()
    {
        var record = Samples.Penalty();
        (record.Version, record.PreviousVersionHash) = (2, Samples.SomeHash);
        record.Links.Add(new Link
        {
            Relation = Link.Types.Relation.SameAct,
            RecordId = "urn:eeh:penalty:310118:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
            IsPending = true,
        });

        var body = Assert.IsType<StatementBody.RecordVersion>(Read(Samples.Payload(record)).Body);

        Assert.Equal((2, Digest.FromBytes(Samples.SomeHash.Span)), (body.Version, body.PreviousVersion!.Value));
        Assert.Equal(
            [new RecordLink(LinkRelation.SameAct, RecordId.Parse("urn:eeh:penalty:310118:01KXKJ3V5WQ8H2N6B4T7R9M1XD"))],
            body.Links.AsEnumerable());
    }

    [Fact]
    public void The_same_record_again_says_the_same()
    {
        // Scenario S05: sent again, forwarded under another id with other brackets, and entered again with another fine.
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = "嘉环（善）罚字〔2026〕3号";
        var forwarded = record.Clone();
        forwarded.RecordId = "urn:eeh:penalty:330421:01KXKJ3V5WQ8H2N6B4T7R9M1XD";
        forwarded.Penalty.DocumentNumber = "嘉环(善)罚字[2026]3号";
        var entered = record.Clone();
        entered.Penalty.FineFen = 320_000;

        var first = Read(Samples.Payload(record));
        var second = Read(Samples.Payload(forwarded, "node:330421"));
        var third = Read(Samples.Payload(entered));

        Assert.Equal((first.Dossier, first.Content), (second.Dossier, second.Content));
        Assert.NotEqual(first.Record, second.Record);
        Assert.Equal(first.Dossier, third.Dossier);
        Assert.NotEqual(first.Content, third.Content);
    }

    [Fact]
    public void A_slash_in_a_number_begins_no_new_part()
    {
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = "沪环罚(2026)1/2号 100%";

        Assert.Equal(
            "penalty/11320500MAHUBWJ11X/沪环罚〔2026〕1%2F2号100%25", Read(Samples.Payload(record)).Dossier.ToString());
    }

    [Fact]
    public void A_statement_that_was_moved_to_another_dossier_is_refused()
    {
        var statement = Signed.Parser.ParseFrom(Samples.Payload(Samples.Penalty()).Span);
        statement.Dossier = "penalty/11310118MAHUBQP13X/苏环行罚字〔2026〕09第31号";

        Assert.Equal(["dossier"], Reader.Read(statement.ToByteArray()).Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void A_later_minor_version_may_have_fields_that_are_not_known_here()
    {
        byte[] unknown = [0xFA, 0x3F, 0x01, 0x21]; // field 1023
        var known = Samples.Penalty();
        known.Penalty.MergeFrom(unknown);
        var later = known.Clone();
        later.SchemaVersion = "1.1.0";
        later.ContentHash = Samples.SomeHash; // computed by somebody who knows the field

        Assert.Equal(["record.penalty"], Reader.Read(Samples.Payload(known)).Violations.Select(violation => violation.Field));
        Assert.Equal(Digest.FromBytes(Samples.SomeHash.Span), Read(Samples.Payload(later)).Content);
    }

    [Fact]
    public void Every_event_is_read()
    {
        foreach (var what in LifeCycleEvent.Descriptor.Oneofs.Single().Fields)
        {
            var happened = Samples.Revocation();
            what.Accessor.SetValue(happened, (IMessage)Activator.CreateInstance(what.MessageType.ClrType)!);
            Filling.Fill(happened);
            if (happened.VenueDesignated is { } venue)
            {
                venue.PrevailingDossier = Samples.PenaltyDossier;
            }

            // The relations between kinds and events are tested with the field rules; here the translation is.
            Assert.Equal(new DateOnly(2026, 8, 20), EventTranslation.Of(happened).OccurredOn);
        }
    }

    [Fact]
    public void A_revocation_on_reconsideration_is_one()
    {
        var statement = Read(Samples.Payload(Samples.Revocation()));

        var happened = Assert.IsType<StatementBody.LifeCycleEvent>(statement.Body);
        Assert.Equal(new LifeCycleFact.RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, false), happened.Fact);
        Assert.Equal(new Issuer("11320500MAHUBWJ11X", "苏州市生态环境局"), statement.Issuer);
        Assert.Equal(Samples.PenaltyDossier, statement.Dossier.ToString());
    }

    [Fact]
    public void Evidence_that_was_found_unlawful_is_excluded_and_its_other_states_are_only_noted()
    {
        foreach (var status in Enum.GetValues<EvidenceStatusChanged.Types.Status>())
        {
            var happened = Samples.Revocation();
            happened.EvidenceStatusChanged = new EvidenceStatusChanged { Status = status };
            Assert.Equal(
                status == EvidenceStatusChanged.Types.Status.Excluded,
                EventTranslation.Of(happened).Fact is LifeCycleFact.EvidenceExcluded);
        }
    }

    [Fact]
    public void A_new_field_is_part_of_the_content()
    {
        var record = Samples.Penalty();
        record.Subjects[0] = Samples.Driver;
        record.Subjects[0].IsMinor = true;
        var before = RecordContent.DigestOf(record);
        record.Subjects[0].IsUnderFourteen = true;
        Assert.NotEqual(before, RecordContent.DigestOf(record));

        var happened = Samples.Revocation();
        happened.GroundReviewed = new GroundReviewed { Code = "REF-FACTS" };
        var raised = RecordContent.DigestOf(happened);
        happened.GroundReviewed.IssuerConsultedOn = "2026-08-19";
        Assert.NotEqual(raised, RecordContent.DigestOf(happened));
    }

    [Fact]
    public void What_officers_police_and_issuer_report_is_told_apart()
    {
        var happened = Samples.Revocation();
        happened.GroundReviewed = new GroundReviewed
        {
            Code = "REF-FACTS", Result = GroundReviewed.Types.Result.Dismissed, IssuerConsultedOn = "2026-08-19",
        };
        Assert.Equal(
            new LifeCycleFact.GroundReviewed("REF-FACTS", GroundResult.Dismissed, new DateOnly(2026, 8, 19)),
            EventTranslation.Of(happened).Fact);

        happened.IssuerAnswered = new IssuerAnswered { Code = "REF-FACTS", Answer = "事实清楚" };
        Assert.Equal(new LifeCycleFact.IssuerAnswered("REF-FACTS"), EventTranslation.Of(happened).Fact);
        happened.CriminalReferred = new CriminalReferred();
        Assert.IsType<LifeCycleFact.CriminalReferred>(EventTranslation.Of(happened).Fact);
        happened.CriminalReferralReturned = new CriminalReferralReturned();
        Assert.IsType<LifeCycleFact.CriminalReferralReturned>(EventTranslation.Of(happened).Fact);
    }

    [Fact]
    public void Only_the_gravest_dishonesty_is_serious()
    {
        foreach (var grade in (CreditClass[])[CreditClass.Minor, CreditClass.General, CreditClass.Serious])
        {
            var record = Samples.Penalty();
            record.Penalty.CreditClass = grade;
            var body = RecordTranslation.Of(record);
            Assert.Equal(grade == CreditClass.Serious, ((RecordDetails.Penalty)body.Details).IsSerious);
        }
    }

    [Theory]
    [InlineData(RemedyOutcome.Stands, "RUpheld RRejected RDismissed RTerminated RMediated JDismissed JWithdrawn")]
    [InlineData(RemedyOutcome.Revoked, "RRevoked JRevoked")]
    [InlineData(RemedyOutcome.PartlyRevoked, "RPartlyRevoked JPartlyRevoked")]
    [InlineData(RemedyOutcome.Changed, "RChanged JChanged")]
    [InlineData(RemedyOutcome.ConfirmedIllegal, "RConfirmedIllegal JConfirmedIllegal")]
    [InlineData(RemedyOutcome.Invalid, "RInvalid JInvalid")]
    public void Outcomes_are_told_apart(RemedyOutcome outcome, string names)
    {
        foreach (var name in names.Split(' '))
        {
            var happened = Samples.Revocation();
            happened.RemedyDecided.Outcome = Enum.Parse<Protos.Record.V1.RemedyOutcome>(name);

            var fact = Assert.IsType<StatementBody.LifeCycleEvent>(Read(Samples.Payload(happened)).Body).Fact;

            Assert.Equal(outcome, Assert.IsType<LifeCycleFact.RemedyDecided>(fact).Outcome);
        }
    }

    [Fact]
    public void Bytes_that_are_no_statement_have_one_violation()
    {
        var good = Samples.Payload(Samples.Penalty()).ToArray();
        byte[][] bad = [[0xFF], [.. good, 0x0A], [.. good.Take(good.Length / 2)], new byte[StatementReader.PayloadBytesMax + 1]];
        foreach (var payload in bad)
        {
            var reading = Reader.Read(payload);

            Assert.Null(reading.Statement);
            Assert.Equal("", Assert.Single(reading.Violations).Field);
        }

        Assert.Contains("network_id", Reader.Read(ReadOnlyMemory<byte>.Empty).Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_give_an_answer()
    {
        var random = new Random(20260712);
        Record[] records = [Samples.Penalty(), Samples.Evidence(), Samples.Permit(), Samples.Blacklist()];
        byte[][] good = [.. records.Select(record => Samples.Payload(record).ToArray())];
        for (var round = 0; round < 10_000; round++)
        {
            var bad = (byte[])good[round % 4].Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            var reading = Reader.Read(bad);

            Assert.True(reading.Statement is null == !reading.Violations.IsEmpty, $"Round {round}.");
        }
    }

    [Fact]
    public void A_huge_value_is_refused_without_being_repeated()
    {
        var huge = new string('大', 300_000);
        var record = Samples.Penalty();
        (record.Penalty.Facts, record.Penalty.DocumentNumber, record.Subjects[0].CreditCode) = (huge, huge, huge);
        var statement = Signed.Parser.ParseFrom(Samples.Payload(record).Span); // 2.7 MB: beyond what Read takes

        var violations = FieldRules.Check(statement);

        Assert.Equal(
            ["record.penalty.document_number", "record.penalty.facts", "record.subjects[0].credit_code"],
            violations.Select(violation => violation.Field).Where(field => field != "dossier").Order());
        Assert.All(violations, violation => Assert.InRange(violation.Sentence.English.Length, 10, 300));
    }

    [Fact]
    public void At_most_a_hundred_faults_are_named()
    {
        var record = Samples.Penalty();
        record.Penalty.Officers.Add(Enumerable.Range(0, 48).Select(_ => new Officer()));
        record.Penalty.Penalties.Add(Enumerable.Range(0, 49).Select(_ => new PenaltyItem()));

        Assert.Equal(100, Reader.Read(Samples.Payload(record)).Violations.Length);
    }

    private static Statement Read(ReadOnlyMemory<byte> payload)
    {
        var reading = Reader.Read(payload);
        Assert.Equal([], reading.Violations.Select(violation => $"{violation.Field}: {violation.Sentence}"));
        return reading.Statement!;
    }

    private static Record Of(string kind) => kind switch
    {
        "penalty" => Samples.Penalty(),
        "evidence" => Samples.Evidence(),
        "permit" => Samples.Permit(),
        _ => Samples.Blacklist(),
    };

    // What the writer fills in is taken out again where the filling has put something.
    private static Record Fresh(Record record)
    {
        var fresh = record.Clone();
        fresh.RecordId = "";
        fresh.ContentHash = ByteString.Empty;
        fresh.PreviousVersionHash = ByteString.Empty;
        fresh.Version = 1;
        return fresh;
    }
}
