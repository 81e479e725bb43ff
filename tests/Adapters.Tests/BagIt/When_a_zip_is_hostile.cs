using System.Text;
using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A zip says everything twice, and programs differ in which they believe: what one checks is then not what another unpacks.
/// Whatever disagrees, overlaps or lies is refused with its reason, and nothing is written.
/// </summary>
public sealed class When_a_zip_is_hostile : IDisposable
{
    private static readonly byte[] One = "x"u8.ToArray();

    private readonly Scratch _scratch = new();

    public static TheoryData<string, BagFault> Tricks => new()
    {
        { "traversal", BagFault.PathUnsafe },
        { "absolute", BagFault.PathUnsafe },
        { "backslash", BagFault.PathUnsafe },
        { "NUL in the name", BagFault.PathUnsafe },
        { "symbolic link", BagFault.EntryKindRefused },
        { "device", BagFault.EntryKindRefused },
        { "pipe", BagFault.EntryKindRefused },
        { "case", BagFault.PathCollides },
        { "composition", BagFault.PathCollides },
        { "entry twice", BagFault.EntryRepeated },
        { "name not UTF-8", BagFault.EntryNameUnreadable },
        { "name of no stated encoding", BagFault.EntryNameUnreadable },
        { "another Unicode name", BagFault.ArchiveInconsistent },
        { "another local name", BagFault.ArchiveInconsistent },
        { "another local method", BagFault.ArchiveInconsistent },
        { "another local length", BagFault.ArchiveInconsistent },
        { "encrypted", BagFault.ArchiveFeatureRefused },
        { "encrypted directory", BagFault.ArchiveFeatureRefused },
        { "method bzip2", BagFault.ArchiveFeatureRefused },
        { "several disks", BagFault.ArchiveFeatureRefused },
        { "entry on another disk", BagFault.ArchiveFeatureRefused },
        { "bomb by ratio", BagFault.LimitExceeded },
        { "bomb by size", BagFault.LimitExceeded },
        { "bomb by count", BagFault.LimitExceeded },
        { "bomb by depth", BagFault.LimitExceeded },
        { "overlapping entries", BagFault.ArchiveOverlap },
        { "two entries with one content", BagFault.ArchiveOverlap },
        { "bytes between entries", BagFault.ArchiveInconsistent },
        { "bytes before", BagFault.ArchiveInconsistent },
        { "bytes before, offsets adjusted", BagFault.ArchiveOverlap },
        { "bytes behind", BagFault.ArchiveTruncated },
        { "directory elsewhere", BagFault.ArchiveInconsistent },
        { "fewer entries than listed", BagFault.ArchiveInconsistent },
        { "more entries than listed", BagFault.ArchiveInconsistent },
        { "lengths that lie for a stored entry", BagFault.ArchiveInconsistent },
        { "no end", BagFault.ArchiveTruncated },
        { "ZIP64 length cut", BagFault.ArchiveInconsistent },
        { "ZIP64 end that disagrees", BagFault.ArchiveInconsistent },
        { "old end that disagrees", BagFault.ArchiveInconsistent },
        { "folder with content", BagFault.ArchiveInconsistent },
        { "nothing", BagFault.BaseFolderMissing },
    };

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_same_archive_without_a_trick_is_good_stored_deflated_and_with_lengths_behind()
    {
        var parts = ZipBytes.Of(Scratch.ByHand()).ToList();
        List<ZipPart> late = [.. parts.Select(part => part with
        {
            Flags = 0x0808,
            Behind = ZipBytes.Numbers((0x08074b50, 4), (part.Crc, 4), (part.Stored.Length, 4), (part.Length, 4)),
        })];
        foreach (var some in new[] { parts, [.. parts.Select(part => part.Deflated())], late })
        {
            var check = await Scratch.CheckAsync(_scratch.Write("good.zip", ZipBytes.Of(some)));
            Assert.True(check.IsAcceptable, check.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task It_is_refused_with_the_reason_and_nothing_is_written(string trick, BagFault fault)
    {
        var path = _scratch.Write("bag.zip", Make(trick));
        _ = Directory.CreateDirectory(_scratch["out"]);
        using var bag = await Bag.OpenAsync(path, null, new ArchiveLimits { EntriesMax = 40, BytesMax = 4 << 20, DepthMax = 8 });

        var unpacked = await bag.UnpackAsync(_scratch["out"]);

        Assert.Contains(fault, bag.Completeness.Findings.Select(finding => finding.Fault));
        Assert.False((await bag.CheckAsync()).IsValid);
        Assert.Null(unpacked.Folder);
        Assert.Equal([path, _scratch["out"]], Directory.GetFileSystemEntries(_scratch.Folder).Order());
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["out"]));
    }

    [Theory]
    [InlineData("shorter than declared")]
    [InlineData("longer than declared")]
    [InlineData("another CRC")]
    [InlineData("no deflated content")]
    [InlineData("bytes behind the deflated content")]
    public async Task Content_that_is_not_as_declared_is_noticed_while_it_is_read_and_taken_away(string lie)
    {
        var part = ZipPart.Of("bag/data/a.txt", "first\n"u8.ToArray()).Deflated();
        part = lie switch
        {
            "shorter than declared" => part with { Length = 7 },
            "longer than declared" => part with { Length = 5 },
            "another CRC" => part with { Crc = 1 },
            "no deflated content" => part with { Stored = [0xFF, 0xFF, 0xFF] },
            _ => part with { Stored = [.. part.Stored, 0] },
        };
        var files = Scratch.ByHand();
        var oxum = Encoding.UTF8.GetString(files["bag-info.txt"]);
        files["bag-info.txt"] = Encoding.UTF8.GetBytes(oxum.Replace("11.2", $"{part.Length + 5}.2", StringComparison.Ordinal));
        Scratch.Reseal(files);
        _ = files.Remove("data/a.txt");
        _ = Directory.CreateDirectory(_scratch["out"]);
        using var bag = await Bag.OpenAsync(_scratch.Write("bag.zip", ZipBytes.Of(ZipBytes.Of(files).Append(part))));

        Assert.Empty(bag.Completeness.Findings);
        var unpacked = await bag.UnpackAsync(_scratch["out"]);

        Assert.Equal(BagFault.EntryContentFalse, Assert.Single(unpacked.Check.Findings).Fault);
        Assert.False(unpacked.Check.IsValid);
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["out"]));
        await using var content = bag.OpenRead("data/a.txt");
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => content.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task A_zip_cut_anywhere_is_refused()
    {
        var whole = ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()));
        for (var length = 0; length < whole.Length; length += 13)
        {
            Assert.False((await Scratch.CheckAsync(_scratch.Write("cut.zip", whole[..length]))).IsValid);
        }
    }

    private static byte[] Make(string trick) => trick switch
    {
        "traversal" => With(ZipPart.Of("bag/../../evil", One)),
        "absolute" => With(ZipPart.Of("/tmp/evil", One)),
        "backslash" => With(ZipPart.Of(@"bag\..\evil", One)),
        "NUL in the name" => With(ZipPart.Of("bag/data/a\0.txt", One)),
        "symbolic link" => With(ZipPart.Of("bag/data/x", "/etc/passwd"u8.ToArray()) with { Attributes = 0xA1FF0000 }),
        "device" => With(ZipPart.Of("bag/data/x") with { Attributes = 0x21A40000 }),
        "pipe" => With(ZipPart.Of("bag/data/x") with { Attributes = 0x11A40000 }),
        "case" => With(ZipPart.Of("bag/DATA/x", One)),
        "composition" => With(ZipPart.Of("bag/data/\u00E9", One), ZipPart.Of("bag/data/e\u0301", One)),
        "entry twice" => With(ZipPart.Of("bag/data/a.txt", One)),
        "name not UTF-8" => With(new ZipPart([.. "bag/data/"u8, 0xE9], One)),
        "name of no stated encoding" => With(ZipPart.Of("bag/data/é", One) with { Flags = 0 }),
        "another Unicode name" => With(ZipPart.Of("bag/data/x", One) with
        {
            Extra = [.. ZipBytes.Numbers((0x7075, 2), (9, 2), (1, 1), (0, 4)), .. "evil"u8],
        }),
        "another local name" => With(ZipPart.Of("bag/data/x", One) with { LocalName = "bag/data/y"u8.ToArray() }),
        "another local method" => With(ZipPart.Of("bag/data/x", One) with { LocalMethod = 8 }),
        "another local length" => With(ZipPart.Of("bag/data/x", One) with { LocalLength = 5 }),
        "encrypted" => With(ZipPart.Of("bag/data/x", One) with { Flags = 0x0801 }),
        "encrypted directory" => With(ZipPart.Of("bag/data/x", One) with { Flags = 0x2800 }),
        "method bzip2" => With(ZipPart.Of("bag/data/x", One) with { Method = 12 }),
        "several disks" => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()), end => ZipBytes.Put(end, 4, 1, 2)),
        "entry on another disk" => With(ZipPart.Of("bag/data/x", One) with { Disk = 1 }),
        "bomb by ratio" => With(ZipPart.Of("bag/data/x", new byte[3 << 20]).Deflated()),
        "bomb by size" => With(ZipPart.Of("bag/data/x", new byte[(4 << 20) + 1])),
        "bomb by count" => With([.. Enumerable.Range(0, 60).Select(number => ZipPart.Of($"bag/data/{number}"))]),
        "bomb by depth" => With(ZipPart.Of("bag/1/2/3/4/5/6/7/8", One)),
        "overlapping entries" => With(
            ZipPart.Of("bag/data/x", Inner()) with { Length = Inner().Length },
            ZipPart.Of("bag/data/y", One) with { Offset = 40 }),
        "two entries with one content" => With(
            ZipPart.Of("bag/data/x", One), ZipPart.Of("bag/data/x", One) with { Offset = 0 }),
        "bytes between entries" => With(ZipPart.Of("bag/data/x", One) with { Behind = [1, 2, 3] }, ZipPart.Of("bag/data/y", One)),
        "bytes before" => [.. "#!/bin/sh\nPK\x03\x04"u8[10..], .. With()],
        "bytes before, offsets adjusted" => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()), before: "PK\x03\x04 more"u8.ToArray()),
        "bytes behind" => [.. With(), 0],
        "directory elsewhere" => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()), end => ZipBytes.Put(end, 16, 10, 4)),
        "fewer entries than listed" => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()), end => Count(end, 9)),
        "more entries than listed" => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()), end => Count(end, 5)),
        "lengths that lie for a stored entry" => With(ZipPart.Of("bag/data/x", One) with { Length = 100 }),
        "no end" => With()[..^22],
        "ZIP64 length cut" => With(ZipPart.Of("bag/data/x", One) with
        {
            Length = uint.MaxValue,
            Extra = ZipBytes.Numbers((1, 2), (4, 2), (1, 4)),
        }),
        "ZIP64 end that disagrees" => Disagreeing(With(), 1, 0),
        "old end that disagrees" => Disagreeing(With(), Scratch.ByHand().Count, 1),
        "folder with content" => With(ZipPart.Of("bag/data/x/", One)),
        "nothing" => ZipBytes.Of(Array.Empty<ZipPart>()),
        _ => throw new ArgumentOutOfRangeException(nameof(trick), trick, "This trick is not written."),
    };

    private static byte[] With(params ZipPart[] more) => ZipBytes.Of(ZipBytes.Of(Scratch.ByHand()).Concat(more));

    private static byte[] Inner() => ZipBytes.Of([ZipPart.Of("bag/data/y", One)]);

    private static void Count(byte[] end, int count)
    {
        ZipBytes.Put(end, 8, count, 2);
        ZipBytes.Put(end, 10, count, 2);
    }

    // A second directory that only programs which know ZIP64 look for.
    private static byte[] Disagreeing(byte[] zip, int count, byte more)
    {
        var start = BitConverter.ToUInt32(zip, zip.Length - 6);
        var end = ZipBytes.Numbers(
            (0x06064b50, 4), (44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (count, 8), (count, 8),
            (zip.Length - 22 - start, 8), (start, 8),
            (0x07064b50, 4), (0, 4), (zip.Length - 22, 8), (1, 4));
        var old = zip[^22..];
        old[12] += more; // the length of the directory
        return [.. zip[..^22], .. end, .. old];
    }
}
