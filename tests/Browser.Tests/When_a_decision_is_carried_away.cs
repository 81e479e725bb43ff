using Microsoft.Playwright;

namespace ExchangeHub.BrowserTests;

/// <summary>What the console explains can be carried away, and holds without console and hub.</summary>
[Collection("console")]
public sealed class When_a_decision_is_carried_away(ConsoleFixture console)
{
    private const string Revoked = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";

    [Fact]
    public async Task The_page_that_says_why_hands_out_statements_and_decisions_that_verify()
    {
        await using var visit = await console.OpenAsync($"/why?of={Uri.EscapeDataString(Revoked)}&for=330421");
        var link = visit.Page.GetByRole(AriaRole.Link, new() { Name = "下载证明（报送与结论）" });
        using var http = await console.Console.ClientAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, await http.GetStringAsync(new Uri((await link.GetAttributeAsync("href"))!, UriKind.Relative)));
            var told = await console.Zone.RunAsync(
                "verify", file, "--network", console.Zone.Hub.NetworkFile, "--lang", "zh", "-o", "table");

            Assert.DoesNotContain("[exit", told, StringComparison.Ordinal);
            Assert.Contains("由其节点签名", told, StringComparison.Ordinal);
            Assert.Contains("所指报送为 node:310118/", told, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
