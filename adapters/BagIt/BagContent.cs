using System.Collections.Immutable;

namespace ExchangeHub.BagIt;

/// <summary>One file that goes into a bag.</summary>
/// <param name="Path">Where it goes, relative to the bag: <c>data/01-locate/a.jpg</c>, <c>metadata/steps.json</c>.</param>
/// <param name="Bytes">Its length; content of another length stops the writing.</param>
/// <param name="Open">Opens the content; called once, and disposed of by the writer.</param>
public sealed record BagContent(string Path, long Bytes, Func<Stream> Open)
{
    /// <summary>Takes content that is in memory.</summary>
    /// <param name="path">Where it goes, relative to the bag.</param>
    /// <param name="content">The bytes; they must stay as they are until the bag is written.</param>
    /// <returns>The file.</returns>
    public static BagContent FromBytes(string path, ReadOnlyMemory<byte> content) =>
        new(path, content.Length, () => new MemoryStream(content.ToArray(), writable: false));

    /// <summary>Takes a file.</summary>
    /// <param name="path">Where it goes, relative to the bag.</param>
    /// <param name="file">The file.</param>
    /// <returns>The file, with its length as it is now.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static BagContent FromFile(string path, string file)
    {
        var found = new FileInfo(file);
        return new BagContent(path, found.Length, () => new FileStream(
            file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));
    }

    /// <summary>Takes every file below a folder.</summary>
    /// <param name="path">Where they go, relative to the bag, such as <c>data</c>.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The files, ordered by path. Empty folders do not exist in bags.</returns>
    /// <exception cref="IOException">There is a link, device, pipe or socket among them, or a name that is not UTF-8.</exception>
    public static ImmutableArray<BagContent> FromFolder(string path, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var contents = ImmutableArray.CreateBuilder<BagContent>();
        Add(new DirectoryInfo(folder), path, contents);
        return contents.ToImmutable().Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
    }

    private static void Add(DirectoryInfo folder, string path, ImmutableArray<BagContent>.Builder contents)
    {
        foreach (var found in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (FileKind.Of(found) is { } kind)
            {
                throw new IOException($"'{found.FullName}' is {kind.English}; a bag holds files only.");
            }

            if (found.Name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                throw new IOException($"'{found.FullName}' has a name that is not UTF-8.");
            }

            if (found is DirectoryInfo inner)
            {
                Add(inner, $"{path}/{inner.Name}", contents);
            }
            else
            {
                contents.Add(FromFile($"{path}/{found.Name}", found.FullName));
            }
        }
    }
}
