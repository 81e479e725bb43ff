using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Fact = ExchangeHub.Records.LifeCycleFact;
using Happened = ExchangeHub.Protos.Record.V1.LifeCycleEvent;
using WireOutcome = ExchangeHub.Protos.Record.V1.RemedyOutcome;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from an event that has been checked what the rules ask for.</summary>
internal static class EventTranslation
{
    /// <summary>Translates an event.</summary>
    /// <param name="happened">An event without violations.</param>
    /// <returns>The same for the core.</returns>
    public static StatementBody.LifeCycleEvent Of(Happened happened) =>
        new(CivilDates.Parse(happened.OccurredOn), FactOf(happened));

    private static Fact FactOf(Happened happened) => happened.WhatCase switch
    {
        Happened.WhatOneofCase.Served => new Fact.Served(),
        Happened.WhatOneofCase.RemedyFiled => new Fact.RemedyFiled((Records.Remedy)happened.RemedyFiled.Kind),
        Happened.WhatOneofCase.RemedyAccepted => new Fact.RemedyAccepted((Records.Remedy)happened.RemedyAccepted.Kind),
        Happened.WhatOneofCase.RemedyDecided => new Fact.RemedyDecided(
            (Records.Remedy)happened.RemedyDecided.Kind,
            OutcomeOf(happened.RemedyDecided.Outcome),
            happened.RemedyDecided.IsFinal),
        Happened.WhatOneofCase.StayOrdered => new Fact.StayOrdered(),
        Happened.WhatOneofCase.StayLifted => new Fact.StayLifted(),
        Happened.WhatOneofCase.Withdrawn => new Fact.Withdrawn(),
        Happened.WhatOneofCase.Performed => new Fact.Performed(),
        Happened.WhatOneofCase.PublicityExpired => new Fact.PublicityExpired(),
        Happened.WhatOneofCase.CreditRepaired => new Fact.CreditRepaired(),
        Happened.WhatOneofCase.PermitSuspended =>
            new Fact.PermitSuspended(RecordTranslation.DateOf(happened.PermitSuspended.Until)),
        Happened.WhatOneofCase.PermitResumed => new Fact.PermitResumed(),
        Happened.WhatOneofCase.PermitRevoked => new Fact.PermitRevoked
        {
            Penalty = happened.PermitRevoked.PenaltyRecordId is { Length: > 0 } penalty ? RecordId.Parse(penalty) : null,
        },
        Happened.WhatOneofCase.PermitEnded => new Fact.PermitEnded(),
        Happened.WhatOneofCase.EvidenceReviewed => new Fact.EvidenceReviewed((ReviewResult)happened.EvidenceReviewed.Result),
        Happened.WhatOneofCase.CustodyContinued => new Fact.CustodyContinued(
            CustodyTranslation.Of(happened.CustodyContinued.Link),
            Digest.FromBytes(happened.CustodyContinued.TagManifestSha256.Span)),
        Happened.WhatOneofCase.EvidenceCited => new Fact.EvidenceCited(
            happened.EvidenceCited.CaseNumber, happened.EvidenceCited.IsWithdrawn),
        Happened.WhatOneofCase.HandOverAnswered => new Fact.HandOverAnswered(
            (HandOverAnswer)happened.HandOverAnswered.Answer),
        Happened.WhatOneofCase.EvidenceStatusChanged
            when happened.EvidenceStatusChanged.Status == EvidenceStatusChanged.Types.Status.Excluded =>
            new Fact.EvidenceExcluded(),
        Happened.WhatOneofCase.EntryRemoved => happened.EntryRemoved.BasisLost ? new Fact.BasisLost() : new Fact.Withdrawn(),
        Happened.WhatOneofCase.VenueDesignated => new Fact.VenueDesignated(DossierOf(happened.VenueDesignated)),
        Happened.WhatOneofCase.CriminalReferred => new Fact.CriminalReferred(),
        Happened.WhatOneofCase.CriminalReferralReturned => new Fact.CriminalReferralReturned(),
        Happened.WhatOneofCase.GroundReviewed => new Fact.GroundReviewed(
            happened.GroundReviewed.Code,
            (GroundResult)happened.GroundReviewed.Result,
            RecordTranslation.DateOf(happened.GroundReviewed.IssuerConsultedOn)),
        Happened.WhatOneofCase.IssuerAnswered => new Fact.IssuerAnswered(happened.IssuerAnswered.Code),

        // Kept and passed on; no rule asks for it. A new kind of event falls here until somebody gives it a meaning.
        var other => new Fact.Noted(Happened.Descriptor.FindFieldByNumber((int)other).Name),
    };

    private static Records.RemedyOutcome OutcomeOf(WireOutcome outcome) => outcome switch
    {
        WireOutcome.RRevoked or WireOutcome.JRevoked => Records.RemedyOutcome.Revoked,
        WireOutcome.RPartlyRevoked or WireOutcome.JPartlyRevoked => Records.RemedyOutcome.PartlyRevoked,
        WireOutcome.RChanged or WireOutcome.JChanged => Records.RemedyOutcome.Changed,
        WireOutcome.RConfirmedIllegal or WireOutcome.JConfirmedIllegal => Records.RemedyOutcome.ConfirmedIllegal,
        WireOutcome.RInvalid or WireOutcome.JInvalid => Records.RemedyOutcome.Invalid,
        _ => Records.RemedyOutcome.Stands,
    };

    private static DossierId DossierOf(VenueDesignated designated) =>
        DossierId.TryParse(designated.PrevailingDossier, out var dossier)
            ? dossier
            : throw new FormatException("A dossier that was checked cannot be read.");
}
