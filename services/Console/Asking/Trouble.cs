using System.Collections.Immutable;
using ExchangeHub.Vocabulary;
using Google.Rpc;
using Grpc.Core;

namespace ExchangeHub.Console.Asking;

/// <summary>Why a page cannot be shown, and what its reader can do.</summary>
/// <param name="HttpStatus">The status of the answer.</param>
/// <param name="Title">What is the matter.</param>
/// <param name="Details">What was said of it, in full sentences.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Trouble(int HttpStatus, Wording Title, ImmutableArray<Wording> Details, Wording Remedy)
{
    /// <summary>Gets the trouble of an address that leads nowhere.</summary>
    public static Trouble NothingHere { get; } = new(
        404,
        new Wording("没有这个页面", "There is no such page"),
        [],
        new Wording("请核对网址，或者从左侧菜单进入。", "Check the address, or begin from the menu."));

    /// <summary>Gets the trouble of a form that was not made for whoever sends it, or too long ago.</summary>
    public static Trouble StaleForm { get; } = new(
        400,
        new Wording("表单已失效", "The form is no longer valid"),
        [],
        new Wording("请返回上一页，刷新后重新填写；您可能已退出登录，或者表单不是由本控制台发出的。",
            "Go back, load the page again and fill it in once more: you may have signed out, or the form was not this "
                + "console's."));

    /// <summary>Gets the trouble of a form that somebody sends who is not signed in.</summary>
    public static Trouble SignInFirst { get; } = new(
        401,
        new Wording("请先登录", "Sign in first"),
        [],
        new Wording("会话已结束。请重新登录后再提交。", "The session has ended. Sign in again, then send the form."));

    /// <summary>Gets the trouble of too many attempts to sign in.</summary>
    public static Trouble TooManyAttempts { get; } = new(
        429,
        new Wording("登录尝试过于频繁", "Too many attempts to sign in"),
        [],
        new Wording("请一分钟后再试。", "Try again in a minute."));

    /// <summary>Gets the trouble of a page that could not be made, whatever the reason.</summary>
    public static Trouble Unforeseen { get; } = new(
        500,
        new Wording("页面未能生成", "The page could not be made"),
        [],
        new Wording("请稍后重试；仍不成功的，请把时间和网址告知运行单位，原因已记入日志。",
            "Try again. If it still fails, tell the operator the time and the address: the reason is in the log."));

    /// <summary>Puts the refusal of a call into words.</summary>
    /// <param name="failed">What the call ended with.</param>
    /// <returns>The trouble, in the words of the hub where it gave any.</returns>
    public static Trouble Of(RpcException failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        return failed.StatusCode switch
        {
            StatusCode.NotFound => new Trouble(
                404,
                new Wording("枢纽没有这条记录", "The hub holds no such record"),
                Said(failed),
                new Wording("请核对记录标识或者文号，也可以按企业名称查询。",
                    "Check the record id or the document number, or search by the name of the enterprise.")),
            StatusCode.InvalidArgument or StatusCode.OutOfRange => new Trouble(
                400,
                new Wording("查询条件有误", "The question cannot be answered as it stands"),
                Said(failed),
                new Wording("请按上述说明修改后重新查询。", "Change what is named above, and ask again.")),
            StatusCode.PermissionDenied or StatusCode.Unauthenticated => new Trouble(
                403, new Wording("无权查看", "You may not see this"), Said(failed),
                new Wording("请向本单位管理人员申请权限。", "Ask the officer in charge for access.")),
            _ => new Trouble(
                503,
                new Wording("枢纽暂时无法访问", "The hub cannot be reached"),
                [],
                new Wording("请确认枢纽正在运行、地址无误，然后刷新本页。已收录的记录不受影响。",
                    "Check that the hub runs and that its address is right, then load this page again. What it has taken is "
                        + "safe.")),
        };
    }

    /// <summary>Tells whether whoever asked can mend it by asking otherwise.</summary>
    /// <param name="failed">What the call ended with.</param>
    /// <returns>Whether the question was the trouble, and not the hub.</returns>
    public static bool IsTheAskers(RpcException failed) =>
        failed?.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange;

    /// <summary>Gets what was said of a refusal, in both languages.</summary>
    internal static ImmutableArray<Wording> Said(RpcException failed)
    {
        var bytes = failed.Trailers.GetValueBytes("grpc-status-details-bin");
        return [Said(bytes is null ? null : Google.Rpc.Status.Parser.ParseFrom(bytes), failed.Status.Detail)];
    }

    /// <summary>Gets what the hub said of a statement that it turned down.</summary>
    internal static Wording Said(Google.Rpc.Status refused) => Said(refused, refused.Message);

    private static Wording Said(Google.Rpc.Status? status, string english) => new(
        status?.Details.Where(detail => detail.Is(LocalizedMessage.Descriptor))
            .Select(detail => detail.Unpack<LocalizedMessage>().Message).FirstOrDefault() ?? english,
        english);
}
