using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExchangeHub.Certificates;

namespace ExchangeHub.SystemTests;

/// <summary>What a district's system leaves on the disk for <c>xhub evidence pack</c>: documents, files, and who signs.</summary>
internal static class PackageFolder
{
    public const string Photo = "data/04-inspection/photo-01.jpg";

    /// <summary>Writes a record of the samples as a folder to be sealed.</summary>
    /// <param name="folder">The folder to make.</param>
    /// <param name="record">The record; what it says of its bag is left out.</param>
    public static void Write(string folder, JsonObject record)
    {
        record = (JsonObject)record.DeepClone();
        var evidence = (JsonObject)record["evidence"]!;
        _ = evidence.Remove("bag");
        var (steps, items) = (Take(evidence, "steps"), Take(evidence, "items"));
        foreach (var item in items.Where(item => (string?)item!["itemNumber"] == "E3-1"))
        {
            item!["path"] = Photo;
        }

        _ = Directory.CreateDirectory(Path.Combine(folder, "metadata"));
        _ = Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(Photo)!));
        File.WriteAllText(Path.Combine(folder, Photo), "a photograph");
        foreach (var item in items.Where(item => item!["path"] is not null))
        {
            var path = Path.Combine(folder, (string)item!["path"]!);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "a photograph");
            _ = ((JsonObject)item).Remove("sha256");
        }

        File.WriteAllText(Path.Combine(folder, "metadata/package.json"), record.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "metadata/steps.json"), steps.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "metadata/items.json"), items.ToJsonString());
    }

    /// <summary>Makes an identity that signs.</summary>
    /// <returns>Its folder.</returns>
    public static string Identity(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node:330421, O=330421", key, HashAlgorithmName.SHA256);
        var from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using var certificate = request.CreateSelfSigned(from, from.AddDays(90));
        IdentityFolder.Write(folder, [certificate], key, certificate);
        return folder;
    }

    /// <summary>Gets the record of a step of a script.</summary>
    public static JsonObject RecordOf(string script, int step) => (JsonObject)JsonNode.Parse(
        File.ReadAllText(Path.Combine(RunningZone.Samples, $"{script}.json")))!["steps"]![step]!["submit"]!["record"]!;

    private static JsonArray Take(JsonObject evidence, string name)
    {
        var list = evidence[name]?.DeepClone() as JsonArray ?? [];
        _ = evidence.Remove(name);
        return list;
    }
}
