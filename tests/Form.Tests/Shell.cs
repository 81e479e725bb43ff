using System.Diagnostics;

namespace ExchangeHub.Form.Tests;

/// <summary>Runs a script to its end.</summary>
internal static class Shell
{
    public static (int Code, string Output) Run(string folder, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("/bin/bash", words) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
