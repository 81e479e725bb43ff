namespace ExchangeHub.BagIt;

/// <summary>What sort of fault it is. Names and numbers are for programs and stay; the sentences may be improved.</summary>
/// <remarks>
/// The hundreds say what suffers: 1 the archive or folder, 2 its paths, 3 the declarations, 4 completeness, 5 the content, 6 the
/// profile.
/// </remarks>
public enum BagFault
{
    /// <summary>It is no folder, no tar and no zip.</summary>
    FormUnknown = 101,

    /// <summary>The archive ends too early.</summary>
    ArchiveTruncated = 102,

    /// <summary>The archive contradicts itself: a checksum of a header, two directories, a length.</summary>
    ArchiveInconsistent = 103,

    /// <summary>Entries overlap, or bytes belong to no entry.</summary>
    ArchiveOverlap = 104,

    /// <summary>The archive is encrypted, in parts, sparse, or compressed by a method that is not read.</summary>
    ArchiveFeatureRefused = 105,

    /// <summary>An entry is a link, a device, a pipe or a socket.</summary>
    EntryKindRefused = 106,

    /// <summary>The name of an entry is not UTF-8.</summary>
    EntryNameUnreadable = 107,

    /// <summary>The archive has an entry twice.</summary>
    EntryRepeated = 108,

    /// <summary>A limit is passed: entries, bytes, ratio, depth, length of a name or header.</summary>
    LimitExceeded = 109,

    /// <summary>The archive does not hold exactly one folder.</summary>
    BaseFolderMissing = 110,

    /// <summary>An entry holds other content than its header declares.</summary>
    EntryContentFalse = 111,

    /// <summary>The system does not let it be read.</summary>
    EntryUnreadable = 112,

    /// <summary>A path leads, or could be made to lead, out of the bag.</summary>
    PathUnsafe = 201,

    /// <summary>A path cannot be kept by every file system.</summary>
    PathUnportable = 202,

    /// <summary>Two paths are the same for a file system that ignores case, or width and composition of characters.</summary>
    PathCollides = 203,

    /// <summary><c>bagit.txt</c> is missing.</summary>
    DeclarationMissing = 301,

    /// <summary><c>bagit.txt</c> is not the two lines that it must be.</summary>
    DeclarationMalformed = 302,

    /// <summary>The bag declares a version that is not read.</summary>
    VersionUnknown = 303,

    /// <summary>The bag declares an encoding that is not read.</summary>
    EncodingUnknown = 304,

    /// <summary>A tag file is not in the declared encoding, or begins with a byte order mark.</summary>
    TagFileUnreadable = 305,

    /// <summary>A line or value of <c>bag-info.txt</c> has the wrong shape.</summary>
    TagMalformed = 306,

    /// <summary>A tag that must stand once stands twice.</summary>
    TagRepeated = 307,

    /// <summary>The folder <c>data</c> is missing.</summary>
    PayloadFolderMissing = 308,

    /// <summary>The bag has a <c>fetch.txt</c>.</summary>
    FetchPresent = 309,

    /// <summary>A line of <c>fetch.txt</c> has the wrong shape.</summary>
    FetchMalformed = 310,

    /// <summary>There is no payload manifest.</summary>
    ManifestMissing = 401,

    /// <summary>A line of a manifest has the wrong shape.</summary>
    ManifestLineMalformed = 402,

    /// <summary>A manifest lists a file twice.</summary>
    ManifestEntryRepeated = 403,

    /// <summary>A file is listed and not there.</summary>
    FileMissing = 404,

    /// <summary>A payload file is there and not listed in every payload manifest.</summary>
    FileUnlisted = 405,

    /// <summary>A tag file is there and not listed in a tag manifest.</summary>
    TagFileUnlisted = 406,

    /// <summary>A manifest is of an algorithm that is not known, so nothing can be compared with it.</summary>
    AlgorithmUnknown = 407,

    /// <summary>A manifest is of an algorithm that no longer protects against intent.</summary>
    AlgorithmWeak = 408,

    /// <summary>A manifest lists a file that it must not list.</summary>
    ManifestEntryOutOfPlace = 409,

    /// <summary>A listed name and a name in the bag are composed of other characters, and look the same.</summary>
    NameNormalised = 410,

    /// <summary>A file is of the operating system that made the bag, such as <c>.DS_Store</c>.</summary>
    SystemFile = 411,

    /// <summary><c>Payload-Oxum</c> counts other bytes or files.</summary>
    OxumDiffers = 501,

    /// <summary>A payload file has another digest than the manifest says.</summary>
    DigestDiffers = 502,

    /// <summary>A tag file has another digest than the tag manifest says.</summary>
    TagDigestDiffers = 503,

    /// <summary>A file was changed while it was read.</summary>
    ChangedWhileRead = 504,

    /// <summary>The profile asks for a tag.</summary>
    ProfileTagMissing = 601,

    /// <summary>The profile does not allow the value of a tag.</summary>
    ProfileTagRefused = 602,

    /// <summary>The profile asks for a manifest of an algorithm.</summary>
    ProfileManifestMissing = 603,

    /// <summary>The profile does not allow a manifest of an algorithm.</summary>
    ProfileManifestRefused = 604,

    /// <summary>The profile asks for a tag file.</summary>
    ProfileFileMissing = 605,

    /// <summary>The profile does not allow a tag file.</summary>
    ProfileFileRefused = 606,

    /// <summary>The profile does not allow the form: folder, tar or zip.</summary>
    ProfileFormRefused = 607,

    /// <summary>The profile does not allow the version.</summary>
    ProfileVersionRefused = 608,

    /// <summary>The profile asks for tag files in UTF-8.</summary>
    ProfileEncodingRefused = 609,
}
