using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>The demonstration zone with the keys of one test.</summary>
internal static class DemoNetwork
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rule sets of the samples, in full, because each test has a folder of its own.</summary>
    private static readonly string[] RuleSets = [.. new[] { "v3", "v4" }.Select(version => Path.GetFullPath(Path.Combine(
        Here(), "..", "..", "..", "deploy", "samples", "rules", $"yrd-demo-2020-{version}.yaml")))];

    public static string Json(IEnumerable<NodeVoice> voices)
    {
        var keys = voices.ToDictionary(voice => voice.Division, voice => voice.PublicKey);
        string[] KeysOf(string division) => keys.TryGetValue(division, out var key) ? [key] : [];
        return JsonSerializer.Serialize(
            new
            {
                network = "yrd-demo",
                parties = new[]
                {
                    new { division = "310118", name = new { zh = "上海市青浦区", en = "Qingpu" } },
                    new { division = "320509", name = new { zh = "苏州市吴江区", en = "Wujiang" } },
                    new { division = "330421", name = new { zh = "嘉善县", en = "Jiashan" } },
                },
                nodes = new object[]
                {
                    new { id = "node:310118", party = "310118", issuers = new[] { "11310118MAHUBQP13X" }, keys =
                        KeysOf("310118") },
                    new { id = "node:320509", party = "320509", issuers = new[] { "11320500MAHUBWJ11X" }, keys =
                        KeysOf("320509") },
                    new { id = "node:330421", party = "330421", issuers = new[] { "11330400MAHUBJX15F" }, keys =
                        KeysOf("330421") },
                    new { id = "node:330000", party = "330421", issuers = new[] { "11330400MAHUBJX15F" }, keys =
                        KeysOf("330000") },
                    new { id = "node:310000", arbiter = true, issuers = new[] { "11310118MAHUBEC18N" }, keys = KeysOf("310000") },
                },
                agreement = new { id = "agr:yrd-demo-2020", ruleSets = RuleSets },
            },
            Readable);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
