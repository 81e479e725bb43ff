using System.Diagnostics;
using System.Globalization;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.SystemTests.Node;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.SystemTests;

/// <summary>
/// Three governments change their rules at a running hub, each with its own key and the command line, and nobody has to believe
/// the hub: the nodes verify every act. What was agreed outlives the hub's process; a file that says otherwise does not start it.
/// </summary>
public sealed class When_the_parties_agree_on_new_rules(RunningZone zone) : IClassFixture<RunningZone>, IDisposable
{
    private static readonly DateOnly Today = CivilDates.Of(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-agreement-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Drafts_are_proposed_signed_by_each_and_bind_from_their_day_and_nothing_else_is_taken()
    {
        var fifth = Draft(5, Today.AddDays(30));
        await ActAsync("draft", "310118", fifth);
        var shown = await zone.RunAsync("agreement", "show", "--lang", "zh", "-o", "table");
        Assert.Contains("agr:yrd-demo-2020/v5：草案", shown, StringComparison.Ordinal);

        // Wujiang reads what Qingpu laid before it, and signs the bytes that it read.
        var fetched = Path.Combine(_folder.FullName, "fetched.yaml");
        var digest = $"sha256:{shown.Split("sha256:")[1][..64]}";
        Assert.Empty(await zone.RunAsync("agreement", "fetch", digest, fetched));
        Assert.Equal(await File.ReadAllBytesAsync(fifth), await File.ReadAllBytesAsync(fetched));
        await ActAsync("propose", "320509", fetched);
        await ActAsync("sign", "320509", fetched);

        await RefusedAsync("sign", "330421", Draft(5, Today.AddDays(31)), "There is no document of the digest");
        await RefusedAsync("draft", "330421", Draft(4, Today.AddDays(31)), "Version agr:yrd-demo-2020/v4 is another document");
        await RefusedAsync("sign", "320509", fetched, "320509 has signed");
        Assert.Contains("the key that signed it belongs to 310118", await zone.RunAsync(
            "agreement", "sign", fetched, "--party", "330421", "--key", Key("310118"), "--lang", "en"), StringComparison.Ordinal);

        var late = Draft(6, Today);
        await ActAsync("draft", "330421", late);
        await RefusedAsync("propose", "330421", late, "Rules are not retroactive");

        await ActAsync("sign", "310118", fifth);
        var last = await ActAsync("sign", "330421", fifth);
        Assert.Contains("signed, from", last, StringComparison.Ordinal);

        await zone.RunAsync("agreement", "choose", "pendingRemedy=SUSPEND", "--rule-set", "5", "--from",
            CivilDates.Format(Today.AddDays(40)), "--party", "330421", "--key", Key("330421"));
        Assert.Contains("the earliest last day", await zone.RunAsync("agreement", "leave", "--last-day",
            CivilDates.Format(Today.AddDays(20)), "--party", "330421", "--key", Key("330421"), "--lang", "en"),
            StringComparison.Ordinal);

        var standing = await zone.RunAsync("agreement", "show", "--lang", "en", "-o", "table");
        Assert.Contains($"{Today.AddDays(40):yyyy-MM-dd}", standing, StringComparison.Ordinal);
        Assert.Contains("330421 pendingRemedy=SUSPEND", standing, StringComparison.Ordinal);
        await EveryNodeKnowsAsync(7);

        await KillAndStartAsync();
        Assert.Equal(standing, await zone.RunAsync("agreement", "show", "--lang", "en", "-o", "table"));
        await EveryNodeKnowsAsync(7);
        using var channel = zone.Hub.Connect();
        var agreement = await new RegistryService.RegistryServiceClient(channel).GetAgreementAsync(new());
        Assert.Equal(["v3", "v4", "v5", "v5"], agreement.RuleSets.Select(rules => rules.RuleSet_.Split('/')[1]));
    }

    [Fact]
    public async Task Followers_that_leave_cost_the_hub_nothing()
    {
        using var channel = zone.Hub.Connect();
        for (var left = 0; left < 10; left++)
        {
            using var call = new AgreementService.AgreementServiceClient(channel).FollowActs(
                new FollowActsRequest { After = 0 });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None)); // an act, or a sign of life
        }

        // Whoever spins takes the time of a processor for ever, however many others want it; an idle hub takes little, once what
        // it has just been asked is done.
        using var hub = Process.GetProcessById(zone.Hub.ProcessId);
        await Eventually.HoldsAsync(async () =>
        {
            hub.Refresh();
            var before = hub.TotalProcessorTime;
            await Task.Delay(TimeSpan.FromSeconds(3));
            hub.Refresh();
            return hub.TotalProcessorTime - before < TimeSpan.FromSeconds(1);
        });
    }

    private async Task KillAndStartAsync()
    {
        zone.Hub.Kill();
        await zone.Hub.StartAsync();
    }

    private async Task EveryNodeKnowsAsync(int acts)
    {
        foreach (var division in (string[])["310118", "320509", "330421"])
        {
            await Eventually.HoldsAsync(async () => (await zone.RunAsync(
                "status", "--node", zone.AddressOf(division), "-o", "json")).Contains(
                    $"\"agreementActs\":{acts}", StringComparison.Ordinal));
        }
    }

    private async Task<string> ActAsync(string deed, string party, string file)
    {
        var answer = await zone.RunAsync(
            "agreement", deed, file, "--party", party, "--key", Key(party), "--lang", "en", "-o", "table");
        Assert.StartsWith("Taken as act", answer, StringComparison.Ordinal);
        return answer;
    }

    private async Task RefusedAsync(string deed, string party, string file, string sentence)
    {
        var answer = await zone.RunAsync("agreement", deed, file, "--party", party, "--key", Key(party), "--lang", "en");
        Assert.Contains(sentence, answer, StringComparison.Ordinal);
        Assert.Contains("[exit", answer, StringComparison.Ordinal);
    }

    private string Draft(int number, DateOnly from)
    {
        var file = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"v{number}-{from:yyyyMMdd}.yaml"));
        File.WriteAllText(file, File.ReadAllText(Path.Combine(RunningZone.Samples, "rules", "yrd-demo-2020-v4.yaml"))
            .Replace("number: 4", $"number: {number}", StringComparison.Ordinal)
            .Replace("inForceFrom: 2026-08-15", $"inForceFrom: {CivilDates.Format(from)}", StringComparison.Ordinal));
        return file;
    }

    private string Key(string party)
    {
        var file = Path.Combine(_folder.FullName, $"{party}.pem");
        File.WriteAllText(file, DemoNetwork.PartyKey(party).ExportPkcs8PrivateKeyPem());
        return file;
    }
}
