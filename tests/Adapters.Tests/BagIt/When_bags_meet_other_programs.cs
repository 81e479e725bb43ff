using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A court's expert has none of our programs. GNU tar, Python's zipfile and sha256sum must read what we write, and we what they
/// write.
/// </summary>
public sealed class When_bags_meet_other_programs : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(BagForm.Tar, "tar", "-xf", "sealed")]
    [InlineData(BagForm.Zip, Python, "-m", "zipfile", "-e", "sealed", ".")]
    public async Task They_unpack_our_archives_and_their_checksums_agree(BagForm form, string program, params string[] arguments)
    {
        var longest = Scratch.File($"data/{new string('n', 200)}.txt", "long");
        var draft = Scratch.Draft with { Contents = [.. Scratch.Draft.Contents, longest], HasSha512 = true };
        _ = await _scratch.SealAsync(form, draft, "sealed");
        _ = await Foreign.RunAsync(_scratch.Folder, program, arguments);

        var folder = _scratch[Scratch.Package];
        foreach (var manifest in new[] { "manifest-sha256.txt", "tagmanifest-sha256.txt" })
        {
            Assert.DoesNotContain("FAILED", await Foreign.RunAsync(folder, "sha256sum", "--strict", "-c", manifest),
                StringComparison.Ordinal);
        }

        _ = await Foreign.RunAsync(folder, "sha512sum", "--strict", "--quiet", "-c", "manifest-sha512.txt");
        Assert.True((await Scratch.CheckAsync(folder, BagProfile.Evidence)).IsAcceptable);
    }

    [Theory]
    [InlineData("tar", "--format=ustar", "-cf", "theirs", Scratch.Package)]
    [InlineData("tar", "--format=pax", "-cf", "theirs", Scratch.Package)]
    [InlineData("tar", "--format=gnu", "-cf", "theirs", Scratch.Package)]
    [InlineData(Python, "-m", "tarfile", "-c", "theirs", Scratch.Package)]
    [InlineData(Python, "-m", "zipfile", "-c", "theirs", Scratch.Package)]
    public async Task We_read_their_archives_of_a_bag(string program, params string[] arguments)
    {
        var isUstar = arguments[0] == "--format=ustar";
        var draft = Scratch.Draft with
        {
            Contents = [.. Scratch.Draft.Contents, Scratch.File($"data/{new string('n', isUstar ? 50 : 200)}", "long")],
        };
        var (_, written) = await _scratch.SealAsync(BagForm.Folder, draft, Scratch.Package);
        _ = await Foreign.RunAsync(_scratch.Folder, program, arguments);

        var check = await Scratch.CheckAsync(_scratch["theirs"], BagProfile.Evidence);

        Assert.True(check.IsAcceptable, check.ToString());
        Assert.Equal(written.TagManifestDigest, check.TagManifestDigest);
    }

    // The reference validator of the Library of Congress, where the distribution has it.
    [Fact]
    public async Task The_reference_validator_takes_our_bags_and_we_take_its()
    {
        if (!await Foreign.CanAsync(_scratch.Folder, Python, "-c", "import bagit"))
        {
            return;
        }

        var (folder, _) = await _scratch.SealAsync(BagForm.Folder, name: Scratch.Package);
        _ = await Foreign.RunAsync(_scratch.Folder, Python, "-m", "bagit", "--validate", folder);
        var theirs = _scratch["theirs"];
        _ = Directory.CreateDirectory(Path.Combine(theirs, "照片"));
        await File.WriteAllTextAsync(Path.Combine(theirs, "照片", "100%.txt"), "content");
        _ = await Foreign.RunAsync(_scratch.Folder, Python, "-m", "bagit", "--sha256", "--contact-name", "执法队", theirs);

        var check = await Scratch.CheckAsync(theirs);

        Assert.True(check.IsValid, check.ToString());
    }

    [Fact]
    public async Task A_manifest_made_by_sha256sum_is_a_manifest()
    {
        var files = Scratch.ByHand();
        var folder = _scratch.Write("bag", files);
        _ = await Foreign.RunAsync(folder, "sh", "-c",
            "find data -type f | xargs sha256sum > manifest-sha256.txt; "
                + "sha256sum bag*.txt manifest-*.txt > tagmanifest-sha256.txt");

        Assert.Empty((await Scratch.CheckAsync(folder)).Findings);
    }
}
