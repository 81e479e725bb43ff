using System.Diagnostics;
using System.Net;

namespace ExchangeHub.SystemTests;

/// <summary>A time-stamping authority on this machine: OpenSSL behind a listener.</summary>
internal sealed class StampingAuthority : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-authority-").FullName;
    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;
    private volatile bool _isAway;

    /// <summary>Gets its address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Gets the folder with <c>tsa.pem</c>.</summary>
    public string Folder => _folder;

    /// <summary>Gets its certificate as a network file has it.</summary>
    public string Certificate => Convert.ToBase64String(File.ReadAllBytes(Path.Combine(_folder, "tsa.der")));

    /// <summary>Gets or sets a value indicating whether it answers nobody.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    public async Task StartAsync()
    {
        await OpensslAsync(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=TSA",
            "-addext", "extendedKeyUsage=critical,timeStamping", "-keyout", "tsa.key", "-out", "tsa.pem");
        await OpensslAsync("x509", "-in", "tsa.pem", "-outform", "DER", "-out", "tsa.der");
        await File.WriteAllTextAsync(Path.Combine(_folder, "serial"), "01\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "tsa.cnf"), """
            [tsa]
            default_tsa = conf
            [conf]
            serial = serial
            default_policy = 1.2.3.4.1
            digests = sha256
            signer_digest = sha256
            accuracy = millisecs:500
            """);
        Address = Listen();
        _serving = ServeAsync();
    }

    /// <summary>Runs OpenSSL in the folder of the authority.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> OpensslAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return await output + await errors;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        Directory.Delete(_folder, recursive: true);
    }

    // A listener cannot ask for any free port, and another process may take the one that was found free.
    private string Listen()
    {
        while (true)
        {
            var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var address = $"http://{free.LocalEndpoint}/";
            free.Stop();
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(address);
                _listener.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                // Taken meanwhile.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // It was closed, or who asked did not wait for the answer.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        if (IsAway || context.Request.ContentType != "application/timestamp-query")
        {
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            return;
        }

        using (var query = File.Create(Path.Combine(_folder, "query")))
        {
            await context.Request.InputStream.CopyToAsync(query);
        }

        await OpensslAsync(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "conf", "-queryfile", "query", "-signer", "tsa.pem", "-inkey",
            "tsa.key", "-out", "answer");
        context.Response.ContentType = "application/timestamp-reply";
        await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_folder, "answer")));
    }
}
