using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Grpc.Core.Status;
using Status = Google.Rpc.Status;

namespace ExchangeHub.Node.Errors;

/// <summary>The one place where a failure becomes a gRPC status. Nothing else in the node makes an RpcException.</summary>
/// <remarks>
/// The reason is a number of ours: below 2000 the call, as at the hub; 4000 to 4999 submissions; from 9000 the node itself. The
/// status carries the English sentence, a LocalizedMessage the Chinese one.
/// </remarks>
internal static class NodeErrors
{
    /// <summary>Why nothing was stored when the disk takes no more.</summary>
    public const int DiskFullReason = 4104;

    // A row for every code that the node's door can give. Others are for the hub, which knows the whole dossier.
    private static readonly FrozenDictionary<RejectionCode, (StatusCode Code, int Reason)> ByCode =
        new Dictionary<RejectionCode, (StatusCode, int)>
        {
            [RejectionCode.VersionDoesNotFollow] = (StatusCode.FailedPrecondition, (int)RejectionCode.VersionDoesNotFollow),
            [RejectionCode.SequenceReused] = (StatusCode.AlreadyExists, (int)RejectionCode.SequenceReused),
            [RejectionCode.NotEntitled] = (StatusCode.PermissionDenied, 1012),
        }.ToFrozenDictionary();

    /// <summary>The core turned it down: the caller can act on the code.</summary>
    public static Failure From(Rejection rejection) =>
        new(ByCode[rejection.Code].Code, ByCode[rejection.Code].Reason, rejection.Message);

    /// <summary>One or more fields are missing or misshapen.</summary>
    public static Failure Invalid(ImmutableArray<FieldViolation> violations)
    {
        var rest = violations.Length - ListedMax;
        return new(
            StatusCode.InvalidArgument,
            1003,
            new Wording(
                List(violations, violation => $"{violation.Field}：{violation.Sentence.Chinese}")
                + (rest > 0 ? $" 另有 {rest} 处。" : ""),
                List(violations, violation => $"{violation.Field}: {violation.Sentence.English}")
                + (rest > 0 ? $" And {rest} more." : "")),
            violations);
    }

    /// <summary>The client key stands for something else.</summary>
    public static Failure KeyReused() => new(StatusCode.AlreadyExists, 4101, new Wording(
        "该 client_key 已用于另一份内容，本次未保存。内容不同的报送请使用新的 client_key；同一报送请原样重发。",
        "This client_key was used for other content; nothing was stored. Use another client_key for other content, or send the "
        + "first content again."));

    /// <summary>No such sequence.</summary>
    public static Failure SubmissionUnknown(long sequence) => new(StatusCode.NotFound, 4102, new Wording(
        $"本节点从未给出序号 {sequence}。请使用 Submit 答复中的序号。",
        $"This node has never given out sequence {sequence}. Use the sequence of an answer of Submit."));

    /// <summary>The statement would not pass the hub's door.</summary>
    public static Failure TooLarge(int bytes, int bytesMax) => new(StatusCode.ResourceExhausted, 4103, new Wording(
        $"该记录签署后为 {bytes} 字节，上限为 {bytesMax} 字节，本次未保存。文件请放入证据包，记录中只写其哈希。",
        $"The record makes a statement of {bytes} bytes, {bytesMax} at most; nothing was stored. Put files into an evidence "
        + "package and only their hashes into the record."));

    /// <summary>The disk takes no more.</summary>
    public static Failure DiskFull() => new(StatusCode.ResourceExhausted, DiskFullReason, new Wording(
        "节点磁盘已满或无法写入，本次未保存。请清理磁盘后重新发送同一请求。",
        "The node's disk is full or does not take writes; nothing was stored. Free space, then send the same request again."));

    /// <summary>Values of a record that this node has not published.</summary>
    public static Failure RecordNotOurs(string dossier) => new(StatusCode.NotFound, 4201, new Wording(
        $"本节点未报送过案卷“{dossier}”的记录。明文只能存放在报送该记录的节点。",
        $"This node has published nothing in dossier '{dossier}'. Clear values are kept where the record was published."));

    /// <summary>No such request.</summary>
    public static Failure RequestUnknown(string id) => new(StatusCode.NotFound, 4202, new Wording(
        $"本节点没有申请“{id}”。可用 xhub disclosure list 查看全部申请。",
        $"This node knows no request '{id}'. xhub disclosure list shows all."));

    /// <summary>A value that the record does not commit to.</summary>
    public static Failure NotCommitted(string path) => new(StatusCode.InvalidArgument, 1003, new Wording(
        $"values：“{path}”的明文与盐值同记录中的承诺值不符，未保存。",
        $"values: the value and salt for '{path}' are not what the record commits to; nothing was stored."));

    /// <summary>The values of a request cannot be handed out.</summary>
    public static Failure ValuesNotKept() => new(StatusCode.FailedPrecondition, 4203, new Wording(
        "所申请的明文未存放在本节点，或者已经删除。可先以 keep 存入，或者说明理由予以拒绝。",
        "The values are not kept at this node, or were erased. Keep them first, or turn the request down and say why."));

    /// <summary>Nothing can be read.</summary>
    public static Failure NothingToRead() => new(StatusCode.FailedPrecondition, 4204, new Wording(
        "该申请尚无答复、已被拒绝，或者明文已经读取（只能读取一次）。",
        "The request is not answered yet, was turned down, or its values have been read, which is possible once."));

    /// <summary>The hub does not answer.</summary>
    public static Failure HubAway() => new(StatusCode.Unavailable, 4205, new Wording(
        "目前无法连接枢纽，申请或答复未送出。请稍后再试。",
        "The hub cannot be reached; nothing was sent. Try again in a moment."));

    /// <summary>What was stored is not what is read.</summary>
    public static Failure Damaged() => new(StatusCode.DataLoss, 9005, new Wording(
        "节点磁盘上的数据与存入时不一致，已拒绝据此作答。请停止节点，并从备份恢复其数据目录。",
        "What this node stored was changed on its disk, and it does not answer from it. Stop the node and restore its data "
        + "folder from the backup."));

    /// <summary>A bug, or a store that failed. The text says where to look and nothing of what was found.</summary>
    public static Failure Internal(string method) => new(StatusCode.Internal, 9002, new Wording(
        $"{method} 在节点内部失败。请将本次调用的跟踪标识告知运维人员。",
        $"{method} failed inside the node. Quote the trace id of this call to its operator."));

    /// <summary>The node is stopping.</summary>
    public static Failure Stopping() => new(StatusCode.Unavailable, 9004, new Wording(
        "节点正在停止。请稍后重新发送同一请求，或从最后的位置重新连接。",
        "The node is stopping. Send the same request again in a moment, or connect again from the last position."));

    // The sentence names the first few; BadRequest names every one.
    private const int ListedMax = 5;

    private static string List(ImmutableArray<FieldViolation> violations, Func<FieldViolation, string> write) =>
        string.Join(' ', violations.Take(ListedMax).Select(write));

    /// <summary>A failure, as a status of its own or as the answer to one message of a stream.</summary>
    internal sealed record Failure(StatusCode Code, int Reason, Wording Message, ImmutableArray<FieldViolation> Violations)
    {
        // Trailers travel in HTTP headers, and the strictest of the usual peers takes 8 KiB of them; these bytes become a third
        // more in base64, and the sentence stands beside them once again.
        private const int TrailerBytesMax = 4096;

        public Failure(StatusCode code, int reason, Wording message)
            : this(code, reason, message, [])
        {
        }

        /// <summary>Gets the failure as <c>google.rpc.Status</c>.</summary>
        public Status ToStatus() => ToStatus(Violations.Length);

        /// <summary>Gets the failure as an exception that ends the call.</summary>
        public RpcException ToException()
        {
            var named = Violations.Length;
            var details = ToStatus(named).ToByteArray();
            while (details.Length > TrailerBytesMax && named > 0)
            {
                named /= 2;
                details = ToStatus(named).ToByteArray();
            }

            return new RpcException(
                new RpcStatus(Code, Message.English), new Metadata { { "grpc-status-details-bin", details } });
        }

        private Status ToStatus(int violationsMax)
        {
            var info = new ErrorInfo { Domain = "exchangehub", Reason = Reason.ToString(CultureInfo.InvariantCulture) };
            if (!Violations.IsEmpty)
            {
                info.Metadata["reason_code"] = Violations[0].Reason.ToString();
            }

            var status = new Status { Code = (int)Code, Message = Message.English };
            status.Details.Add(Any.Pack(info));
            status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = Message.Chinese }));
            if (violationsMax > 0)
            {
                var badRequest = new BadRequest();
                badRequest.FieldViolations.Add(
                    Violations.Take(violationsMax).Select(violation => new BadRequest.Types.FieldViolation
                {
                    Field = violation.Field,
                    Description = violation.Sentence.English,
                }));
                status.Details.Add(Any.Pack(badRequest));
            }

            return status;
        }
    }
}
