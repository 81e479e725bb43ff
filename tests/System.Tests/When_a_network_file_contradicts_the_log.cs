using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Decisions were made under the rules of a file. Who exchanges the file must not be able to make them decisions under other
/// rules, though every party signed these too.
/// </summary>
public sealed class When_a_network_file_contradicts_the_log : IDisposable
{
    private static readonly DateOnly Today = CivilDates.Of(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-refounded-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_hub_does_not_start_until_it_says_what_it_said()
    {
        await using var hub = new HubProcess([]);
        await hub.StartAsync();
        await hub.StopAsync();
        var (third, fourth) = (DemoNetwork.RuleSets[0], DemoNetwork.RuleSets[1]);
        var altered = Changed(fourth, "value: 1000000 yuan", "value: 2000000 yuan");
        var late = Changed(fourth,
            "inForceFrom: 2026-08-15", $"inForceFrom: {CivilDates.Format(Today)}", "number: 4", "number: 5");
        var ended = Changed(fourth, "inForceFrom: 2026-08-15",
            $"inForceFrom: 2026-08-15\ninForceTo: {CivilDates.Format(Today.AddDays(-1))}");

        await RefusesAsync(hub, "agr:yrd-demo-2020/v4 says something else than when it was first used", third, altered);
        await RefusesAsync(hub, "agr:yrd-demo-2020/v4 says something else", third, ended, late);
        await RefusesAsync(hub, "Version 4 of the rules is missing", third);

        // Another layout is not another law, and what begins later is welcome.
        var reordered = Changed(fourth, "# The rules of", "# These are the rules of");
        await File.WriteAllTextAsync(hub.NetworkFile, DemoNetwork.Json([], third, reordered));
        await hub.StartAsync();
    }

    [Fact]
    public async Task A_version_that_would_have_been_in_force_already_does_not_come_by_file()
    {
        await using var hub = new HubProcess([]);
        var (third, fourth) = (DemoNetwork.RuleSets[0], DemoNetwork.RuleSets[1]);
        var today = Changed(fourth, "inForceFrom: 2026-08-15", $"inForceFrom: {CivilDates.Format(Today)}");
        var later = Changed(fourth, "inForceFrom: 2026-08-15", $"inForceFrom: {CivilDates.Format(Today.AddDays(9))}");
        await File.WriteAllTextAsync(hub.NetworkFile, DemoNetwork.Json([], third));
        await hub.StartAsync();
        await hub.StopAsync();

        await RefusesAsync(hub, "Rules are not retroactive: the earliest first day is", third, today);

        await File.WriteAllTextAsync(hub.NetworkFile, DemoNetwork.Json([], third, later));
        await hub.StartAsync();
    }

    private static async Task RefusesAsync(HubProcess hub, string sentence, params string[] ruleSets)
    {
        await File.WriteAllTextAsync(hub.NetworkFile, DemoNetwork.Json([], ruleSets));
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(hub.StartAsync);
        Assert.True(failed.Message.Contains(sentence, StringComparison.Ordinal), failed.Message);
    }

    private string Changed(string file, params string[] changes)
    {
        var text = changes.Chunk(2).Aggregate(File.ReadAllText(file), (now, change) =>
        {
            Assert.Contains(change[0], now, StringComparison.Ordinal);
            return now.Replace(change[0], change[1], StringComparison.Ordinal);
        });
        var changed = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(changed, text);
        return changed;
    }
}
