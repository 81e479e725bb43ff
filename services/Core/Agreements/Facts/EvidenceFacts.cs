using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements.Facts;

/// <summary>What may be asked of an evidence package: how it was taken, kept and handed on.</summary>
internal static class EvidenceFacts
{
    private static readonly CodeSet Modes = Spelling.Set<EvidenceMode>(new Wording("取证方式", "the ways of taking evidence"));
    private static readonly CodeSet Sources = Spelling.Set<EvidenceTaskSource>(new Wording("任务来源", "the sources of tasks"));
    private static readonly CodeSet Signings = Spelling.Set<PartySigning>(new Wording("签名情形", "the ways in which a party signs"));
    private static readonly CodeSet Kinds = new(
        new Wording("证据种类", "the kinds of evidence"), ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"]);

    private static readonly RuleSchema<StepOnFile> Step = new RuleSchema<StepOnFile>()
        .Number("number", new Wording("步骤序号", "its number, 1 to 8"), it => it.Number)
        .Truth("isThere", new Wording("是否有该步骤", "the record has it"), it => it.IsThere)
        .Truth("isRequired", new Wording("依取证方式是否必须具备", "the way of taking evidence asks for it"), it => it.IsRequired)
        .Truth("isComplete", new Wording("内容是否齐全", "it holds what it must"), it => it.IsComplete)
        .Truth("hasCurableGap", new Wording("是否有可以补正的缺项", "it lacks something that may be supplemented"),
            it => it.IsThere ? it.HasCurableGap : null)
        .Truth("isInOrder", new Wording("先后顺序是否正确", "it began when those before it had ended"), it => it.IsInOrder)
        .Date("startedOn", new Wording("开始日期", "the day on which it began"), it => it.StartedOn)
        .Date("endedOn", new Wording("结束日期", "the day on which it ended"), it => it.EndedOn);

    private static readonly RuleSchema<EvidenceOnFile> Item = new RuleSchema<EvidenceOnFile>()
        .Text("number", new Wording("证据编号", "its number in the package"), it => it.Number)
        .Code("kind", new Wording("证据种类", "its kind"), Kinds, it => it.Kind)
        .Date("takenOn", new Wording("取得日期", "the day on which it was taken"), it => it.TakenOn)
        .Truth("isCopy", new Wording("是否为复制件或者节录本", "it is a copy or an extract"), it => it.IsCopy)
        .Truth("isCheckedAgainstOriginal", new Wording("是否与原件核对无误", "it was checked against the original"),
            it => it.IsCheckedAgainstOriginal)
        .Truth("hasTaker", new Wording("是否注明取证人", "it says who took it"), it => it.HasTaker)
        .Truth("hasPlace", new Wording("是否注明取证地点", "it says where it was taken"), it => it.HasPlace)
        .Truth("hasPurpose", new Wording("是否注明证明对象", "it says what it proves"), it => it.HasPurpose)
        .Truth("isOfUnrecordedSample", new Wording("是否依据无采样记录的样品", "it rests on a sample whose taking is not recorded"),
            it => it.IsOfUnrecordedSample)
        .Number("clockDeviation", new Wording("时钟偏差（秒，绝对值）", "by how many seconds its clock was wrong, either way"),
            it => it.ClockDeviationSeconds);

    private static readonly RuleSchema<SampleOnFile> Sample = new RuleSchema<SampleOnFile>()
        .Text("number", new Wording("样品编号", "its number"), it => it.Number)
        .Date("takenOn", new Wording("采样日期", "the day on which it was taken"), it => it.TakenOn)
        .Truth("isRecorded", new Wording("有无采样记录", "there is a record of its taking"), it => it.IsRecorded)
        .Truth("isSealed", new Wording("有无封签编号", "the number of its seal is said"), it => it.IsSealed);

    /// <summary>Adds the facts.</summary>
    public static void Add(RuleSchema<Circumstances> schema)
    {
        AddCourse(schema);
        AddKeeping(schema);
        _ = schema
            .List("steps", new Wording("八步法各步骤", "the eight steps"), seen => Of(seen)?.Steps, Step)
            .List("items", new Wording("证据材料", "the items of evidence"),
                seen => seen.Item is { } only ? [only] : Of(seen)?.Items, Item)
            .List("samples", new Wording("样品", "the samples"), seen => Of(seen)?.Samples, Sample);
    }

    private static void AddCourse(RuleSchema<Circumstances> schema) => _ = schema
        .Code("evidence.mode", new Wording("取证方式", "how the evidence was taken"), Modes,
            seen => Spelling.Of<EvidenceMode>(Of(seen)?.Mode))
        .Code("evidence.taskSource", new Wording("任务来源", "where the task came from"), Sources,
            seen => Spelling.Of<EvidenceTaskSource>(Of(seen)?.TaskSource))
        .Truth("evidence.isOfJointTeam", new Wording("是否由联合执法队取得", "officers of several districts took it together"),
            seen => Of(seen)?.IsJointTeam)
        .Code("signing.party", new Wording("当事人签名情形", "how the party signed"), Signings,
            seen => Spelling.Of<PartySigning>(Of(seen)?.Signing?.Party))
        .Truth("signing.isWitnessed", new Wording("是否有见证人签名", "a witness signed"), seen => Of(seen)?.Signing?.IsWitnessed)
        .Number("signing.officerCount", new Wording("签名执法人员数", "how many officers signed"),
            seen => Of(seen)?.Signing?.OfficerCount)
        .Truth("identity.isCodeEqual", new Wording("证照代码与当事人是否一致", "the credit code on the licence is that of a subject"),
            seen => Of(seen)?.Identity?.IsCodeEqual)
        .Truth("identity.isNameEqual", new Wording("证照名称与当事人是否一致或者已说明", "the name on the licence is that of a subject, or "
            + "the difference is explained"),
            seen => Of(seen)?.Identity?.IsNameEqual);

    private static void AddKeeping(RuleSchema<Circumstances> schema) => _ = schema
        .Truth("sampling.isDone", new Wording("是否采样", "samples were taken"), seen => Of(seen)?.IsSampled)
        .Truth("sampling.isRecorded", new Wording("有无采样记录", "there is a record of sampling"), seen => Of(seen)?.HasSamplingRecord)
        .Truth("custody.isBroken", new Wording("移交保管链是否中断", "the chain of custody is broken"),
            seen => CustodyOf(seen)?.IsBroken)
        .Truth("custody.hasGap", new Wording("保管序号是否中断", "its numbers have a gap"), seen => CustodyOf(seen)?.HasGap)
        .Truth("custody.hasHashDifference", new Wording("保管期间哈希是否变化", "a digest changed on the way"),
            seen => CustodyOf(seen)?.HasHashDifference)
        .Truth("custody.hasOtherHolder", new Wording("移出人与前一接收人是否不符", "somebody gave what somebody else had taken"),
            seen => CustodyOf(seen)?.HasOtherHolder)
        .Truth("custody.hasUnsignedHandOver", new Wording("移交是否缺少签名", "a hand-over lacks a signature"),
            seen => CustodyOf(seen)?.HasUnsignedHandOver)
        .Date("citing.lastDecidedOn", new Wording("以该证据为依据的最近一次决定的作出日期", "the day of the newest decision that it is to carry"),
            seen => Reliances.NewestCiting(seen)?.SinceOn, seen => Reliances.NewestCiting(seen)?.Source)
        .Date("bag.sealedOn", new Wording("封包日期", "the day on which the bag was sealed"), seen => Of(seen)?.Bag?.SealedOn)
        .Truth("bag.isSizeConsistent", new Wording("数据包大小与内容是否相符", "its size agrees with its contents"),
            seen => Of(seen)?.Bag?.IsSizeConsistent)
        .Truth("bag.isSealedAfterCapture", new Wording("是否在末件证据取得后封包", "it was sealed after the last item was taken"),
            seen => Of(seen)?.Bag?.IsSealedAfterCapture);

    // What was said of the package since it was sealed belongs to the chain.
    private static CustodyOnFile? CustodyOf(Circumstances seen) => Of(seen) is { Custody: { } recorded } taking
        ? CustodyChain.Follow(
            recorded,
            seen.Events.Select(happened => CustodyChain.Said(happened.Filed, happened.Fact)).OfType<SaidLink>(),
            taking.TagManifest)
        : null;

    private static EvidenceTaking? Of(Circumstances seen) => (seen.Record.Details as RecordDetails.Evidence)?.Taking;
}
