using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Errors;

/// <summary>What is wrong with the token of a call. One that does not count is told apart from none, and no further.</summary>
internal static class TokenErrors
{
    /// <summary>The call has no token.</summary>
    public static HubErrors.Failure Missing() => new(StatusCode.Unauthenticated, 1341, new Wording(
        "本枢纽要求访问令牌。请向令牌服务申请，并以 authorization: Bearer 发送。",
        "This hub asks for an access token. Get one from the token service and send it as authorization: Bearer."));

    /// <summary>The token does not count.</summary>
    public static HubErrors.Failure Refused() => new(StatusCode.Unauthenticated, 1342, new Wording(
        "访问令牌无效、已到期，或并非为此连接的证书签发。请重新申请。",
        "The access token is not valid, has expired, or was not issued for the certificate of this connection. Get another."));

    /// <summary>The token allows something else.</summary>
    public static HubErrors.Failure NotCovered(string scope) => new(StatusCode.PermissionDenied, 1343, new Wording(
        $"访问令牌不含所需权限 {scope}。", $"The access token lacks the scope {scope}."));

    /// <summary>The keys of the authority are not to be had.</summary>
    public static HubErrors.Failure AuthorityAway() => new(StatusCode.Unavailable, 1344, new Wording(
        "暂时无法取得令牌服务的公钥。请稍后重试。",
        "The keys of the token service cannot be read at the moment. Try again later."));
}
