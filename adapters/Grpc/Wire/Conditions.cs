using System.Collections.Frozen;
using System.Globalization;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>
/// What one field demands of another: the conditional fields (C) of the data standard that are a matter of schema. What a rule of
/// recognition judges is not among them.
/// </summary>
/// <remarks>A condition keeps silent where another field that it looks at is wrong by itself: one fault, one violation.</remarks>
internal static partial class Conditions
{
    private static readonly FrozenDictionary<MessageDescriptor, Action<IMessage, Walk>> ByType =
        new Dictionary<MessageDescriptor, Action<IMessage, Walk>>
        {
            [Statement.Descriptor] = On<Statement>(CheckStatement),
            [Record.Descriptor] = On<Record>(CheckRecord),
            [Subject.Descriptor] = On<Subject>(CheckSubject),
            [LegalRepresentative.Descriptor] = On<LegalRepresentative>(CheckLegalRepresentative),
            [Link.Descriptor] = On<Link>(CheckLink),
            [Matter.Descriptor] = On<Matter>(CheckMatter),
            [ActPeriod.Descriptor] = On<ActPeriod>((period, walk) => CheckOrder("to_on", period.FromOn, period.ToOn, walk)),
            [Penalty.Descriptor] = On<Penalty>(CheckPenalty),
            [PenaltyItem.Descriptor] = On<PenaltyItem>(CheckPenaltyItem),
            [ExcludedPeriod.Descriptor] = On<ExcludedPeriod>((period, walk) =>
                CheckOrder("to_on", period.FromOn, period.ToOn, walk)),
            [DailyPenalty.Descriptor] = On<DailyPenalty>((fine, walk) => CheckOrder("to_on", fine.FromOn, fine.ToOn, walk)),
            [Officer.Descriptor] = On<Officer>((officer, walk) =>
                CheckOrder("valid_to", officer.ValidFrom, officer.ValidTo, walk)),
            [Bag.Descriptor] = On<Bag>(CheckBag),
            [Evidence.Descriptor] = On<Evidence>(CheckEvidence),
            [EvidenceItem.Descriptor] = On<EvidenceItem>(CheckItem),
            [Permit.Descriptor] = On<Permit>((permit, walk) => CheckOrder("valid_to", permit.ValidFrom, permit.ValidTo, walk)),
            [Blacklist.Descriptor] = On<Blacklist>(CheckBlacklist),
            [NoPenalty.Descriptor] = On<NoPenalty>(CheckNoPenalty),
            [VenueDesignated.Descriptor] = On<VenueDesignated>(CheckVenue),
            [GroundReviewed.Descriptor] = On<GroundReviewed>(CheckReview),
            [EvidenceReviewed.Descriptor] = On<EvidenceReviewed>(CheckReview),
        }.ToFrozenDictionary();

    private static readonly ReasonCode DamagedBag = new("REF-INT-BAG");
    private static readonly ReasonCode Secret = new("REF-SECRET");

    /// <summary>Gets the condition on messages of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The condition, or null.</returns>
    public static Action<IMessage, Walk>? Of(MessageDescriptor type) => ByType.GetValueOrDefault(type);

    private static Action<IMessage, Walk> On<T>(Action<T, Walk> check) => (message, walk) => check((T)message, walk);

    private static void CheckLink(Link link, Walk walk) => DemandWhen(
        link.Hash.IsEmpty && !link.IsPending, "hash",
        "所关联记录的内容哈希，32 个字节；记录尚未发布的，is_pending 填 true",
        "the content hash of the other record, 32 bytes; or is_pending when it has not been published yet", walk);

    private static void CheckMatter(Matter matter, Walk walk) => DemandWhen(
        matter.IsMajorCase && matter.MajorCaseGround.Length == 0, "major_case_ground",
        "认定大要案的理由", "why it is a major case", walk);

    private static void CheckBag(Bag bag, Walk walk)
    {
        var files = bag.Oxum.AsSpan()[(bag.Oxum.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (bag.FileCount is > 0 and <= 10_000_000
            && long.TryParse(files, CultureInfo.InvariantCulture, out var count) && count != bag.FileCount)
        {
            walk.Report("oxum", Violation.Quoting(
                new Wording($"文件数为 {bag.FileCount}（与 file_count 一致）", $"{bag.FileCount} files, as file_count says"), bag.Oxum),
                DamagedBag);
        }
    }

    private static void CheckEvidence(Evidence evidence, Walk walk)
    {
        if (evidence.Bag is { SizeBytes: > 0 and <= 1L << 50, FileCount: > 0 } bag
            && bag.Oxum.EndsWith($".{bag.FileCount}", StringComparison.Ordinal)
            && evidence.Items.Count <= 1000 && evidence.Items.All(item => item.SizeBytes is >= 0 and <= 1L << 40)
            && !EvidenceTranslation.IsSizeConsistent(evidence))
        {
            walk.Report("bag.oxum", Violation.Quoting(
                new Wording("与数据包大小及证据材料文件相符的字节数和文件数",
                    "octets and files that agree with the size of the bag and the files of its items"), bag.Oxum), DamagedBag);
        }
    }

    // Whatever the package says of it besides may be the secret: nothing is quoted.
    private static void CheckItem(EvidenceItem item, Walk walk) => ForbidWhen(
        item.Restriction == EvidenceItem.Types.Restriction.StateSecret, "restriction",
        "不涉及国家秘密的证据材料：涉密材料不得经本网络报送",
        "an item without state secrets: what holds them does not go through this network", walk, Secret);

    private static void CheckBlacklist(Blacklist entry, Walk walk)
    {
        DemandWhen(entry.BasisRefs.Count == 0 && entry.BasisDocuments.Count == 0, "basis_refs",
            "basis_refs 或 basis_documents 中至少一项依据", "at least one basis here or in basis_documents", walk);
        CheckOrder("maximum_until", entry.MinimumUntil, entry.MaximumUntil, walk);
    }

    private static void CheckNoPenalty(NoPenalty decision, Walk walk)
    {
        if (decision.Ground is NoPenalty.Types.Ground.SlightCorrected or NoPenalty.Types.Ground.FirstTime)
        {
            DemandWhen(decision.CorrectedOn.Length == 0, "corrected_on",
                "改正日期，因为轻微不罚、首违不罚均以及时改正为条件",
                "the day of the correction, without which ground does not apply", walk);
        }

        if (decision.Ground == NoPenalty.Types.Ground.FirstTime)
        {
            DemandWhen(decision.FirstTimeDivisions.Count == 0, "first_time_divisions",
                "核查是否初次违法的地区，因为 ground 为 FIRST_TIME", "the divisions that were searched, because ground is FIRST_TIME", walk);
            DemandWhen(decision.FirstTimeMonths == 0, "first_time_months",
                "核查的月数，因为 ground 为 FIRST_TIME", "how many months were searched, because ground is FIRST_TIME", walk);
        }
    }

    private static void CheckOrder(string laterField, string earlier, string later, Walk walk)
    {
        if (CivilDates.TryParse(earlier, out var first) && CivilDates.TryParse(later, out var last) && last < first)
        {
            walk.Report(laterField, Violation.Quoting(
                new Wording($"不早于 {earlier} 的日期", $"a date not before {earlier}"), later));
        }
    }

    private static void DemandWhen(bool isMissing, string field, string chinese, string english, Walk walk)
    {
        if (isMissing)
        {
            walk.Report(field, Violation.Quoting(new Wording(chinese, english), null));
        }
    }

    private static void ForbidWhen(
        bool isThere, string field, string chinese, string english, Walk walk, ReasonCode? reason = null)
    {
        if (isThere)
        {
            walk.Report(field, new Violation(new Wording(chinese, english), new Wording("已填写", "something")), reason);
        }
    }
}
