using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Errors;

/// <summary>Why a caller is not served: reasons from 1321.</summary>
internal static class AccessErrors
{
    /// <summary>The certificate of the caller does not count, or not any more.</summary>
    public static HubErrors.Failure NotAdmitted() => new(StatusCode.Unauthenticated, 1321, new Wording(
        "连接所用证书未登记、已吊销或已到期。请用有效身份重新连接；如有疑问，请联系枢纽操作员。",
        "The certificate of this connection is not registered, was revoked, or its time is over. Connect again with an identity "
        + "that counts, or ask an operator of the hub."));

    /// <summary>The method is not for members of this kind.</summary>
    public static HubErrors.Failure NotGranted(string member, string method) =>
        new(StatusCode.PermissionDenied, 1322, new Wording(
        $"{member} 无权调用 {method}。", $"{member} may not call {method}."));

    /// <summary>A receiver in whose place the caller may not ask.</summary>
    public static HubErrors.Failure ReceiverNotYours(string member, IEnumerable<Jurisdiction> receivers)
    {
        var own = string.Join(", ", receivers);
        return new(StatusCode.PermissionDenied, 1323, new Wording(
            $"receiver：{member} 只能以 {(own.Length == 0 ? "无（未获授权）" : own)} 的名义查询或订阅。",
            $"receiver: {member} may ask for {(own.Length == 0 ? "no party" : own)} alone."));
    }

    /// <summary>A statement of another node.</summary>
    public static HubErrors.Failure ForeignStatement(string member, string signer) =>
        new(StatusCode.PermissionDenied, 1324, new Wording(
        $"该报送由 {signer} 的密钥签署，却经 {member} 的连接送达，未予收录。每个节点只能报送自己签署的内容；该情况已告警。",
        $"The statement is signed with a key of {signer} and came over the connection of {member}; nothing was stored. A node "
        + "publishes what it has signed itself. The operators of the hub are alarmed."));

    /// <summary>Without TLS nobody is known to be an operator.</summary>
    public static HubErrors.Failure CallersUnknown() => new(StatusCode.FailedPrecondition, 1325, new Wording(
        "枢纽未启用 TLS，无法确认操作员身份。请以 https 地址启动枢纽。",
        "The hub serves without TLS and cannot know an operator. Start it with an https address."));

    /// <summary>This process holds no issuing authority.</summary>
    public static HubErrors.Failure NoAuthority() => new(StatusCode.FailedPrecondition, 1326, new Wording(
        "本枢纽进程未持有签发证书的密钥。请以 --Hub:Authority 启动，或使用持有密钥的进程。",
        "This process of the hub holds no issuing authority. Start it with --Hub:Authority, or ask the process that has it."));

    /// <summary>A subscription that is not the caller's.</summary>
    public static HubErrors.Failure SubscriptionNotYours(string member) => new(StatusCode.PermissionDenied, 1327, new Wording(
        $"subscription：{member} 的订阅名称应为“{member}/名称”。",
        $"subscription: the subscriptions of {member} are called '{member}/name'."));

    /// <summary>A node asks who has read the records of another.</summary>
    public static HubErrors.Failure TrailNotYours(string member) => new(StatusCode.PermissionDenied, 1328, new Wording(
        $"{member} 只能查阅本节点记录的查阅痕迹，以及本节点自身的查阅。",
        $"{member} is told who has read its own records, and what it has read itself."));

    /// <summary>A node follows what concerns another.</summary>
    public static HubErrors.Failure NodeNotYours(string member) => new(StatusCode.PermissionDenied, 1329, new Wording(
        $"node：{member} 只能以本节点的名义查询。", $"node: {member} asks for itself alone."));
}
