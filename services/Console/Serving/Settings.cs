using ExchangeHub.Certificates;
using ExchangeHub.Console.Deciding;

namespace ExchangeHub.Console.Serving;

/// <summary>The configuration of the console, once it is known to be of use.</summary>
/// <param name="Hub">Where the hub is.</param>
/// <param name="Identity">As whom to call it; null for a hub without TLS.</param>
/// <param name="Tokens">The authority whose tokens to show; null for none.</param>
/// <param name="Listening">Where to serve.</param>
internal sealed record Settings(Uri Hub, IdentityFolder? Identity, Uri? Tokens, Listening Listening)
{
    /// <summary>Reads the configuration.</summary>
    /// <returns>The settings; or what is wrong, in both languages.</returns>
    public static (Settings? Settings, string Fault) Read(ConsoleOptions options)
    {
        if (!Uri.TryCreate(options.Hub, UriKind.Absolute, out var hub) || hub.Scheme is not ("http" or "https"))
        {
            return Wrong(
                $"--Console:Hub: expected the address of the hub, such as http://127.0.0.1:7100; found '{options.Hub}'.\n"
                + $"--Console:Hub：应为枢纽的地址，例如 http://127.0.0.1:7100；实为“{options.Hub}”。");
        }

        if (options.DataFolder.Length == 0)
        {
            return Wrong("--Console:DataFolder is missing: the accounts are in it.\n--Console:DataFolder 缺失：账号存放于其中。");
        }

        if (Nodes.Fault(options.Nodes) is { } division)
        {
            return Wrong($"--Console:Nodes:{division}: expected https, or http on this machine; found "
                + $"'{options.Nodes[division]}'.\n"
                + $"--Console:Nodes:{division}：应为 https 地址或者本机的 http 地址；实为“{options.Nodes[division]}”。");
        }

        var (listening, refusal) = Listening.Read(options);
        if (listening is null)
        {
            return Wrong($"{refusal!.English}\n{refusal.Chinese}");
        }

        Uri? tokens = null;
        if (options.TokenIssuer.Length > 0
            && !(Uri.TryCreate(options.TokenIssuer, UriKind.Absolute, out tokens) && tokens.Scheme == Uri.UriSchemeHttps
                && hub.Scheme == Uri.UriSchemeHttps))
        {
            return Wrong($"--Console:TokenIssuer: expected an https address, and the hub at one; found '{options.TokenIssuer}'.\n"
                + $"--Console:TokenIssuer：应为 https 地址，且枢纽也使用 https 地址；实为“{options.TokenIssuer}”。");
        }

        return HubAccess.TryOpen(hub, options.Identity, out var identity, out var fault)
            ? (new Settings(hub, identity, tokens, listening), "") : Wrong(fault);
    }

    private static (Settings?, string) Wrong(string fault) => (null, fault);
}
