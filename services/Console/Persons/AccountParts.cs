using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using System.Security.Claims;

namespace ExchangeHub.Console.Persons;

/// <summary>What the console and its command line need to know of accounts.</summary>
internal static class AccountParts
{
    /// <summary>How many characters a password has at least.</summary>
    public const int PasswordLengthMin = 15;

    /// <summary>Gets how passwords are digested: PBKDF2 with HMAC-SHA-512.</summary>
    public static IOptions<PasswordHasherOptions> Hashing { get; } =
        Options.Create(new PasswordHasherOptions { IterationCount = 210_000 });

    /// <summary>Says whether a text may be the password of an account, beside what Identity itself asks for.</summary>
    public static bool MayBePassword(string text, string name) => !text.Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds accounts.</summary>
    /// <param name="services">To these.</param>
    /// <param name="folder">The data folder of the console; all stands below <c>accounts</c> in it.</param>
    public static IServiceCollection AddAccounts(this IServiceCollection services, string folder)
    {
        var own = Path.Combine(folder, "accounts");
        var keys = Path.Combine(own, "keys");
        OwnFolder.Make(own);
        OwnFolder.Make(keys);
        services.AddDataProtection().SetApplicationName("ExchangeHub.Console");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new OwnKeys(
                new DirectoryInfo(keys), provider.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton(new AccountFile(own)).AddSingleton<AccountStore>().AddSingleton<Attempts>();
        services.AddSingleton<Sessions>().AddSingleton<Codes>().AddSingleton<Happenings>()
            .AddSingleton<SentForms>();
        services.AddSingleton(Hashing);
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Password = new PasswordOptions
            {
                RequiredLength = PasswordLengthMin, RequireDigit = false, RequireLowercase = false, RequireUppercase = false,
                RequireNonAlphanumeric = false, RequiredUniqueChars = 5,
            };
        }).AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddSingleton<IUserStore<Account>>(provider => provider.GetRequiredService<AccountStore>());
        return services;
    }

    /// <summary>Adds signing in by a cookie.</summary>
    /// <param name="services">To these.</param>
    /// <param name="isSecure">The console is served with TLS.</param>
    public static void AddSignIn(this IServiceCollection services, bool isSecure)
    {
        services.AddScoped<Proofs>().AddScoped<SignInDesk>();
        services.AddSingleton<Challenges>().AddScoped<Passkeys>().AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(Passkeys.Require);
        services.AddScoped(provider => Reader.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext));
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookies =>
            {
                Shape(cookies, isSecure, "xhub-session", Sessions.Idle);
                cookies.SlidingExpiration = true;
                cookies.Events.OnValidatePrincipal = RecheckAsync;
            })
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookies =>
                Shape(cookies, isSecure, "xhub-enrolment", TimeSpan.FromMinutes(10)));
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.ExcludedHosts.Clear();
        });
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = CookieName("xhub-form", isSecure);
            forms.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            forms.SuppressXFrameOptionsHeader = true; // the content security policy says it
        });
    }

    /// <summary>Names a cookie: with TLS, so that no other host and no plain connection can set it.</summary>
    public static string CookieName(string name, bool isSecure) => isSecure ? $"__Host-{name}" : name;

    private static void Shape(CookieAuthenticationOptions cookies, bool isSecure, string name, TimeSpan lasts)
    {
        cookies.Cookie.Name = CookieName(name, isSecure);
        cookies.Cookie.HttpOnly = true;
        cookies.Cookie.SameSite = SameSiteMode.Strict;
        cookies.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookies.Cookie.Path = "/";
        cookies.ExpireTimeSpan = lasts;
    }

    // Asked with every request: an account that is changed, or a session that is ended, ends at once.
    private static async Task RecheckAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var id = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var session = context.Principal?.FindFirstValue(SignInDesk.SessionClaim);
        var account = id is null ? null : await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(id);
        if (account is { IsDisabled: false, IsEnrolled: true } && session is not null
            && services.GetRequiredService<Sessions>().IsAlive(session, account.Id))
        {
            Reader.Of(context.HttpContext).Account = account;
            return;
        }

        context.RejectPrincipal();
    }
}
