using System.Security.Cryptography;
using System.Text;
using ExchangeHub.BagIt;
using Files = System.Collections.Generic.SortedDictionary<string, byte[]>;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// Libraries and other authorities have sealed bags since version 0.93, and their validators agree on which are valid, which are
/// not, and which are only worth a remark. A reader that is stricter than they loses old evidence; one that is laxer admits what
/// they refuse.
/// </summary>
public sealed class When_bags_of_all_versions_are_read : IDisposable
{
    private static readonly byte[] One = "x"u8.ToArray();

    private static readonly string[] Versions = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"];

    // What is worth a remark and leaves the bag valid.
    private static readonly Dictionary<string, (string Since, Action<Files> Do, BagFault? Remark)> Good = new()
    {
        ["as it should be"] = ("0.93", _ => { }, null),
        ["a payload of nothing"] = ("0.93", files =>
        {
            _ = files.Remove("data/a.txt");
            _ = files.Remove("data/b/c.txt");
        }, null),
        ["no bag-info.txt"] = ("0.93", files => files.Remove("bag-info.txt"), null),
        ["MD5"] = ("0.93", files => files["manifest-md5.txt"] = [], BagFault.AlgorithmWeak),
        ["SHA-1"] = ("0.93", files => files["manifest-sha1.txt"] = [], BagFault.AlgorithmWeak),
        ["SHA-512 beside it"] = ("0.93", files => files["manifest-sha512.txt"] = [], null),
        ["SHA3-256 beside it"] = ("1.0", files => files["manifest-sha3-256.txt"] = [], null),
        ["a space in a name"] = ("0.93", files => files["data/a name.txt"] = One, null),
        ["a name in Chinese"] = ("0.93", files => files["data/现场笔录.txt"] = One, null),
        ["an escaped line feed"] = ("0.93", files => files["data/a\nb"] = One, BagFault.PathUnportable),
        ["an escaped percent sign"] = ("1.0", files => files["data/100%.txt"] = One, null),
        ["a percent sign as it is"] = ("0.93", files => files["data/100%.txt"] = One, null),
        ["names that differ in case"] = ("0.93", files => files["data/A.TXT"] = One, BagFault.PathCollides),
        ["names that differ in composition"] = ("0.93", files =>
        {
            files["data/\u00E9"] = One;
            files["data/e\u0301"] = One;
        }, BagFault.PathCollides),
        ["a file of the system"] = ("0.93", files => files["data/.DS_Store"] = One, BagFault.SystemFile),
        ["a tag folder of its own"] = ("0.93", files => files["metadata/mets.xml"] = One, null),
        ["a bag in the bag"] = ("0.93", files => files["data/inner/bagit.txt"] = One, null),
        ["a byte in no tag manifest"] = ("0.93", files => files["notes.txt"] = One, BagFault.TagFileUnlisted),
    };

    // What happens to the manifests after they were made.
    private static readonly Dictionary<string, (string Until, Func<string, string> Amend, BagFault? Remark)> GoodLines = new()
    {
        ["the star of md5sum"] = ("1.0", text => text.Replace("  ", " *", StringComparison.Ordinal), null),
        ["./ before the paths"] = (
            "1.0", text => text.Replace("  ", "  ./", StringComparison.Ordinal), BagFault.ManifestLineMalformed),
        ["a tab"] = ("1.0", text => text.Replace("  ", "\t", StringComparison.Ordinal), null),
        ["capital digits"] = (
            "1.0", text => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
                $"{line[..64].ToUpperInvariant()}{line[64..]}\n")), null),
        ["no line feed at the end"] = ("1.0", text => text.TrimEnd('\n'), null),
        ["the same line twice"] = (
            "0.97", text => text + text.Split('\n')[0] + "\n", BagFault.ManifestEntryRepeated),
        ["an empty line"] = ("0.97", text => text + "\n", BagFault.ManifestLineMalformed),
    };

    private static readonly Dictionary<string, (string Since, Action<Files> Do, BagFault Fault)> Bad = new()
    {
        ["no bagit.txt"] = ("0.93", files => files.Remove("bagit.txt"), BagFault.DeclarationMissing),
        ["no version"] = ("0.93", files => files["bagit.txt"] = "Tag-File-Character-Encoding: UTF-8\n"u8.ToArray(),
            BagFault.DeclarationMalformed),
        ["no encoding"] = ("0.93", files => files["bagit.txt"] = "BagIt-Version: 0.97\n"u8.ToArray(),
            BagFault.DeclarationMalformed),
        ["an unknown version"] = ("0.93", files => Replace(files, "bagit.txt", "BagIt-Version: ", "BagIt-Version: 9"),
            BagFault.VersionUnknown),
        ["a byte order mark"] = ("0.93", files => files["bagit.txt"] = [0xEF, 0xBB, 0xBF, .. files["bagit.txt"]],
            BagFault.TagFileUnreadable),
        ["no manifest"] = ("0.93", files => files.Remove("manifest-sha256.txt"), BagFault.ManifestMissing),
        ["a payload file missing"] = ("0.93", files => files.Remove("data/a.txt"), BagFault.FileMissing),
        ["a payload file unlisted"] = ("0.93", files => files["data/more"] = One, BagFault.FileUnlisted),
        ["a payload file changed"] = ("0.93", files => files["data/a.txt"] = One, BagFault.DigestDiffers),
        ["a tag file changed"] = ("0.93", files => Replace(files, "bag-info.txt", "Jiashan", "Wujiang"),
            BagFault.TagDigestDiffers),
        ["a tag file missing"] = ("0.93", files => files.Remove("bag-info.txt"), BagFault.FileMissing),
        ["Payload-Oxum of another payload"] = ("0.93", files => Replace(files, "bag-info.txt", "11.2", "11.3"),
            BagFault.OxumDiffers),
        ["two digests of one file"] = ("0.93", files => Add(files, $"{new string('0', 64)}  data/a.txt\n"),
            BagFault.ManifestEntryRepeated),
        ["dots that lead out"] = ("0.93", files => Add(files, $"{new string('0', 64)}  data/../../outside\n"),
            BagFault.PathUnsafe),
        ["a path of the home folder"] = ("0.93", files => Add(files, $"{new string('0', 64)}  ~/.bashrc\n"), BagFault.PathUnsafe),
        ["a variable of the shell"] = ("0.93", files => Add(files, $"{new string('0', 64)}  $HOME/.bashrc\n"),
            BagFault.ManifestEntryOutOfPlace),
        ["an absolute path"] = ("0.93", files => Add(files, $"{new string('0', 64)}  /etc/passwd\n"), BagFault.PathUnsafe),
        ["a path of Windows"] = ("0.93", files => Add(files, $"{new string('0', 64)}  C:\\a.txt\n"), BagFault.PathUnsafe),
        ["a line without digest"] = ("0.93", files => Add(files, "data/a.txt\n"), BagFault.ManifestLineMalformed),
        ["a file to fetch that is not listed"] = ("0.93", files =>
            files["fetch.txt"] = "https://example.org/x 1 data/x\n"u8.ToArray(), BagFault.FileUnlisted),
        ["a file to fetch from nowhere"] = ("0.93", files => files["fetch.txt"] = "somewhere 6 data/a.txt\n"u8.ToArray(),
            BagFault.FetchMalformed),
        ["a file to fetch outside data"] = ("0.93", files =>
            files["fetch.txt"] = "https://example.org/x 1 bag-info.txt\n"u8.ToArray(), BagFault.FetchMalformed),
        ["a file in one of two manifests"] = ("1.0", files =>
        {
            files["manifest-sha512.txt"] = Encoding.UTF8.GetBytes(
                $"{Convert.ToHexStringLower(SHA512.HashData(files["data/a.txt"]))}  data/a.txt\n");
            Scratch.Reseal(files);
        }, BagFault.FileUnlisted),
        ["a label with a space before the colon"] = ("1.0", files =>
        {
            Replace(files, "bag-info.txt", "Source-Organization:", "Source-Organization :");
            Scratch.Reseal(files);
        }, BagFault.TagMalformed),
    };

    private readonly Scratch _scratch = new();

    public static TheoryData<string, string> GoodBags => Pairs(Good.Select(good => (good.Key, Since(good.Value.Since))));

    public static TheoryData<string, string> GoodManifests =>
        Pairs(GoodLines.Select(good => (good.Key, Versions.TakeWhile(version => version != "1.0" || good.Value.Until == "1.0"))));

    public static TheoryData<string, string> BadBags => Pairs(Bad.Select(bad => (bad.Key, Since(bad.Value.Since))));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(GoodBags))]
    public async Task What_they_take_is_taken(string how, string version)
    {
        var check = await CheckAsync(files => Good[how].Do(files), version, remake: true);

        Expect(check, Good[how].Remark);
    }

    [Theory]
    [MemberData(nameof(GoodManifests))]
    public async Task What_their_programs_write_into_manifests_is_read(string how, string version)
    {
        var (_, amend, remark) = GoodLines[how];
        var check = await CheckAsync(files =>
        {
            files["manifest-sha256.txt"] = Encoding.UTF8.GetBytes(amend(Encoding.UTF8.GetString(files["manifest-sha256.txt"])));
            Scratch.Reseal(files);
        }, version, remake: false);

        Expect(check, remark);
    }

    [Theory]
    [MemberData(nameof(BadBags))]
    public async Task What_they_refuse_is_refused(string how, string version)
    {
        var check = await CheckAsync(Bad[how].Do, version, remake: false);

        Assert.False(check.IsValid);
        Assert.Contains(check.Findings, finding => finding.Fault == Bad[how].Fault && finding.Severity == BagSeverity.Fault);
    }

    [Theory]
    [InlineData("0.93", "package-info.txt")]
    [InlineData("0.95", "package-info.txt")]
    public async Task The_tags_had_another_file_once(string version, string file)
    {
        var files = Of(version);
        files[file] = files["bag-info.txt"];
        _ = files.Remove("bag-info.txt");
        Scratch.Remake(files);
        using var bag = await Bag.OpenAsync(_scratch.Write("bag", files));

        Assert.True((await bag.CheckAsync()).IsValid);
        Assert.Equal("Jiashan", bag.Tags[0].Value);
    }

    [Theory]
    [InlineData("0.96", "BagIt-version : 0.96\r\nTag-File-Character-Encoding:UTF-8\r\n\r\n", true)]
    [InlineData("1.0", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n", false)]
    public async Task White_space_in_the_declaration_was_free_before_1_0(string version, string declaration, bool isValid)
    {
        var files = Of(version);
        files["bagit.txt"] = Encoding.UTF8.GetBytes(declaration);
        Scratch.Remake(files);

        var check = await _scratch.CheckAsync(files);

        Assert.Equal(isValid, check.IsValid);
        Assert.Equal(BagFault.DeclarationMalformed, Assert.Single(check.Findings).Fault);
    }

    [Theory]
    [InlineData(BagForm.Folder)]
    [InlineData(BagForm.Tar)]
    [InlineData(BagForm.Zip)]
    public async Task A_bag_without_payload_is_written_and_read_in_every_form(BagForm form)
    {
        var draft = Scratch.Draft with
        {
            Contents = [.. Scratch.Draft.Contents.Where(content => !content.Path.StartsWith("data/", StringComparison.Ordinal))],
        };
        var (path, _) = await _scratch.SealAsync(form, draft, "empty");

        var check = await Scratch.CheckAsync(path, BagProfile.Evidence);

        Assert.True(check.IsValid, check.ToString());
    }

    [Theory]
    [InlineData("data/a\u200D.txt", "data/a.txt", BagFault.PathCollides)]
    [InlineData("data/photo\u202Egpj.exe", "data/b", BagFault.PathUnportable)]
    [InlineData("data/a.txt.", "data/a.txt", BagFault.PathCollides)]
    [InlineData("data/\u212Aelvin", "data/kelvin", BagFault.PathCollides)]
    public async Task Names_that_only_look_different_are_refused_in_archives(string one, string other, BagFault fault)
    {
        var files = Scratch.ByHand();
        (files[one], files[other]) = (One, One);
        Scratch.Remake(files);

        var check = await Scratch.CheckAsync(_scratch.Write("bag.tar", TarBytes.Of(files).End()));

        Assert.Contains(check.Findings, finding => finding.Fault == fault && finding.Severity == BagSeverity.Fault);
    }

    private static TheoryData<string, string> Pairs(IEnumerable<(string How, IEnumerable<string> Versions)> cases)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (how, version) in cases.SelectMany(one => one.Versions.Select(version => (one.How, version))))
        {
            pairs.Add(how, version);
        }

        return pairs;
    }

    private static IEnumerable<string> Since(string first) => Versions.SkipWhile(version => version != first);

    private static void Expect(BagCheck check, BagFault? remark)
    {
        Assert.True(check.IsValid, check.ToString());
        var remarks = check.Findings.Select(finding => finding.Fault).Distinct().ToList();
        if (remark is { } expected)
        {
            Assert.Contains(expected, remarks);
        }
        else
        {
            Assert.Empty(remarks);
        }
    }

    private static Files Of(string version)
    {
        var files = Scratch.ByHand();
        files["bagit.txt"] = Encoding.UTF8.GetBytes($"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n");
        Scratch.Remake(files);
        return files;
    }

    private async Task<BagCheck> CheckAsync(Action<Files> change, string version, bool remake)
    {
        var files = Of(version);
        change(files);
        if (remake)
        {
            Remake(files, version);
        }

        return await _scratch.CheckAsync(files);
    }

    // The manifests anew, whichever there are, and the Oxum; what is to be unlisted stays so.
    private static void Remake(Files files, string version)
    {
        var payload = files.Where(file => file.Key.StartsWith("data/", StringComparison.Ordinal)).ToList();
        if (files.ContainsKey("bag-info.txt"))
        {
            Replace(files, "bag-info.txt", "11.2", $"{payload.Sum(file => file.Value.Length)}.{payload.Count}");
        }

        foreach (var manifest in files.Keys.Where(path => path.StartsWith("manifest-", StringComparison.Ordinal)).ToList())
        {
            files[manifest] = Encoding.UTF8.GetBytes(string.Concat(payload.Select(file => $"{Digest(manifest, file.Value)}  "
                + $"{Escaped(file.Key, version)}\n")));
        }

        var notes = files.TryGetValue("notes.txt", out var unlisted);
        _ = files.Remove("notes.txt");
        Scratch.Reseal(files);
        if (notes)
        {
            files["notes.txt"] = unlisted!;
        }
    }

    private static string Escaped(string path, string version) =>
        (version == "1.0" ? path.Replace("%", "%25", StringComparison.Ordinal) : path)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Digest(string manifest, byte[] content) => Convert.ToHexStringLower(CryptographicOperations.HashData(
        new HashAlgorithmName(manifest[9..^4].ToUpperInvariant()), content));

    private static void Add(Files files, string line)
    {
        files["manifest-sha256.txt"] = [.. files["manifest-sha256.txt"], .. Encoding.UTF8.GetBytes(line)];
        Scratch.Reseal(files);
    }

    private static void Replace(Files files, string path, string old, string text) =>
        files[path] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files[path]).Replace(old, text, StringComparison.Ordinal));
}
