using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Two nodes and the hub as it is delivered: what one district signs, the other relies on, and a dead hub costs only
/// time.</summary>
public sealed class When_districts_share_a_hub : IAsyncLifetime, IAsyncDisposable
{
    private readonly NodeVoice _qingpuVoice = new("310118");
    private readonly NodeVoice _jiashanVoice = new("330421");
    private HubProcess _hub = null!;
    private District _qingpu = null!;
    private District _jiashan = null!;

    public async Task InitializeAsync()
    {
        _hub = new HubProcess([_qingpuVoice, _jiashanVoice]);
        await _hub.StartAsync();
        _qingpu = await new District("310118", _hub.Address, _qingpuVoice, _jiashanVoice).StartAsync();
        _jiashan = await new District("330421", _hub.Address, _qingpuVoice, _jiashanVoice).StartAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _qingpu.DisposeAsync();
        await _jiashan.DisposeAsync();
        await _hub.DisposeAsync();
        _qingpuVoice.Dispose();
        _jiashanVoice.Dispose();
    }

    [Fact]
    public async Task A_penalty_counts_next_door_until_it_is_revoked_although_the_hub_dies_in_between()
    {
        var fine = await _qingpu.SubmitAsync(Papers.Submit("fine", Papers.Penalty()));
        await RelyingAsync(Outcome.RecognisedWithFlag);

        _hub.Kill();
        _ = await _qingpu.SubmitAsync(Papers.Submit("revocation", fine.Dossier, Papers.Revocation(fine.RecordId)));
        Assert.Equal(Outcome.RecognisedWithFlag, (await RelyAsync()).Decision.Outcome); // nobody can know yet
        await _hub.StartAsync();

        await RelyingAsync(Outcome.Terminated);
        await Eventually.HoldsAsync(async () => (await _qingpu.StatusAsync()) is { OutboxDepth: 0, TurnedDown: 0 });
        var receipt = (await _qingpu.Node.GetSubmissionAsync(new GetSubmissionRequest { Sequence = 2 })).Submission.Receipt;
        Assert.Equal(fine.Dossier, receipt.Dossier);

        // The hub's own decision, with its number, and not only what follows from the statements.
        await Eventually.HoldsAsync(async () => (await RelyAsync()).Decision is { Number: > 1, Supersedes: > 0 });
        Assert.False((await _jiashan.StatusAsync()).HubIsBehind);
        Assert.Equal(0, (await _jiashan.StatusAsync()).Quarantined);
    }

    private Task RelyingAsync(Outcome outcome) =>
        Eventually.HoldsAsync(async () => (await RelyAsync()).Decision.Outcome == outcome);

    private async Task<Reliance> RelyAsync() =>
        Assert.Single((await _jiashan.Node.RelyAsync(new RelyRequest { Dossier = Papers.Dossier() })).Reliances);
}
