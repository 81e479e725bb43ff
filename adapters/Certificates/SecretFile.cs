namespace ExchangeHub.Certificates;

/// <summary>Files that hold keys: readable by their owner alone, whole or not there.</summary>
public static class SecretFile
{
    internal const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite;

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file, in place of one that may be there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="isSecret">Only its owner may read it; else everybody may.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, string text, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isSecret ? Owner : Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        // Beside it, because only within a folder is a name taken over at once; and anew, because an old file keeps its mode.
        var beside = path + ".new";
        File.Delete(beside);
        using (var stream = new FileStream(beside, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
