using System.Globalization;

namespace ExchangeHub.Postgres.Embedded;

/// <summary>A server that runs.</summary>
/// <param name="Process">The process id of its postmaster.</param>
/// <param name="Port">The port on 127.0.0.1.</param>
/// <param name="TakesConnections">Whether it has finished starting.</param>
internal sealed record RunningServer(int Process, int Port, bool TakesConnections)
{
    /// <summary>Finds the server that runs on a cluster, whoever started it.</summary>
    /// <param name="cluster">The folder of the cluster.</param>
    /// <returns>Its process and port, and whether it takes connections; null when none runs.</returns>
    public static RunningServer? Find(string cluster)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(cluster, "postmaster.pid"));
        }
        catch (IOException)
        {
            return null;
        }

        if (lines.Length < 4
            || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        return IsAlive(cluster, process)
            ? new(process, port, lines.Length > 7 && lines[7].StartsWith("ready", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Tells whether a process is a server of a cluster: its working folder is the data folder.</summary>
    public static bool IsAlive(string cluster, int process)
    {
        try
        {
            var real = Directory.ResolveLinkTarget(cluster, returnFinalTarget: true)?.FullName ?? cluster;
            return new FileInfo($"/proc/{process}/cwd").LinkTarget is { } target && (target == real || target == cluster);
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
