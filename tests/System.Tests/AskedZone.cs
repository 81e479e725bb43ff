namespace ExchangeHub.SystemTests;

/// <summary>A zone in which some scenarios were played, to be asked by tests that change nothing.</summary>
public sealed class AskedZone : IAsyncLifetime
{
    internal RunningZone Zone { get; } = new();

    public async Task InitializeAsync()
    {
        await Zone.InitializeAsync();
        foreach (var script in (string[])["s01.json", "s03.json"])
        {
            _ = await Zone.PlayAsync(Path.Combine(RunningZone.Samples, script));
        }
    }

    public async Task DisposeAsync() => await Zone.DisposeAsync();
}
