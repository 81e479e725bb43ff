using System.Text;
using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// An archive comes from somebody who may want to write outside the scratch folder, to fill the disk, or to show one program
/// other files than the next. Every trick is refused with its reason, and nothing is written.
/// </summary>
public sealed class When_a_tar_is_hostile : IDisposable
{
    private const string Sparse = "GNU.sparse.major";

    private static readonly byte[] One = "x"u8.ToArray();

    // Each is put into, or behind, a bag that is otherwise good.
    private static readonly Dictionary<string, Func<TarBytes, byte[]>> Made = new()
    {
        ["traversal"] = tar => tar.Add("bag/data/../../../evil", One).End(),
        ["traversal by prefix"] = tar => tar.Add("evil", One, '0', header => TarBytes.Put(header, 345, "bag/..")).End(),
        ["traversal by pax"] = tar => tar.Pax(TarBytes.Record("path", "../evil")).Add("bag/data/x", One).End(),
        ["traversal by long name"] = tar =>
            tar.Add("././@LongLink", "bag/../evil\0"u8.ToArray(), 'L').Add("bag/data/x", One).End(),
        ["absolute"] = tar => tar.Add("/tmp/evil", One).End(),
        ["backslash"] = tar => tar.Add(@"bag/data\..\evil", One).End(),
        ["drive"] = tar => tar.Add("C:/evil", One).End(),
        ["home"] = tar => tar.Add("bag/~root/evil", One).End(),
        ["control character"] = tar => tar.Add("bag/data/a\u0007", One).End(),
        ["symbolic link"] = tar =>
            tar.Add("bag/data/x", type: '2', alter: header => TarBytes.Put(header, 157, "/etc/passwd")).End(),
        ["hard link"] = tar =>
            tar.Add("bag/data/x", type: '1', alter: header => TarBytes.Put(header, 157, "bag/bagit.txt")).End(),
        ["character device"] = tar => tar.Add("bag/data/x", type: '3').End(),
        ["block device"] = tar => tar.Add("bag/data/x", type: '4').End(),
        ["pipe"] = tar => tar.Add("bag/data/x", type: '6').End(),
        ["unknown type"] = tar => tar.Add("bag/data/x", One, 'Q').End(),
        ["long link name"] = tar => tar.Add("././@LongLink", "/etc/passwd\0"u8.ToArray(), 'K').Add("bag/data/x", type: '2').End(),
        ["sparse of GNU"] = tar => tar.Add("bag/data/x", type: 'S').End(),
        ["sparse of pax"] = tar => tar.Pax(TarBytes.Record(Sparse, "1")).Add("bag/data/x", One).End(),
        ["case"] = tar => tar.Add("bag/data/A.TXT", One).End(),
        ["case of folders"] = tar => tar.Add("bag/data/B/d.txt", One).End(),
        ["composition"] = tar => tar.Add("bag/data/\u00E9", One).Add("bag/data/e\u0301", One).End(),
        ["compatibility"] = tar => tar.Add("bag/data/\uFB01n", One).Add("bag/data/fin", One).End(),
        ["device name"] = tar => tar.Add("bag/data/com1.txt", One).End(),
        ["space at the end"] = tar => tar.Add("bag/data/x ", One).End(),
        ["entry twice"] = tar => tar.Add("bag/data/a.txt", One).End(),
        ["file that is a folder"] = tar => tar.Add("bag/data/a.txt/x", One).End(),
        ["too many entries"] = tar =>
            Enumerable.Range(0, 60).Aggregate(tar, (some, each) => some.Add($"bag/data/{each}", [])).End(),
        ["too many bytes"] = tar => tar.Add("bag/data/x", new byte[(1 << 20) + 1]).End(),
        ["too deep"] = tar => tar.Add("bag/data/1/2/3/4/5/6/7", One).End(),
        ["path too long"] = tar => tar.Pax(TarBytes.Record("path", $"bag/data/{Long(1100)}")).Add("bag/data/x", One).End(),
        ["pax bomb"] = tar => tar.Pax(TarBytes.Record("comment", Long(100_000))).Add("bag/data/x", One).End(),
        ["long name bomb"] = tar => tar.Add("././@LongLink", new byte[100_000], 'L').Add("bag/data/x", One).End(),
        ["no end"] = tar => tar.End(0),
        ["one closing block"] = tar => tar.End(1),
        ["content cut"] = tar => tar.Add("bag/data/x", new byte[2000]).End()[..^2000],
        ["length of 8 EiB"] = tar => tar.Add("bag/data/x", alter: header =>
            Binary(header, [0x80, 0, 0, 0, 0x7F, .. new byte[7]])).End(),
        ["length negative"] = tar => tar.Add("bag/data/x", alter: header =>
            Binary(header, [.. Enumerable.Repeat((byte)0xFF, 12)])).End(),
        ["length no number"] = tar => tar.Add("bag/data/x", alter: header => TarBytes.Put(header, 124, "0000000009z\0")).End(),
        ["checksum"] = tar => tar.Add("bag/data/x", One, '0', header => TarBytes.Put(header, 148, "000001\0 ")).End(),
        ["no ustar"] = tar => tar.Add("bag/data/x", One, '0', header => header.AsSpan(257, 8).Clear()).End(),
        ["more behind the end"] = tar => [.. tar.End(), .. new TarBytes().Add("bag/data/x", One).End()],
        ["content in the padding"] = tar => Padded(tar.Add("bag/data/x", One).End()),
        ["name not UTF-8"] = tar => tar.Add([.. "bag/data/"u8, 0xE9], One, '0').End(),
        ["pax size twice"] = tar =>
            tar.Pax(TarBytes.Record("size", "1") + TarBytes.Record("size", "2")).Add("bag/data/x", One).End(),
        ["pax path for all"] = tar => tar.Pax(TarBytes.Record("path", "bag/data/x"), 'g').Add("bag/data/y", One).End(),
        ["pax malformed"] = tar => tar.Pax("999 path=x\n").Add("bag/data/x", One).End(),
        ["pax of other characters"] = tar => tar.Pax(TarBytes.Record("hdrcharset", "BINARY")).Add("bag/data/x", One).End(),
        ["folder with content"] = tar => tar.Add("bag/data/x/", One, '5').End(),
        ["two folders at the top"] = tar => tar.Add("other/x", One).End(),
        ["no folder at the top"] = tar => tar.Add("x", One).End(),
        ["nothing"] = tar => new TarBytes().Pax(TarBytes.Record("comment", "x"), 'g').End(),
    };

    private readonly Scratch _scratch = new();

    public static TheoryData<string, BagFault> Tricks => new()
    {
        { "traversal", BagFault.PathUnsafe },
        { "traversal by prefix", BagFault.PathUnsafe },
        { "traversal by pax", BagFault.PathUnsafe },
        { "traversal by long name", BagFault.PathUnsafe },
        { "absolute", BagFault.PathUnsafe },
        { "backslash", BagFault.PathUnsafe },
        { "drive", BagFault.PathUnsafe },
        { "home", BagFault.PathUnsafe },
        { "control character", BagFault.PathUnsafe },
        { "symbolic link", BagFault.EntryKindRefused },
        { "hard link", BagFault.EntryKindRefused },
        { "character device", BagFault.EntryKindRefused },
        { "block device", BagFault.EntryKindRefused },
        { "pipe", BagFault.EntryKindRefused },
        { "unknown type", BagFault.EntryKindRefused },
        { "long link name", BagFault.EntryKindRefused },
        { "sparse of GNU", BagFault.ArchiveFeatureRefused },
        { "sparse of pax", BagFault.ArchiveInconsistent },
        { "case", BagFault.PathCollides },
        { "case of folders", BagFault.PathCollides },
        { "composition", BagFault.PathCollides },
        { "compatibility", BagFault.PathCollides },
        { "device name", BagFault.PathUnportable },
        { "space at the end", BagFault.PathUnportable },
        { "entry twice", BagFault.EntryRepeated },
        { "file that is a folder", BagFault.EntryRepeated },
        { "too many entries", BagFault.LimitExceeded },
        { "too many bytes", BagFault.LimitExceeded },
        { "too deep", BagFault.LimitExceeded },
        { "path too long", BagFault.LimitExceeded },
        { "pax bomb", BagFault.LimitExceeded },
        { "long name bomb", BagFault.LimitExceeded },
        { "no end", BagFault.ArchiveTruncated },
        { "one closing block", BagFault.ArchiveTruncated },
        { "content cut", BagFault.ArchiveTruncated },
        { "length of 8 EiB", BagFault.ArchiveTruncated },
        { "length negative", BagFault.ArchiveInconsistent },
        { "length no number", BagFault.ArchiveInconsistent },
        { "checksum", BagFault.ArchiveInconsistent },
        { "no ustar", BagFault.ArchiveInconsistent },
        { "more behind the end", BagFault.ArchiveOverlap },
        { "content in the padding", BagFault.ArchiveOverlap },
        { "name not UTF-8", BagFault.EntryNameUnreadable },
        { "pax size twice", BagFault.ArchiveInconsistent },
        { "pax path for all", BagFault.ArchiveInconsistent },
        { "pax malformed", BagFault.ArchiveInconsistent },
        { "pax of other characters", BagFault.ArchiveInconsistent },
        { "folder with content", BagFault.ArchiveInconsistent },
        { "two folders at the top", BagFault.BaseFolderMissing },
        { "no folder at the top", BagFault.BaseFolderMissing },
        { "nothing", BagFault.BaseFolderMissing },
    };

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_same_archive_without_a_trick_is_good() =>
        Assert.True((await Scratch.CheckAsync(_scratch.Write("good.tar", TarBytes.Of(Scratch.ByHand()).End()))).IsAcceptable);

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task It_is_refused_with_the_reason_and_nothing_is_written(string trick, BagFault fault)
    {
        var path = _scratch.Write("bag.tar", Made[trick](TarBytes.Of(Scratch.ByHand())));
        _ = Directory.CreateDirectory(_scratch["out"]);
        using var bag = await Bag.OpenAsync(path, null, new ArchiveLimits { EntriesMax = 40, BytesMax = 1 << 20, DepthMax = 8 });

        var unpacked = await bag.UnpackAsync(_scratch["out"]);

        Assert.Contains(fault, bag.Completeness.Findings.Select(finding => finding.Fault));
        Assert.All(
            bag.Completeness.Findings.Where(finding => finding.Fault == fault),
            finding => Assert.Equal(BagSeverity.Fault, finding.Severity));
        Assert.False((await bag.CheckAsync()).IsValid);
        Assert.Null(unpacked.Folder);
        Assert.Equal([path, _scratch["out"]], Directory.GetFileSystemEntries(_scratch.Folder).Order());
        Assert.Empty(Directory.GetFileSystemEntries(_scratch["out"]));
    }

    [Fact]
    public async Task A_tar_cut_anywhere_is_refused()
    {
        var whole = TarBytes.Of(Scratch.ByHand()).End();
        for (var length = 0; length < whole.Length; length += 97)
        {
            Assert.False((await Scratch.CheckAsync(_scratch.Write("cut.tar", whole[..length]))).IsValid);
        }
    }

    private static string Long(int length) => new StringBuilder().Append('n', length).ToString();

    private static void Binary(byte[] header, byte[] number) => number.CopyTo(header, 124);

    private static byte[] Padded(byte[] tar)
    {
        tar[^(1024 + 10)] = 1;
        return tar;
    }
}
