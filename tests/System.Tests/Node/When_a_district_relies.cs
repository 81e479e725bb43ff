using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// The node answers from what has arrived, and where the hub's decision and the law applied to what arrived differ, the stricter
/// of the two: a hub that is wrong, or lies, can keep a district from relying on a record, but cannot make it rely on one.
/// </summary>
public sealed class When_a_district_relies : IAsyncLifetime, IAsyncDisposable
{
    private const string Firm = "91310118MAHUB01014";

    private readonly LittleHub _hub = new();
    private readonly NodeVoice _qingpu = new("310118");
    private District _jiashan = null!;

    public async Task InitializeAsync()
    {
        await _hub.StartAsync();
        _jiashan = await new District("330421", _hub.Address, _qingpu).StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _jiashan.DisposeAsync();
        await _hub.DisposeAsync();
        _qingpu.Dispose();
    }

    [Fact]
    public async Task It_gets_everything_on_a_subject_in_the_order_of_the_dossiers()
    {
        foreach (var number in new[] { 3, 1, 2 })
        {
            _ = _hub.Take(_qingpu.Say(Papers.Penalty(Papers.Number(number)), TestClock.Evening));
        }

        await ArrivedAsync();
        var answer = await _jiashan.Node.RelyAsync(new RelyRequest { Subject = Firm });

        Assert.Equal(
            Enumerable.Range(1, 3).Select(number => Papers.Dossier(Papers.Number(number))),
            answer.Reliances.Select(one => one.Dossier));
        Assert.All(answer.Reliances, one => Assert.Equal(Outcome.RecognisedWithFlag, one.Decision.Outcome));
        Assert.Equal(_hub.Head, answer.CompleteTo);
        Assert.NotNull(answer.HeardAt);
    }

    [Fact]
    public async Task Of_a_subject_that_nobody_named_it_gets_nothing_which_is_not_clean()
    {
        var answer = await _jiashan.Node.RelyAsync(new RelyRequest { Subject = Firm });

        Assert.Empty(answer.Reliances);
    }

    [Fact]
    public async Task Its_own_record_is_its_own()
    {
        await using var district = await new District("310118", _hub.Address).StartAsync();
        _ = await district.SubmitAsync(Papers.Submit("own", Papers.Penalty()));

        var question = new RelyRequest { Dossier = Papers.Dossier() };
        await Eventually.HoldsAsync(async () =>
            Assert.Single((await district.Node.RelyAsync(question)).Reliances).Decision.Outcome == Outcome.Origin);
    }

    [Fact]
    public async Task A_hub_that_goes_on_recognising_what_was_revoked_is_not_followed()
    {
        var fine = _qingpu.Say(Papers.Penalty(), TestClock.Evening);
        var recordId = Protos.Record.V1.Statement.Parser.ParseFrom(fine.Payload).Record.RecordId;
        _ = _hub.Take(fine);
        _hub.Faults.Delivers = delivery => delivery.Decision is null ? delivery : Recognising(delivery);

        _ = _hub.Take(_qingpu.Say(Papers.Dossier(), Papers.Revocation(recordId), TestClock.Evening));

        await ArrivedAsync();
        Assert.Equal(Outcome.Terminated, (await RelyAsync()).Outcome);
    }

    [Fact]
    public async Task A_hub_that_refuses_what_the_law_would_recognise_is_followed()
    {
        _hub.Faults.Delivers = delivery =>
        {
            if (delivery.Decision is { } decided)
            {
                decided.Decision.Outcome = Outcome.Refused;
            }

            return delivery;
        };

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(), TestClock.Evening));

        await ArrivedAsync();
        Assert.Equal(Outcome.Refused, (await RelyAsync()).Outcome);
    }

    [Fact]
    public async Task A_record_on_which_the_hub_has_said_nothing_is_pending()
    {
        // In the place of the decision comes one for somebody else.
        _hub.Faults.Delivers = delivery =>
        {
            if (delivery.Decision is { } decided)
            {
                decided.Decision.Receivers = new Receivers { Only = "320509" };
            }

            return delivery;
        };

        _ = _hub.Take(_qingpu.Say(Papers.Penalty(), TestClock.Evening));

        await ArrivedAsync();
        var decision = await RelyAsync();
        Assert.Equal(Outcome.Pending, decision.Outcome);
        Assert.Equal(0, decision.Number);
    }

    [Fact]
    public async Task It_answers_from_what_it_has_while_the_hub_is_away()
    {
        _ = _hub.Take(_qingpu.Say(Papers.Penalty(), TestClock.Evening));
        await ArrivedAsync();
        await _hub.StopAsync();
        await _jiashan.StopAsync();

        _ = await _jiashan.StartAsync();

        Assert.Equal(Outcome.RecognisedWithFlag, (await RelyAsync()).Outcome);
    }

    [Theory]
    [InlineData("", "", "", "dossier")]
    [InlineData("penalty/1/2", Firm, "", "dossier")]
    [InlineData("penalty", "", "", "dossier")]
    [InlineData("", "91310118MAHUB01015", "", "subject")]
    [InlineData("penalty/1/2", "", "2026-02-30", "valid_on")]
    public async Task A_question_that_makes_no_sense_is_refused(string dossier, string subject, string validOn, string field)
    {
        var refusal = await Refusal.OfAsync(
            _jiashan.Node.RelyAsync(new RelyRequest { Dossier = dossier, Subject = subject, ValidOn = validOn }));

        Assert.Equal((StatusCode.InvalidArgument, 1003), (refusal.Code, refusal.Reason));
        Assert.Equal([field], refusal.Fields);
    }

    private static Delivery Recognising(Delivery delivery)
    {
        delivery.Decision.Decision.Outcome = Outcome.RecognisedWithFlag;
        delivery.Decision.Decision.Grounds.Clear();
        return delivery;
    }

    private async Task<Decision> RelyAsync() =>
        Assert.Single((await _jiashan.Node.RelyAsync(new RelyRequest { Dossier = Papers.Dossier() })).Reliances).Decision;

    private Task ArrivedAsync() => Eventually.HoldsAsync(async () => (await _jiashan.StatusAsync()).InboxPosition >= _hub.Head);
}
