using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExchangeHub.Agreements;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>The demonstration zone with the keys of one test.</summary>
internal static class DemoNetwork
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The rule sets of the samples, in full, because each test has a folder of its own.</summary>
    public static readonly string[] RuleSets = [.. new[] { "v3", "v4" }.Select(version => Path.GetFullPath(Path.Combine(
        Here(), "..", "..", "..", "deploy", "samples", "rules", $"yrd-demo-2020-{version}.yaml")))];

    // The keys of the parties, for one run of the tests.
    private static readonly Dictionary<string, ECDsa> PartyKeys = new[] { "310118", "320509", "330421" }
        .ToDictionary(division => division, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Writes the network file.</summary>
    /// <param name="voices">The nodes that can speak.</param>
    /// <param name="ruleSets">Paths of the rule sets, which all parties sign; those of the samples when there are none.</param>
    public static string Json(IEnumerable<NodeVoice> voices, params string[] ruleSets)
    {
        var keys = voices.ToDictionary(voice => voice.Division, voice => voice.RegisteredKey);
        object[] KeysOf(string division) => keys.TryGetValue(division, out var key) ? [key] : [];
        return JsonSerializer.Serialize(
            new
            {
                network = "yrd-demo",
                parties = new[]
                {
                    new { division = "310118", name = new { zh = "上海市青浦区", en = "Qingpu" }, keys = new[] { KeyOf("310118") } },
                    new { division = "320509", name = new { zh = "苏州市吴江区", en = "Wujiang" }, keys = new[] { KeyOf("320509") } },
                    new { division = "330421", name = new { zh = "嘉善县", en = "Jiashan" }, keys = new[] { KeyOf("330421") } },
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
                agreement = new { id = "agr:yrd-demo-2020", ruleSets = (ruleSets is [] ? RuleSets : ruleSets).Select(Signed) },
            },
            Readable);
    }

    /// <summary>Gets the key with which a party signs.</summary>
    public static ECDsa PartyKey(string division) => PartyKeys[division];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string KeyOf(string party) => Convert.ToBase64String(PartyKeys[party].ExportSubjectPublicKeyInfo());

    private static object Signed(string file) => new
    {
        file,
        signatures = PartyKeys.Values.Select(key =>
            Convert.ToBase64String(SignedDocument.Sign(File.ReadAllBytes(file), key).Span)).ToArray(),
    };
}
