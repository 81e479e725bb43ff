using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// The console shows what only officers may see and signs for a district. The dangerous cases are the quiet ones: an answer that
/// tells a stranger which accounts there are, a code that counts twice, a session that outlives its account.
/// </summary>
[Collection("console")]
public sealed class When_somebody_signs_in(ConsoleFixture console)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_time_an_authenticator_is_enrolled_and_the_page_asked_for_follows(bool hasScript)
    {
        var person = await console.Console.HireAsync($"first-{(hasScript ? "with" : "without")}", "team");
        await using var visit = await console.OpenAsync("/search?kind=permit", new Reader(HasScript: hasScript, Role: ""));
        var page = visit.Page;
        await FillAsync(page, person, "");
        var key = await page.Locator(".secret dd").First.InnerTextAsync();
        Assert.Empty(hasScript ? await visit.HindrancesAsync() : []);
        await page.GetByLabel("验证码").FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "绑定并登录" }).ClickAsync();
        Assert.Contains("验证码不对", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("验证码").FillAsync(Person.CodeOf(key.Replace(" ", "", StringComparison.Ordinal)));
        await page.GetByRole(AriaRole.Button, new() { Name = "绑定并登录" }).ClickAsync();

        await Assertions.Expect(page.Locator(".recovery li")).ToHaveCountAsync(8);
        await Visit.ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "继续" }));
        Assert.EndsWith("/search?kind=permit", page.Url, StringComparison.Ordinal);
        Assert.Contains(person.Name, await page.Locator("header.top").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_enrolment_that_was_begun_ends_with_a_reset()
    {
        var person = await console.Console.HireAsync("reset", "auditor");
        using var client = Client();
        using var begun = await person.SendAsync(client, person.Password, "");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/enrol"));

        await console.Console.AccountsAsync("reset", person.Name);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/enrol"));
    }

    [Fact]
    public async Task A_recovery_code_stands_for_a_code_once()
    {
        var person = await console.Console.HireAsync("forgetful", "auditor");
        await using var visit = await console.OpenAsync("/signin", new Reader(Role: ""));
        await FillAsync(visit.Page, person, "");
        var key = await visit.Page.Locator(".secret dd").First.InnerTextAsync();
        await visit.Page.GetByLabel("验证码").FillAsync(Person.CodeOf(key.Replace(" ", "", StringComparison.Ordinal)));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "绑定并登录" }).ClickAsync();
        var recovery = await visit.Page.Locator(".recovery li").First.InnerTextAsync();

        using var client = Client();
        using var first = await person.SendAsync(client, person.Password, recovery);
        using var again = await person.SendAsync(Client(), person.Password, recovery);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Recovery_codes_are_made_again_and_those_of_before_are_void()
    {
        var person = await console.Console.HireAsync("provident", "auditor", "--enrol");
        await using var visit = await console.OpenAsync("/signin?back=/account", new Reader(Role: ""));
        var page = visit.Page;
        await FillAsync(page, person, person.Code());
        await page.WaitForURLAsync($"{console.Console.Address.TrimEnd('/')}/account");
        Assert.Contains("恢复码 剩余 0 个", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var old = await RenewAsync(page);
        _ = await page.GotoAsync(page.Url);
        var next = await RenewAsync(page);
        Assert.Contains("剩余 8 个", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await visit.HindrancesAsync());

        using var refused = await person.SendAsync(Client(), person.Password, old);
        using var taken = await person.SendAsync(Client(), person.Password, next);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Contains("provident: recovery codes were made again", await console.Console.AccountsAsync("trail"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_counts_once()
    {
        var person = await console.Console.HireAsync("hasty", "auditor", "--enrol");
        var code = person.Code();
        using var first = await person.SendAsync(Client(), person.Password, code);
        using var again = await person.SendAsync(Client(), person.Password, code);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Nobody_learns_whether_there_is_an_account()
    {
        var person = await console.Console.HireAsync("known", "auditor", "--enrol");
        var stranger = new Person("stranger", person.Password, person.Secret);
        string[] said =
        [
            await SaidAsync(person, "a wrong password of some length", person.Code()),
            await SaidAsync(person, person.Password, "123"),
            await SaidAsync(stranger, person.Password, person.Code()),
        ];
        Assert.Single(said.Select(page => page.Replace(stranger.Name, person.Name, StringComparison.Ordinal)).Distinct());

        // A name is locked whether there is an account or not, and the page says until when.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            _ = await SaidAsync(person, "a wrong password of some length", "1");
            _ = await SaidAsync(stranger, "a wrong password of some length", "1");
        }

        var locked = await SaidAsync(person, person.Password, person.Code());
        Assert.Contains("已锁定至", locked, StringComparison.Ordinal);
        Assert.Contains("已锁定至", await SaidAsync(stranger, person.Password, "1"), StringComparison.Ordinal);
        Assert.Contains("known: locked", await console.Console.AccountsAsync("trail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_with_signing_out_and_with_the_account()
    {
        var person = await console.Console.HireAsync("leaver", "auditor", "--enrol");
        using var client = Client();
        using var begun = await person.SendAsync(client, person.Password, person.Code());
        using var other = Client();
        using var elsewhere = await person.SendAsync(other, person.Password, person.Code(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/agreement"));
        var cookie = begun.Headers.GetValues("Set-Cookie").Single(
            set => set.StartsWith("xhub-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        // Who kept the cookie has nothing.
        using var gone = await SignOutAsync(client);
        using var thief = Client();
        thief.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(thief, "/agreement"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, "/agreement"));

        await console.Console.AccountsAsync("disable", person.Name);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(other, "/agreement"));
        using var refused = await person.SendAsync(Client(), person.Password, person.Code(-1));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var person = await console.Console.HireAsync("careful", "auditor", "--enrol");
        using var client = Client();
        using var begun = await person.SendAsync(client, person.Password, person.Code(-1));
        using var other = Client();
        using var elsewhere = await person.SendAsync(other, person.Password, person.Code());
        const string Next = "a whole sentence that nobody else has written";
        using var weak = await ChangeAsync(client, person.Password, "short", person.Code(1));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        using var unproven = await ChangeAsync(client, "not the current password", Next, person.Code(2));
        Assert.Equal(HttpStatusCode.BadRequest, unproven.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other, "/account"));

        using var changed = await ChangeAsync(client, person.Password, Next, person.Code(2));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Contains("口令已修改", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/account"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(other, "/account"));

        // An administrator's reset ends this one too.
        await console.Console.AccountsAsync("reset", person.Name);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, "/account"));
    }

    [Fact]
    public async Task Cookies_and_headers_fit_TLS()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-tls-").FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=console", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (file, keyFile) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());

        await using var served = await ConsoleProcess.StartAtAsync(
            "http://127.0.0.1:1", "https://127.0.0.1:0", "--Console:Certificate", file, "--Console:CertificateKey", keyFile);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Equals(certificate);
        using var client = new HttpClient(handler) { BaseAddress = new Uri(served.Address) };
        var person = await served.HireAsync("secure", "auditor", "--enrol");
        using var form = await client.GetAsync(new Uri("/signin", UriKind.Relative));
        using var answer = await person.SendAsync(client, person.Password, person.Code());

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        string[] cookies = [.. form.Headers.GetValues("Set-Cookie"), .. answer.Headers.GetValues("Set-Cookie")];
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-xhub-session=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("max-age=", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")),
            StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/signout")]
    [InlineData("/signin")]
    [InlineData("/purpose")]
    [InlineData("/decide")]
    public async Task A_form_that_is_not_ours_does_nothing(string path)
    {
        using var client = await console.Console.ClientAsync();
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", path[1..])]);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("表单已失效", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/search"));
    }

    [Theory]
    [InlineData("wanderer-1", "//elsewhere.example/")]
    [InlineData("wanderer-2", "https://elsewhere.example/")]
    [InlineData("wanderer-3", "/\\elsewhere.example")]
    public async Task Signing_in_leads_nowhere_else(string name, string back)
    {
        var person = await console.Console.HireAsync(name, "auditor", "--enrol");
        using var answer = await Person.SendAsync(Client(), $"/signin?back={Uri.EscapeDataString(back)}", "signin",
            ("Name", person.Name), ("Password", person.Password), ("Code", person.Code()));

        Assert.Equal("/", new Uri(new Uri(console.Address), answer.Headers.Location!).PathAndQuery);
        Assert.StartsWith(console.Address, new Uri(new Uri(console.Address), answer.Headers.Location!).AbsoluteUri,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_case_of_whoever_read_before_is_not_that_of_who_signs_in_next()
    {
        var (first, next) = (await console.Console.HireAsync("reviewer-1", "auditor", "--enrol"),
            await console.Console.HireAsync("reviewer-2", "auditor", "--enrol"));
        using var client = Client();
        using var admitted = await first.SendAsync(client, first.Password, first.Code());
        using var stated = await Person.SendAsync(client, "/purpose", "purpose", ("Number", "示联〔2026〕1号"));
        Assert.Contains(
            "示联〔2026〕1号", await client.GetStringAsync(new Uri("/purpose", UriKind.Relative)), StringComparison.Ordinal);

        using var left = await SignOutAsync(client);
        using var admittedNext = await next.SendAsync(client, next.Password, next.Code());

        Assert.Equal(HttpStatusCode.Redirect, admittedNext.StatusCode);
        Assert.DoesNotContain(
            "示联〔2026〕1号", await client.GetStringAsync(new Uri("/purpose", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_tries_too_often_waits()
    {
        await using var lonely = await ConsoleProcess.StartAsync("http://127.0.0.1:1");
        using var client = new HttpClient { BaseAddress = new Uri(lonely.Address) };
        using var content = new FormUrlEncodedContent([]);
        HttpStatusCode[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 31).Select(async _ =>
        {
            using var answer = await client.PostAsync(new Uri("/signin", UriKind.Relative), content);
            return answer.StatusCode;
        }))];

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(30, answers.Count(status => status == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task What_is_kept_is_its_owners_alone_and_says_nothing()
    {
        var person = await console.Console.HireAsync("kept", "auditor", "--enrol");
        var folder = Path.Combine(console.Console.Folder, "accounts");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync();
            Assert.DoesNotContain(person.Password, content, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Secret, content, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("add Big --role auditor", "no name for an account")]
    [InlineData("add x --role king", "expected one of officer, team, credit, operator, auditor")]
    [InlineData("add x --role officer --division 310118", "An officer needs")]
    [InlineData("add x --role auditor --division 310118", "other roles have none")]
    [InlineData("disable nobody", "There is no account 'nobody'")]
    [InlineData("fire", "Usage")]
    public async Task A_wrong_command_says_what_is_right(string command, string said)
    {
        var answer = await console.Console.AccountsAsync(command.Split(' '));

        Assert.Contains(said, answer, StringComparison.Ordinal);
        Assert.EndsWith("[exit 2]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_comes_from_standard_input_and_is_long()
    {
        Assert.Contains("15 characters at least",
            await console.Console.AccountsAsync("tooshort", ["add", "typed", "--role", "team", "--password-stdin"]),
            StringComparison.Ordinal);
        var added = await console.Console.AccountsAsync(
            "correct horse battery staple", ["add", "typed", "--role", "team", "--password-stdin"]);

        Assert.DoesNotContain("correct horse", added, StringComparison.Ordinal);
        Assert.Contains("typed\tteam\t-\tto enrol", await console.Console.AccountsAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_to_a_password_that_is_too_short_changes_nothing()
    {
        var person = await console.Console.HireAsync("spared", "auditor", "--enrol");
        Assert.Contains("15 characters at least",
            await console.Console.AccountsAsync("tooshort", ["reset", person.Name, "--password-stdin"]),
            StringComparison.Ordinal);

        Assert.Contains("spared\tauditor\t-\tenrolled", await console.Console.AccountsAsync("list"), StringComparison.Ordinal);
        _ = await person.SignInAsync(new Uri(console.Console.Address));
    }

    private static async Task<string> RenewAsync(IPage page)
    {
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "重新生成恢复码" }));
        Assert.Equal(8, await page.Locator(".recovery li").CountAsync());
        return await page.Locator(".recovery li").First.InnerTextAsync();
    }

    private static async Task FillAsync(IPage page, Person person, string code)
    {
        await page.GetByLabel("账号").FillAsync(person.Name);
        await page.GetByLabel("口令").FillAsync(person.Password);
        await page.GetByLabel("验证码").FillAsync(code);
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }));
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string current, string next, string code) =>
        Person.SendAsync(client, "/account", "password", ("Current", current), ("Next", next), ("Code", code));

    private HttpClient Client() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(console.Address),
        };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SignOutAsync(HttpClient client)
    {
        var page = await client.GetStringAsync(new Uri("/agreement", UriKind.Relative));
        Assert.Contains("action=\"/signout\"", page, StringComparison.Ordinal);
        return await Person.SendFormAsync(client, page, "/signout");
    }

    // What the page says, without the token of its form, which is new each time.
    private async Task<string> SaidAsync(Person person, string password, string code)
    {
        using var client = Client();
        using var answer = await person.SendAsync(client, password, code);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return System.Text.RegularExpressions.Regex.Replace(
            await answer.Content.ReadAsStringAsync(), "value=\"[A-Za-z0-9_-]{60,}\"", "");
    }
}
