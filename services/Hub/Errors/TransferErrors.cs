using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Errors;

/// <summary>Why files of a package are not taken or given: reasons from 1501.</summary>
internal static class TransferErrors
{
    /// <summary>No version of the record names that tag manifest, or it has no package.</summary>
    public static HubErrors.Failure PackageUnknown(string dossier) => new(StatusCode.NotFound, 1501, new Wording(
        $"没有“{dossier}”的该证据包：记录的任何版本都没有载明该标签清单摘要，或者证据包尚未提交完成。",
        $"There is no such package of '{dossier}': no version of the record names its tag manifest, or it is not complete yet."));

    /// <summary>The caller may not do this with the package.</summary>
    public static HubErrors.Failure NotYours(string dossier) => new(StatusCode.PermissionDenied, 1502, new Wording(
        $"无权上传或读取“{dossier}”的证据包：上传须为发布该记录的节点；读取须以可见该记录的一方的名义。",
        $"The package of '{dossier}' is not yours to upload or read: the node of the record uploads, parties that may see the "
        + "record read."));

    /// <summary>The node has used up what it may have.</summary>
    public static HubErrors.Failure OverQuota(string node, AllowanceExceeded exceeded, Allowance allowance) =>
        new(StatusCode.ResourceExhausted, 1503, exceeded switch
        {
            AllowanceExceeded.OpenPackages => new Wording(
                $"{node} 未完成的上传已达 {allowance.OpenPackages} 个上限。请先完成其中一部分。",
                $"{node} has {allowance.OpenPackages} uploads under way, which is the limit. Complete some of them first."),
            AllowanceExceeded.BytesPerDay => new Wording(
                $"{node} 24 小时内的上传将超过 {allowance.BytesPerDay} 字节的上限。请明日再传，或请枢纽运维人员提高限额。",
                $"{node} would exceed {allowance.BytesPerDay} bytes within 24 hours. Go on tomorrow, or ask the hub's operator "
                + "for a larger quota."),
            _ => new Wording(
                $"{node} 在枢纽存放的文件将超过 {allowance.Bytes} 字节的上限。请联系枢纽运维人员。",
                $"{node} would exceed {allowance.Bytes} bytes on the hub. Ask its operator for a larger quota."),
        });

    /// <summary>The disk has no room.</summary>
    public static HubErrors.Failure NoRoom() => new(StatusCode.ResourceExhausted, 1504, new Wording(
        "枢纽存放证据的磁盘空间不足，本次内容未收存，已收部分保留。请在空间恢复后从该处续传。",
        "The hub's disk for evidence is full; this was not stored, and what came before stays. Go on from there once there is "
        + "room."));

    /// <summary>A gap or an overlap.</summary>
    public static HubErrors.Failure WrongOffset(long expected, long found) => new(StatusCode.OutOfRange, 1505, new Wording(
        $"offset：应为 {expected}，即枢纽已有部分的末尾；实为 {found}。请从 {expected} 处续传。",
        $"offset: expected {expected}, where the hub's part of the file ends; found {found}. Go on from {expected}."));

    /// <summary>A chunk of the wrong size.</summary>
    public static HubErrors.Failure WrongChunk(long length, int lengthMax) => new(StatusCode.InvalidArgument, 1506, new Wording(
        $"content：每块应为 1 至 {lengthMax} 字节，且不超出文件所报大小；实为 {length} 字节。",
        $"content: expected 1 to {lengthMax} bytes within the declared size of the file; found {length}."));

    /// <summary>The content is not what was declared.</summary>
    public static HubErrors.Failure WrongDigest(Digest expected, Digest found) =>
        new(StatusCode.InvalidArgument, 1507, new Wording(
            $"sha256：所报为 {expected}，收到内容实为 {found}；已收部分已丢弃。文件在封存后被改动，或者读取时变化。",
            $"sha256: declared was {expected}, what came has {found} and was thrown away. The file was changed after it was "
            + "sealed, or while it was read."));

    /// <summary>The package takes no files.</summary>
    public static HubErrors.Failure NotOpen(string dossier) => new(StatusCode.FailedPrecondition, 1508, new Wording(
        $"“{dossier}”的证据包未申报、已提交完成，或者已过上传期限。请先调用 DeclarePackage。",
        $"The package of '{dossier}' was not declared, is committed, or its time is over. Call DeclarePackage first."));

    /// <summary>A file or a package is larger than allowed.</summary>
    public static HubErrors.Failure TooLarge(string what, long limit) => new(StatusCode.InvalidArgument, 1509, new Wording(
        $"{what}：超过 {limit} 的上限。", $"{what}: more than the {limit} allowed."));

    /// <summary>Files are missing.</summary>
    public static HubErrors.Failure Incomplete(int missing, string first) =>
        new(StatusCode.FailedPrecondition, 1510, new Wording(
            $"尚缺 {missing} 个文件，其中第一个为“{first}”。请补传后再次提交。",
            $"{missing} files are missing, the first is '{first}'. Send them and commit again."));

    /// <summary>The package is not what its record says.</summary>
    public static HubErrors.Failure NotAsRecorded(Wording why) => new(StatusCode.FailedPrecondition, 1511, new Wording(
        $"证据包与其记录不符：{why.Chinese}。", $"The package is not what its record says: {why.English}."));

    /// <summary>Beyond the end.</summary>
    public static HubErrors.Failure BeyondEnd(long offset, long bytes) => new(StatusCode.OutOfRange, 1512, new Wording(
        $"offset：{offset} 超出文件末尾 {bytes}。", $"offset: {offset} is beyond the end of the file, {bytes}."));

    /// <summary>The store gives something else than it was given.</summary>
    public static HubErrors.Failure Damaged(Digest content) => new(StatusCode.DataLoss, 1513, new Wording(
        $"枢纽所存文件 {content} 已损坏，本次下载作废，已告警。请勿使用已收内容。",
        $"The file {content} on the hub is damaged. Do not use what came of it; the operators of the hub are alarmed."));

    /// <summary>The node that holds the file does not send it.</summary>
    public static HubErrors.Failure HolderAway(string node) => new(StatusCode.Unavailable, 1514, new Wording(
        $"该文件留存于 {node}，该节点未连接或未应答。请稍后重试。",
        $"The file stays at {node}, which is not connected or does not send it. Try again later."));

    /// <summary>Nobody waits for the supply.</summary>
    public static HubErrors.Failure NotWanted() => new(StatusCode.FailedPrecondition, 1515, new Wording(
        "没有调用方等待该文件，或已不再等待。", "Nobody waits for this file, or not any more."));

    /// <summary>The same content with two sizes.</summary>
    public static HubErrors.Failure OtherSize(long before, long found) => new(StatusCode.InvalidArgument, 1516, new Wording(
        $"size_bytes：该文件先前所报大小为 {before}，现报 {found}。",
        $"size_bytes: this file was declared with {before} before; found {found}."));
}
