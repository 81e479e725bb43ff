using System.Diagnostics;
using System.Globalization;

namespace ExchangeHub.Postgres.Embedded;

/// <summary>PostgreSQL's own programs on this machine, run as the user who may run them.</summary>
/// <param name="Folder">Where <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c> are.</param>
internal sealed record ServerPrograms(string Folder)
{
    /// <summary>Where Debian puts a folder for each version.</summary>
    public const string DebianFolder = "/usr/lib/postgresql";

    private const string User = "postgres";
    private const string Install = "Install it: apt-get install postgresql-15";

    // pg_ctl hands its open files on to the server, and a lock in one of them would outlive us.
    private const string CloseOthers =
        """for f in /proc/$$/fd/*; do n=${f##*/}; if [ "$n" -gt 2 ]; then eval "exec $n>&-"; fi; done; exec "$@" """;

    /// <summary>Finds the programs.</summary>
    /// <param name="root">A folder with one folder for each version, such as <see cref="DebianFolder"/>.</param>
    /// <param name="version">The version that a cluster was made with; null for the newest.</param>
    /// <exception cref="EmbeddedPostgresException">They are not installed, or not in that version.</exception>
    public static ServerPrograms Find(string root, string? version)
    {
        var found = !Directory.Exists(root)
            ? []
            : Directory.GetDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb"))
                    && int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .ToList();
        if (found.Count == 0)
        {
            throw new EmbeddedPostgresException($"PostgreSQL's server programs are not under '{root}'. {Install}.");
        }

        var fitting = version is null ? found[0] : found.Find(folder => Path.GetFileName(folder) == version);
        return fitting is not null
            ? new(Path.Combine(fitting, "bin"))
            : throw new EmbeddedPostgresException(
                $"The cluster was made by PostgreSQL {version}, and only {string.Join(", ", found.Select(Path.GetFileName))} is "
                + $"installed. Install it: apt-get install postgresql-{version}.");
    }

    /// <summary>Gives a path to the user that the server runs as; nothing to do unless we are root.</summary>
    public static async Task GiveAsync(string path, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal)))
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL refuses to run as root, and there is no user '{User}' to run it as. {Install}.");
        }

        var (code, output) = await StartAsync(["chown", $"{User}:", path], "/", cancellation).ConfigureAwait(false);
        if (code != 0)
        {
            throw new EmbeddedPostgresException($"'{path}' cannot be given to user '{User}': {output}");
        }
    }

    /// <summary>Makes sure that the user whom the server runs as can reach a folder.</summary>
    /// <exception cref="EmbeddedPostgresException">A folder above it is closed to that user; the message names it.</exception>
    public static async Task CheckReachableAsync(string folder, CancellationToken cancellation)
    {
        var (code, _) = await StartAsync(AsUser(["test", "-x", folder]), "/", cancellation).ConfigureAwait(false);
        if (code == 0)
        {
            return;
        }

        var closed = folder;
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            closed = File.GetUnixFileMode(above).HasFlag(UnixFileMode.OtherExecute) ? closed : above;
        }

        throw new EmbeddedPostgresException(
            $"User '{User}', as whom PostgreSQL runs, cannot enter '{closed}'. Allow it (chmod o+x '{closed}'), or choose a data "
            + "folder elsewhere, such as under /var/lib.");
    }

    /// <summary>Runs one of the programs to its end.</summary>
    /// <param name="program">Such as <c>initdb</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">A folder that the user may enter.</param>
    /// <param name="cancellation">Ends it, and whatever it has started.</param>
    /// <returns>Its exit code, and what it wrote.</returns>
    public Task<(int Code, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        string[] command = ["bash", "-c", CloseOthers, "bash", Path.Combine(Folder, program), .. arguments];
        return StartAsync(AsUser(command), folder, cancellation);
    }

    private static string[] AsUser(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--inh-caps=-all", "--", .. command]
        : command;

    private static async Task<(int Code, string Output)> StartAsync(
        string[] command, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (process.ExitCode, (await output.ConfigureAwait(false) + await errors.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true); // or a cluster would still be in the making when the next start clears it away
            throw;
        }
    }
}

/// <summary>The embedded server cannot be made or started.</summary>
/// <param name="message">What is the case and what to do.</param>
public sealed class EmbeddedPostgresException(string message) : Exception(message);
