using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// Whoever takes out many records at once does not do so alone. The dangerous cases: the same person twice, another role, an
/// approval that is used by somebody else, or too late, or for another search.
/// </summary>
[Collection("console")]
public sealed class When_many_records_are_exported(ConsoleFixture console) : IAsyncLifetime
{
    private const string First = "first";
    private const string Second = "second";
    private const string Asked = "kind=penalty&from=2026-01-01&to=2026-12-31";
    private const string Why = "年度案卷评查。";
    private ConsoleProcess _own = null!;

    public async Task InitializeAsync()
    {
        _own = await ConsoleProcess.StartAsync(
            console.Zone.Hub.Address, "--Console:ExportAloneMax", "5", "--Console:SignInsPerMinute", "1000");
        _ = await _own.HireOfficerAsync(First, "310118", "09180012026");
        _ = await _own.HireOfficerAsync(Second, "310118", "09180012031");
    }

    public Task DisposeAsync() => _own.DisposeAsync().AsTask();

    [Fact]
    public async Task A_second_person_approves_and_whoever_asked_fetches_exactly_that()
    {
        await using var search = await console.OpenAsync(
            $"/search?{Asked}&size=500", new Reader(HasScript: false, Role: First), _own);
        var shown = await search.Page.Locator("table.records tbody tr").CountAsync();
        Assert.InRange(shown, 6, 500);
        await Visit.ClickAsync(search.Page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }));
        await search.Page.GetByLabel("事由").FillAsync(Why);
        await Visit.ClickAsync(search.Page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }));
        Assert.Contains("待审批", await search.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await _own.RestartAsync();
        await using var visit = await console.OpenAsync("/search", new Reader(HasScript: false, Role: Second), _own);
        var row = visit.Page.Locator(".exports tbody tr");
        Assert.Contains(Why, await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("行政处罚", await row.InnerTextAsync(), StringComparison.Ordinal);
        await Visit.ClickAsync(row.GetByRole(AriaRole.Link));
        await visit.Page.GetByLabel("同意，").CheckAsync();
        await Visit.ClickAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "提交审批意见" }));
        await visit.Page.WaitForURLAsync("**/search");
        Assert.Equal(0, await visit.Page.Locator(".exports tbody tr").CountAsync());

        using var client = await _own.ClientAsync(First);
        var id = await OnlyIdAsync();
        var page = await client.GetStringAsync(new Uri($"/export?request={id}", UriKind.Relative));
        Assert.Contains("已同意", page, StringComparison.Ordinal);
        foreach (var form in new[] { "csv", "ndjson" })
        {
            var file = await client.GetStringAsync(
                new Uri($"/search/file?export={id}&as={form}&kind=evidence", UriKind.Relative));
            Assert.Equal(shown, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        }

        var trail = await _own.AccountsAsync("trail");
        Assert.Contains($"first: asked for export {id}", trail, StringComparison.Ordinal);
        Assert.Contains($"second: approved export {id} of first", trail, StringComparison.Ordinal);
        Assert.Contains($"first: fetched export {id}, approved by second", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Few_records_are_fetched_alone_and_many_are_not()
    {
        using var client = await _own.ClientAsync(First);
        using var few = await client.GetAsync(new Uri("/search/file?number=嘉环（善）罚字〔2026〕3号", UriKind.Relative));
        using var many = await client.GetAsync(new Uri($"/search/file?{Asked}", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, "text/csv"), (few.StatusCode, few.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.Redirect, $"/export?{Asked}"), (many.StatusCode, many.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Neither_whoever_asked_nor_a_second_account_of_that_person_nor_another_division_or_role_approves()
    {
        var id = await AskAsync();
        _ = await _own.HireOfficerAsync("alias", "310118", "09180012026");
        _ = await _own.HireOfficerAsync("elsewhere", "330421", "11042100123");
        foreach (var (who, status, said) in new[]
        {
            (First, HttpStatusCode.OK, "申请人不能审批"), ("alias", HttpStatusCode.OK, "属于同一执法人员"),
            ("elsewhere", HttpStatusCode.BadRequest, "没有这一导出申请"), ("team", HttpStatusCode.BadRequest, "没有这一导出申请"),
        })
        {
            using var client = await _own.ClientAsync(who);
            using var page = await client.GetAsync(new Uri($"/export?request={id}", UriKind.Relative));
            Assert.Equal(status, page.StatusCode);
            Assert.Contains(said, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var answer = await AnswerAsync(who, id, "approve");
            Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
            using var file = await client.GetAsync(new Uri($"/search/file?export={id}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, file.StatusCode);
        }
    }

    [Fact]
    public async Task What_was_approved_is_for_whoever_asked_and_for_a_day()
    {
        var id = await AskAsync();
        using var approved = await AnswerAsync(Second, id, "approve");
        Assert.Equal("/search", Path(approved));
        using var twice = await AnswerAsync(Second, id, "refuse", ("Reason", "范围过大。"));
        Assert.NotEqual(HttpStatusCode.Redirect, twice.StatusCode);
        using var other = await FetchAsync(Second, id);
        Assert.Equal($"/export?request={id}", Path(other));
        using (var own = await FetchAsync(First, id))
        {
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        }

        Execute("UPDATE export SET ends = at");
        using var late = await FetchAsync(First, id);
        Assert.Equal($"/export?request={id}", Path(late));
        await using var visit = await console.OpenAsync($"/export?request={id}", new Reader(Role: First), _own);
        Assert.Contains("已失效", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_why_and_nothing_is_fetched()
    {
        var id = await AskAsync();
        Assert.Equal(id, await AskAsync());
        using var mute = await AnswerAsync(Second, id, "refuse");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mute.StatusCode);
        Execute("UPDATE session SET began = began - 3600000");
        using var unproven = await AnswerAsync(Second, id, "approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unproven.StatusCode);
        Execute("UPDATE session SET began = began + 3600000");
        using var refused = await AnswerAsync(Second, id, "refuse", ("Reason", "范围过大，请按案件导出。"));
        Assert.Equal("/search", Path(refused));

        foreach (var isEnglish in new[] { false, true })
        {
            await using var visit = await console.OpenAsync("/search", new Reader(IsEnglish: isEnglish, Role: First), _own);
            var row = await visit.Page.Locator(".exports tbody tr").InnerTextAsync();
            Assert.Contains("范围过大，请按案件导出。", row, StringComparison.Ordinal);
            Assert.Empty(await visit.HindrancesAsync());
            await visit.GoAsync($"/export?request={id}", hasScript: true);
            Assert.Empty(await visit.HindrancesAsync());
            Assert.Equal(0, await visit.OverhangAsync());
        }

        using var file = await FetchAsync(First, id);
        Assert.Equal($"/export?request={id}", Path(file));
    }

    private async Task<string> AskAsync()
    {
        using var client = await _own.ClientAsync(First);
        using var asked = await Person.SendAsync(client, $"/export?{Asked}", "ask", ("Reason", Why));
        return Path(asked).Split('=')[1];
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        string who, string id, string answer, params (string Name, string Value)[] more)
    {
        using var client = await _own.ClientAsync(who);
        var page = await client.GetStringAsync(new Uri("/account", UriKind.Relative));
        return await Person.SendFormAsync(
            client, page, $"/export?request={id}", [("_handler", "answer"), ("Answer", answer), .. more]);
    }

    private async Task<HttpResponseMessage> FetchAsync(string who, string id)
    {
        using var client = await _own.ClientAsync(who);
        return await client.GetAsync(new Uri($"/search/file?export={id}", UriKind.Relative));
    }

    private async Task<string> OnlyIdAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={File}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM export";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static string Path(HttpResponseMessage answer)
    {
        var location = answer.Headers.Location;
        return location is { IsAbsoluteUri: true } ? location.PathAndQuery : location?.OriginalString ?? $"{answer.StatusCode}";
    }

    private string File => System.IO.Path.Combine(_own.Folder, "accounts", "accounts.db");

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
