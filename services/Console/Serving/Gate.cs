using ExchangeHub.Console.Asking;
using ExchangeHub.Console.Persons;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Antiforgery;

namespace ExchangeHub.Console.Serving;

/// <summary>Asks before each page whether its reader may see it, and before each form whether it was ours.</summary>
internal static class Gate
{
    /// <summary>Marks the answer to addresses that lead nowhere: whoever is signed in is told so.</summary>
    public sealed record Nowhere;

    /// <summary>Lets a request through, or answers it.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        var page = "/" + ((endpoint as RouteEndpoint)?.RoutePattern.RawText ?? context.Request.Path.Value ?? "").Trim('/');
        var isNowhere = endpoint is null || endpoint.Metadata.GetMetadata<Nowhere>() is not null;
        if (HttpMethods.IsPost(context.Request.Method)
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            await TroubleAnswer.TellAsync(context, Trouble.StaleForm);
            return;
        }

        var account = Reader.Of(context).Account;
        if (Sight.Open.Contains(page) && !isNowhere)
        {
            await next(context);
        }
        else if (account is null)
        {
            await AskToSignInAsync(context);
        }
        else if (!isNowhere && !Sight.Allows(page, account.Role))
        {
            PersonLog.Denied(
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ExchangeHub.Console"),
                account.Name, account.Role.Code(), page);
            await TroubleAnswer.TellAsync(context, Denied(page, account.Role));
        }
        else
        {
            var isForReview = Sight.IsForReview(page, account.Role);
            var isStated = account.Role == Role.Team || isForReview || (account.Role == Role.Auditor && page == "/purpose");
            var number = isStated ? StatedCase.Of(context) : "";
            if (isForReview && number.Length == 0)
            {
                context.Response.Redirect($"/purpose?back={Uri.EscapeDataString(Here(context.Request))}");
                return;
            }

            Reader.Of(context).CaseNumber = number;
            await next(context);
        }
    }

    private static Task AskToSignInAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return TroubleAnswer.TellAsync(context, Trouble.SignInFirst);
        }

        var here = Here(request);
        context.Response.Redirect(here == "/" ? "/signin" : $"/signin?back={Uri.EscapeDataString(here)}");
        return Task.CompletedTask;
    }

    private static string Here(HttpRequest request) => request.Path + request.QueryString;

    private static Trouble Denied(string page, Role role)
    {
        var allowed = Sight.Rows.TryGetValue(page, out var roles) ? roles : [];
        var (chinese, english) = (string.Join('、', allowed.Select(one => one.Name().Chinese)),
            string.Join(", ", allowed.Select(one => one.Name().English)));
        return new Trouble(
            StatusCodes.Status403Forbidden,
            new Wording("无权查看本页", "You may not see this page"),
            [new Wording(
                $"您以“{role.Name().Chinese}”身份登录；本页（{page}）仅供{chinese}使用。",
                $"You have signed in as {role.Name().English}; this page ({page}) is for: {english}.")],
            new Wording("确需查看的，请向本单位控制台管理员申请相应身份的账号（见运行手册“账号”一节）。",
                "If you need it, ask whoever runs this console for an account of such a role (operations, section Accounts)."));
    }
}
