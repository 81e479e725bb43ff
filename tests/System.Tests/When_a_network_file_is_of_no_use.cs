using System.Diagnostics;
using ExchangeHub.SystemTests.Zone;

namespace ExchangeHub.SystemTests;

/// <summary>A hub without law does not start, and says in one sentence what is wrong with it.</summary>
public sealed class When_a_network_file_is_of_no_use
{
    [Theory]
    [InlineData("\"signatures\":[\"", "\"signatures\":[\"AAAA", "signatures[0]: Expected a signature of 64 bytes")]
    [InlineData("yrd-demo-2020-v4.yaml", "yrd-demo-2020-v5.yaml", "ruleSets[1].file: Expected the rule set at")]
    [InlineData("\"keys\":[]", "\"keys\":[{\"key\":\"MFk=\",\"suite\":\"SM9\"}]",
        "keys[0].suite: Expected a signature suite that this program can verify, ES256 or Ed25519 or SM2-SM3; found 'SM9'.")]
    [InlineData("\"agreement\"", "\"agreemend\"", "found 'agreemend'")]
    public async Task The_hub_names_the_fault_and_does_not_start(string right, string wrong, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("xhub-network-");
        try
        {
            var network = DemoNetwork.Json([]);
            Assert.Contains(right, network, StringComparison.Ordinal);
            var file = Path.Combine(folder.FullName, "network.json");
            await File.WriteAllTextAsync(file, network.Replace(right, wrong, StringComparison.Ordinal));
            using var hub = Process.Start(new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Hub.dll"),
                    "--Hub:DataFolder", Path.Combine(folder.FullName, "hub"), "--Hub:Network", file,
                },
                RedirectStandardError = true,
            })!;
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var said = await hub.StandardError.ReadToEndAsync(patience.Token);
            await hub.WaitForExitAsync(patience.Token);

            Assert.Equal(2, hub.ExitCode);
            Assert.Contains(sentence, said, StringComparison.Ordinal);
            Assert.Contains("枢纽未启动", said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
