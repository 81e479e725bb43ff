// Keeps snapshots exactly as the Verify library does, where that library cannot be restored: the same names in the code, the same
// files beside the test. With the library at hand, delete this file and refer to the package; no test changes.
//
// A test project takes it by a link:
//   <Compile Include="../Form.Tests/Verifier.cs" Link="Verifier.cs" />

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace VerifyXunit;

/// <summary>Compares text with the snapshot that somebody approved.</summary>
internal static class Verifier
{
    /// <summary>Compares a text with <c>&lt;Class&gt;.&lt;Method&gt;.verified.txt</c> beside the test.</summary>
    /// <param name="target">What was received. Lines end with a line feed.</param>
    /// <param name="extension">Of the snapshot, without the point.</param>
    /// <param name="sourceFile">Set by the compiler. The class is taken from its name: one class, one file.</param>
    /// <param name="method">Set by the compiler.</param>
    /// <returns>To be awaited; only then is anything compared.</returns>
    public static SettingsTask Verify(
        string target, string extension = "txt", [CallerFilePath] string sourceFile = "",
            [CallerMemberName] string method = "") =>
        new(target, extension, Path.GetDirectoryName(sourceFile)!, $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}");
}

/// <summary>A comparison that can still be told where its snapshot is.</summary>
internal sealed class SettingsTask(string target, string extension, string folder, string name)
{
    private string _folder = folder;
    private string _name = name;

    /// <summary>Adds the arguments of a theory to the name of the snapshot.</summary>
    /// <param name="parameters">In the order of the parameters of the test.</param>
    /// <returns>The same comparison.</returns>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        _name += "_" + string.Join('_', parameters.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
        return this;
    }

    /// <summary>Keeps the snapshot in another folder.</summary>
    /// <param name="directory">Relative to the folder of the test.</param>
    /// <returns>The same comparison.</returns>
    public SettingsTask UseDirectory(string directory)
    {
        _folder = Path.GetFullPath(Path.Combine(_folder, directory));
        return this;
    }

    /// <summary>Gives the snapshot another name.</summary>
    /// <param name="fileName">Without <c>.verified.</c> and what follows it.</param>
    /// <returns>The same comparison.</returns>
    public SettingsTask UseFileName(string fileName)
    {
        _name = fileName;
        return this;
    }

    /// <summary>Compares.</summary>
    /// <returns>The awaiter of the comparison.</returns>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    /// <summary>Compares.</summary>
    /// <returns>Completes when the text is the approved one; fails with <see cref="VerifyException"/> otherwise.</returns>
    public async Task ToTask()
    {
        var verified = Path.Combine(_folder, $"{_name}.verified.{extension}");
        var received = Path.Combine(_folder, $"{_name}.received.{extension}");
        var now = Plain(target);
        var approved = File.Exists(verified) ? Plain(await File.ReadAllTextAsync(verified)) : null;
        if (approved == now)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(received, now, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        throw new VerifyException(Explain(verified, received, approved, now));
    }

    private static string Explain(string verified, string received, string? approved, string now)
    {
        var before = (approved ?? "").Split('\n');
        var after = now.Split('\n');
        var lines = before.Except(after).Select(line => $"  - {line}").Concat(after.Except(before).Select(line => $"  + {line}"))
            .ToList();
        var shown = string.Join('\n', lines.Take(40)) + (lines.Count > 40 ? $"\n  and {lines.Count - 40} more lines" : "");
        var state = approved is null ? "There is no snapshot yet" : "The snapshot differs";
        return $"{state}: {verified}\n{shown}\nIf the change is meant, approve it: mv '{received}' '{verified}'";
    }

    private static string Plain(string text) => text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
}

/// <summary>A text is not the approved one.</summary>
/// <param name="message">What differs, and how to approve it.</param>
internal sealed class VerifyException(string message) : Exception(message);
