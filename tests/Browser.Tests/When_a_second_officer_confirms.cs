using System.Net;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// A refusal is not one person's: a second officer of the division confirms it, and then the node signs. The dangerous cases: the
/// same person twice, somebody of another division, a screen left unattended, and a record that has changed in between.
/// </summary>
[Collection("console")]
public sealed class When_a_second_officer_confirms(ConsoleFixture console) : IAsyncLifetime
{
    private const string Fine = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕3号";
    private const string First = "first";
    private const string Second = "second";
    private const string Ground = "REF-EQUIV";

    private static readonly Person Nobody = new("", "", "");
    private ConsoleProcess _own = null!;
    private Person _second = Nobody;

    public async Task InitializeAsync()
    {
        _own = await ConsoleProcess.StartAsync(console.Zone.Hub.Address, Options);
        _ = await _own.HireOfficerAsync(First, "310118", "09180012026");
        _second = await _own.HireOfficerAsync(Second, "310118", "09180012031");
    }

    public Task DisposeAsync() => _own.DisposeAsync().AsTask();

    private string[] Options =>
        ["--Console:Nodes:310118", console.Zone.AddressOf("310118"), "--Console:Nodes:330421", console.Zone.AddressOf("330421"),
            "--Console:SignInsPerMinute", "1000"];

    [Fact]
    public async Task A_refusal_is_signed_with_both_officers_and_waits_through_a_restart()
    {
        var before = await CountAsync();
        var path = await ProposeAsync();
        Assert.Equal(before, await CountAsync());

        await _own.RestartAsync();
        await using var visit = await console.OpenAsync("/inbox", new Reader(HasScript: false, Role: Second), _own);
        var row = visit.Page.Locator(".proposals tbody tr");
        Assert.Contains($"{Ground} 成立", await row.InnerTextAsync(), StringComparison.Ordinal);
        await Visit.ClickAsync(row.GetByRole(AriaRole.Link));
        Assert.EndsWith(path, visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GetByLabel("同意").CheckAsync();
        await SubmitAsync(visit.Page);
        await Visit.SaysAsync(visit.Page.GetByRole(AriaRole.Status), "枢纽已收录，决定生效");

        var signed = (await SignedAsync()).Last(one => one.ConfirmedBy.Length > 0);
        Assert.Equal(
            (Ground, "09180012026", "09180012031"), (signed.Code, signed.ReviewerCertificate, signed.ConfirmedBy));
        Assert.Contains(Ground, await ExplainAsync(), StringComparison.Ordinal);
        var trail = await _own.AccountsAsync("trail");
        Assert.Contains($"first: proposed {Ground} Confirmed of", trail, StringComparison.Ordinal);
        Assert.Contains($"second: confirmed {Ground} Confirmed of", trail, StringComparison.Ordinal);

        // It is done: neither of them can do it again.
        using var again = await AnswerAsync(Second, path, "confirm");
        Assert.NotEqual(HttpStatusCode.Redirect, again.StatusCode);
        await DismissAsync();
    }

    [Fact]
    public async Task Neither_the_officer_nor_a_second_account_of_that_person_nor_another_division_confirms()
    {
        var (before, path) = (await CountAsync(), await ProposeAsync());
        _ = await _own.HireOfficerAsync("alias", "310118", "09180012026");
        _ = await _own.HireOfficerAsync("elsewhere", "330421", "11042100123");
        foreach (var (who, status, said) in new[]
        {
            (First, HttpStatusCode.OK, "提出人不能复核"), ("alias", HttpStatusCode.OK, "属于同一执法人员"),
            ("elsewhere", HttpStatusCode.BadRequest, "没有这一待复核的决定"),
        })
        {
            using var client = await _own.ClientAsync(who);
            using var page = await client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(status, page.StatusCode);
            Assert.Contains(said, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var answer = await AnswerAsync(who, path, "confirm");
            Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
        }

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task Who_signed_in_a_while_ago_shows_a_code_first()
    {
        var (before, path) = (await CountAsync(), await ProposeAsync());
        _ = await _own.SessionAsync(Second);
        Age();
        foreach (var isEnglish in new[] { false, true })
        {
            await using var visit = await console.OpenAsync(path, new Reader(IsEnglish: isEnglish, Role: Second), _own);
            Assert.Equal(1, await visit.Page.Locator("[name=Code]").CountAsync());
            Assert.Empty(await visit.HindrancesAsync());
            Assert.Equal(0, await visit.OverhangAsync());
        }

        using var without = await AnswerAsync(Second, path, "confirm");
        using var wrong = await AnswerAsync(Second, path, "confirm", ("Code", "000000"));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (without.StatusCode, wrong.StatusCode));
        Assert.Equal(before, await CountAsync());

        // The code of signing in is used up; that of the next step counts.
        using var proven = await AnswerAsync(Second, path, "return", ("Code", _second.Code(1)), ("Reason", "请补充征询情况。"));
        Assert.EndsWith("/inbox", proven.Headers.Location?.OriginalString, StringComparison.Ordinal);
        await using var inbox = await console.OpenAsync("/inbox", new Reader(Role: First), _own);
        Assert.Contains("已退回：请补充征询情况。", await inbox.Page.Locator(".proposals").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await inbox.HindrancesAsync());
    }

    [Fact]
    public async Task What_was_proposed_before_the_record_changed_is_proposed_anew()
    {
        var path = await ProposeAsync();
        var raised = await console.Zone.SubmitAsync("310118", new SubmitRequest
        {
            ClientKey = $"{Guid.NewGuid()}",
            Event = new SubmitRequest.Types.Event
            {
                Dossier = Fine,
                Event_ = new LifeCycleEvent
                {
                    RecordId = (await RecordAsync()).RecordId, OccurredOn = "2026-09-01",
                    ReportedFor = new Organ
                    {
                        Name = "上海市青浦区生态环境局", CreditCode = "11310118MAHUBQP13X", Division = "310118",
                    },
                    GroundReviewed = new GroundReviewed
                    {
                        Code = "REF-IMMUNITY", Result = GroundReviewed.Types.Result.Dismissed,
                        ReviewerCertificate = "09180012026",
                    },
                },
            },
        });
        Assert.Equal(Submission.Types.State.Acknowledged, raised.State);

        using var answer = await AnswerAsync(Second, path, "confirm");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("已变更", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var again = await AnswerAsync(Second, path, "confirm");
        Assert.NotEqual(HttpStatusCode.Redirect, again.StatusCode);
        await using var visit = await console.OpenAsync(path, new Reader(Role: First), _own);
        Assert.Contains("须重新提出", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_ground_a_decision_about_a_major_case_is_proposed_and_expires()
    {
        var major = (await FindAsync("FLG-MAJOR-CASE")).Dossier;
        var path = await ProposeAsync(major, "REF-FACTS", "待核（正在调查核实）");
        Execute("UPDATE proposal SET ends = at");
        await using var visit = await console.OpenAsync(path, new Reader(Role: Second), _own);

        Assert.Contains("逾期未复核，已失效", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("form.sheet").CountAsync());
        using var late = await AnswerAsync(Second, path, "confirm");
        Assert.NotEqual(HttpStatusCode.Redirect, late.StatusCode);
    }

    // Where the proposal waits.
    private async Task<string> ProposeAsync(string record = Fine, string ground = Ground, string result = "成立")
    {
        await using var visit = await console.OpenAsync(
            $"/decide?record={Uri.EscapeDataString(record)}&for=310118", new Reader(HasScript: false, Role: First), _own);
        await visit.Page.Locator("select[name='Form.Code']").SelectOptionAsync(ground);
        await visit.Page.GetByLabel(result, new() { Exact = true }).CheckAsync();
        await visit.Page.GetByLabel("理由").FillAsync("两地处罚基准不一致。");
        await SubmitAsync(visit.Page);
        Assert.Contains("待复核", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        return new Uri(visit.Page.Url).PathAndQuery;
    }

    // Others decide about the same record.
    private async Task DismissAsync()
    {
        await using var visit = await console.OpenAsync(
            $"/decide?record={Uri.EscapeDataString(Fine)}&for=310118", new Reader(Role: First), _own);
        await visit.Page.Locator("select[name='Form.Code']").SelectOptionAsync(Ground);
        await visit.Page.GetByLabel("不成立").CheckAsync();
        await SubmitAsync(visit.Page);
        await visit.Page.WaitForURLAsync("**/decided?**");
        await Visit.SaysAsync(visit.Page.GetByRole(AriaRole.Status), "枢纽已收录");
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        string who, string path, string answer, params (string Name, string Value)[] more)
    {
        using var client = await _own.ClientAsync(who);
        var page = await client.GetStringAsync(new Uri("/account", UriKind.Relative));
        return await Person.SendFormAsync(client, page, path, [("_handler", "confirm"), ("Answer", answer), .. more]);
    }

    // As if everybody had signed in an hour ago, and gone on reading.
    private void Age() => Execute("UPDATE session SET began = began - 3600000");

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_own.Folder, "accounts", "accounts.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private Task<string> ExplainAsync() => console.Zone.RunAsync("explain", Fine, "--for", "310118", "--lang", "zh");

    // How much the nodes have said of the record.
    private async Task<int> CountAsync() => (await RecordAsync()).Statements.Count;

    private async Task<IEnumerable<GroundReviewed>> SignedAsync() => (await RecordAsync()).Statements
        .Select(one => Statement.Parser.ParseFrom(one.Envelope.Payload).Event?.GroundReviewed).OfType<GroundReviewed>();

    private async Task<GetRecordResponse> RecordAsync()
    {
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        return await new QueryService.QueryServiceClient(channel).GetRecordAsync(
            new GetRecordRequest { Dossier = Fine, Receiver = "310118" });
    }

    private async Task<RecordSummary> FindAsync(string reason)
    {
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        var found = await new QueryService.QueryServiceClient(channel).FindRecordsAsync(
            new FindRecordsRequest { Reason = reason, Kind = "penalty", OutcomeOf = "310118" });
        return found.Records.First(record => record.Jurisdiction != "310118");
    }

    private static Task SubmitAsync(IPage page) =>
        Visit.ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "提交" }));
}
