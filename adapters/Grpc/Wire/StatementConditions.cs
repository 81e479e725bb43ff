using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Statement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The conditions on a statement and on the event that it may report.</summary>
internal static partial class Conditions
{
    private static void CheckStatement(Statement statement, Walk walk)
    {
        if (statement.Sequence > 1)
        {
            DemandWhen(statement.Previous.IsEmpty, "previous", "该节点上一条报送的摘要，32 个字节",
                "the digest of the node's statement before this one, 32 bytes", walk);
        }
        else if (statement.Sequence == 1)
        {
            ForbidWhen(!statement.Previous.IsEmpty, "previous", "空值：该节点的第一条报送", "nothing in the first statement of a node", walk);
        }

        // V02 of the data standard; whether it was published before it was received is for the hub, which has the clock.
        if (statement.Record is { } record && statement.PublishedAt is { } publishedAt
            && CivilDates.TryParse(record.DecidedOn, out var decidedOn)
            && Instants.TryRead(publishedAt, out var instant) && decidedOn > CivilDates.Of(instant))
        {
            var publishedOn = CivilDates.Format(CivilDates.Of(instant));
            walk.Report("record.decided_on", Violation.Quoting(
                new Wording($"不晚于发布日 {publishedOn} 的日期", $"a date not after the day of publication, {publishedOn}"),
                    record.DecidedOn));
        }

        if (statement.Event is { } happened)
        {
            CheckEvent(statement.Dossier, happened, walk);
        }
    }

    private static void CheckEvent(string dossierText, LifeCycleEvent happened, Walk walk)
    {
        if (!DossierId.TryParse(dossierText, out var dossier))
        {
            walk.Report("dossier", Violation.Quoting(Dossiers.Shape, dossierText));
            return;
        }

        if (RecordId.TryParse(happened.RecordId, out var id) && id.KindCode != dossier.Kind.Code())
        {
            var kind = dossier.Kind.Code();
            walk.Report("event.record_id", Violation.Quoting(
                new Wording($"种类为 {kind} 的记录标识（与 dossier 一致）", $"the id of a record of kind {kind}, as the dossier says"),
                happened.RecordId));
        }

        var number = (int)happened.WhatCase;
        if (number != 0 && !HappensTo(dossier.Kind, number))
        {
            var name = LifeCycleEvent.Descriptor.FindFieldByNumber(number).Name;
            walk.Report($"event.{name}", new Violation(
                new Wording($"种类为 {dossier.Kind.Code()} 的记录可以发生的事件",
                    $"an event that can happen to a record of kind {dossier.Kind.Code()}"),
                new Wording(name, name)));
        }

        CheckGround(dossier.Kind, happened, walk);
    }

    // The tens of the field number say to which kinds an event can happen; life_cycle.proto is laid out so.
    private static bool HappensTo(RecordKind kind, int fieldNumber) => (fieldNumber / 10) switch
    {
        1 or 2 => kind != RecordKind.Evidence,
        3 => kind == RecordKind.Permit,
        4 => kind == RecordKind.Evidence,
        5 => kind == RecordKind.Blacklist,
        6 => kind == RecordKind.Penalty,
        _ => true,
    };

    // Reports "event." beside the name of the field: the path that the walk gives to what a statement holds.
    private static void CheckGround(RecordKind kind, LifeCycleEvent happened, Walk walk)
    {
        var (field, text) = happened.WhatCase switch
        {
            LifeCycleEvent.WhatOneofCase.GroundReviewed => ("ground_reviewed", happened.GroundReviewed.Code),
            LifeCycleEvent.WhatOneofCase.IssuerAnswered => ("issuer_answered", happened.IssuerAnswered.Code),
            _ => ("", ""),
        };
        if (ReasonCatalogue.Find(text) is { } reason && !reason.Concerns(kind.Code()))
        {
            walk.Report($"event.{field}.code", Violation.Quoting(
                new Wording($"适用于种类为 {kind.Code()} 的记录的理由代码", $"a code that concerns records of kind {kind.Code()}"), text));
        }

        if (happened.GroundReviewed is { } reviewed)
        {
            CheckConsultation(happened.OccurredOn, reviewed, walk);
        }
    }

    private static void CheckConsultation(string occurredOn, GroundReviewed reviewed, Walk walk)
    {
        if (CivilDates.TryParse(reviewed.IssuerConsultedOn, out var consultedOn)
            && CivilDates.TryParse(occurredOn, out var reviewedOn) && consultedOn > reviewedOn)
        {
            walk.Report("event.ground_reviewed.issuer_consulted_on", Violation.Quoting(
                new Wording($"不晚于 {occurredOn} 的日期", $"a date not after {occurredOn}"), reviewed.IssuerConsultedOn));
        }
    }

    private static void CheckReview(GroundReviewed reviewed, Walk walk)
    {
        DemandWhen(
            reviewed.Reason.Length == 0 && reviewed.Result == GroundReviewed.Types.Result.Confirmed
                && ReasonCatalogue.Find(reviewed.Code) is { Code.Effect: ReasonEffect.Refuse },
            "reason", "认定拒绝互认事由成立的理由，将告知原机关",
            "why the ground of refusal applies; the issuer is told", walk);
        CheckSecond(reviewed.ReviewerCertificate, reviewed.ConfirmedBy, walk);
    }

    private static void CheckReview(EvidenceReviewed reviewed, Walk walk) =>
        CheckSecond(reviewed.ReviewerCertificate, reviewed.ConfirmedBy, walk);

    // Nobody is the second pair of eyes beside the own ones.
    private static void CheckSecond(string first, string second, Walk walk)
    {
        if (second.Length > 0 && second == first)
        {
            walk.Report("confirmed_by", Violation.Quoting(
                new Wording("另一名执法人员的证号", "the certificate of another officer"), second));
        }
    }

    private static void CheckVenue(VenueDesignated designated, Walk walk)
    {
        if (!DossierId.TryParse(designated.PrevailingDossier, out var dossier) || dossier.Kind != RecordKind.Penalty)
        {
            walk.Report("prevailing_dossier", Violation.Quoting(Dossiers.Shape, designated.PrevailingDossier));
        }
    }
}
