using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What one field demands of another, and what is left to the rules of recognition.</summary>
public sealed class ConditionsTests
{
    private static readonly StatementReader Reader = new();

    public static TheoryData<string, string, Action<Record>> Faults => new()
    {
        { "a fine without an amount", "record.penalty.fine_fen", record => record.Penalty.FineFen = 0 },
        { "an amount without a fine", "record.penalty.fine_fen", record =>
            record.Penalty.Penalties[0] = new PenaltyItem { Kind = "P01", Text = "警告" } },
        { "a confiscation without an amount", "record.penalty.confiscated_fen", record => Add(record, "P04") },
        { "an amount without a confiscation", "record.penalty.confiscated_fen", record => record.Penalty.ConfiscatedFen = 1 },
        { "a suspended permit without its name", "record.penalty.certificate_affected", record => Add(record, "P06") },
        { "a daily fine without its days", "record.penalty.daily_penalty", record => Add(record, "P18") },
        { "money with a warning", "record.penalty.penalties[1].amount_fen", record => Add(record, "P01").AmountFen = 1 },
        { "a subject who is not there", "record.penalty.penalties[0].target_subject", record =>
            record.Penalty.Penalties[0].TargetSubject = 1 },
        { "service without its manner", "record.penalty.service_mode", record =>
            record.Penalty.ServiceMode = ServiceMode.Unspecified },
        { "general dishonesty without an end", "record.penalty.public_until", record => record.Penalty.PublicUntil = "" },
        { "a penalty without a basis in law", "record.legal_basis", record => record.LegalBasis.Clear() },
        { "no day of the decision", "record.decided_on", record => record.DecidedOn = "" },
        { "decided after it was published", "record.decided_on", record => record.DecidedOn = "2026-07-17" },
        { "version 2 of nothing", "record.previous_version_hash", record => record.Version = 2 },
        { "version 1 of something", "record.previous_version_hash", record => record.PreviousVersionHash = Samples.SomeHash },
        { "a major version nobody knows", "record.schema_version", record => record.SchemaVersion = "2.0.0" },
        { "a prefecture as venue", "record.jurisdiction", record => record.Jurisdiction = "320500" },
        { "a development zone as venue", "record.jurisdiction", record => record.Jurisdiction = "320576" },
        { "a record that may not leave its node", "record.sensitivity", record => record.Sensitivity = Sensitivity.Local },
        { "the id of another kind", "record.record_id", record =>
            record.RecordId = "urn:eeh:permit:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD" },
        { "an issuer without a credit code", "record.legal_issuer.credit_code", record => record.LegalIssuer.CreditCode = "" },
        { "an issuer without a division", "record.legal_issuer.division", record => record.LegalIssuer.Division = "" },
        { "a source without a credit code", "record.penalty.data_source.credit_code", record =>
            record.Penalty.DataSource.CreditCode = "" },
        { "a firm without a name", "record.subjects[0].name", record => record.Subjects[0].Name = "" },
        { "a firm without a credit code", "record.subjects[0].credit_code", record => record.Subjects[0].CreditCode = "" },
        { "a firm that is a person", "record.subjects[0].person", record => record.Subjects[0].Person = Samples.Driver.Person },
        { "a person without a mask", "record.subjects[0].person", record =>
            record.Subjects[0] = new Subject { Category = SubjectCategory.NaturalPerson } },
        { "a person's name in clear", "record.subjects[0].name", record => (record.Subjects[0] = Samples.Driver).Name = "顾测二" },
        { "a person with a credit code", "record.subjects[0].credit_code", record =>
            (record.Subjects[0] = Samples.Driver).CreditCode = "91320509MAHUB0013D" },
        { "a person with a representative", "record.subjects[0].legal_representative", record =>
            (record.Subjects[0] = Samples.Driver).LegalRepresentative = new LegalRepresentative { Name = "沈测一" } },
        { "a masked number without its commitment", "record.subjects[0].legal_representative.number_commitment", record =>
            record.Subjects[0].LegalRepresentative = new LegalRepresentative
            {
                Name = "沈测一",
                CertificateType = CertificateType.ResidentIdentityCard,
                MaskedNumber = "330***********0017",
            } },
        { "a child that is of age", "record.subjects[0].is_minor", record =>
            (record.Subjects[0] = Samples.Driver).IsUnderFourteen = true },
        { "a firm that is a child", "record.subjects[0].is_under_fourteen", record =>
            (record.Subjects[0].IsMinor, record.Subjects[0].IsUnderFourteen) = (true, true) },
        { "a link that says nothing of the content", "record.links[0].hash", record => record.Links.Add(new Link
        {
            Relation = Link.Types.Relation.SameAct,
            RecordId = "urn:eeh:penalty:310118:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
        }) },
        { "a major case for no reason", "record.matter.major_case_ground", record => record.Matter.IsMajorCase = true },
        { "an act that ends before it begins", "record.act_period.to_on", record => record.ActPeriod.ToOn = "2026-05-11" },
        { "an end before the beginning", "record.ends_on", record =>
            (record.EffectiveOn, record.EndsOn) = ("2026-07-13", "2026-07-12") },
        { "another kind of record", "record.body", record => record.ClearBody() },
        { "another content than its hash", "record.content_hash", record => record.ContentHash = Samples.SomeHash },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_penalty_with_one_fault_has_one_violation(string what, string field, Action<Record> spoil)
    {
        var record = Samples.Penalty();
        spoil(record);

        var reading = Reader.Read(Samples.Payload(record));

        Assert.Null(reading.Statement);
        var fields = reading.Violations.Select(violation => violation.Field).Where(found => !IsConsequence(found, field));
        Assert.True(field == string.Join(", ", fields), $"{what}: {string.Join('\n', reading.Violations)}");
    }

    [Fact]
    public void An_entry_of_a_list_needs_a_basis_one_subject_and_an_order_of_its_days()
    {
        var record = Samples.Blacklist();
        record.Blacklist.BasisRefs.Clear();
        record.Subjects.Add(Samples.Firm());
        record.Blacklist.MaximumUntil = "2027-01-14";

        Assert.Equal(
            ["record.blacklist.basis_refs", "record.blacklist.maximum_until", "record.subjects"],
            Reader.Read(Samples.Payload(record)).Violations.Select(violation => violation.Field).Order());
    }

    [Fact]
    public void A_bag_says_the_same_number_of_files_twice()
    {
        var record = Samples.Evidence();
        record.Evidence.Bag.FileCount = 64;

        Assert.Equal(
            ["record.evidence.bag.oxum"], Reader.Read(Samples.Payload(record)).Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void What_rules_of_recognition_judge_is_well_formed()
    {
        var penalty = Samples.Penalty();
        penalty.Penalty.Officers.Clear();
        penalty.Penalty.NoticeServedOn = "";
        (penalty.Penalty.ServedOn, penalty.Penalty.ServiceMode) = ("", ServiceMode.Unspecified);
        var evidence = Samples.Evidence();
        evidence.Evidence.Steps.Clear();
        evidence.Evidence.Team.Officers.Clear();

        Assert.Empty(Reader.Read(Samples.Payload(penalty)).Violations);
        Assert.Empty(Reader.Read(Samples.Payload(evidence)).Violations);
    }

    [Fact]
    public void An_officer_who_confirms_a_ground_of_refusal_says_why()
    {
        var happened = Review("REF-FACTS", GroundReviewed.Types.Result.Confirmed);
        Assert.Equal(["event.ground_reviewed.reason"], Faulty(happened));

        happened.GroundReviewed.Result = GroundReviewed.Types.Result.Raised;
        Assert.Empty(Faulty(happened));
        Assert.Empty(Faulty(Review("FLG-MAJOR-CASE", GroundReviewed.Types.Result.Confirmed)));
    }

    [Fact]
    public void An_officer_speaks_of_grounds_that_concern_the_record_and_of_what_was_before()
    {
        var happened = Review("HOLD-EV-SUPPLEMENT", GroundReviewed.Types.Result.Raised);
        happened.GroundReviewed.IssuerConsultedOn = "2026-08-21";
        Assert.Equal(["event.ground_reviewed.code", "event.ground_reviewed.issuer_consulted_on"], Faulty(happened));

        var answered = Samples.Revocation();
        answered.IssuerAnswered = new IssuerAnswered { Code = "FLG-COPY", Answer = "已补充说明" };
        Assert.Equal(["event.issuer_answered.code"], Faulty(answered));
    }

    [Fact]
    public void Whoever_confirms_a_decision_is_another_officer_than_the_one_who_took_it()
    {
        var ground = Review("REF-FACTS", GroundReviewed.Types.Result.Raised);
        ground.GroundReviewed.ConfirmedBy = "10050912051";
        Assert.Empty(Faulty(ground));
        ground.GroundReviewed.ConfirmedBy = ground.GroundReviewed.ReviewerCertificate;
        Assert.Equal(["event.ground_reviewed.confirmed_by"], Faulty(ground));
        ground.GroundReviewed.ConfirmedBy = "1005091205";
        Assert.Equal(["event.ground_reviewed.confirmed_by"], Faulty(ground));
    }

    // A statement without a body has no dossier and no id either: they are worked out from the body.
    private static bool IsConsequence(string field, string cause) =>
        cause == "record.body" && field is "dossier" or "record.record_id";

    private static LifeCycleEvent Review(string code, GroundReviewed.Types.Result result)
    {
        var happened = Samples.Revocation();
        happened.GroundReviewed = new GroundReviewed { Code = code, Result = result, ReviewerCertificate = "10050912045" };
        return happened;
    }

    private static IEnumerable<string> Faulty(LifeCycleEvent happened) =>
        Reader.Read(Samples.Payload(happened)).Violations.Select(violation => violation.Field);

    private static PenaltyItem Add(Record record, string kind)
    {
        var item = new PenaltyItem { Kind = kind, Text = "其他处罚" };
        record.Penalty.Penalties.Add(item);
        return item;
    }
}
