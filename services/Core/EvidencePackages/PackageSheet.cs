using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.EvidencePackages;

/// <summary>What an evidence package 证据包 says of how it was taken, as far as the eight steps are judged by it.</summary>
/// <remarks>Empty texts and null are what it does not say. Source: domain reference "Evidence", sections 1 to 4.</remarks>
public sealed record PackageSheet
{
    /// <summary>Gets how the evidence was taken.</summary>
    public EvidenceMode Mode { get; init; } = EvidenceMode.Ordinary;

    /// <summary>Gets the subjects, natural persons without name and code.</summary>
    public ImmutableArray<SubjectSeen> Subjects { get; init; } = [];

    /// <summary>Gets where the site lies.</summary>
    public PositionSeen? Site { get; init; }

    /// <summary>Gets the outlet of the permit, such as DW001.</summary>
    public string Outlet { get; init; } = "";

    /// <summary>Gets the officers of the team, as of the day of the inspection.</summary>
    public ImmutableArray<OfficerOnFile> Officers { get; init; } = [];

    /// <summary>Gets the steps that are there, each number once.</summary>
    public ImmutableArray<StepSheet> Steps { get; init; } = [];

    /// <summary>Gets the items.</summary>
    public ImmutableArray<ItemSheet> Items { get; init; } = [];

    /// <summary>Gets the samples.</summary>
    public ImmutableArray<SampleSheet> Samples { get; init; } = [];

    /// <summary>Gets when the bag was sealed; null while it is not.</summary>
    public DateTimeOffset? SealedAt { get; init; }
}

/// <summary>A subject, as the package names it.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="CreditCode">Its credit code, 18 characters.</param>
public sealed record SubjectSeen(string Name, string CreditCode);

/// <summary>A measured position.</summary>
/// <param name="Point">Where.</param>
/// <param name="Datum">What the coordinates refer to, such as <c>WGS84</c>; empty when it is not said.</param>
public sealed record PositionSeen(GeoPoint Point, string Datum);

/// <summary>One item of evidence 证据材料.</summary>
/// <param name="Number">Its number in the package.</param>
/// <param name="Kind">1 to 8 for E1 to E8, Penalty Law 46.</param>
/// <param name="CapturedAt">When it was taken.</param>
public sealed record ItemSheet(string Number, int Kind, DateTimeOffset CapturedAt)
{
    /// <summary>Gets what it is.</summary>
    public string Title { get; init; } = "";

    /// <summary>Gets what it proves 证明对象.</summary>
    public string Proves { get; init; } = "";

    /// <summary>Gets the certificate of whoever took it.</summary>
    public string Taker { get; init; } = "";

    /// <summary>Gets where it was taken.</summary>
    public string Place { get; init; } = "";

    /// <summary>Gets a value indicating whether a system made it, such as automatic monitoring.</summary>
    public bool IsOfSystem { get; init; }

    /// <summary>Gets a value indicating whether it is a copy or an extract 复制件、节录本.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Gets a value indicating whether a copy was checked against the original 核对无误.</summary>
    public bool IsCheckedAgainstOriginal { get; init; }

    /// <summary>Gets the path in the bag; empty for a thing.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gets the SHA-256 of the file; null when it is not said.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>Gets how many officers and others signed it.</summary>
    public int SignatureCount { get; init; }

    /// <summary>Gets the numbers of the items or samples that it rests on.</summary>
    public ImmutableArray<string> ReliesOn { get; init; } = [];

    /// <summary>Gets by how much the clock of the device was ahead of a trusted source.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>Gets the report of a laboratory or an expert; null when there is none.</summary>
    public ReportSheet? Report { get; init; }
}

/// <summary>What the report of a laboratory or an expert carries.</summary>
/// <param name="Samples">Numbers of the samples that it reports on.</param>
/// <param name="SampledAt">When they were taken, according to the report.</param>
/// <param name="IssuedOn">Its day.</param>
/// <param name="ToldOn">The day on which the party was told its results.</param>
/// <param name="Missing">What of body, accreditation number, method and results it lacks, in the words of the form.</param>
public sealed record ReportSheet(
    ImmutableArray<string> Samples,
    DateTimeOffset? SampledAt,
    DateOnly? IssuedOn,
    DateOnly? ToldOn,
    ImmutableArray<Wording> Missing);

/// <summary>One sample.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Point">Where it was taken: an outlet of the permit, or words.</param>
/// <param name="SealNumber">The number of its seal.</param>
public sealed record SampleSheet(string Number, string Point, string SealNumber);

/// <summary>What was seen of the bag that holds the package; it is not known where only the record is there.</summary>
/// <param name="IsComplete">Everything is there and listed.</param>
/// <param name="IsValid">Every digest agrees.</param>
/// <param name="IsSigned">The signature over the tag manifest is good; null when it could not be judged.</param>
/// <param name="Digests">The SHA-256 of the payload manifest, by path.</param>
public sealed record BagSeen(bool IsComplete, bool IsValid, bool? IsSigned, IReadOnlyDictionary<string, Digest> Digests);
