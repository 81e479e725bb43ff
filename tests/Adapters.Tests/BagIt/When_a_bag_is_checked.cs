using System.Text;
using ExchangeHub.BagIt;
using Files = System.Collections.Generic.SortedDictionary<string, byte[]>;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A bag is evidence only if "complete" and "valid" mean what RFC 8493 says. A validator that lets one rule slip calls a package
/// whole from which a photograph was taken out. Each rule has a bag that keeps it and one that breaks it.
/// </summary>
public sealed class When_a_bag_is_checked : IDisposable
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    // How each rule is broken; the bag is otherwise as it should be.
    private static readonly Dictionary<string, Action<Files>> Breaks = new()
    {
        ["no bagit.txt"] = files => files.Remove("bagit.txt"),
        ["no data"] = files => { },
        ["no manifest"] = files => files.Remove("manifest-sha256.txt"),
        ["mark in bagit.txt"] = files => Alter(files, "bagit.txt", text => "\uFEFF" + text),
        ["space in bagit.txt"] = files =>
            Alter(files, "bagit.txt", text => text.Replace(": 1", ":  1", StringComparison.Ordinal)),
        ["third line in bagit.txt"] = files => Alter(files, "bagit.txt", text => text + "\nmore\n"),
        ["lines of bagit.txt turned"] = files =>
            Alter(files, "bagit.txt", _ => "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n"),
        ["version 2.0"] = files => Alter(files, "bagit.txt", text => text.Replace("1.0", "2.0", StringComparison.Ordinal)),
        ["encoding KOI8-R"] = files =>
            Alter(files, "bagit.txt", text => text.Replace("UTF-8", "KOI8-R", StringComparison.Ordinal)),
        ["bag-info.txt not UTF-8"] = files => files["bag-info.txt"] = [.. "A: "u8, 0xFF, (byte)'\n'],
        ["mark in bag-info.txt"] = files => Alter(files, "bag-info.txt", text => "\uFEFF" + text),
        ["label without colon"] = files => Alter(files, "bag-info.txt", text => text + "Label\n"),
        ["label with space before colon"] = files => Alter(files, "bag-info.txt", text => text + "Label : value\n"),
        ["no space behind colon"] = files => Alter(files, "bag-info.txt", text => text + "Label:value\n"),
        ["Oxum twice"] = files => Alter(files, "bag-info.txt", text => text + "Payload-Oxum: 11.2\n"),
        ["Oxum malformed"] = files =>
            Alter(files, "bag-info.txt", text => text.Replace("11.2", "11,2", StringComparison.Ordinal)),
        ["Oxum of other bytes"] = files =>
            Alter(files, "bag-info.txt", text => text.Replace("11.2", "12.2", StringComparison.Ordinal)),
        ["Oxum of other files"] = files =>
            Alter(files, "bag-info.txt", text => text.Replace("11.2", "11.1", StringComparison.Ordinal)),
        ["file missing"] = files => files.Remove("data/a.txt"),
        ["file unlisted"] = files => files["data/more.txt"] = [],
        ["file unlisted in one of two manifests"] = files => Add(files, "manifest-sha512.txt", $"{Zeros}{Zeros}  data/b/c.txt\n"),
        ["file changed"] = files => files["data/a.txt"][2] ^= 0x20,
        ["tag file changed"] = files => files["bag-info.txt"][25] ^= 0x20,
        ["tag file missing"] = files => files.Remove("bag-info.txt"),
        ["manifest not in tag manifest"] = files => files["tagmanifest-sha256.txt"] = Encoding.UTF8.GetBytes(string.Concat(
            Encoding.UTF8.GetString(files["tagmanifest-sha256.txt"]).Split('\n')
                .Where(line => line.Length > 0 && !line.Contains("manifest", StringComparison.Ordinal))
                .Select(line => line + "\n"))),
        ["manifest lists tag file"] = files => List(files, "bagit.txt"),
        ["tag manifest lists payload"] = files => Alter(files, "tagmanifest-sha256.txt", text => $"{text}{Zeros}  data/a.txt\n"),
        ["tag manifest lists itself"] = files =>
            Alter(files, "tagmanifest-sha256.txt", text => $"{text}{Zeros}  tagmanifest-sha256.txt\n"),
        ["line without path"] = files => Alter(files, "manifest-sha256.txt", text => $"{text}{Zeros}\n"),
        ["digest too short"] = files => Alter(files, "manifest-sha256.txt", text => $"{text}00  data/x\n"),
        ["empty line"] = files => Alter(files, "manifest-sha256.txt", text => text + "\n"),
        ["file listed twice"] = files => Alter(files, "manifest-sha256.txt", text => text + text.Split('\n')[0] + "\n"),
        ["listed .."] = files => List(files, "data/../../etc/passwd"),
        ["listed absolute"] = files => List(files, "/etc/passwd"),
        ["listed drive"] = files => List(files, "C:/a.txt"),
        ["listed backslash"] = files => List(files, @"data\a.txt"),
        ["listed ~"] = files => List(files, "~root/a.txt"),
        ["listed ."] = files => List(files, "data/./a.txt"),
        ["fetch leads out"] = files => Add(files, "fetch.txt", "https://example.org/a 5 data/../../a\n"),
        ["fetch malformed"] = files => Add(files, "fetch.txt", "https://example.org/a data/a\n"),
        ["only an unknown algorithm"] = files =>
        {
            files["manifest-whirl.txt"] = files["manifest-sha256.txt"];
            _ = files.Remove("manifest-sha256.txt");
            Scratch.Reseal(files);
        },
    };

    private readonly Scratch _scratch = new();

    public static TheoryData<string, BagFault, string> Broken => new()
    {
        { "no bagit.txt", BagFault.DeclarationMissing, "bagit.txt" },
        { "no data", BagFault.PayloadFolderMissing, "data" },
        { "no manifest", BagFault.ManifestMissing, "" },
        { "mark in bagit.txt", BagFault.TagFileUnreadable, "bagit.txt" },
        { "space in bagit.txt", BagFault.DeclarationMalformed, "bagit.txt" },
        { "third line in bagit.txt", BagFault.DeclarationMalformed, "bagit.txt" },
        { "lines of bagit.txt turned", BagFault.DeclarationMalformed, "bagit.txt" },
        { "version 2.0", BagFault.VersionUnknown, "bagit.txt" },
        { "encoding KOI8-R", BagFault.EncodingUnknown, "bagit.txt" },
        { "bag-info.txt not UTF-8", BagFault.TagFileUnreadable, "bag-info.txt" },
        { "mark in bag-info.txt", BagFault.TagFileUnreadable, "bag-info.txt" },
        { "label without colon", BagFault.TagMalformed, "bag-info.txt" },
        { "label with space before colon", BagFault.TagMalformed, "bag-info.txt" },
        { "no space behind colon", BagFault.TagMalformed, "bag-info.txt" },
        { "Oxum twice", BagFault.TagRepeated, "bag-info.txt" },
        { "Oxum malformed", BagFault.TagMalformed, "bag-info.txt" },
        { "Oxum of other bytes", BagFault.OxumDiffers, "bag-info.txt" },
        { "Oxum of other files", BagFault.OxumDiffers, "bag-info.txt" },
        { "file missing", BagFault.FileMissing, "data/a.txt" },
        { "file unlisted", BagFault.FileUnlisted, "data/more.txt" },
        { "file unlisted in one of two manifests", BagFault.FileUnlisted, "data/a.txt" },
        { "file changed", BagFault.DigestDiffers, "data/a.txt" },
        { "tag file changed", BagFault.TagDigestDiffers, "bag-info.txt" },
        { "tag file missing", BagFault.FileMissing, "bag-info.txt" },
        { "manifest not in tag manifest", BagFault.TagFileUnlisted, "manifest-sha256.txt" },
        { "manifest lists tag file", BagFault.ManifestEntryOutOfPlace, "manifest-sha256.txt" },
        { "tag manifest lists payload", BagFault.ManifestEntryOutOfPlace, "tagmanifest-sha256.txt" },
        { "tag manifest lists itself", BagFault.ManifestEntryOutOfPlace, "tagmanifest-sha256.txt" },
        { "line without path", BagFault.ManifestLineMalformed, "manifest-sha256.txt" },
        { "digest too short", BagFault.ManifestLineMalformed, "manifest-sha256.txt" },
        { "empty line", BagFault.ManifestLineMalformed, "manifest-sha256.txt" },
        { "file listed twice", BagFault.ManifestEntryRepeated, "manifest-sha256.txt" },
        { "listed ..", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "listed absolute", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "listed drive", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "listed backslash", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "listed ~", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "listed .", BagFault.PathUnsafe, "manifest-sha256.txt" },
        { "fetch leads out", BagFault.PathUnsafe, "fetch.txt" },
        { "fetch malformed", BagFault.FetchMalformed, "fetch.txt" },
        { "only an unknown algorithm", BagFault.AlgorithmUnknown, "manifest-whirl.txt" },
    };

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_bag_that_keeps_every_rule_is_complete_and_valid()
    {
        var check = await _scratch.CheckAsync(Scratch.ByHand());

        Assert.Empty(check.Findings);
        Assert.True(check is { IsComplete: true, IsValid: true, IsAcceptable: true });
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_bag_that_breaks_one_rule_is_not_valid_and_the_fault_has_its_place(string how, BagFault fault, string path)
    {
        var files = Scratch.ByHand();
        Breaks[how](files);
        var folder = _scratch.Write("bag", files);
        if (how == "no data")
        {
            Directory.Delete(Path.Combine(folder, "data"), recursive: true);
        }

        var check = await Scratch.CheckAsync(folder);

        var found = check.Findings.First(finding => finding.Fault == fault);
        Assert.Equal((path, BagSeverity.Fault), (found.Path ?? "", found.Severity));
        Assert.False(check.IsValid);
        Assert.Equal((int)fault / 100 == 5, check.IsComplete);
        Assert.Contains("应为", found.Sentence.Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("应为", found.Sentence.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha512", null)]
    [InlineData("sha384", null)]
    [InlineData("sha1", BagFault.AlgorithmWeak)]
    [InlineData("md5", BagFault.AlgorithmWeak)]
    public async Task Other_algorithms_are_read_and_weak_ones_remarked_on(string algorithm, BagFault? remark)
    {
        var files = Scratch.ByHand();
        _ = files.Remove("manifest-sha256.txt");
        _ = files.Remove("tagmanifest-sha256.txt");
        Scratch.Remake(files, algorithm);

        var check = await _scratch.CheckAsync(files);

        Assert.True(check.IsValid, check.ToString());
        Assert.All(check.Findings, finding => Assert.Equal(remark, finding.Fault));
        files["data/a.txt"][0] ^= 1;
        Assert.False((await _scratch.CheckAsync(files)).IsValid);
    }

    [Theory]
    [InlineData("%0A", "a\nb.txt")]
    [InlineData("%0d", "a\rb.txt")]
    [InlineData("%25", "a%b.txt")]
    [InlineData("%250A", "a%0Ab.txt")]
    public async Task Line_breaks_and_percent_signs_in_names_are_escaped(string escape, string name)
    {
        var files = Scratch.ByHand();
        files[$"data/{name}"] = [];
        Amend(files, "bag-info.txt", text => text.Replace("11.2", "11.3", StringComparison.Ordinal));
        Scratch.Remake(files);
        var escaped = name.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0d", StringComparison.Ordinal);
        Amend(files, "manifest-sha256.txt", text => text.Replace(name, escaped, StringComparison.Ordinal));
        Scratch.Reseal(files);

        Assert.Contains(escape, Encoding.UTF8.GetString(files["manifest-sha256.txt"]), StringComparison.Ordinal);
        Assert.True((await _scratch.CheckAsync(files)).IsValid);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Lines_may_end_with_any_of_the_three_endings(string ending)
    {
        var files = Scratch.ByHand();
        foreach (var path in files.Keys.Where(path => !path.StartsWith("data/", StringComparison.Ordinal)
            && !path.StartsWith("tagmanifest", StringComparison.Ordinal)).ToList())
        {
            Amend(files, path, text => text.Replace("\n", ending, StringComparison.Ordinal));
        }

        Scratch.Reseal(files);
        Assert.True((await _scratch.CheckAsync(files)).IsValid);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\t")]
    [InlineData("   ")]
    public async Task A_star_and_any_white_space_before_a_path_are_read(string between)
    {
        var files = Scratch.ByHand();
        Amend(files, "manifest-sha256.txt", text => text.Replace(
            "  ", between == "*" ? " *" : between, StringComparison.Ordinal).ToUpperInvariant()
            .Replace("DATA/A.TXT", "data/a.txt", StringComparison.Ordinal)
            .Replace("DATA/B/C.TXT", "data/b/c.txt", StringComparison.Ordinal));
        Scratch.Reseal(files);

        Assert.Empty((await _scratch.CheckAsync(files)).Findings);
    }

    [Theory]
    [InlineData("UTF-16", "utf-16BE", true)]
    [InlineData("UTF-16", "utf-16BE", false)]
    [InlineData("UTF-16", "utf-16", true)]
    [InlineData("UTF-16LE", "utf-16", false)]
    [InlineData("UTF-16BE", "utf-16BE", false)]
    [InlineData("ISO-8859-1", "iso-8859-1", false)]
    public async Task Other_declared_encodings_are_read_without_a_profile(string name, string actual, bool withMark)
    {
        var encoding = Encoding.GetEncoding(actual);
        var files = Scratch.ByHand();
        Amend(files, "bagit.txt", text => text.Replace("UTF-8", name, StringComparison.Ordinal));
        foreach (var path in new[] { "bag-info.txt", "manifest-sha256.txt" })
        {
            var text = Encoding.UTF8.GetString(files[path]).Replace("Jiashan", "é", StringComparison.Ordinal);
            files[path] = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        }

        Scratch.Reseal(files);
        var sealing = Encoding.UTF8.GetString(files["tagmanifest-sha256.txt"]);
        files["tagmanifest-sha256.txt"] = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(sealing)];
        using var bag = await Bag.OpenAsync(_scratch.Write("bag", files));

        Assert.True((await bag.CheckAsync()).IsValid, (await bag.CheckAsync()).ToString());
        Assert.Equal("é", bag.Tags[0].Value);
    }

    [Fact]
    public async Task Tags_keep_their_order_and_repetition_and_long_values_are_unfolded()
    {
        var files = Scratch.ByHand();
        files["bag-info.txt"] =
            "Contact-Name: one\nExternal-Description: a\n  b\n\tc\nContact-Name: two\nNothing: \n"u8.ToArray();
        Scratch.Reseal(files);
        using var bag = await Bag.OpenAsync(_scratch.Write("bag", files));

        Assert.Empty(bag.Completeness.Findings);
        BagTag[] expected =
            [new("Contact-Name", "one"), new("External-Description", "a b c"), new("Contact-Name", "two"), new("Nothing", "")];
        Assert.Equal(expected, bag.Tags);
    }

    [Fact]
    public async Task Version_0_97_is_read_by_its_looser_rules()
    {
        var files = Scratch.ByHand();
        files["bagit.txt"] = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"u8.ToArray();
        files["bag-info.txt"] = "Source-Organization  :Jiashan\n\nPayload-Oxum: 11.2\n"u8.ToArray();
        files["manifest-md5.txt"] = "8b04d5e3775d298e78455efc5ca404d5  data/a.txt\n"u8.ToArray();
        files["data/a.txt"] = "first"u8.ToArray();
        Amend(files, "bag-info.txt", text => text.Replace("11.2", "10.2", StringComparison.Ordinal));
        Scratch.Remake(files);
        Amend(files, "manifest-sha256.txt", text => text + text.Split('\n')[0] + "\n");
        Scratch.Reseal(files);

        var check = await _scratch.CheckAsync(files);

        Assert.True(check.IsValid, check.ToString());
        Assert.Equal(
            [BagFault.ManifestEntryRepeated, BagFault.AlgorithmWeak], check.Findings.Select(finding => finding.Fault).Order());
        Amend(files, "bagit.txt", text => text.Replace("0.97", "1.0", StringComparison.Ordinal));
        Scratch.Reseal(files);
        Assert.False((await _scratch.CheckAsync(files)).IsComplete);
    }

    [Fact]
    public async Task Faults_beyond_the_limit_are_counted()
    {
        var files = Scratch.ByHand();
        for (var number = 0; number < 30; number++)
        {
            files[$"data/unlisted-{number:00}"] = [];
        }

        var check = await Scratch.CheckAsync(_scratch.Write("bag", files), null, new ArchiveLimits { FindingsMax = 10 });

        Assert.Equal((10, 21), (check.Findings.Length, check.FindingsLeftOut)); // the Oxum is wrong too
        Assert.EndsWith("and 21 more", check.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bag_in_a_bag_is_payload()
    {
        var files = Scratch.ByHand();
        foreach (var (path, content) in Scratch.ByHand())
        {
            files[$"data/inner/{path}"] = content;
        }

        Amend(files, "bag-info.txt", text => text.Replace("Payload-Oxum: 11.2\n", "", StringComparison.Ordinal));
        Scratch.Remake(files);

        Assert.True((await _scratch.CheckAsync(files)).IsValid);
    }

    [Fact]
    public async Task A_name_that_is_composed_otherwise_is_found_and_remarked_on()
    {
        var files = Scratch.ByHand();
        files["data/e\u0301.txt"] = [];
        Amend(files, "bag-info.txt", text => text.Replace("11.2", "11.3", StringComparison.Ordinal));
        Scratch.Remake(files);
        Amend(files, "manifest-sha256.txt", text => text.Replace("e\u0301", "\u00E9", StringComparison.Ordinal));
        Scratch.Reseal(files);

        var check = await _scratch.CheckAsync(files);

        Assert.True(check.IsValid, check.ToString());
        Assert.Equal(
            [BagFault.PathUnportable, BagFault.NameNormalised], check.Findings.Select(finding => finding.Fault).Order());
    }

    private static void Amend(Files files, string path, Func<string, string> amend) =>
        files[path] = Encoding.UTF8.GetBytes(amend(Encoding.UTF8.GetString(files[path])));

    private static void Alter(Files files, string path, Func<string, string> amend)
    {
        Amend(files, path, amend);
        if (path is "bag-info.txt" or "bagit.txt" or "manifest-sha256.txt")
        {
            Scratch.Reseal(files);
        }
    }

    private static void List(Files files, string path) =>
        Alter(files, "manifest-sha256.txt", text => $"{text}{Zeros}  {path}\n");

    private static void Add(Files files, string path, string text)
    {
        files[path] = Encoding.UTF8.GetBytes(text);
        Scratch.Reseal(files);
    }
}
