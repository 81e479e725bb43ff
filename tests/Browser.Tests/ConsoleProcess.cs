using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace ExchangeHub.BrowserTests;

/// <summary>A console as it is deployed: a process of its own, on a free port, which ends with the test.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Console.dll");
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-console-").FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<Cookie>>> _sessions = new(StringComparer.Ordinal);
    private readonly string[] _options;
    private Process _process;
    private Task<string> _output;
    private Task<string> _errors;

    private ConsoleProcess(string hub, string listen, params string[] more)
    {
        _options = ["--Console:Hub", hub, "--Console:DataFolder", _folder, .. more];
        (_process, _output, _errors) = Launch(listen);
    }

    /// <summary>Gets where it serves.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Gets where it serves, by a name: a passkey belongs to a name, and never to a number.</summary>
    public string Named => new UriBuilder(Address) { Host = "localhost" }.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Gets the folder in which it keeps its accounts.</summary>
    public string Folder => _folder;

    /// <summary>Starts a console and waits until it serves.</summary>
    /// <param name="hub">The hub that it asks.</param>
    /// <param name="more">More options.</param>
    public static Task<ConsoleProcess> StartAsync(string hub, params string[] more) =>
        StartAtAsync(hub, "http://127.0.0.1:0", more);

    /// <summary>Starts a console at an address.</summary>
    public static async Task<ConsoleProcess> StartAtAsync(string hub, string listen, params string[] more)
    {
        var console = new ConsoleProcess(hub, listen, more);
        await console.ServeAsync();
        return console;
    }

    /// <summary>Ends it and starts it anew at its address, with what it has kept.</summary>
    public async Task RestartAsync()
    {
        _ = await EndAsync();
        _process.Dispose();
        File.Delete(Path.Combine(_folder, "address"));
        (_process, _output, _errors) = Launch(Address);
        await ServeAsync();
    }

    /// <summary>Runs a console that is not to start.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string hub, string listen, params string[] more)
    {
        await using var console = new ConsoleProcess(hub, listen, more);
        await console._process.WaitForExitAsync().WaitAsync(Patience);
        return (console._process.ExitCode, await console._errors);
    }

    /// <summary>Runs the command for accounts.</summary>
    /// <returns>What it wrote, and <c>[exit N]</c> where that is not 0.</returns>
    public Task<string> AccountsAsync(params string[] arguments) => AccountsAsync("", arguments);

    /// <summary>Runs the command for accounts, with something to read.</summary>
    public async Task<string> AccountsAsync(string input, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Program, "accounts", .. arguments, "--Console:DataFolder", _folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return await output + await errors + (process.ExitCode == 0 ? "" : $"[exit {process.ExitCode}]");
    }

    /// <summary>Makes an account with an authenticator.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="role">Its role; an officer is of Qingpu.</param>
    /// <param name="more">More options, such as <c>--enrol</c>.</param>
    public async Task<Person> HireAsync(string name, string role, params string[] more) => Person.Read(await AccountsAsync(
        ["add", name, "--role", role, .. role == "officer" ? Office : [], .. more]));

    /// <summary>Makes an account of an officer of any division, who signs in when a reader has its name for a role.</summary>
    public async Task<Person> HireOfficerAsync(string name, string division, string certificate)
    {
        var person = Person.Read(await AccountsAsync(
            "add", name, "--role", "officer", "--division", division, "--certificate", certificate, "--authority", "生态环境局",
            "--enrol"));
        _sessions[name] = new Lazy<Task<Cookie>>(() => person.SignInAsync(new Uri(Address)));
        return person;
    }

    /// <summary>Gets the session of somebody with a role, who signs in once.</summary>
    public Task<Cookie> SessionAsync(string role) => _sessions.GetOrAdd(role, _ => new Lazy<Task<Cookie>>(async () =>
        await (await HireAsync($"the-{role}", role, "--enrol")).SignInAsync(new Uri(Address)))).Value;

    /// <summary>Gets a client that has signed in.</summary>
    public async Task<HttpClient> ClientAsync(string role = "team")
    {
        var cookies = new CookieContainer();
        cookies.Add(await SessionAsync(role));
        return new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(Address),
        };
    }

    /// <summary>Ends it, and gets what it wrote.</summary>
    public async Task<string> EndAsync()
    {
        if (!_process.HasExited)
        {
            using var ending = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        return await _output + await _errors;
    }

    public async ValueTask DisposeAsync()
    {
        _ = await EndAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private (Process Process, Task<string> Output, Task<string> Errors) Launch(string listen)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Program, "--Console:Listen", listen, .. _options])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        return (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    private async Task ServeAsync()
    {
        var file = Path.Combine(_folder, "address");
        for (var clock = Stopwatch.StartNew(); !File.Exists(file) || new FileInfo(file).Length == 0; await Task.Delay(20))
        {
            Assert.False(_process.HasExited, "The console ended instead of serving.");
            Assert.True(clock.Elapsed < Patience, "The console did not serve in time.");
        }

        Address = await File.ReadAllTextAsync(file);
    }

    private static string[] Office =>
        ["--division", "310118", "--certificate", "09180012026", "--authority", "上海市青浦区生态环境局"];
}
