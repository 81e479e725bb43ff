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

namespace ExchangeHub.Hub.Errors;

/// <summary>The one place where a failure becomes a gRPC status. Nothing else in the hub makes an RpcException.</summary>
/// <remarks>
/// The reason is a number of ours: below 2000 the call, 2000 to 2999 a rejection of the core, 3000 to 3999 deliveries, from
/// 9000 the hub itself. The status carries the English sentence, a LocalizedMessage the Chinese one.
/// </remarks>
internal static class HubErrors
{
    // A row for every code. HubErrorsTests fails when a code has none, so that no new code can fall through to UNKNOWN.
    internal static readonly FrozenDictionary<RejectionCode, StatusCode> StatusByCode = new Dictionary<RejectionCode, StatusCode>
    {
        [RejectionCode.NoOperator] = StatusCode.PermissionDenied,
        [RejectionCode.FourEyes] = StatusCode.PermissionDenied,
        [RejectionCode.InvitationOfNoUse] = StatusCode.PermissionDenied,
        [RejectionCode.RequestUnknown] = StatusCode.NotFound,
        [RejectionCode.KeyTaken] = StatusCode.AlreadyExists,
        [RejectionCode.MemberUnknown] = StatusCode.NotFound,
        [RejectionCode.LastOperator] = StatusCode.FailedPrecondition,
        [RejectionCode.PurposeMissing] = StatusCode.PermissionDenied,
        [RejectionCode.PurposeNotGranted] = StatusCode.PermissionDenied,
        [RejectionCode.CaseMissing] = StatusCode.PermissionDenied,
        [RejectionCode.QuotaUsedUp] = StatusCode.ResourceExhausted,
        [RejectionCode.TooBroad] = StatusCode.InvalidArgument,
        [RejectionCode.KindNotGranted] = StatusCode.PermissionDenied,
        [RejectionCode.DisclosureUnknown] = StatusCode.NotFound,
        [RejectionCode.DisclosureNotYours] = StatusCode.PermissionDenied,
        [RejectionCode.DisclosureDone] = StatusCode.AlreadyExists,
        [RejectionCode.NothingToDisclose] = StatusCode.FailedPrecondition,
        [RejectionCode.VersionDoesNotFollow] = StatusCode.FailedPrecondition,
        [RejectionCode.SequenceReused] = StatusCode.AlreadyExists,
        [RejectionCode.NotEntitled] = StatusCode.PermissionDenied,
        [RejectionCode.MinimumNotReached] = StatusCode.FailedPrecondition,
        [RejectionCode.DocumentUnknown] = StatusCode.NotFound,
        [RejectionCode.AlreadyDone] = StatusCode.AlreadyExists,
        [RejectionCode.WrongStage] = StatusCode.FailedPrecondition,
        [RejectionCode.WrongDay] = StatusCode.FailedPrecondition,
        [RejectionCode.PartyLeftOut] = StatusCode.FailedPrecondition,
        [RejectionCode.ActedSince] = StatusCode.Aborted,
        [RejectionCode.NoRuleSet] = StatusCode.InvalidArgument,

        // Nothing of an act is NOT_FOUND: a node would take that for a hub in trouble, and send the act again for ever.
        [RejectionCode.CaseUnknown] = StatusCode.FailedPrecondition,
        [RejectionCode.CaseHasIt] = StatusCode.AlreadyExists,
        [RejectionCode.NotLeading] = StatusCode.PermissionDenied,
        [RejectionCode.CaseAtOtherStage] = StatusCode.FailedPrecondition,
        [RejectionCode.TaskNotYours] = StatusCode.PermissionDenied,
        [RejectionCode.GroupNotMixed] = StatusCode.FailedPrecondition,
        [RejectionCode.OfficerNotInTeam] = StatusCode.FailedPrecondition,
        [RejectionCode.ReferenceUnknown] = StatusCode.FailedPrecondition,
        [RejectionCode.LeadOutOfTurn] = StatusCode.FailedPrecondition,
        [RejectionCode.MembersNotJoint] = StatusCode.FailedPrecondition,
    }.ToFrozenDictionary();

    /// <summary>The core turned the command down: the caller can act on the code.</summary>
    public static Failure From(Rejection rejection) =>
        new(StatusByCode[rejection.Code], rejection.Code == RejectionCode.NotEntitled ? 1012 : (int)rejection.Code,
            rejection.Message);

    /// <summary>Neither a record nor a held statement is filed under that name.</summary>
    public static Failure RecordUnknown(string name) => new(StatusCode.NotFound, 1001, new Wording(
        $"枢纽没有“{name}”的任何记录。如该节点刚刚报送，请在收到回执后带上回执中的位置再查询。",
        $"The hub holds nothing under '{name}'. If its node has just published it, ask again with the position of its receipt."));

    /// <summary>One or more fields are missing or misshapen.</summary>
    public static Failure Invalid(ImmutableArray<FieldViolation> violations) => new(
        StatusCode.InvalidArgument,
        1003,
        new Wording(
            string.Join(' ', violations.Take(ListedMax).Select(violation => $"{violation.Field}：{violation.Sentence.Chinese}"))
                + More(violations, true),
            string.Join(' ', violations.Take(ListedMax).Select(violation => $"{violation.Field}: {violation.Sentence.English}"))
                + More(violations, false)),
        violations);

    /// <summary>The signature does not verify, or no registered key made it.</summary>
    public static Failure Signature(string code, Wording message) => new(
        StatusCode.InvalidArgument, 1010, message, [new FieldViolation("envelope", message, new ReasonCode(code))]);

    /// <summary>Nothing was put aside under that digest, or not any more.</summary>
    public static Failure NotQuarantined() => new(StatusCode.NotFound, 1004, new Wording(
        "隔离区没有该摘要的报送：从未隔离，或者已满保存期限。",
        "Nothing is in quarantine under that digest: it never was, or it has been kept long enough."));

    /// <summary>There is no such joint case, or the asker is no member of it.</summary>
    public static Failure CaseUnknown(string number) => new(StatusCode.NotFound, 1005, new Wording(
        $"贵方参与的联合案件中没有“{number}”。", $"'{number}' is none of the joint cases of the party that asks."));

    /// <summary>An act that cannot be read, or was signed by nobody who could.</summary>
    public static Failure InvalidAct(ImmutableArray<FieldViolation> violations) =>
        violations is [{ Reason: var reason, Sentence: var sentence }]
        && reason.ToString().StartsWith("REF-SIG", StringComparison.Ordinal)
            ? Signature(reason.ToString(), sentence) : Invalid(violations);

    /// <summary>The statement belongs to another network.</summary>
    public static Failure OtherNetwork(string expected, string found) => new(StatusCode.InvalidArgument, 1011, new Wording(
        $"该报送属于网络“{found}”，本枢纽服务于网络“{expected}”。",
        $"The statement is for network '{found}'; this hub serves network '{expected}'."));

    /// <summary>The clock of the sender is ahead.</summary>
    public static Failure FromTheFuture(string field, DateTimeOffset said, DateTimeOffset now) => Invalid([
        new FieldViolation(
            field,
            new Wording(
                $"应为不晚于枢纽时钟 {now:O} 后 5 分钟的时间；实为 {said:O}。请校准时钟后重新报送。",
                $"Expected an instant at most 5 minutes ahead of the hub's clock, {now:O}; found {said:O}. Set your clock and "
                    + "send it again."),
            new ReasonCode("REF-INT-SCHEMA")),
    ]);

    /// <summary>Nobody of that name is a witness.</summary>
    public static Failure WitnessUnknown(string name) => new(StatusCode.NotFound, 1401, new Wording(
        $"网络文件的 history 没有名为“{name}”的见证方。请先登记其公钥。",
        $"The history of the network file has no witness '{name}'. Register its key there first."));

    /// <summary>What a witness has signed is not in the log.</summary>
    public static Failure HistoryContradicted(Wording contradiction) =>
        new(StatusCode.FailedPrecondition, 1402, contradiction);

    /// <summary>No checkpoint covers a position yet.</summary>
    public static Failure NotCovered(long position) => new(StatusCode.NotFound, 1403, new Wording(
        $"尚无经足数见证的检查点涵盖位置 {position}。请稍后再试。",
        $"No checkpoint with enough signatures covers position {position} yet. Ask again in a moment."));

    /// <summary>Nothing proves yet that an answer about a subject leaves nothing out.</summary>
    public static Failure NoStateRoot(string kind, double minutes) => new(StatusCode.NotFound, 1404, new Wording(
        string.Create(CultureInfo.InvariantCulture, $"尚无经足数见证的 {kind} 状态根。枢纽每 {minutes} 分钟写入一次，请稍后再试。"),
        string.Create(CultureInfo.InvariantCulture,
            $"No state root of {kind} has enough signatures yet. The hub writes one every {minutes} minutes; ask again then.")));

    /// <summary>The tables are not what the hub wrote into its log.</summary>
    public static Failure StateContradicted(string kind, long position) => new(StatusCode.FailedPrecondition, 1405, new Wording(
        $"枢纽的查询数据与其日志位置 {position} 的 {kind} 状态根不一致：有内容被删改，不能据以答复。请运维人员追查后重建：xhub models rebuild states。",
        $"The hub's tables are not what its state root of {kind} at position {position} of the log says: something was taken out "
            + "or altered, and no answer can be given. Its operator looks into that, then: xhub models rebuild states."));

    /// <summary>What stands in a dossier is not for whoever asks.</summary>
    public static Failure DecisionWithheld(string dossier) => new(StatusCode.PermissionDenied, 1406, new Wording(
        $"“{dossier}”仅供案件所列各方查阅，其结论原文不予提供；结论可由 Explain 查询。",
        $"What stands in '{dossier}' is for the parties of its case alone, and so are its decisions as they are stored; Explain "
            + "says the outcome."));

    /// <summary>The subscription was opened with another filter.</summary>
    public static Failure OtherFilter(string subscription) => new(StatusCode.FailedPrecondition, 3101, new Wording(
        $"订阅“{subscription}”已按其他条件建立。请换用新的订阅名称，或恢复原条件。",
        $"Subscription '{subscription}' was opened with another filter or receiver. Use another name, or the filter of the "
            + "first time."));

    /// <summary>The position is ahead of the log.</summary>
    public static Failure AheadOfLog(long position, long head) => new(StatusCode.OutOfRange, 3102, new Wording(
        $"位置 {position} 超出日志末尾 {head}。所询枢纽并非原枢纽，或者枢纽丢失了历史：请停止并通知运维人员。",
        $"Position {position} is ahead of the log, which ends at {head}. This is another hub, or the hub has lost history: "
            + "stop and tell its operator."));

    /// <summary>No subscription of that name.</summary>
    public static Failure SubscriptionUnknown(string subscription) => new(StatusCode.NotFound, 3103, new Wording(
        $"没有名为“{subscription}”的订阅。请先调用 Subscribe。",
        $"There is no subscription '{subscription}'. Call Subscribe first."));

    /// <summary>Others kept writing to the dossier.</summary>
    public static Failure Contended(string dossier) => new(StatusCode.Aborted, 9001, new Wording(
        $"卷宗“{dossier}”正被其他报送持续更新。请重新发送同一报送。",
        $"Dossier '{dossier}' kept changing while this statement was judged. Send the same statement again."));

    /// <summary>A bug, or an infrastructure that failed. The text says where to look and nothing of what was found.</summary>
    public static Failure Internal(string method) => new(StatusCode.Internal, 9002, new Wording(
        $"{method} 在枢纽内部失败。请将本次调用的跟踪标识告知运维人员。",
        $"{method} failed inside the hub. Quote the trace id of this call to its operator."));

    /// <summary>The store is away.</summary>
    public static Failure StoreAway() => new(StatusCode.Unavailable, 9003, new Wording(
        "枢纽的存储暂不可用，本次结果未知。请稍后重新发送同一请求。",
        "The hub's store is away and the outcome of this call is not known. Send the same request again."));

    /// <summary>The hub is stopping.</summary>
    public static Failure Stopping() => new(StatusCode.Unavailable, 9004, new Wording(
        "枢纽正在停止。请稍后从最后的位置重新连接。", "The hub is stopping. Connect again from the last position."));

    private const int ListedMax = 20;

    private static string More(ImmutableArray<FieldViolation> violations, bool chinese)
    {
        var left = violations.Length - ListedMax;
        return left <= 0 ? "" : chinese ? $" 另有 {left} 处。" : $" And {left} more.";
    }

    /// <summary>A failure that ends a call, for doors that have more to say than a status.</summary>
    internal sealed class FailedCall(Failure failure, RpcStatus status, Metadata trailers) : RpcException(status, trailers)
    {
        /// <summary>Gets the failure.</summary>
        public Failure Failure { get; } = failure;
    }

    /// <summary>A failure, as a status of its own or as the answer to one message of a stream.</summary>
    internal sealed record Failure(StatusCode Code, int Reason, Wording Message, ImmutableArray<FieldViolation> Violations)
    {
        public Failure(StatusCode code, int reason, Wording message)
            : this(code, reason, message, [])
        {
        }

        /// <summary>Gets a misuse of a key that somebody has to look into; null when there is none.</summary>
        public KeyMisuse? Alarm { get; init; }

        /// <summary>Gets the failure as <c>google.rpc.Status</c>.</summary>
        public Status ToStatus()
        {
            var info = new ErrorInfo { Domain = "exchangehub", Reason = Reason.ToString(CultureInfo.InvariantCulture) };
            if (!Violations.IsEmpty)
            {
                info.Metadata["reason_code"] = Violations[0].Reason.ToString();
            }

            var status = new Status { Code = (int)Code, Message = Message.English };
            status.Details.Add(Any.Pack(info));
            status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = Message.Chinese }));
            if (!Violations.IsEmpty)
            {
                var badRequest = new BadRequest();
                badRequest.FieldViolations.Add(Violations.Select(violation => new BadRequest.Types.FieldViolation
                {
                    Field = violation.Field,
                    Description = violation.Sentence.English,
                }));
                status.Details.Add(Any.Pack(badRequest));
            }

            return status;
        }

        /// <summary>Gets the failure as an exception that ends the call.</summary>
        public RpcException ToException()
        {
            var status = ToStatus();

            // Trailers travel in HTTP headers, which peers limit to some kilobytes: the details are dropped before the message
            // is.
            var details = status.ToByteArray();
            return details.Length <= 6 * 1024
                ? new FailedCall(
                    this, new RpcStatus(Code, Message.English), new Metadata { { "grpc-status-details-bin", details } })
                : new FailedCall(
                    this, new RpcStatus(Code, Message.English.Length > 2000 ? Message.English[..2000] + "…" : Message.English),
                    []);
        }
    }
}

/// <summary>A statement in the name of one node, signed well with the key of another one.</summary>
/// <param name="Claimed">The node that it names.</param>
/// <param name="Signer">The node whose key signed it.</param>
internal sealed record KeyMisuse(NodeId Claimed, NodeId Signer);
