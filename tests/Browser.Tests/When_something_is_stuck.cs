using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Node;
using Grpc.Net.Client;

namespace ExchangeHub.BrowserTests;

/// <summary>
/// What is not delivered, and what was turned down. The dangerous cases: a receiver that is away and looks well, a statement that
/// nobody knows to be lost, and the words on a record shown to whom it is not for.
/// </summary>
[Collection("console")]
public sealed class When_something_is_stuck(ConsoleFixture console)
{
    private const string Fine = "penalty/11330400MAHUBJX15F/嘉环（善）罚字〔2026〕3号";
    private const string Away = "330421";

    [Fact]
    public async Task A_receiver_that_is_away_stands_out_until_it_is_back()
    {
        console.Zone.KillNode(Away);
        try
        {
            await ReviewAsync();
            await UntilAsync("◐ 未连接", $"/subscriptions?of=node:{Away}");
            await using var visit = await console.OpenAsync($"/subscriptions?of=node:{Away}");
            var row = visit.Page.Locator("tr.late").Filter(new() { HasText = $"node:{Away}/inbox" });
            Assert.Matches(@"[1-9]\d*", await row.Locator("td.amount").First.InnerTextAsync());
            Assert.Empty(await visit.HindrancesAsync());

            await using var stuck = await console.OpenAsync("/deliveries", new Reader(IsEnglish: true, Role: "officer"));
            Assert.Contains("not connected; delivered when it is", await stuck.Page.Locator(".receivers tr").Filter(
                new() { HasText = $"node:{Away}/inbox" }).InnerTextAsync(), StringComparison.Ordinal);
            Assert.Empty(await stuck.HindrancesAsync());
        }
        finally
        {
            await console.Zone.RestartNodeAsync(Away);
        }

        await UntilAsync("0 个", $"/subscriptions?of=node:{Away}");
        await UntilAsync("✓ 接收中", $"/subscriptions?of=node:{Away}");
    }

    [Fact]
    public async Task What_was_turned_down_is_told_with_the_words_of_the_hub_to_the_division_alone()
    {
        await using var officer = await console.OpenAsync("/deliveries", new Reader(HasScript: false, Role: "officer"));
        var row = officer.Page.Locator(".stuck tr.late").Filter(new() { HasText = "team" }).First;
        Assert.Contains("✕ 未予收录", await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("不能连任", await row.InnerTextAsync(), StringComparison.Ordinal);

        await using var operated = await console.OpenAsync("/deliveries", new Reader(Role: "operator"));
        var shown = await operated.Page.Locator("main").InnerTextAsync();
        Assert.Contains("✕ 未予收录", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("不能连任", shown, StringComparison.Ordinal);
        Assert.Equal(0, await operated.Page.Locator(".stuck td.mono").CountAsync());
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_not_taken_for_one_where_nothing_is_stuck()
    {
        await using var lonely = await ConsoleProcess.StartAsync(
            console.Zone.Hub.Address, "--Console:Nodes:310118", "http://127.0.0.1:1");
        await using var visit = await console.OpenAsync("/deliveries", new Reader(Role: "officer"), lonely);

        var shown = await visit.Page.Locator("main").InnerTextAsync();
        Assert.Contains("节点暂时无法访问，其滞留情况不明", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("没有滞留的陈述", shown, StringComparison.Ordinal);
    }

    private async Task UntilAsync(string said, string path)
    {
        using var client = await console.Console.ClientAsync();
        await Eventually.HoldsAsync(async () =>
            (await client.GetStringAsync(new Uri(path, UriKind.Relative))).Contains(said, StringComparison.Ordinal));
    }

    private async Task ReviewAsync()
    {
        using var channel = GrpcChannel.ForAddress(console.Zone.Hub.Address);
        var held = await new QueryService.QueryServiceClient(channel).GetRecordAsync(
            new GetRecordRequest { Dossier = Fine, Receiver = "310118" });
        var reviewed = new LifeCycleEvent
        {
            RecordId = held.RecordId, OccurredOn = "2026-09-01",
            ReportedFor = new Organ { Name = "上海市青浦区生态环境局", CreditCode = "11310118MAHUBQP13X", Division = "310118" },
            GroundReviewed = new GroundReviewed
            {
                Code = "REF-IMMUNITY", Result = GroundReviewed.Types.Result.Dismissed, ReviewerCertificate = "09180012026",
            },
        };
        var submission = await console.Zone.SubmitAsync("310118", new SubmitRequest
        {
            ClientKey = $"{Guid.NewGuid()}", Event = new SubmitRequest.Types.Event { Dossier = Fine, Event_ = reviewed },
        });
        Assert.Equal(Submission.Types.State.Acknowledged, submission.State);
    }
}
