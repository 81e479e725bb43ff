using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How evidence was taken, kept and handed on. Null is what the record does not say.</summary>
public sealed record EvidenceTaking
{
    /// <summary>Gets how it was taken; openly and on the spot unless the record says otherwise.</summary>
    public EvidenceMode Mode { get; init; } = EvidenceMode.Ordinary;

    /// <summary>Gets where the task came from.</summary>
    public EvidenceTaskSource? TaskSource { get; init; }

    /// <summary>Gets a value indicating whether officers of several districts took it together.</summary>
    public bool IsJointTeam { get; init; }

    /// <summary>Gets the eight steps, each once, by number.</summary>
    public IReadOnlyList<StepOnFile>? Steps { get; init; }

    /// <summary>Gets how step 6 was signed.</summary>
    public SigningOnFile? Signing { get; init; }

    /// <summary>Gets how the licence seen in step 3 agrees with the subjects of the record; null without that step.</summary>
    public IdentityOnFile? Identity { get; init; }

    /// <summary>Gets the items.</summary>
    public IReadOnlyList<EvidenceOnFile>? Items { get; init; }

    /// <summary>Gets the samples.</summary>
    public IReadOnlyList<SampleOnFile>? Samples { get; init; }

    /// <summary>Gets a value indicating whether samples were taken.</summary>
    public bool? IsSampled { get; init; }

    /// <summary>Gets a value indicating whether step 4 names a record of sampling that is among the items.</summary>
    public bool? HasSamplingRecord { get; init; }

    /// <summary>Gets the chain of custody up to the sealing, oldest first.</summary>
    public IReadOnlyList<CustodyLink>? Custody { get; init; }

    /// <summary>Gets the SHA-256 of the tag manifest: the identity of the sealed bag.</summary>
    public Digest TagManifest { get; init; }

    /// <summary>Gets the bag.</summary>
    public BagOnFile? Bag { get; init; }
}

/// <summary>One item of evidence.</summary>
/// <param name="Number">Its number in the package.</param>
/// <param name="Kind">E1 to E8, Penalty Law 46.</param>
/// <param name="TakenOn">The civil day on which it was taken.</param>
public sealed record EvidenceOnFile(string Number, string Kind, DateOnly TakenOn)
{
    /// <summary>Gets a value indicating whether it is a copy or an extract 复制件、节录本.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Gets a value indicating whether a copy was checked against the original 核对无误.</summary>
    public bool IsCheckedAgainstOriginal { get; init; }

    /// <summary>Gets a value indicating whether it says who took it.</summary>
    public bool HasTaker { get; init; }

    /// <summary>Gets a value indicating whether it says where it was taken.</summary>
    public bool HasPlace { get; init; }

    /// <summary>Gets a value indicating whether it says what it proves 证明对象.</summary>
    public bool HasPurpose { get; init; }

    /// <summary>Gets a value indicating whether it rests on a sample of whose taking there is no record.</summary>
    public bool IsOfUnrecordedSample { get; init; }

    /// <summary>Gets by how many seconds the clock of the device was wrong, either way.</summary>
    public decimal ClockDeviationSeconds { get; init; }
}

/// <summary>A sample.</summary>
/// <param name="Number">Its number.</param>
/// <param name="TakenOn">The civil day on which it was taken.</param>
/// <param name="IsRecorded">There is a record of its taking among the items.</param>
/// <param name="IsSealed">The record says the number of its seal.</param>
public sealed record SampleOnFile(string Number, DateOnly TakenOn, bool IsRecorded, bool IsSealed);

/// <summary>How a licence agrees with the subjects of a record.</summary>
/// <param name="IsCodeEqual">Its credit code is that of a subject; null when it says none.</param>
/// <param name="IsNameEqual">Its name is that of a subject, or the record explains the difference; null when it says
/// none.</param>
public sealed record IdentityOnFile(bool? IsCodeEqual, bool? IsNameEqual);

/// <summary>A chain of custody 移交保管链.</summary>
/// <param name="HasGap">The numbers do not run from 1 without a gap.</param>
/// <param name="HasHashDifference">A digest changed from one event to the next, or within one.</param>
/// <param name="HasOtherHolder">Somebody gave what somebody else had taken.</param>
/// <param name="HasUnsignedHandOver">A hand-over lacks the signature of one side.</param>
public sealed record CustodyOnFile(bool HasGap, bool HasHashDifference, bool HasOtherHolder, bool HasUnsignedHandOver)
{
    /// <summary>Gets a value indicating whether a thing was moved without a seal.</summary>
    public bool HasUnsealedThing { get; init; }

    /// <summary>Gets who holds the package; null when the chain does not say it.</summary>
    public Organ? Holder { get; init; }

    /// <summary>Gets to whom it was handed over and who has not yet signed for it.</summary>
    public Organ? GivenTo { get; init; }

    /// <summary>Gets the links after the sealing that count, in their order.</summary>
    public ImmutableArray<CustodyLink> Later { get; init; } = [];

    /// <summary>Gets a value indicating whether it is not shown that the evidence stayed the same (REF-CUST-BREAK).</summary>
    public bool IsBroken => HasGap || HasHashDifference || HasOtherHolder || HasUnsignedHandOver || HasUnsealedThing;
}

/// <summary>A bag.</summary>
/// <param name="SealedOn">The civil day on which it was sealed.</param>
/// <param name="IsSizeConsistent">Its parts fit into its stated size, and its octets into its parts.</param>
/// <param name="IsSealedAfterCapture">It was sealed after the last item had been taken.</param>
public sealed record BagOnFile(DateOnly SealedOn, bool IsSizeConsistent, bool IsSealedAfterCapture);
