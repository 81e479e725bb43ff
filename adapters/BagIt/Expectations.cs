using System.Collections.Frozen;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>What would be right instead of each fault, in both languages.</summary>
internal static class Expectations
{
    private static readonly FrozenDictionary<BagFault, Wording> Texts = new Dictionary<BagFault, Wording>
    {
        [BagFault.FormUnknown] = new("文件夹、TAR 或 ZIP 形式的证据包", "a bag as a folder, a tar or a zip"),
        [BagFault.ArchiveTruncated] = new("完整的归档文件", "an archive that is there to its end"),
        [BagFault.ArchiveInconsistent] = new("各处记载一致的归档文件", "an archive whose parts agree"),
        [BagFault.ArchiveOverlap] = new("条目依次相接、互不重叠且无多余字节的归档文件",
            "an archive whose entries follow each other without overlap and without other bytes"),
        [BagFault.ArchiveFeatureRefused] = new("未加密、不分卷、非稀疏、以“存储”或“Deflate”方式保存的条目",
            "an entry that is stored or deflated, neither encrypted nor sparse nor in parts"),
        [BagFault.EntryKindRefused] = new("普通文件或文件夹", "a regular file or a folder"),
        [BagFault.EntryNameUnreadable] = new("UTF-8 编码的名称", "a name in UTF-8"),
        [BagFault.EntryRepeated] = new("每个条目只出现一次", "each entry once"),
        [BagFault.LimitExceeded] = new("在规定限度以内", "what stays within the limits"),
        [BagFault.BaseFolderMissing] = new("顶层恰有一个文件夹，证据包全部在内（RFC 8493 第 4 节）",
            "exactly one folder at the top that holds the whole bag (RFC 8493, 4)"),
        [BagFault.EntryContentFalse] = new("与条目头部记载一致的内容", "content as the header of the entry declares it"),
        [BagFault.EntryUnreadable] = new("可以读取的文件", "a file that can be read"),
        [BagFault.PathUnsafe] = new("以“/”分隔的相对路径，不含“..”“.”“~”开头的段、空段、反斜杠和控制字符，例如 data/01-locate/a.jpg",
            "a relative path with '/', without '..', '.', a leading '~', empty parts, backslashes and control characters, such "
                + "as data/01-locate/a.jpg"),
        [BagFault.PathUnportable] = new("各种文件系统都能保存的名称：NFC 形式，非设备名，不以句点或空格结尾，不含 <>:\"|?*，每段不超过 255 字节",
            "a name that every file system keeps: NFC, no device name, no dot or space at the end, none of <>:\"|?*, 255 bytes "
                + "a part"),
        [BagFault.PathCollides] = new("不区分大小写、全半角和字符组合形式时仍互不相同的路径",
            "paths that differ also when case, width and composition of characters are ignored"),
        [BagFault.DeclarationMissing] = new("证据包根目录下的 bagit.txt", "a bagit.txt at the top of the bag"),
        [BagFault.DeclarationMalformed] = new(
            "恰好两行且无字节顺序标记：BagIt-Version: 1.0 与 Tag-File-Character-Encoding: UTF-8",
            "exactly two lines without a byte order mark: BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8"),
        [BagFault.VersionUnknown] = new("版本 1.0（只读：0.93 至 0.97）", "version 1.0 (0.93 to 0.97 for reading)"),
        [BagFault.EncodingUnknown] = new(
            "编码 UTF-8（只读：UTF-16、ISO-8859-1、ISO-8859-15、windows-1252、US-ASCII、GB18030、GBK、GB2312、Big5）",
            "encoding UTF-8 (for reading UTF-16, ISO-8859-1, ISO-8859-15, windows-1252, US-ASCII, GB18030, GBK, GB2312 and "
                + "Big5)"),
        [BagFault.TagFileUnreadable] = new("按所声明编码书写、无字节顺序标记的文本", "text in the declared encoding, without a byte order mark"),
        [BagFault.TagMalformed] = new("“标签: 值”形式的行，续行以空格开头，例如 Bagging-Date: 2026-05-12",
            "lines 'Label: value', continued on lines that begin with a space, such as Bagging-Date: 2026-05-12"),
        [BagFault.TagRepeated] = new("该标签只出现一次", "the tag once"),
        [BagFault.PayloadFolderMissing] = new("文件夹 data", "the folder data"),
        [BagFault.FetchPresent] = new("没有 fetch.txt：全部文件都在包内", "no fetch.txt: every file is in the bag"),
        [BagFault.FetchMalformed] = new("“网址 长度 路径”形式的行", "lines 'URL length path'"),
        [BagFault.ManifestMissing] = new(
            "至少一个内容清单，例如 manifest-sha256.txt", "at least one payload manifest such as manifest-sha256.txt"),
        [BagFault.ManifestLineMalformed] = new("“校验值 路径”形式的行，路径中只有换行、回车和百分号写作 %0A、%0D、%25",
            "lines 'checksum path', in which only line feed, carriage return and percent are written %0A, %0D, %25"),
        [BagFault.ManifestEntryRepeated] = new("每个文件在清单中只列一次", "each file once in a manifest"),
        [BagFault.FileMissing] = new("清单所列的文件", "the file that the manifest lists"),
        [BagFault.FileUnlisted] = new("每个内容清单都列出该文件", "the file in every payload manifest"),
        [BagFault.TagFileUnlisted] = new("每个标签清单都列出该文件", "the file in every tag manifest"),
        [BagFault.AlgorithmUnknown] = new("sha256 或 sha512 清单", "a manifest of sha256 or sha512"),
        [BagFault.AlgorithmWeak] = new("sha256 或 sha512 清单；弱算法不能防止蓄意篡改",
            "a manifest of sha256 or sha512; the algorithm does not protect against intent"),
        [BagFault.ManifestEntryOutOfPlace] = new("内容清单只列 data/ 下的文件，标签清单只列标签文件且不列标签清单",
            "only files below data/ in a payload manifest, and only tag files but no tag manifests in a tag manifest"),
        [BagFault.NameNormalised] = new("与包内名称逐字符相同的名称", "the name as it is in the bag, character by character"),
        [BagFault.SystemFile] = new("只含证据和标签文件，不含操作系统自动生成的文件", "no files that an operating system leaves behind"),
        [BagFault.OxumDiffers] = new("与内容相符的 Payload-Oxum", "a Payload-Oxum that counts the payload"),
        [BagFault.DigestDiffers] = new("与内容清单相符的校验值", "the checksum of the payload manifest"),
        [BagFault.TagDigestDiffers] = new("与标签清单相符的校验值", "the checksum of the tag manifest"),
        [BagFault.ChangedWhileRead] = new("检查期间不变的文件", "a file that stays as it is during the check"),
        [BagFault.ProfileTagMissing] = new("该标签并有值", "the tag, with a value"),
        [BagFault.ProfileTagRefused] = new("规范允许的值", "a value that the profile allows"),
        [BagFault.ProfileManifestMissing] = new("规范要求的清单", "the manifest that the profile asks for"),
        [BagFault.ProfileManifestRefused] = new("规范允许的清单算法", "a manifest of an algorithm that the profile allows"),
        [BagFault.ProfileFileMissing] = new("规范要求的标签文件", "the tag file that the profile asks for"),
        [BagFault.ProfileFileRefused] = new("规范允许的标签文件", "only tag files that the profile allows"),
        [BagFault.ProfileFormRefused] = new("规范允许的形式", "a form that the profile allows"),
        [BagFault.ProfileVersionRefused] = new("规范允许的 BagIt 版本", "a version of BagIt that the profile allows"),
        [BagFault.ProfileEncodingRefused] = new("编码 UTF-8", "encoding UTF-8"),
    }.ToFrozenDictionary();

    public static Wording Of(BagFault fault) => Texts[fault];
}
