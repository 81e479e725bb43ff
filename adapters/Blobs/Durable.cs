using System.Runtime.InteropServices;

namespace ExchangeHub.Blobs;

/// <summary>Makes names and contents outlive a power cut; the base library cannot flush a folder.</summary>
internal static partial class Durable
{
    private const string Library = "libc";
    private const int ReadFolder = 0x10000 | 0x80000; // O_RDONLY, O_DIRECTORY, O_CLOEXEC on x86-64
    private const int ReadFolderArm = 0x4000 | 0x80000;
    private const int NoSpace = 28;
    private const int QuotaUsedUp = 122;

    /// <summary>Flushes the entries of one folder.</summary>
    /// <exception cref="IOException">The system says that it could not.</exception>
    public static void FlushFolder(string folder) => Flush(folder, FSync);

    /// <summary>Flushes everything of the file system that a folder is on.</summary>
    /// <exception cref="IOException">The system says that it could not.</exception>
    public static void FlushFileSystem(string folder) => Flush(folder, SyncFileSystem);

    /// <summary>Says whether the system had no room.</summary>
    public static bool IsFull(IOException error) => (error.HResult & 0xFFFF) is NoSpace or QuotaUsedUp;

    private static void Flush(string folder, Func<int, int> flush)
    {
        var isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
        var descriptor = Open(folder, isArm ? ReadFolderArm : ReadFolder);
        if (descriptor < 0)
        {
            throw Failed(folder);
        }

        try
        {
            if (flush(descriptor) != 0)
            {
                throw Failed(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"'{folder}' could not be flushed: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
