using System.Security.Cryptography;
using System.Text;
using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>A folder of a test's own, gone with the test, and the bags that tests begin with.</summary>
internal sealed class Scratch : IDisposable
{
    public const string Package = "EP-330421-20260603-001";

    public static readonly DateTimeOffset At = new(2026, 6, 3, 16, 30, 0, TimeSpan.FromHours(8));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchangehub-bags-");

    public string Folder => _folder.FullName;

    public static BagDraft Draft => new()
    {
        Name = Package,
        ModifiedAt = At,
        Tags =
        [
            new("Source-Organization", "嘉兴市生态环境局"),
            new("Organization-USCC", "11330400MAHUBJX15F"),
            new("External-Identifier", Package),
            new("Bagging-Date", "2026-06-03"),
            new("EEH-Schema", "evidence/1.0"),
            new("EEH-Jurisdiction", "330421"),
            new("EEH-Origin-Node", "node:330421"),
            new("EEH-Agreement", "agr:yrd-demo-2020/v3"),
            new("EEH-Steps-Complete", "1-8"),
            new("EEH-Sealed-At", "2026-06-03T16:30:00+08:00"),
            new("EEH-Sensitivity", "CASE"),
            new("EEH-Personal-Data", "masked"),
        ],
        Contents =
        [
            File("data/01-locate/签到.json", "{\"at\":\"2026-06-03T09:00:00+08:00\"}\n"),
            File("data/04-inspection/photo-01.jpg", new string('p', 70_000)),
            File("data/05-record/现场笔录.txt", "以上笔录已阅，与事实一致。\n"),
            File("data/07-archive/empty.bin", ""),
            File("metadata/package.json", "{}\n"),
            File("metadata/steps.json", "[]\n"),
            File("metadata/items.json", "[]\n"),
        ],
        Signer = (_, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>("a signature"u8.ToArray()),
    };

    public string this[string name] => Path.Combine(Folder, name);

    public static BagContent File(string path, string text) => BagContent.FromBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes the files of a small bag by hand: no code of the writer.</summary>
    public static SortedDictionary<string, byte[]> ByHand()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"u8.ToArray(),
            ["bag-info.txt"] = "Source-Organization: Jiashan\nBagging-Date: 2026-06-03\nPayload-Oxum: 11.2\n"u8.ToArray(),
            ["data/a.txt"] = "first\n"u8.ToArray(),
            ["data/b/c.txt"] = "third"u8.ToArray(),
        };
        Remake(files);
        return files;
    }

    /// <summary>Makes the manifests anew, after files were changed.</summary>
    public static void Remake(SortedDictionary<string, byte[]> files, string algorithm = "sha256")
    {
        _ = files.Remove($"tagmanifest-{algorithm}.txt");
        files[$"manifest-{algorithm}.txt"] = Manifest(
            files, algorithm, path => path.StartsWith("data/", StringComparison.Ordinal));
        files[$"tagmanifest-{algorithm}.txt"] = Manifest(files, algorithm, path =>
            !path.StartsWith("data/", StringComparison.Ordinal) && !path.StartsWith("tagmanifest", StringComparison.Ordinal));
    }

    /// <summary>Makes the tag manifest anew, after a tag file was changed.</summary>
    public static void Reseal(SortedDictionary<string, byte[]> files) =>
        files["tagmanifest-sha256.txt"] = Manifest(files, "sha256", path =>
            !path.StartsWith("data/", StringComparison.Ordinal) && !path.StartsWith("tagmanifest", StringComparison.Ordinal));

    public string Write(string name, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        _ = Directory.CreateDirectory(Path.Combine(this[name], "data"));
        foreach (var (path, content) in files)
        {
            var file = Path.Combine(this[name], path);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            System.IO.File.WriteAllBytes(file, content);
        }

        return this[name];
    }

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public async Task<(string Path, SealedBag Sealed)> SealAsync(BagForm form, BagDraft? draft = null, string? name = null)
    {
        var path = this[name ?? $"sealed.{form}"];
        return (path, await BagWriter.WriteAsync(draft ?? Draft, form, path));
    }

    public static async Task<BagCheck> CheckAsync(string path, BagProfile? profile = null, ArchiveLimits? limits = null)
    {
        using var bag = await Bag.OpenAsync(path, profile, limits);
        return await bag.CheckAsync();
    }

    public async Task<BagCheck> CheckAsync(IEnumerable<KeyValuePair<string, byte[]>> files, BagProfile? profile = null) =>
        await CheckAsync(Write(Guid.NewGuid().ToString(), files), profile);

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Manifest(SortedDictionary<string, byte[]> files, string algorithm, Func<string, bool> isListed) =>
        Encoding.UTF8.GetBytes(string.Concat(files.Where(file => isListed(file.Key)).Select(file =>
            $"{Convert.ToHexStringLower(CryptographicOperations.HashData(Name(algorithm), file.Value))}  {file.Key}\n")));

    private static HashAlgorithmName Name(string algorithm) => new(algorithm.ToUpperInvariant());
}
