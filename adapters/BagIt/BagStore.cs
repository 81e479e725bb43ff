using Microsoft.Win32.SafeHandles;

namespace ExchangeHub.BagIt;

/// <summary>Where the files of a bag are: a folder, a tar or a zip.</summary>
/// <param name="form">Which of them.</param>
/// <param name="name">The name of the bag's folder.</param>
/// <param name="entries">The files and folders, relative to the bag.</param>
internal abstract class BagStore(BagForm form, string name, EntryRegister entries) : IDisposable
{
    public BagForm Form { get; } = form;

    public string Name { get; } = name;

    public IReadOnlyList<StoredFile> Files { get; } = entries.Files;

    public IReadOnlySet<string> Folders { get; } = entries.Folders;

    /// <summary>Opens a file for one reading from its begin to its end.</summary>
    /// <exception cref="InvalidDataException">While reading: the content is not what the archive declares.</exception>
    public abstract Stream OpenRead(StoredFile file);

    public abstract void Dispose();
}

/// <summary>A bag in a folder.</summary>
internal sealed class FolderStore(string root, EntryRegister entries)
    : BagStore(BagForm.Folder, Path.GetFileName(root), entries)
{
    public override Stream OpenRead(StoredFile file)
    {
        var handle = File.OpenHandle(Path.Combine(root, file.Path), options: FileOptions.SequentialScan);
        return new ExactStream(new SectionStream(handle, 0, long.MaxValue, isOwner: true), file.Length, crc: null);
    }

    public override void Dispose()
    {
    }
}

/// <summary>A bag in an archive; several of its files may be read at the same time.</summary>
internal sealed class ArchiveStore(BagForm form, string name, EntryRegister entries, SafeFileHandle handle)
    : BagStore(form, name, entries)
{
    public override Stream OpenRead(StoredFile file)
    {
        var section = new SectionStream(handle, file.Offset, file.StoredLength, isOwner: false, hasLastApart: file.IsDeflated);
        return file.IsDeflated
            ? new ExactStream(new InflatedStream(section), file.Length, file.Crc)
            : new ExactStream(section, file.Length, file.Crc);
    }

    public override void Dispose() => handle.Dispose();
}
