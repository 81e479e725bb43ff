using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExchangeHub.SystemTests.Node;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>
/// An authority that agrees with its own client proves nothing. Clients of others ask it here, politely and otherwise: what must
/// be refused has to be refused with an answer, and the log has to say why without a word that a stranger sent.
/// </summary>
[Collection(SharedAuthority.Name)]
public sealed class When_foreign_clients_ask_for_tokens(Authority authority)
{
    private const int Checks = 60;

    [Fact]
    public async Task Whoever_may_gets_a_token_and_everything_else_is_refused_with_a_word()
    {
        var settings = authority.At("battery.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(new
        {
            issuer = authority.Issuer, audience = Authority.Audience, folder = authority.At("."),
        }));

        var answers = await RunAsync(settings);

        var failed = answers.Where(one => !one.GetProperty("holds").GetBoolean()).Select(one => one.GetRawText()).ToList();
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.Equal(Checks, answers.Count);
        Assert.Equal(Checks, answers.Select(one => one.GetProperty("name").GetString()).Distinct().Count());

        // Every refusal stands in the log, and nothing that was sent does.
        foreach (var ground in new[]
        {
            "[8001]", "credit with invalid_client: the assertion was used before", "it ends too late", "it is for others too",
            "the certificate is not that of the client", "no certificate that counts", "a parameter stands twice",
            "node:310118 with invalid_scope: a scope that the client may not have", "another grant than client_credentials",
        })
        {
            await Eventually.HoldsAsync(() => authority.Log().Contains(ground, StringComparison.Ordinal), ground);
        }

        var log = authority.Log();
        Assert.DoesNotContain("eyJ", log, StringComparison.Ordinal); // how every token begins
        Assert.DoesNotContain("intruder", log, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", log, StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> RunAsync(string settings, [CallerFilePath] string here = "")
    {
        var battery = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "interop", "tokens", "battery.js"));
        using var node = Process.Start(new ProcessStartInfo("node", [battery, settings])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"battery.js failed. Run deploy/install.d/tokens.sh. {await error}");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
