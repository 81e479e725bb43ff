using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>The keys of the hub's log and its witnesses, for one run of the tests; two of the three districts are
/// enough.</summary>
internal static class DemoHistory
{
    private static readonly string[] Divisions = ["310118", "320509", "330421"];
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true,
    };

    private static readonly string LogPem = NewPem();
    private static readonly string ReceiptPem = NewPem();
    private static readonly Dictionary<string, string> WitnessPems = Divisions.ToDictionary(division => division, _ => NewPem());

    /// <summary>Gets the text of the policy.</summary>
    public static string Policy { get; } = string.Concat(
        from line in (string[])
        [
            $"log {Key("exchangehub/yrd-demo", NoteKeyKind.Note, LogPem)}",
            .. Divisions.Select(division =>
                $"witness node:{division} {Key($"exchangehub/node:{division}", NoteKeyKind.Cosignature, WitnessPems[division])}"),
            $"group districts 2 {string.Join(' ', Divisions.Select(division => $"node:{division}"))}",
            "quorum districts",
        ]
        select line + "\n");

    /// <summary>Gets the policy of a zone in which nobody witnesses.</summary>
    public static string Unwitnessed { get; } = $"log {Key("exchangehub/yrd-demo", NoteKeyKind.Note, LogPem)}\nquorum none\n";

    /// <summary>Adds to a network file whom its members trust for the history of the hub.</summary>
    public static void Watch(string networkFile) => Watch(networkFile, Policy);

    /// <inheritdoc cref="Watch(string)"/>
    public static void Watch(string networkFile, string policy)
    {
        var network = JsonNode.Parse(File.ReadAllText(networkFile))!;
        using var receipts = Ed25519Suite.FindAll()[0].ReadPrivateKey(ReceiptPem)!;
        network["receiptKeys"] = new JsonArray(new JsonObject
        {
            ["key"] = Convert.ToBase64String(receipts.PublicKey.Span), ["suite"] = receipts.Suite.Name,
        });
        network["history"] = new JsonArray([.. policy.TrimEnd('\n').Split('\n').Select(line => (JsonNode)line)]);
        File.WriteAllText(networkFile, network.ToJsonString(Readable));
    }

    /// <summary>Gives a hub its keys, where it looks for them.</summary>
    public static void Equip(HubProcess hub)
    {
        var folder = Directory.CreateDirectory(Path.Combine(hub.Folder, "history")).FullName;
        File.WriteAllText(Path.Combine(folder, "log.pem"), LogPem);
        File.WriteAllText(Path.Combine(folder, "receipts.pem"), ReceiptPem);
    }

    /// <summary>Writes the key of a witness.</summary>
    public static string WriteWitnessKey(string folder, string division)
    {
        var file = Path.Combine(folder, "witness.pem");
        File.WriteAllText(file, WitnessPems[division]);
        return file;
    }

    private static string Key(string name, NoteKeyKind kind, string pem)
    {
        using var key = Ed25519PrivateKey.FromPem(pem);
        return string.Create(CultureInfo.InvariantCulture, $"{new NoteKey(name, kind, [.. key.PublicKey])}");
    }

    private static string NewPem() => Ed25519PrivateKey.WritePem(RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
}
