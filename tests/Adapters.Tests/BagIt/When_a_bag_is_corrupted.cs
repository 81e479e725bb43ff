using System.Collections.Immutable;
using System.Security.Cryptography;
using ExchangeHub.BagIt;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// Disks and people change single bytes. In a folder every byte counts. In an archive some do not (the owner of an entry): then
/// the files must be the same, byte for byte.
/// </summary>
public sealed class When_a_bag_is_corrupted : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>The tag manifest itself is listed nowhere: its digest, to which custody is bound, is then another.</summary>
    [Fact]
    public async Task One_byte_of_a_folder_never_goes_unnoticed()
    {
        var (folder, written) = await _scratch.SealAsync(BagForm.Folder, Scratch.Draft with { Signer = null }, "bag");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0)
            .Order(StringComparer.Ordinal).ToList();
        var change =
            from file in Gen.Elements(files.AsEnumerable())
            from at in Gen.Choose(0, (int)new FileInfo(file).Length - 1)
            from bits in Gen.Choose(1, 255)
            select (file, at, bits);

        Prop.ForAll(change.ToArbitrary(), corruption =>
        {
            var bytes = File.ReadAllBytes(corruption.file);
            bytes[corruption.at] ^= (byte)corruption.bits;
            File.WriteAllBytes(corruption.file, bytes);
            var check = Scratch.CheckAsync(folder).GetAwaiter().GetResult();
            bytes[corruption.at] ^= (byte)corruption.bits;
            File.WriteAllBytes(corruption.file, bytes);
            return !check.IsAcceptable || check.TagManifestDigest != written.TagManifestDigest;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData(BagForm.Tar)]
    [InlineData(BagForm.Zip)]
    public async Task One_byte_of_an_archive_is_noticed_or_changes_no_file(BagForm form)
    {
        var small = Scratch.Draft with
        {
            Contents = [.. Scratch.Draft.Contents.Where(content => content.Bytes < 1000)],
            Signer = null,
        };
        var (path, written) = await _scratch.SealAsync(form, small);
        var whole = await File.ReadAllBytesAsync(path);
        var files = await FilesAsync(path);
        var change = from at in Gen.Choose(0, whole.Length - 1) from bits in Gen.Choose(1, 255) select (at, bits);

        Prop.ForAll(change.ToArbitrary(), corruption =>
        {
            whole[corruption.at] ^= (byte)corruption.bits;
            File.WriteAllBytes(_scratch["corrupted"], whole);
            whole[corruption.at] ^= (byte)corruption.bits;
            var check = Scratch.CheckAsync(_scratch["corrupted"]).GetAwaiter().GetResult();
            return !check.IsAcceptable || check.TagManifestDigest != written.TagManifestDigest
                || FilesAsync(_scratch["corrupted"]).GetAwaiter().GetResult().SequenceEqual(files);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static async Task<ImmutableArray<string>> FilesAsync(string path)
    {
        using var bag = await Bag.OpenAsync(path);
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var file in bag.Files)
        {
            await using var content = bag.OpenRead(file.Path);
            files.Add($"{file.Path} {Convert.ToHexString(await SHA256.HashDataAsync(content))}");
        }

        return files.ToImmutable();
    }
}
