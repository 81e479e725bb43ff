using System.Net;
using ExchangeHub.Certificates;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Vocabulary;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>Where the hub listens, and with which identity.</summary>
internal sealed class Doors
{
    private readonly IPEndPoint _machines;
    private readonly IPEndPoint? _enrolment;
    private readonly IdentityFolder? _identity;

    private Doors(IPEndPoint machines, IPEndPoint? enrolment, IdentityFolder? identity, CertificateAuthority? authority) =>
        (_machines, _enrolment, _identity, Authority) = (machines, enrolment, identity, authority);

    /// <summary>Gets a value indicating whether callers show certificates.</summary>
    public bool AreSecure => _identity is not null;

    /// <summary>Gets the issuing authority; null in a process that holds none.</summary>
    public CertificateAuthority? Authority { get; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="IdentityException">A setting is wrong; the message says which, and what would be right.</exception>
    public static Doors Read(HubOptions options, TimeProvider clock)
    {
        var listen = ReadAddress("Listen", options.Listen, out var isSecure);
        if (!isSecure)
        {
            return IPAddress.IsLoopback(listen.Address) && options.Enrol.Length == 0 ? new Doors(listen, null, null, null)
                : throw Wrong("Listen", options.Listen, "without client certificates the hub does not leave this machine, and "
                    + "nobody can enrol", "未启用客户端证书时，枢纽只在本机提供服务，也不能办理接入");
        }

        if (options.Identity.Length == 0)
        {
            throw new IdentityException(new Wording(
                "--Hub:Listen 为 https 地址时须以 --Hub:Identity 目录 给出服务器证书（certificate.pem、key.pem、root.pem）。",
                "With an https address in --Hub:Listen the hub needs --Hub:Identity FOLDER, which holds its certificate "
                    + "(certificate.pem, key.pem, root.pem)."));
        }

        var enrolment = options.Enrol.Length == 0 ? null : ReadAddress("Enrol", options.Enrol, out _);
        return new Doors(
            listen,
            enrolment,
            IdentityFolder.Open(options.Identity, clock),
            options.Authority.Length == 0 ? null : AuthorityFolder.Read(options.Authority));
    }

    /// <summary>Listens.</summary>
    public void Open(KestrelServerOptions kestrel)
    {
        if (_identity is null)
        {
            kestrel.Listen(_machines, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            return;
        }

        kestrel.AddServerHeader = false;
        kestrel.ListenForMembers(_machines, _identity);
        if (_enrolment is not null)
        {
            kestrel.ListenForEnrolment(_enrolment, _identity);
        }
    }

    /// <summary>Writes where the hub serves into its folder, once it does.</summary>
    public async Task TellAsync(string folder, string[] addresses, ILogger logger)
    {
        if (!AreSecure)
        {
            AccessLog.TakesAtTheirWord(logger);
        }

        if (_enrolment is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "enrolment-address"), addresses[1]);
            AccessLog.Enrols(logger, addresses[1]);
        }

        // Last: whoever waits for it may take everything else for ready.
        await File.WriteAllTextAsync(Path.Combine(folder, "address"), addresses[0]);
    }

    private static IPEndPoint ReadAddress(string name, string value, out bool isSecure)
    {
        isSecure = false;
        if (Uri.TryCreate(value, UriKind.Absolute, out var listen) && listen.Scheme is "http" or "https"
            && IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
        {
            isSecure = listen.Scheme == "https";
            return isSecure || name != "Enrol" ? new IPEndPoint(address, listen.Port)
                : throw Wrong(name, value, "members enrol with TLS", "办理接入须使用 TLS");
        }

        throw Wrong(name, value, "it must name an address of this machine", "应为本机地址");
    }

    private static IdentityException Wrong(string name, string value, string english, string chinese) => new(new Wording(
        $"--Hub:{name} 应为 https://0.0.0.0:7100 之类的地址，或者 http://127.0.0.1:7100 之类的本机回环地址；实为“{value}”：{chinese}。",
        $"--Hub:{name} must be an https address such as https://0.0.0.0:7100, or a loopback address such as "
            + $"http://127.0.0.1:7100; found '{value}': {english}."));
}
