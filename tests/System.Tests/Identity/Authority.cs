using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ExchangeHub.Postgres.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ExchangeHub.SystemTests.Identity;

/// <summary>A token service as it is delivered: a process of its own with a PostgreSQL of its own; both end with the tests.
/// </summary>
public sealed class Authority : IAsyncLifetime, IAsyncDisposable
{
    public const string Audience = "urn:exchangehub:hub:yrd-demo";

    private readonly string _folder = Directory.CreateTempSubdirectory("xhub-identity-").FullName;
    private readonly List<string> _log = [];
    private EmbeddedPostgres? _store;
    private Process? _process;
    private int _databases;

    internal TestPki Pki { get; private set; } = null!;

    /// <summary>Gets the name of the authority, where it serves too.</summary>
    public string Issuer { get; private set; } = "";

    public string ConnectionString { get; private set; } = "";

    public string ClientsFile => At("clients.json");

    /// <summary>Gets the private key, PEM, with which client <c>credit</c> signs; its kid is <c>credit-1</c>.</summary>
    public string CreditKey { get; } = NewKey();

    public string At(string file) => Path.Combine(_folder, file);

    /// <summary>Gets a token for a client that proves itself by its certificate.</summary>
    public async Task<string> TokenAsync(string client, string certificate, string scope)
    {
        using var http = Connect(certificate);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client, ["scope"] = scope,
        });
        using var answer = await http.PostAsync(new Uri("/token", UriKind.Relative), form);
        using var body = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    public async Task InitializeAsync()
    {
        // The embedded PostgreSQL runs as another user when the tests run as root.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Pki = new TestPki(_folder);
        await File.WriteAllTextAsync(At("seal.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        File.SetUnixFileMode(At("seal.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(At("credit.sign.pem"), CreditKey);
        await WriteClientsAsync("node:310118", "credit", "leaver");
        _store = await EmbeddedPostgres.StartAsync(
            At("postgres"), TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        ConnectionString = await CreateDatabaseAsync();
        Issuer = $"https://localhost:{FreePort()}";
        await StartAsync();
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"identity{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(_store!.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_store.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Writes the file of the clients.</summary>
    public async Task WriteClientsAsync(params string[] ids)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(CreditKey);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new
        {
            kty = "EC",
            crv = "P-256",
            kid = "credit-1",
            x = Base64Url.EncodeToString(point.X),
            y = Base64Url.EncodeToString(point.Y),
        };
        var all = new Dictionary<string, object>
        {
            ["node:310118"] = new
            {
                id = "node:310118",
                party = "310118",
                certificate = Pki.PinOf("node"),
                scopes = new[] { "publish:penalty:310118", "read:penalty:330421" },
            },
            ["credit"] = new
            {
                id = "credit", party = "310118", jwks = new { keys = new[] { jwk } }, scopes = new[] { "read:blacklist:310118" },
            },
            ["leaver"] = new
            {
                id = "leaver", party = "330421", certificate = Pki.PinOf("node"), scopes = new[] { "read:penalty:330421" },
            },
        };
        var chosen = ids.Select(id => all[id]);
        await File.WriteAllTextAsync(ClientsFile, JsonSerializer.Serialize(new { clients = chosen }));
    }

    /// <summary>Gets the settings as a command line.</summary>
    public string[] Arguments() =>
    [
        "--Identity:ConnectionString", ConnectionString,
        "--Identity:Listen", Issuer.Replace("localhost", "127.0.0.1", StringComparison.Ordinal),
        "--Identity:Issuer", Issuer, "--Identity:Audience", Audience, "--Identity:Clients", ClientsFile,
        "--Identity:Certificate", Pki.At("server.pem"), "--Identity:CertificateKey", Pki.At("server.key"),
        "--Identity:ClientAuthorities", Pki.At("root.pem"), "--Identity:Seal", At("seal.key"),
    ];

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Identity.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + error);
    }

    /// <summary>Gets what the service has logged.</summary>
    public string Log()
    {
        lock (_log)
        {
            return string.Join('\n', _log);
        }
    }

    /// <summary>Connects with a client certificate, or without one.</summary>
    internal HttpClient Connect(string? certificate) => new(Line(certificate)) { BaseAddress = new Uri(Issuer) };

    /// <summary>Makes connections with a client certificate, or without one, to whoever has a certificate of the tests.</summary>
    internal SocketsHttpHandler Line(string? certificate)
    {
        var root = X509CertificateLoader.LoadCertificateFromFile(Pki.At("root.pem"));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [Pki.Of(certificate)];
        }

        return handler;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            using var ending = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        await _store!.DisposeAsync();
        Pki.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    // Below those that the system gives to whoever asks for any: it is still free when the service that is told of it starts.
    internal static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new TcpListener(IPAddress.Loopback, port);
            try
            {
                socket.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private async Task StartAsync()
    {
        var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "ExchangeHub.Identity.dll"), .. Arguments()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        void Take(string? line)
        {
            lock (_log)
            {
                _log.Add(line ?? "");
            }

            if (line?.Contains("[9801]", StringComparison.Ordinal) == true)
            {
                serves.TrySetResult();
            }
        }

        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => serves.TrySetException(new InvalidOperationException("The token service ended: " + Log()));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await serves.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }
}

/// <summary>The tests that share the authority.</summary>
[CollectionDefinition(Name)]
public sealed class SharedAuthority : ICollectionFixture<Authority>
{
    public const string Name = "Authority";
}
