using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.SystemTests.Node;

/// <summary>
/// Scenario S12 of the domain: Qingpu fines a firm and loses on reconsideration; Jiashan was cut off, and hears of the revocation
/// before it hears of the fine. At no moment may Jiashan rely on it, and it must be able to say what it knew on every day.
/// </summary>
public sealed class When_a_revocation_overtakes_its_record : IAsyncLifetime, IAsyncDisposable
{
    private const string RecordId = "urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8";
    private static readonly DateTimeOffset Published = new(2026, 5, 26, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Revoked = new(2026, 6, 16, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Reconnected = new(2026, 6, 22, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly LittleHub _hub = new();
    private readonly NodeVoice _qingpu = new("310118");
    private District _jiashan = null!;
    private District _wujiang = null!;

    public async Task InitializeAsync()
    {
        await _hub.StartAsync();
        _jiashan = new District("330421", _hub.Address, _qingpu) { Clock = new TestClock(Reconnected) };
        _wujiang = new District("320509", _hub.Address, _qingpu) { Clock = new TestClock(Published.AddDays(1)) };
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _jiashan.DisposeAsync();
        await _wujiang.DisposeAsync();
        await _hub.DisposeAsync();
        _qingpu.Dispose();
    }

    [Fact]
    public async Task It_is_never_shown_as_recognised_and_every_day_is_answered_as_it_was_known()
    {
        var (fine, service, revocation) = Say();
        _ = await _jiashan.StartAsync();
        using var ending = new CancellationTokenSource();
        var seen = RelyAllTheTimeAsync(ending.Token);

        // The revocation comes alone: held, and no record.
        _ = _hub.Take(revocation);
        await ArrivedAsync(1);
        var held = await RelyAsync(_jiashan);
        Assert.Equal((Outcome.NotKnown, Awaiting.EarlierStatement), (held.Decision.Outcome, held.Decision.Awaiting));

        // The fine and its service come after it.
        _ = _hub.Take(fine);
        _ = _hub.Take(service);
        await ArrivedAsync(_hub.Head);
        var last = await RelyAsync(_jiashan);
        Assert.Equal(Outcome.Terminated, last.Decision.Outcome);
        Assert.Contains(last.Decision.Grounds, ground => ground.Code == "TRM-REVOKED-RECON");
        Assert.Equal("2026-06-16", last.Decision.EffectiveOn);

        await ending.CancelAsync();
        Assert.DoesNotContain(Outcome.Recognised, await seen);
        Assert.DoesNotContain(Outcome.RecognisedWithFlag, await seen);

        // What Jiashan knew on 10 June of 1 June: nothing. What it knows now of 1 June: it counted then.
        var tenth = new DateTimeOffset(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(Outcome.NotKnown, (await RelyAsync(_jiashan, "2026-06-01", tenth)).Decision.Outcome);
        Assert.Equal(Outcome.Recognised, (await RelyAsync(_jiashan, "2026-06-01")).Decision.Outcome);
        Assert.Equal(Outcome.Terminated, (await RelyAsync(_jiashan, "2026-06-16")).Decision.Outcome);
        Assert.Equal(Outcome.NotKnown, (await RelyAsync(_jiashan, "2026-05-25")).Decision.Outcome);
    }

    [Fact]
    public async Task A_district_that_was_connected_relied_on_it_until_the_revocation_came()
    {
        var (fine, service, revocation) = Say();
        _ = await _wujiang.StartAsync();
        _ = _hub.Take(fine);
        _ = _hub.Take(service);
        await Eventually.HoldsAsync(async () => (await RelyAsync(_wujiang)).Decision.Outcome == Outcome.Recognised);
        var before = _wujiang.Clock.GetUtcNow();
        _wujiang.Clock.Advance(Revoked - before);

        _ = _hub.Take(revocation);

        await Eventually.HoldsAsync(async () => (await RelyAsync(_wujiang)).Decision.Outcome == Outcome.Terminated);
        var asKnownBefore = await RelyAsync(_wujiang, knownAt: before.AddMinutes(1));
        Assert.Equal(Outcome.Recognised, asKnownBefore.Decision.Outcome);
        Assert.True((await RelyAsync(_wujiang)).ArrivedAt.ToDateTimeOffset() >= Revoked);
        Assert.True(asKnownBefore.ArrivedAt.ToDateTimeOffset() <= before.AddMinutes(1));
    }

    private (Envelope Fine, Envelope Service, Envelope Revocation) Say()
    {
        var record = Papers.Penalty(servedOn: null);
        record.RecordId = RecordId;
        var served = new LifeCycleEvent
        {
            RecordId = RecordId,
            OccurredOn = "2026-05-27",
            ReportedFor = record.LegalIssuer,
            Served = new Served { Mode = ServiceMode.Direct },
        };
        return (
            _qingpu.Say(record, Published),
            _qingpu.Say(Papers.Dossier(), served, Published.AddDays(1)),
            _qingpu.Say(Papers.Dossier(), Papers.Revocation(RecordId), Revoked));
    }

    private async Task<HashSet<Outcome>> RelyAllTheTimeAsync(CancellationToken cancellation)
    {
        var seen = new HashSet<Outcome>();
        while (!cancellation.IsCancellationRequested)
        {
            _ = seen.Add((await RelyAsync(_jiashan)).Decision.Outcome);
        }

        return seen;
    }

    private Task ArrivedAsync(long position) =>
        Eventually.HoldsAsync(async () => (await _jiashan.StatusAsync()).InboxPosition >= position);

    private static async Task<Reliance> RelyAsync(District district, string validOn = "", DateTimeOffset? knownAt = null)
    {
        var answer = await district.Node.RelyAsync(new RelyRequest
        {
            Dossier = Papers.Dossier(), ValidOn = validOn, KnownAt = knownAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        });
        return Assert.Single(answer.Reliances);
    }
}
