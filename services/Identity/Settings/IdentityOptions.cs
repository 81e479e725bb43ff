using System.Net;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Identity.Settings;

/// <summary>The configuration of the token service, section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>Gets or sets the folder of the embedded PostgreSQL and of the file <c>address</c>; made when it is
    /// missing.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets the connection string of a PostgreSQL server; empty for an embedded one.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Gets or sets the address to serve at, an IP address.</summary>
    public string Listen { get; set; } = "https://127.0.0.1:0";

    /// <summary>Gets or sets the name of this authority, an https address without a path, as clients write it.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Gets or sets for whom tokens are: the name of the hub.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Gets or sets the JSON file of the clients.</summary>
    public string Clients { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the server's certificate, its issuers after it.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the certificate's private key.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the authorities whose client certificates count, root and issuers.</summary>
    public string ClientAuthorities { get; set; } = "";

    /// <summary>Gets or sets the file that holds the key under which private signing keys are stored.</summary>
    public string Seal { get; set; } = "";

    /// <summary>Reads where to listen.</summary>
    /// <exception cref="SettingException">It is no https address with an IP address in it.</exception>
    public IPEndPoint ReadListen() =>
        Uri.TryCreate(Listen, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        && IPAddress.TryParse(uri.IdnHost, out var address)
            ? new IPEndPoint(address, uri.Port)
            : throw Wrong("Listen", "https://127.0.0.1:7120", Listen);

    /// <summary>Reads the name of this authority.</summary>
    /// <exception cref="SettingException">It is no https address, or has more than a host and a port.</exception>
    public string ReadIssuer() =>
        Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        && Issuer == uri.GetLeftPart(UriPartial.Authority)
            ? Issuer
            : throw Wrong("Issuer", "https://identity.example:7120", Issuer);

    /// <summary>Reads a setting that must be there.</summary>
    /// <exception cref="SettingException">It is not.</exception>
    public static string Demand(string name, string value, string example) =>
        value.Length > 0 ? value : throw Wrong(name, example, value);

    private static SettingException Wrong(string name, string example, string found) => new(new Wording(
        $"Identity:{name} 应为例如 {example}；实为“{found}”。", $"Identity:{name}: expected such as {example}; found '{found}'."));
}

/// <summary>The token service cannot start as it is configured.</summary>
internal sealed class SettingException(Wording message) : Exception($"{message.Chinese}\n{message.English}");
