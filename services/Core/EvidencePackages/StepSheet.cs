using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.EvidencePackages;

/// <summary>One of the eight steps 八步法, with what belongs to it.</summary>
/// <param name="Number">1 to 8.</param>
/// <param name="StartedAt">When it began.</param>
public abstract record StepSheet(int Number, DateTimeOffset StartedAt)
{
    /// <summary>Gets when it ended; null when it is not said.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets where.</summary>
    public PositionSeen? Position { get; init; }

    /// <summary>Gets the certificate of whoever operated the device.</summary>
    public string Operator { get; init; } = "";

    /// <summary>Gets when it was over, as far as it is said.</summary>
    public DateTimeOffset Over => EndedAt ?? StartedAt;

    /// <summary>Step 1, locate and sign in 定位签到.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Certificates">The officers who signed in.</param>
    /// <param name="DistanceMetres">Distance from the site that the device reckoned; 0 inside it.</param>
    /// <param name="OrderReason">Why it follows step 2, in a check on a boat or vehicle.</param>
    public sealed record Locate(
        DateTimeOffset StartedAt, ImmutableArray<string> Certificates, int DistanceMetres, string OrderReason)
        : StepSheet(1, StartedAt);

    /// <summary>Step 2, show the certificate and inform 亮证告知.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Certificates">The certificates that were shown.</param>
    /// <param name="OfRecusal">Told of the right to ask that an officer stand down.</param>
    /// <param name="OfDefence">Told of the right to state and defend.</param>
    /// <param name="OfCooperation">Told of the duty to cooperate.</param>
    /// <param name="IsAcknowledged">The party acknowledged it, or its refusal was noted.</param>
    public sealed record Inform(
        DateTimeOffset StartedAt,
        ImmutableArray<string> Certificates,
        bool OfRecusal,
        bool OfDefence,
        bool OfCooperation,
        bool IsAcknowledged) : StepSheet(2, StartedAt);

    /// <summary>Step 3, verify identity 信息核实.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Name">The name on the licence.</param>
    /// <param name="CreditCode">The credit code on the licence.</param>
    /// <param name="Capacity">Capacity of the person on the spot.</param>
    /// <param name="NameDifference">Why the name differs from other documents.</param>
    public sealed record Verify(
        DateTimeOffset StartedAt, string Name, string CreditCode, string Capacity, string NameDifference)
        : StepSheet(3, StartedAt);

    /// <summary>Step 4, inspect 现场检查.</summary>
    /// <param name="StartedAt">When it began.</param>
    public sealed record Inspect(DateTimeOffset StartedAt) : StepSheet(4, StartedAt)
    {
        /// <summary>Gets how many findings there are, those of "no problem" counted.</summary>
        public int FindingCount { get; init; }

        /// <summary>Gets how many of them name a violation.</summary>
        public int ViolationCount { get; init; }

        /// <summary>Gets a value indicating whether samples were taken.</summary>
        public bool IsSampled { get; init; }

        /// <summary>Gets the numbers of the items that are records of sampling.</summary>
        public ImmutableArray<string> SamplingRecords { get; init; } = [];

        /// <summary>Gets the numbers of the items that are photographs or video.</summary>
        public ImmutableArray<string> Images { get; init; } = [];

        /// <summary>Gets the instruments, with the last day of their calibration.</summary>
        public ImmutableArray<(string Id, DateOnly? CalibratedUntil)> Instruments { get; init; } = [];
    }

    /// <summary>Step 5, draw up the record 笔录制作.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Protocols">The records.</param>
    public sealed record Record(DateTimeOffset StartedAt, ImmutableArray<ProtocolSheet> Protocols) : StepSheet(5, StartedAt);

    /// <summary>Step 6, print and sign 打印签名.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Party">How the party signed.</param>
    /// <param name="Certificates">The officers who signed.</param>
    public sealed record Sign(DateTimeOffset StartedAt, PartySigning Party, ImmutableArray<string> Certificates)
        : StepSheet(6, StartedAt)
    {
        /// <summary>Gets how many pages there are.</summary>
        public int Pages { get; init; }

        /// <summary>Gets how many pages are signed.</summary>
        public int SignedPages { get; init; }

        /// <summary>Gets a value indicating whether blanks are struck.</summary>
        public bool AreBlanksStruck { get; init; }
    }

    /// <summary>Step 7, archive electronically 电子归档.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="SealedAt">When the bag was sealed.</param>
    /// <param name="TimeSource">The trusted source of that time.</param>
    /// <param name="AreFilesListed">Every file has its digest, time, source, carrier and place.</param>
    public sealed record Archive(DateTimeOffset StartedAt, DateTimeOffset? SealedAt, string TimeSource, bool AreFilesListed)
        : StepSheet(7, StartedAt);

    /// <summary>Step 8, complete the task 任务完成.</summary>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="ResultCode">Code of the result.</param>
    /// <param name="Next">What follows.</param>
    /// <param name="LeftAt">When they left.</param>
    /// <param name="Reviewer">Certificate of whoever reviewed the file.</param>
    public sealed record Complete(
        DateTimeOffset StartedAt, string ResultCode, NextAction Next, DateTimeOffset? LeftAt, string Reviewer)
        : StepSheet(8, StartedAt);
}

/// <summary>A record of what was seen or said 笔录.</summary>
/// <param name="Item">The item that it is.</param>
/// <param name="IsQuestioning">Of questions and answers, and not of the site.</param>
/// <param name="StartedAt">Begun.</param>
/// <param name="EndedAt">Ended.</param>
/// <param name="Persons">How many persons were questioned in it.</param>
/// <param name="IsMadeOnSite">It was made on the spot.</param>
public sealed record ProtocolSheet(
    string Item, bool IsQuestioning, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Persons, bool IsMadeOnSite);

/// <summary>What can follow a task.</summary>
public enum NextAction
{
    /// <summary>It is not said.</summary>
    NotSaid = 0,

    /// <summary>An order 责令.</summary>
    Order = 1,

    /// <summary>Filing of a case 立案.</summary>
    Filing = 2,

    /// <summary>Transfer 移送.</summary>
    Transfer = 3,

    /// <summary>Nothing.</summary>
    Nothing = 4,
}
