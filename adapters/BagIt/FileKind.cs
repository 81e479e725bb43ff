using System.Runtime.InteropServices;
using System.Text;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>Tells files from devices, pipes and sockets, which the base library opens like files: and waits for ever.</summary>
internal static class FileKind
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int KeepLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeOnly = 1; // STATX_TYPE
    private const int ModeAt = 28; // stx_mode; the layout is the same on every architecture

    /// <summary>Says what kind of file it is, when it is neither file nor folder.</summary>
    public static Wording? Of(FileSystemInfo file)
    {
        if (file.LinkTarget is not null || (file.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            return new Wording("符号链接", "a symbolic link");
        }

        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var status = new byte[256];
        if (StatX(CurrentFolder, Encoding.UTF8.GetBytes(file.FullName + '\0'), KeepLinks, TypeOnly, status) != 0)
        {
            return new Wording("无法查看的文件", "a file that cannot be looked at");
        }

        return (status[ModeAt + 1] >> 4) switch
        {
            4 or 8 => null,
            1 => new Wording("命名管道", "a named pipe"),
            2 => new Wording("字符设备", "a character device"),
            6 => new Wording("块设备", "a block device"),
            _ => new Wording("套接字", "a socket"),
        };
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] status);
}
