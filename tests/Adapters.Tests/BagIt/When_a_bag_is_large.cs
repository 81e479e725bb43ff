using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A day of video is 50 GB. The node that seals it and the hub that checks it have the memory of a small machine: what is held
/// must not grow with the file.
/// </summary>
public sealed class When_a_bag_is_large : IDisposable
{
    private const int BuffersMax = 1 << 20;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(BagForm.Folder, 64L << 20)]
    [InlineData(BagForm.Tar, 64L << 20)]
    [InlineData(BagForm.Zip, 64L << 20)]
    [InlineData(BagForm.Zip, 192L << 20)]
    public async Task Buffers_stay_the_same_whatever_the_length_of_a_file(BagForm form, long bytes)
    {
        var sparse = _scratch["video"];
        await using (var video = new FileStream(sparse, FileMode.CreateNew))
        {
            video.SetLength(bytes);
        }

        var draft = Scratch.Draft with { Contents = [BagContent.FromFile("data/video.mp4", sparse)], Signer = null };
        using var bag = await Bag.OpenAsync((await _scratch.SealAsync(form, draft)).Path);

        Assert.True((await bag.CheckAsync()).IsValid);
        Assert.InRange(bag.BufferBytesMax, 1, BuffersMax);
    }

    /// <summary>Of an entry of 5 GiB only the headers are written: the index must find what stands behind it.</summary>
    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    public async Task Entries_beyond_4_GiB_are_listed_without_being_read(string form)
    {
        const long Large = 5L << 30;
        var path = _scratch["large"];
        await using (var file = new FileStream(path, FileMode.CreateNew))
        {
            if (form == "zip")
            {
                await WriteZipAsync(file, Large);
            }
            else
            {
                var tar = new TarBytes().Add("bag/data/large", alter: header =>
                    TarBytes.Put(header, 124, Convert.ToString(Large, 8).PadLeft(11, '0') + "\0"));
                await file.WriteAsync(tar.End(0));
                file.Position += Large;
                await file.WriteAsync(TarBytes.Of(Scratch.ByHand()).End());
            }
        }

        using var bag = await Bag.OpenAsync(path);

        Assert.Equal(Large, bag.Files.Single(found => found.Path == "data/large").Bytes);
        Assert.Equal(
            [BagFault.FileUnlisted, BagFault.OxumDiffers], bag.Completeness.Findings.Select(finding => finding.Fault).Order());
    }

    [Fact]
    public async Task Ten_thousand_files_are_sealed_and_checked()
    {
        var draft = Scratch.Draft with
        {
            Contents = [.. Enumerable.Range(0, 10_000).Select(number => Scratch.File($"data/{number:00000}.txt", $"{number}"))],
            Signer = null,
        };
        var (path, written) = await _scratch.SealAsync(BagForm.Zip, draft);

        var check = await Scratch.CheckAsync(path);

        Assert.True(check.IsValid, check.ToString());
        Assert.Equal(10_000, written.PayloadFiles);
    }

    private static async Task WriteZipAsync(FileStream file, long large)
    {
        var name = "bag/data/large"u8.ToArray();
        var sizes = ZipBytes.Numbers((1, 2), (16, 2), (large, 8), (large, 8));
        byte[] local =
        [
            .. ZipBytes.Numbers((0x04034b50, 4), (45, 2), (0, 2), (0, 2), (0, 4), (0, 4), (uint.MaxValue, 4), (uint.MaxValue, 4),
                (name.Length, 2), (sizes.Length, 2)), .. name, .. sizes,
        ];
        var small = ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()));
        var oldStart = BitConverter.ToUInt32(small, small.Length - 6);
        var oldLength = BitConverter.ToUInt32(small, small.Length - 10);
        await file.WriteAsync(small.AsMemory(0, (int)oldStart));
        await file.WriteAsync(local);
        file.Position += large;
        var start = file.Position;
        await file.WriteAsync(small.AsMemory((int)oldStart, (int)oldLength));
        await file.WriteAsync(ZipBytes.Numbers(
            (0x02014b50, 4), (0x032D, 2), (45, 2), (0, 2), (0, 2), (0, 4), (0, 4), (uint.MaxValue, 4), (uint.MaxValue, 4),
            (name.Length, 2), (sizes.Length, 2), (0, 2), (0, 2), (0, 2), (0x81A40000, 4), (oldStart, 4)));
        await file.WriteAsync((byte[])[.. name, .. sizes]);
        var length = file.Position - start;
        var count = Scratch.ByHand().Count + 1;
        await file.WriteAsync(ZipBytes.Numbers(
            (0x06064b50, 4), (44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (count, 8), (count, 8), (length, 8), (start, 8),
            (0x07064b50, 4), (0, 4), (start + length, 8), (1, 4),
            (0x06054b50, 4), (0, 4), (count, 2), (count, 2), (length, 4), (uint.MaxValue, 4), (0, 2)));
    }
}
