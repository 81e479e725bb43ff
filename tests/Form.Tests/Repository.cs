using System.Runtime.CompilerServices;

namespace ExchangeHub.Form.Tests;

/// <summary>The files of this repository: those that somebody wrote, not those that a build or a package manager left.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs =
        new(["bin", "obj", "node_modules", "TestResults", ".git", ".vs", ".idea", ".run", "__pycache__"], StringComparer.Ordinal);

    private static readonly HashSet<string> Binary =
        new([".snk", ".png", ".jpg", ".ico", ".pdf", ".gz", ".zip", ".tar", ".der", ".bin"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<TextFile>> AllFiles = new(() =>
        [.. Paths(Root).Order(StringComparer.Ordinal).Select(path => new TextFile(path, Path.Combine(Root, path)))]);

    /// <summary>Gets every text file, ordered by path.</summary>
    public static IReadOnlyList<TextFile> Files => AllFiles.Value;

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = new DirectoryInfo(File.Exists(thisFile) ? Path.GetDirectoryName(thisFile)! : AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ExchangeHub.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above the tests holds ExchangeHub.sln.");
    }

    private static IEnumerable<string> Paths(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            // .git is a file in a work tree.
            if (NotOurs.Contains(entry.Name) || entry.LinkTarget is not null
                || entry.Name.Contains(".received.", StringComparison.Ordinal))
            {
                continue;
            }

            if (entry is DirectoryInfo inner)
            {
                foreach (var path in Paths(inner.FullName))
                {
                    yield return path;
                }
            }
            else if (!Binary.Contains(entry.Extension))
            {
                yield return Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');
            }
        }
    }
}

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="FullPath">Where it is.</param>
internal sealed record TextFile(string Path, string FullPath)
{
    private readonly Lazy<string> _text = new(() => File.ReadAllText(FullPath));
    private IReadOnlyList<string>? _lines;

    public string Text => _text.Value;

    /// <summary>Gets the lines; a line feed at the very end begins no line.</summary>
    public IReadOnlyList<string> Lines => _lines ??= Text.EndsWith('\n') ? Text[..^1].Split('\n') : Text.Split('\n');

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Extension => System.IO.Path.GetExtension(Path);

    public string At(int line) => $"{Path}:{line}";

    /// <summary>Finds the lines of which something is true.</summary>
    /// <param name="isFound">The condition.</param>
    /// <returns>Where, as path and line, and the line.</returns>
    public IEnumerable<(string Where, string Line)> Find(Func<string, bool> isFound) =>
        from line in Lines.Index()
        where isFound(line.Item)
        select (At(line.Index + 1), line.Item);
}
