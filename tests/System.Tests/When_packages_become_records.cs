using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ExchangeHub.SystemTests;

/// <summary>
/// The hub sees the record and the court sees the bag. If the two said different things of the eight steps, a package would be
/// recognised that its own bag refutes. The packages of S08 are sealed from their documents, their records published as sealing
/// made them, and what every district is told is compared with what the bag says.
/// </summary>
public sealed partial class When_packages_become_records(RunningZone zone) : IClassFixture<RunningZone>
{
    [Fact]
    public async Task What_the_hub_judges_is_what_the_bag_says()
    {
        var folder = Directory.CreateTempSubdirectory("xhub-s08-").FullName;
        try
        {
            var script = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RunningZone.Samples, "s08.json")))!;
            var seen = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
            foreach (var (step, index) in script["steps"]!.AsArray().Select((step, index) => (step!, index)))
            {
                if (step["submit"]?["record"] is JsonObject record)
                {
                    var (made, contents) = await SealAsync(Path.Combine(folder, $"{index}"), record);
                    step["submit"]!["record"] = made;
                    seen[$"evidence/330421/{(string)record["evidence"]!["packageNumber"]!}"] = contents;
                }
            }

            var played = Path.Combine(folder, "s08.json");
            await File.WriteAllTextAsync(played, script.ToJsonString());
            var transcript = await zone.PlayAsync(played);

            Assert.Equal(Outcomes(await ApprovedAsync()), Outcomes(transcript));
            Assert.Equal(8, seen.Count);
            foreach (var (dossier, contents) in seen)
            {
                await CompareAsync(dossier, contents);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Reasons of refusal and of items; what a reviewing officer adds afterwards is not in any bag.
    private async Task CompareAsync(string dossier, JsonNode contents)
    {
        var explained = await zone.RunAsync("explain", dossier, "--for", "310118", "--lang", "en", "-o", "table");
        var said = contents["codes"]!.AsArray().Select(code => (string)code!)
            .Concat(contents["items"]!.AsObject().SelectMany(item => item.Value!.AsArray().Select(code => (string)code!)))
            .ToHashSet(StringComparer.Ordinal);
        var judged = Refusals().Matches(explained).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(said.SetEquals(judged), $"{dossier}: the bag says {string.Join(' ', said)}, the hub {explained}");
    }

    private async Task<(JsonNode Record, JsonNode Contents)> SealAsync(string folder, JsonObject record)
    {
        PackageFolder.Write(folder, record);
        var (package, file) = (folder + ".tar", folder + ".json");
        var sealedAt = (string)record["evidence"]!["bag"]!["sealedAt"]!;
        var packed = await zone.RunAsync(
            "evidence", "pack", folder, "--out", package, "--agreement", "agr:yrd-demo-2020/v3", "--sealed-at", sealedAt,
            "--record", file);
        Assert.DoesNotContain("[exit", packed, StringComparison.Ordinal);
        var made = JsonNode.Parse(await File.ReadAllTextAsync(file))!["record"]!.DeepClone();
        var verified = await zone.RunAsync("evidence", "verify", package, "-o", "json");
        return (made, JsonNode.Parse(verified.Split('\n')[0])!["contents"]!);
    }

    private static Task<string> ApprovedAsync() => File.ReadAllTextAsync(
        Path.Combine(RunningZone.Samples, "..", "..", "tests", "approved", "transcripts", "s08.verified.txt"));

    // The lines that say what a district holds, without sequences and times.
    private static IEnumerable<string> Outcomes(string transcript) => transcript.Split("$ xhub")[0].Split('\n')
        .Where(line => Outcome().IsMatch(line)).Select(line => line.Trim());

    [GeneratedRegex("^ {6}.*(Qingpu|Wujiang|Jiashan)：")]
    private static partial Regex Outcome();

    [GeneratedRegex("\\bREF-(?:EV-(?:STEP[1-8]|SAMPLING|POSTDECISION)|OFF-[A-Z]+|SUBJ-MISMATCH)\\b")]
    private static partial Regex Refusals();
}
