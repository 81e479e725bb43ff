using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Step = ExchangeHub.Protos.Record.V1.EvidenceStep;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Says whether a step of a package holds what the eight-step method asks of it.</summary>
/// <param name="record">The package.</param>
internal sealed class StepCompleteness(Record record)
{
    private const int OfficersMin = 2;
    private const int DistanceMetresMax = 500;

    /// <summary>Says whether it passes the checks whose failure costs the package (severity H).</summary>
    public bool IsComplete(Step step) => step.DetailCase switch
    {
        Step.DetailOneofCase.Locate => step.Locate.OfficerCertificates.Count > 0,
        Step.DetailOneofCase.Inform => step.Inform.ShownCertificates.Count > 0
            && step.Inform.ToldOfRecusal && step.Inform.ToldOfDefence,
        Step.DetailOneofCase.Verify => step.Verify.Name.Length > 0 && IsCodeOfSubject(step.Verify.CreditCode) is not false,
        Step.DetailOneofCase.Inspect => step.Inspect.Findings.Count > 0,
        Step.DetailOneofCase.Record => step.Record.Protocols.Count > 0 && step.Record.Protocols.All(IsDrawnUp),
        Step.DetailOneofCase.Sign => step.Sign.Party != SignStep.Types.PartySignature.Unspecified
            && step.Sign.OfficerCertificates.Distinct(StringComparer.Ordinal).Count() >= OfficersMin,
        Step.DetailOneofCase.Archive => step.Archive.AllFilesListed && IsSealedAfterCapture(step.Archive.SealedAt),
        _ => step.Complete.ResultCode.Length > 0 && step.Complete.NextAction != CompleteStep.Types.NextAction.Unspecified,
    };

    /// <summary>Says whether it fails a check that may be made good while the source still exists (severity R).</summary>
    public bool HasCurableGap(Step step) => step.DetailCase switch
    {
        Step.DetailOneofCase.Locate => step.Position is null || step.Locate.DistanceMetres > DistanceMetresMax,
        Step.DetailOneofCase.Inform => step.Inform.Acknowledgement == InformStep.Types.Acknowledgement.Unspecified
            || !step.Inform.ToldOfCooperation,
        Step.DetailOneofCase.Verify => step.Verify.PersonOnSiteCapacity.Length == 0,
        Step.DetailOneofCase.Inspect => !step.Inspect.Instruments.All(one => IsCalibrated(one, step.StartedAt))
            || record.Evidence.Items.Any(item => step.Inspect.ImageItems.Contains(item.ItemNumber) && !IsLabelled(item)),
        Step.DetailOneofCase.Record => step.Record.Protocols.Any(protocol => protocol.PersonsQuestioned > 1),
        Step.DetailOneofCase.Sign => step.Sign.SignedPageCount < step.Sign.PageCount,
        _ => false,
    };

    /// <summary>Says whether a credit code is that of a subject.</summary>
    /// <returns>Null when no subject has one.</returns>
    public bool? IsCodeOfSubject(string creditCode) =>
        record.Subjects.All(subject => subject.CreditCode.Length == 0)
            ? null
            : record.Subjects.Any(subject => subject.CreditCode == creditCode);

    /// <summary>Says whether the bag was sealed after the last item had been taken.</summary>
    /// <param name="sealedAt">When it was sealed, if a step says it; what the bag says otherwise.</param>
    public bool IsSealedAfterCapture(Timestamp? sealedAt) =>
        record.Evidence.Items.All(item => item.CapturedAt <= (sealedAt ?? record.Evidence.Bag.SealedAt));

    private static bool IsLabelled(EvidenceItem item) => item.CapturedBy.Length > 0 && item.Place.Length > 0;

    // Questions may be asked elsewhere and later; what was seen is written down on the spot.
    private static bool IsDrawnUp(RecordStep.Types.Protocol protocol) =>
        protocol.StartedAt is { } start && protocol.EndedAt is { } end && start < end
        && (protocol.IsMadeOnSite || protocol.IsQuestioning);

    private static bool IsCalibrated(InspectStep.Types.Instrument instrument, Timestamp usedAt) =>
        RecordTranslation.DateOf(instrument.CalibratedUntil) is { } until
        && Instants.TryRead(usedAt, out var instant) && until >= CivilDates.Of(instant);
}
