using System.Security.Cryptography;
using ExchangeHub.BagIt;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A sealed bag is cited by the digest of its tag manifest. It must be the same bag in every form and on every machine, and be
/// whole or not be there.
/// </summary>
public sealed class When_a_bag_is_written : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(BagForm.Folder)]
    [InlineData(BagForm.Tar)]
    [InlineData(BagForm.Zip)]
    public async Task It_satisfies_the_profile_of_evidence_in_every_form(BagForm form)
    {
        var (path, written) = await _scratch.SealAsync(form, Scratch.Draft with { HasSha512 = true }, Scratch.Package);
        using var bag = await Bag.OpenAsync(path, BagProfile.Evidence);
        var check = await bag.CheckAsync();

        Assert.True(check.IsAcceptable, check.ToString());
        Assert.Empty(check.Findings);
        Assert.Equal((form, Scratch.Package), (bag.Form, bag.Name));
        Assert.Equal(written.TagManifestDigest, check.TagManifestDigest);
        Assert.Equal((70_075L, 4), (written.PayloadBytes, written.PayloadFiles));
        Assert.Equal("70075.4", bag.Tags.Single(tag => tag.Label == "Payload-Oxum").Value);
        Assert.Equal("EP-330421-20260603-001", bag.Tags.Single(tag => tag.Label == "External-Identifier").Value);
        await using var steps = bag.OpenRead("metadata/steps.json");
        Assert.Equal("[]\n", await new StreamReader(steps).ReadToEndAsync());
    }

    [Theory]
    [InlineData(BagForm.Folder, BagForm.Tar)]
    [InlineData(BagForm.Tar, BagForm.Zip)]
    [InlineData(BagForm.Zip, BagForm.Folder)]
    public async Task It_stays_the_same_bag_from_one_form_to_the_other(BagForm one, BagForm other)
    {
        var (path, written) = await _scratch.SealAsync(one, null, Scratch.Package);
        _ = Directory.CreateDirectory(_scratch["out"]);
        UnpackedBag unpacked;
        using (var bag = await Bag.OpenAsync(path, BagProfile.Evidence))
        {
            unpacked = await bag.UnpackAsync(_scratch["out"]);
        }

        Assert.Equal(Path.Combine(_scratch["out"], Scratch.Package), unpacked.Folder);
        Assert.Equal(written.TagManifestDigest, unpacked.Check.TagManifestDigest);
        var again = Scratch.Draft with
        {
            Contents = [.. BagContent.FromFolder("data", Path.Combine(unpacked.Folder!, "data")),
                .. BagContent.FromFolder("metadata", Path.Combine(unpacked.Folder!, "metadata"))],
        };
        Assert.Equal(written.TagManifestDigest, (await _scratch.SealAsync(other, again, "again")).Sealed.TagManifestDigest);
    }

    [Theory]
    [InlineData(BagForm.Tar)]
    [InlineData(BagForm.Zip)]
    public async Task The_same_draft_gives_the_same_bytes_whatever_the_order_of_its_files(BagForm form)
    {
        var (one, _) = await _scratch.SealAsync(form, null, "one");
        var turned = Scratch.Draft with { Contents = [.. Scratch.Draft.Contents.Reverse()] };
        var (other, _) = await _scratch.SealAsync(form, turned, "other");

        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(one)), SHA256.HashData(await File.ReadAllBytesAsync(other)));
    }

    [Fact]
    public async Task The_signer_gets_the_tag_manifest_and_the_digest_is_of_what_was_signed()
    {
        byte[] signed = [];
        var (path, written) = await _scratch.SealAsync(BagForm.Folder, Scratch.Draft with
        {
            Signer = (manifest, _) =>
            {
                signed = manifest.ToArray();
                return ValueTask.FromResult<ReadOnlyMemory<byte>>("signature"u8.ToArray());
            },
        });

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(path, "tagmanifest-sha256.txt")), signed);
        Assert.Equal(Digest.Of(signed), written.TagManifestDigest);
        Assert.Equal("signature", await File.ReadAllTextAsync(Path.Combine(path, "signature", "tagmanifest.p7s")));
        Assert.Equal(Scratch.At.UtcDateTime, File.GetLastWriteTimeUtc(Path.Combine(path, "data", "07-archive", "empty.bin")));
    }

    [Fact]
    public async Task Names_and_lengths_that_ustar_cannot_hold_come_back()
    {
        string[] names = ["data/" + new string('n', 200), $"data/{new string('d', 90)}/{new string('n', 99)}", "data/嘉善/笔录.txt",
            "data/100%.txt", "data/%25.txt", "data/\U00020000.txt"];
        var draft = Scratch.Draft with { Contents = [.. names.Select(name => Scratch.File(name, name))], Signer = null };
        foreach (var form in Enum.GetValues<BagForm>())
        {
            using var bag = await Bag.OpenAsync((await _scratch.SealAsync(form, draft)).Path);
            var check = await bag.CheckAsync();
            Assert.True(check.IsAcceptable, check.ToString());
            Assert.Equal(names.Order(StringComparer.Ordinal), bag.Files.Where(file => file.IsPayload).Select(file => file.Path));
        }
    }

    public static TheoryData<string, BagFault> Unfit => new()
    {
        { "data/../x", BagFault.PathUnsafe },
        { "/data/x", BagFault.PathUnsafe },
        { "data/NUL", BagFault.PathUnportable },
        { "data/e\u0301", BagFault.PathUnportable },
        { "data/line\nbreak", BagFault.PathUnportable },
        { "DATA/01-locate/x", BagFault.PathCollides },
        { "metadata/steps.json", BagFault.EntryRepeated },
        { "bagit.txt", BagFault.EntryRepeated },
        { "manifest-sha256.txt", BagFault.EntryRepeated },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_draft_that_could_not_be_read_back_is_not_written(string path, BagFault fault)
    {
        var draft = Scratch.Draft with { Contents = [.. Scratch.Draft.Contents, Scratch.File(path, "x")] };

        Assert.Equal(fault, Assert.Single(draft.Check()).Fault);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => _scratch.SealAsync(BagForm.Zip, draft));
        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Folder));
    }

    [Fact]
    public void A_draft_says_which_tags_the_profile_misses_and_which_cannot_be_written()
    {
        var draft = Scratch.Draft with
        {
            Tags = [.. Scratch.Draft.Tags.Where(tag => tag.Label != "EEH-Sensitivity"), new("Bad:label", "x"), new("Two", "a\nb"),
                new("Payload-Oxum", "1.1")],
        };

        Assert.Equal(
            [BagFault.TagMalformed, BagFault.TagMalformed, BagFault.TagRepeated, BagFault.ProfileTagMissing],
            draft.Check(BagProfile.Evidence).Select(finding => finding.Fault));
    }

    [Theory]
    [InlineData(BagForm.Folder)]
    [InlineData(BagForm.Tar)]
    [InlineData(BagForm.Zip)]
    public async Task Nothing_is_left_of_a_bag_that_was_not_finished(BagForm form)
    {
        using var stop = new CancellationTokenSource();
        var stopping = Scratch.Draft with
        {
            Contents = [.. Scratch.Draft.Contents, new BagContent("data/x", 1, () =>
            {
                stop.Cancel();
                return new MemoryStream(new byte[1]);
            })],
        };
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            BagWriter.WriteAsync(stopping, form, _scratch["bag"], null, stop.Token));
        foreach (var length in new[] { 2, 0 })
        {
            var other = Scratch.Draft with
            {
                Contents = [.. Scratch.Draft.Contents, new BagContent("data/x", 1, () => new MemoryStream(new byte[length]))],
            };
            _ = await Assert.ThrowsAsync<IOException>(() => BagWriter.WriteAsync(other, form, _scratch["bag"]));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Folder));
    }

    [Theory]
    [InlineData(BagForm.Folder)]
    [InlineData(BagForm.Zip)]
    public async Task A_check_and_an_unpacking_can_be_stopped_and_leave_nothing(BagForm form)
    {
        using var bag = await Bag.OpenAsync((await _scratch.SealAsync(form)).Path);
        _ = Directory.CreateDirectory(_scratch["out"]);
        using var stop = new CancellationTokenSource();
        var stopping = new Told { After = _ => stop.Cancel() };

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bag.CheckAsync(stopping, stop.Token));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            bag.UnpackAsync(_scratch["out"], cancellationToken: stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["out"]));
    }

    [Fact]
    public async Task An_unpacked_bag_is_not_overwritten()
    {
        using var bag = await Bag.OpenAsync((await _scratch.SealAsync(BagForm.Tar)).Path);
        _ = Directory.CreateDirectory(_scratch["out"]);
        var folder = (await bag.UnpackAsync(_scratch["out"])).Folder!;

        _ = await Assert.ThrowsAsync<IOException>(() => bag.UnpackAsync(_scratch["out"]));
        Assert.True((await Scratch.CheckAsync(folder)).IsValid);
        Assert.Equal([folder], Directory.GetFileSystemEntries(_scratch["out"]));
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        foreach (var form in Enum.GetValues<BagForm>())
        {
            var (path, _) = await _scratch.SealAsync(form);
            _ = await Assert.ThrowsAsync<IOException>(() => BagWriter.WriteAsync(Scratch.Draft, form, path));
            Assert.True((await Scratch.CheckAsync(path)).IsValid);
        }
    }

    [Fact]
    public async Task Progress_counts_files_and_bytes_to_the_end()
    {
        var told = new Told();
        var path = _scratch["bag.tar"];
        _ = await BagWriter.WriteAsync(Scratch.Draft, BagForm.Tar, path, told);
        Assert.Equal(new BagProgress(7, 7, 70_084, 70_084), told.Last);

        using var bag = await Bag.OpenAsync(path);
        _ = await bag.CheckAsync(told);
        var bytes = bag.Files.Sum(file => file.Bytes);
        Assert.Equal(new BagProgress(bag.Files.Length, bag.Files.Length, bytes, bytes), told.Last);
    }

    private sealed class Told : IProgress<BagProgress>
    {
        public BagProgress Last { get; private set; }

        public Action<BagProgress> After { get; init; } = _ => { };

        public void Report(BagProgress value)
        {
            Assert.True(value.BytesDone >= Last.BytesDone || value.FilesDone <= Last.FilesDone);
            Last = value;
            After(value);
        }
    }
}
