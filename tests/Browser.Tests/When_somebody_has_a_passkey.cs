using System.Net;
using ExchangeHub.Console.Persons;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// A passkey stands for password and code. The dangerous cases: an answer that is used twice or was given to another page, a key
/// that goes on when the account does not, and somebody who adds a key of his own to a session that was left open.
/// </summary>
[Collection("console")]
public sealed class When_somebody_has_a_passkey(ConsoleFixture console)
{
    private const string Label = "办公电脑";

    [Fact]
    public async Task It_signs_in_without_password_and_code()
    {
        await using var visit = await OpenAsync();
        var (person, page) = (await console.Console.HireAsync("keeper", "auditor", "--enrol"), visit.Page);
        _ = await HoldAsync(page, person);
        await SignOutAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "使用通行密钥登录" }).ClickAsync();
        await page.WaitForURLAsync($"{console.Console.Named}/account");
        Assert.Contains(person.Name, await page.Locator("header.top").InnerTextAsync(), StringComparison.Ordinal);

        // It is as fresh a proof as a code; and what happened stands in the trail.
        Assert.Equal(0, await page.Locator("[name=Proof]").CountAsync());
        var trail = await console.Console.AccountsAsync("trail");
        Assert.Contains("keeper: a passkey was added", trail, StringComparison.Ordinal);
        Assert.Contains("keeper: signed in, by passkey", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_answer_counts_once()
    {
        await using var visit = await OpenAsync();
        _ = await HoldAsync(visit.Page, await console.Console.HireAsync("repeated", "auditor", "--enrol"));
        var (cookies, replayed) = (new CookieContainer(), new CookieContainer());
        using var client = Client(cookies);
        var asked = await AskAsync(client);
        replayed.Add(cookies.GetCookies(new Uri(console.Console.Named))["xhub-passkey"]!);
        var answer = await VirtualAuthenticator.AnswerAsync(visit.Page, asked);

        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(client, answer));
        using var again = Client(replayed);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(again, answer));
        using var unasked = Client(new CookieContainer());
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(unasked, answer));
    }

    [Fact]
    public async Task Its_answer_to_another_page_is_refused()
    {
        await using var visit = await OpenAsync();
        var page = visit.Page;
        _ = await HoldAsync(page, await console.Console.HireAsync("phished", "auditor", "--enrol"));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(page, console.Console.Named));

        // The name is the same and so is the key, but the page is served by somebody else, who hands on what the key answers.
        const string Elsewhere = "http://localhost:7999";
        await page.RouteAsync($"{Elsewhere}/", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>!" }));
        _ = await page.GotoAsync($"{Elsewhere}/");
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, Elsewhere));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, console.Console.Named));
    }

    [Fact]
    public async Task It_is_refused_when_it_does_not_verify_its_holder()
    {
        await using var visit = await OpenAsync();
        var page = visit.Page;
        var device = await HoldAsync(page, await console.Console.HireAsync("careless", "auditor", "--enrol"));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(page, console.Console.Named));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, console.Console.Named, "discouraged"));

        // Nor is one added: the page was tampered with, and asks for less.
        await device.UnplugAsync();
        _ = await VirtualAuthenticator.PlugInAsync(page, verifies: false);
        await page.EvaluateAsync(
            """
            () => {
              const read = PublicKeyCredential.parseCreationOptionsFromJSON;
              PublicKeyCredential.parseCreationOptionsFromJSON = asked => read({ ...asked,
                authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' } });
            }
            """);
        await page.Locator("[name=Label]").FillAsync("我的手机");
        await AddAsync(page);
        Assert.Contains("未能通过核验", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_refused_when_its_counter_goes_backwards()
    {
        await using var visit = await OpenAsync();
        var page = visit.Page;
        var device = await HoldAsync(page, await console.Console.HireAsync("copied", "auditor", "--enrol"));
        await device.CopyAsync(100);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(page, console.Console.Named));

        await device.CopyAsync(50);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, console.Console.Named));
        await device.CopyAsync(150);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(page, console.Console.Named));
    }

    [Fact]
    public async Task It_does_not_unlock_a_name()
    {
        await using var visit = await OpenAsync();
        var person = await console.Console.HireAsync("guessed", "auditor", "--enrol");
        _ = await HoldAsync(visit.Page, person);
        using var guesser = Client(new CookieContainer());
        for (var attempt = 0; attempt < Attempts.FailuresMax; attempt++)
        {
            using var wrong = await person.SendAsync(guesser, "a wrong password of some length", "1");
        }

        await SignOutAsync(visit.Page);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "使用通行密钥登录" }).ClickAsync();
        Assert.Contains("已锁定至", await visit.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_account_and_a_reset_forgets_it()
    {
        await using var visit = await OpenAsync();
        var (person, page) = (await console.Console.HireAsync("leaving", "auditor", "--enrol"), visit.Page);
        _ = await HoldAsync(page, person);
        await console.Console.AccountsAsync("disable", person.Name);
        _ = await page.GotoAsync($"{console.Console.Named}/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "使用通行密钥登录" }).ClickAsync();
        Assert.Contains("通行密钥未能登录", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("leaving: signing in failed: the account is disabled", await console.Console.AccountsAsync("trail"),
            StringComparison.Ordinal);

        // A reset lets the person in again, and the key not.
        var again = Person.Read(await console.Console.AccountsAsync("reset", person.Name, "--enrol"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, console.Console.Named));
        await SignInByCodeAsync(page, again);
        Assert.Contains("尚未添加通行密钥", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_refused_when_it_was_removed()
    {
        await using var visit = await OpenAsync();
        var (person, page) = (await console.Console.HireAsync("changing", "auditor", "--enrol"), visit.Page);
        _ = await HoldAsync(page, person);
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = $"删除 {Label}" }));
        Assert.Contains("尚未添加通行密钥", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("changing: a passkey was removed", await console.Console.AccountsAsync("trail"),
            StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(page, console.Console.Named));
    }

    [Fact]
    public async Task Who_signed_in_a_while_ago_shows_a_code_before_one_is_added_or_removed()
    {
        await using var visit = await OpenAsync();
        var (person, page) = (await console.Console.HireAsync("unattended", "auditor", "--enrol"), visit.Page);
        var device = await HoldAsync(page, person);
        Age(person);
        _ = await page.GotoAsync($"{console.Console.Named}/account");
        Assert.Empty(await visit.HindrancesAsync());

        // Whoever sits down there has no code.
        await page.Locator("[name=Proof]").First.FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = $"删除 {Label}" }).ClickAsync();
        Assert.Contains("验证码有误", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        await device.UnplugAsync();
        _ = await VirtualAuthenticator.PlugInAsync(page);
        await page.Locator("[name=Label]").FillAsync("我的手机");
        await page.Locator("form[data-passkey] [name=Proof]").FillAsync("000000");
        await AddAsync(page);
        Assert.Contains("验证码有误", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.GetByRole(AriaRole.Button, new() { Name = "删除" }).CountAsync());

        // The code of signing in is used up; that of the next step counts.
        await page.Locator("[name=Proof]").First.FillAsync(person.Code(1));
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = $"删除 {Label}" }));
        Assert.Contains("尚未添加通行密钥", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_hinders_nobody(bool isEnglish)
    {
        var name = isEnglish ? "seen-english" : "seen-chinese";
        await using var visit = await OpenAsync(new Reader(IsEnglish: isEnglish, Role: "", IsByName: true));
        var page = visit.Page;
        Assert.True(await page.Locator("form[data-passkey]").IsVisibleAsync());
        Assert.Empty(await visit.HindrancesAsync());
        var device = await HoldAsync(page, await console.Console.HireAsync(name, "auditor", "--enrol"));
        Assert.True(await page.Locator("form[data-passkey]").IsVisibleAsync());
        Assert.Empty(await visit.HindrancesAsync());
        await visit.KeepPictureAsync();
        await page.SetViewportSizeAsync(390, 900);
        Assert.Equal(0, await visit.OverhangAsync());

        // A name that is taken is refused, and the page says so.
        await device.UnplugAsync();
        _ = await VirtualAuthenticator.PlugInAsync(page);
        await page.Locator("[name=Label]").FillAsync(Label);
        await AddAsync(page);
        Assert.Contains(isEnglish ? "has that name already" : "已有同名", await page.GetByRole(AriaRole.Alert).InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Empty(await visit.HindrancesAsync());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task It_is_offered_only_with_script_and_by_name(bool hasScript, bool isByName)
    {
        await using var visit = await OpenAsync(new Reader(HasScript: hasScript, Role: "", IsByName: isByName));

        Assert.Equal(1, await visit.Page.Locator("form[data-passkey]").CountAsync());
        Assert.False(await visit.Page.Locator("form[data-passkey]").IsVisibleAsync());
    }

    private Task<Visit> OpenAsync(Reader? reader = null) =>
        console.OpenAsync("/signin?back=/account", reader ?? new Reader(Role: "", IsByName: true), console.Console);

    // Somebody who has signed in by code and added a passkey.
    private async Task<VirtualAuthenticator> HoldAsync(IPage page, Person person)
    {
        var device = await VirtualAuthenticator.PlugInAsync(page);
        await SignInByCodeAsync(page, person);
        await page.Locator("[name=Label]").FillAsync(Label);
        await AddAsync(page);
        await Assertions.Expect(page.GetByText(Label, new() { Exact = true })).ToBeVisibleAsync();
        return device;
    }

    private async Task SignInByCodeAsync(IPage page, Person person)
    {
        _ = await page.GotoAsync($"{console.Console.Named}/signin?back=/account");
        await page.Locator("[name=Name]").FillAsync(person.Name);
        await page.Locator("[name=Password]").FillAsync(person.Password);
        await page.Locator("[name=Code]").FillAsync(person.Code());
        await page.Locator("button.pri").ClickAsync();
        await page.WaitForURLAsync($"{console.Console.Named}/account");
    }

    // Sends the form, and waits for the page that answers.
    private static async Task AddAsync(IPage page)
    {
        await page.EvaluateAsync("() => { document.documentElement.dataset.sent = '1'; }");
        await page.Locator("form[data-passkey] button").ClickAsync();
        await page.Locator("html[data-ready]:not([data-sent])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static async Task SignOutAsync(IPage page)
    {
        await Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "退出" }));
        _ = await page.GotoAsync(new Uri(new Uri(page.Url), "/signin?back=/account").AbsoluteUri);
    }

    // A client of its own asks for a challenge, a page has the key answer it, and the client says that it comes from a page.
    private async Task<HttpStatusCode> SignInAsync(IPage page, string origin, string verification = "required")
    {
        using var client = Client(new CookieContainer());
        client.DefaultRequestHeaders.Add("Origin", origin);
        return await SendAsync(client, await VirtualAuthenticator.AnswerAsync(page, await AskAsync(client), verification));
    }

    private static Task<string> AskAsync(HttpClient client) => client.GetStringAsync(new Uri("/passkeys/any", UriKind.Relative));

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string answer)
    {
        using var said = await Person.SendAsync(client, "/signin", "passkey", ("Credential", answer));
        return said.StatusCode;
    }

    private HttpClient Client(CookieContainer cookies) =>
        new(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(console.Console.Named),
        };

    // As if somebody had signed in an hour ago, and gone on reading.
    private void Age(Person person)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(console.Console.Folder, "accounts", "accounts.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "UPDATE session SET began = began - 3600000 WHERE account = (SELECT id FROM account WHERE name = $name)";
        _ = command.Parameters.AddWithValue("$name", person.Name);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
