using System.CommandLine;
using System.Net;
using ExchangeHub.Certificates;
using ExchangeHub.Cli.Output;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.Cli.Commands;

/// <summary>Options that every command takes, and the connections they lead to.</summary>
internal static class Shared
{
    private static readonly Option<string?> Node = new("--node")
    {
        Description = "节点地址，缺省取环境变量 EXCHANGEHUB_NODE / Address of the node; else EXCHANGEHUB_NODE", Recursive = true,
    };

    private static readonly Option<string?> Hub = new("--hub")
    {
        Description = "枢纽地址，缺省取环境变量 EXCHANGEHUB_HUB / Address of the hub; else EXCHANGEHUB_HUB", Recursive = true,
    };

    private static readonly Option<string?> IdentityOption = new("--identity")
    {
        Description = "身份目录，缺省取 EXCHANGEHUB_IDENTITY / Folder of the identity for https; else EXCHANGEHUB_IDENTITY",
        Recursive = true,
    };

    private static readonly Option<string?> TokenIssuer = new("--token-issuer")
    {
        Description = "令牌签发机构，缺省取 EXCHANGEHUB_TOKEN_ISSUER / Authority of tokens, where the hub asks for them; else "
            + "EXCHANGEHUB_TOKEN_ISSUER",
        Recursive = true,
    };

    private static readonly Option<string> Lang = new("--lang")
    {
        Description = "语言 zh 或 en / Language, zh or en", Recursive = true, DefaultValueFactory = _ => DefaultLanguage,
    };

    static Shared() => _ = Lang.AcceptOnlyFromAmong("zh", "en");

    public static IEnumerable<Option> All =>
        [Node, Hub, IdentityOption, TokenIssuer, .. ReadingPurpose.Options, Lang, OutputFormat.Option];

    public static string Language(ParseResult parsed) => Value(parsed, Lang, DefaultLanguage);

    public static GrpcChannel ToNode(ParseResult parsed) => GrpcChannel.ForAddress(NodeAddress(parsed));

    public static GrpcChannel ToHub(ParseResult parsed) => GrpcChannel.ForAddress(
        HubAddress(parsed),
        new GrpcChannelOptions
        {
            HttpHandler = ReadingPurpose.StateBefore(Bearer(parsed), parsed), DisposeHttpClient = true,
        });

    /// <summary>Whether it is said where the hub is.</summary>
    public static bool HasHub(ParseResult parsed) =>
        (parsed.GetValue(Hub) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_HUB")) is not null;

    /// <summary>Whether it is said where the node is.</summary>
    public static bool HasNode(ParseResult parsed) =>
        (parsed.GetValue(Node) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_NODE")) is not null;

    /// <summary>Where the node is.</summary>
    public static Uri NodeAddress(ParseResult parsed) => Address(
        parsed.GetValue(Node) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_NODE"), "--node", "EXCHANGEHUB_NODE");

    /// <summary>Where the hub is.</summary>
    public static Uri HubAddress(ParseResult parsed) => Address(
        parsed.GetValue(Hub) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_HUB"), "--hub", "EXCHANGEHUB_HUB");

    /// <summary>Opens the tiles and checkpoints of the hub, which stand at its address.</summary>
    public static HttpClient ToHubHistory(ParseResult parsed) => new(Handler(parsed))
    {
        BaseAddress = HubAddress(parsed),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Whether it is said as whom to act.</summary>
    public static bool HasIdentity(ParseResult parsed) =>
        (parsed.GetValue(IdentityOption) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_IDENTITY")) is not null;

    /// <summary>As whom to call.</summary>
    public static IdentityFolder Identity(ParseResult parsed)
    {
        var folder = parsed.GetValue(IdentityOption) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_IDENTITY");
        try
        {
            return folder is not null ? IdentityFolder.Open(folder, TimeProvider.System) : throw new CommandException(
                ExitCode.Usage,
                "连接 https 地址须以 --identity 给出身份目录，或者设置环境变量 EXCHANGEHUB_IDENTITY。",
                "An https address needs --identity FOLDER, or the environment variable EXCHANGEHUB_IDENTITY.");
        }
        catch (IdentityException unusable)
        {
            throw new CommandException(ExitCode.Usage, unusable.Wording.Chinese, unusable.Wording.English);
        }
    }

    /// <summary>Whether a command that can ask either is to ask the node: the command line goes before the environment.</summary>
    public static bool MeansNode(ParseResult parsed) => parsed.GetValue(Node) is not null
        || (parsed.GetValue(Hub) is null && Environment.GetEnvironmentVariable("EXCHANGEHUB_NODE") is not null);

    /// <summary>A deadline for calls that answer once.</summary>
    public static CallOptions Soon(CancellationToken cancellation) =>
        new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30), cancellationToken: cancellation);

    private static HttpMessageHandler Bearer(ParseResult parsed) =>
        (parsed.GetValue(TokenIssuer) ?? Environment.GetEnvironmentVariable("EXCHANGEHUB_TOKEN_ISSUER")) is { } issuer
        && HubAddress(parsed).Scheme == Uri.UriSchemeHttps
            ? new TokenBearer(
                Identity(parsed), Address(issuer, "--token-issuer", "EXCHANGEHUB_TOKEN_ISSUER"), () => Handler(parsed),
                TimeProvider.System)
            : Handler(parsed);

    private static SocketsHttpHandler Handler(ParseResult parsed) => new()
    {
        SslOptions = HubAddress(parsed).Scheme == Uri.UriSchemeHttps ? Peers.ToHub(Identity(parsed)) : new(),
        InitialHttp2StreamWindowSize = 1024 * 1024, // files of evidence would begin with 64 KiB at a time
    };

    private static Uri Address(string? address, string option, string variable)
    {
        if (address is null)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"请用 {option} 给出地址，例如 {option} http://127.0.0.1:7100，或者设置环境变量 {variable}。",
                $"Say where with {option}, such as {option} http://127.0.0.1:7100, or set {variable}.");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CommandException(
                ExitCode.Usage,
                $"{option} 应为 http://127.0.0.1:7100 之类的地址；实为“{address}”。",
                $"{option}: expected an address such as http://127.0.0.1:7100; found '{address}'.");
    }

    private static string DefaultLanguage =>
        Environment.GetEnvironmentVariable("LANG")?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? "zh" : "en";

    // While parsing has failed a value may not be had; the error itself is then told in the default language.
    internal static string Value(ParseResult parsed, Option<string> option, string otherwise) =>
        parsed.Errors.Count == 0 ? parsed.GetValue(option) ?? otherwise : otherwise;
}
