namespace ExchangeHub.Adapters.Tests.Messaging;

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, double withinSeconds, Func<string> found) =>
        HoldsAsync(() => Task.FromResult(condition()), withinSeconds, found);

    public static async Task HoldsAsync(Func<Task<bool>> condition, double withinSeconds, Func<string> found)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed.TotalSeconds < withinSeconds, $"Not within {withinSeconds} s: {found()}.");
            await Task.Delay(5);
        }
    }
}
