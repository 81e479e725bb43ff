using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ExchangeHub.Console.Persons;

/// <summary>Folders and files that their owner alone may read.</summary>
internal static class OwnFolder
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder when it is not there, and closes it to others in any case.</summary>
    public static void Make(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, OwnersFolder);
        }
    }

    /// <summary>Makes an empty file when it is not there.</summary>
    public static void Touch(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        using (new FileStream(file, options))
        {
        }
    }

    /// <summary>Closes every file of a folder to others.</summary>
    public static void CloseFiles(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                File.SetUnixFileMode(file, OwnersFile);
            }
        }
    }
}

/// <summary>The keys with which cookies and secrets are protected, one file each, readable by their owner alone.</summary>
internal sealed class OwnKeys(DirectoryInfo folder, ILoggerFactory logs) : FileSystemXmlRepository(folder, logs)
{
    /// <inheritdoc />
    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        OwnFolder.CloseFiles(Directory.FullName);
    }
}
