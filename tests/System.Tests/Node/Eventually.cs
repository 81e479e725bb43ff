using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ExchangeHub.SystemTests.Node;

/// <summary>Waits for what must come about by itself, however slow the machine is.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        HoldsAsync(() => Task.FromResult(condition()), text);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        var started = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(started.Elapsed < Patience, $"After {Patience} this still does not hold: {text}");
            await Task.Delay(10);
        }
    }
}
