using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExchangeHub.Certificates;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Http.Features;

namespace ExchangeHub.Hub.Access;

/// <summary>Enrolment over secure transport (EST, RFC 7030): certificates by plain HTTP requests, so that curl and programs of
/// others can enrol.</summary>
internal static class EnrolmentRoutes
{
    /// <summary>Where everything of EST stands.</summary>
    public const string Root = "/.well-known/est";

    // Somebody has to read the pin out on the telephone: asking more often is of no use.
    private const string RetryAfterSeconds = "2";

    /// <summary>Serves enrolment, renewal, and the list of revoked certificates.</summary>
    public static void MapEnrolment(this IEndpointRouteBuilder routes)
    {
        var est = routes.MapGroup(Root).AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (LogUnavailableException)
            {
                return Say(StatusCodes.Status503ServiceUnavailable, HubErrors.StoreAway().Message);
            }
        });
        est.MapGet("/cacerts", (Admissions admissions) =>
            admissions.Authorities is { Count: > 0 } authorities ? Certificates(authorities) : NoAuthority());
        est.MapGet("/crl", (Admissions admissions) =>
            admissions.ListRevoked() is { } list ? Results.Bytes(list, "application/pkix-crl") : NoAuthority());
        est.MapPost("/simpleenroll", EnrolAsync);
        est.MapPost("/simplereenroll", RenewAsync);
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, Admissions admissions, CancellationToken cancellation)
    {
        if (CodeOf(context.Request) is not { } code)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"invitation\"";
            return Say(StatusCodes.Status401Unauthorized, new Wording(
                "请以 HTTP Basic 的密码提交邀请码。", "Send the code of the invitation as the password of HTTP Basic."));
        }

        var (request, key, fault) = await ReadAsync(context, cancellation);
        if (request is null)
        {
            return fault!;
        }

        var (proposal, rejection) = await admissions.ProposeAsync(code, request, key!, cancellation);
        if (proposal is null)
        {
            return Say(StatusCodes.Status403Forbidden, rejection!.Message);
        }

        if (proposal.Certificate is { } certificate)
        {
            return Certificates([X509CertificateLoader.LoadCertificate(certificate.Span)]);
        }

        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Say(StatusCodes.Status202Accepted, new Wording(
            "密钥申请已登记，等待第二名操作员批准。请稍后原样重发。",
            "The key waits for the approval of a second operator. Send the same request again in a moment."));
    }

    private static async Task<IResult> RenewAsync(
        HttpContext context, Callers callers, MembersDesk desk, Admissions admissions, CancellationToken cancellation)
    {
        if (callers.Of(context) is not { } caller || desk.Admit(caller).Admission is null)
        {
            return Say(StatusCodes.Status401Unauthorized, AccessErrors.NotAdmitted().Message);
        }

        var (request, key, fault) = await ReadAsync(context, cancellation);
        if (request is null)
        {
            return fault!;
        }

        var (certificate, failure) = await admissions.RenewAsync(caller, request, key!, cancellation);
        return certificate is { } issued ? Certificates([X509CertificateLoader.LoadCertificate(issued.Span)])
            : Say(StatusCodes.Status403Forbidden, failure!.Message);
    }

    private static async Task<(byte[]? Request, PublicKey? Key, IResult? Fault)> ReadAsync(
        HttpContext context, CancellationToken cancellation)
    {
        // The messages of gRPC are limited elsewhere; here is the only body that is read whole.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = KeyRequests.BytesMax;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, cancellation);
        }
        catch (BadHttpRequestException tooLarge)
        {
            return (null, null, Results.StatusCode(tooLarge.StatusCode));
        }

        var request = KeyRequests.Read(body.ToArray(), out var key, out var violation);
        return (request, key, violation is null ? null : Say(
            StatusCodes.Status400BadRequest, new Wording(violation.ToChinese(), violation.ToString())));
    }

    // RFC 7030, 3.2.3. Who asks is in the invitation: the name before the colon says nothing.
    private static string? CodeOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Scheme != "Basic")
        {
            return null;
        }

        var credentials = new byte[header.Parameter?.Length ?? 0];
        return Convert.TryFromBase64String(header.Parameter ?? "", credentials, out var length)
            && Encoding.UTF8.GetString(credentials, 0, length).Split(':', 2) is [_, { Length: > 0 } code] ? code : null;
    }

    private static CertificatesOnly Certificates(X509Certificate2Collection certificates) => new CertificatesOnly(certificates);

    private static IResult NoAuthority() => Say(StatusCodes.Status404NotFound, AccessErrors.NoAuthority().Message);

    private static IResult Say(int status, Wording message) =>
        Results.Text($"{message.Chinese}\n{message.English}\n", "text/plain; charset=utf-8", statusCode: status);
}
