using System.Net;
using ExchangeHub.Certificates;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Node.Settings;

/// <summary>The configuration of a node, section <c>Node</c>.</summary>
internal sealed class NodeOptions
{
    /// <summary>Gets or sets the node's id, node:&lt;division&gt;.</summary>
    public string Id { get; set; } = "";

    /// <summary>Gets or sets the file of the network, signed off by its parties: who takes part, with which keys and
    /// rules.</summary>
    public string Network { get; set; } = "";

    /// <summary>Gets or sets the folder that holds the outbox and the inbox; made when it is missing.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the private key that signs records, on P-256.</summary>
    public string Key { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the Ed25519 key with which this node signs the checkpoints of the hub's log, PKCS#8;
    /// empty for a node that is no witness.</summary>
    public string WitnessKey { get; set; } = "";

    /// <summary>Gets or sets the address of the hub, such as http://127.0.0.1:7100.</summary>
    public string Hub { get; set; } = "";

    /// <summary>Gets or sets the folder with which the node shows itself to a hub at an https address: certificate.pem, key.pem
    /// and root.pem, as xhub enrol writes them. The node renews it.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Gets or sets the authority whose tokens the hub asks for, such as https://identity.example:7120; empty for a hub
    /// that asks for none.</summary>
    public string TokenIssuer { get; set; } = "";

    /// <summary>Gets or sets the address at which the district's systems are served; port 0 takes a free one.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:0";

    /// <summary>Gets or sets the folder with packages of which files stay at this node; the hub is sent those that somebody asks
    /// it for. Empty when none stay.</summary>
    public string EvidenceFolder { get; set; } = "";

    /// <summary>Reads the id.</summary>
    /// <exception cref="SettingException">A setting is missing or wrong; the message says which, and what would be
    /// right.</exception>
    public NodeId ReadId() => NodeId.TryParse(Id, out var id, out var violation) ? id : throw Wrong("Id", violation);

    /// <summary>Reads where to listen.</summary>
    /// <exception cref="SettingException">The address is not one of this machine alone.</exception>
    public IPEndPoint ReadListen()
    {
        var address = ReadAddress("Listen", Listen);
        if (address.Scheme != Uri.UriSchemeHttp || !address.IsLoopback)
        {
            throw new SettingException(new Wording(
                $"Node:Listen 为“{Listen}”，但目前只能监听本机回环地址，例如 http://127.0.0.1:7201：TLS 尚未配置，明文不得出本机。",
                $"Node:Listen is '{Listen}', but only a loopback address such as http://127.0.0.1:7201 is served: TLS is not "
                + "configured, and plain text must not leave this machine."));
        }

        var ip = IPAddress.TryParse(address.IdnHost, out var literal) ? literal : IPAddress.Loopback;
        return new IPEndPoint(ip, address.Port);
    }

    /// <summary>Reads where the hub is.</summary>
    /// <exception cref="SettingException">The address is missing or misshapen, or would carry records over a network in
    /// clear.</exception>
    public Uri ReadHub()
    {
        var address = ReadAddress("Hub", Hub);
        return address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            ? address
            : throw new SettingException(new Wording(
                $"Node:Hub 为“{Hub}”，但离开本机的连接必须使用 https。请写例如 https://hub.example:7100，本机则写 http://127.0.0.1:7100。",
                $"Node:Hub is '{Hub}', but a connection that leaves this machine must use https. Write https://hub.example:7100, "
                + "or http://127.0.0.1:7100 on this machine."));
    }

    /// <summary>Reads whose tokens to show to the hub.</summary>
    /// <returns>The authority; null for none.</returns>
    /// <exception cref="SettingException">It is no https address, or there is no identity to ask with.</exception>
    public Uri? ReadTokenIssuer() => TokenIssuer.Length == 0 ? null
        : ReadAddress("TokenIssuer", TokenIssuer) is { } issuer && issuer.Scheme == ReadHub().Scheme
            && issuer.Scheme == Uri.UriSchemeHttps ? issuer
        : throw new SettingException(new Wording(
            $"Node:TokenIssuer 为“{TokenIssuer}”，应为 https 地址，且枢纽也使用 https 地址：令牌与身份证书绑定。",
            $"Node:TokenIssuer is '{TokenIssuer}'; expected an https address, and the hub at one: tokens are bound to the "
            + "identity."));

    /// <summary>Reads as whom to call the hub.</summary>
    /// <returns>The identity; null for a hub without TLS.</returns>
    /// <exception cref="SettingException">The hub is at an https address, and there is no identity to use.</exception>
    public IdentityFolder? ReadIdentity(TimeProvider clock)
    {
        if (ReadHub().Scheme == Uri.UriSchemeHttp)
        {
            return null;
        }

        try
        {
            return IdentityFolder.Open(Demand("Identity", Identity, "identity"), clock);
        }
        catch (IdentityException unusable)
        {
            throw new SettingException(unusable.Wording);
        }
    }

    /// <summary>Reads a setting that must be there.</summary>
    /// <exception cref="SettingException">It is not.</exception>
    public static string Demand(string name, string value, string example) =>
        value.Length > 0 ? value : throw new SettingException(new Wording(
            $"缺少设置 Node:{name}。例如 --Node:{name} {example}",
            $"The setting Node:{name} is missing. Write --Node:{name} {example}"));

    private static Uri ReadAddress(string name, string value) => Uri.TryCreate(value, UriKind.Absolute, out var address)
        ? address
        : throw Wrong(name, Violation.Quoting(
            new Wording("网址，例如 http://127.0.0.1:7100", "an address such as http://127.0.0.1:7100"), value));

    private static SettingException Wrong(string name, Violation violation) =>
        new(new Wording($"Node:{name}：{violation.ToChinese()}", $"Node:{name}: {violation}"));
}

/// <summary>The node cannot start as it is configured.</summary>
internal sealed class SettingException(Wording message) : Exception($"{message.Chinese}\n{message.English}");
