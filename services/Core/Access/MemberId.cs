using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Access;

/// <summary>What a member of a network is; it decides what the member may ask for.</summary>
public enum MemberKind
{
    /// <summary>Gateway of a district; its name is its division code.</summary>
    Node = 1,

    /// <summary>A person who admits and expels members.</summary>
    Operator = 2,

    /// <summary>A system that reads, such as a credit platform.</summary>
    Consumer = 3,

    /// <summary>The console of the officers.</summary>
    Console = 4,

    /// <summary>The hub itself.</summary>
    Hub = 5,
}

/// <summary>Names a member of a network, such as <c>node:310118</c> or <c>operator:zhang-wei</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">For a node its division code of six digits; else lower-case letters, digits and inner hyphens, 1 to
/// 40.</param>
public readonly partial record struct MemberId(MemberKind Kind, string Name)
{
    private const string UrnPrefix = "urn:exchangehub:";

    private static readonly Wording Shape = new(
        "成员标识，例如 node:310118、operator:zhang-wei、consumer:credit-platform、console:main 或 hub:main",
        "a member such as node:310118, operator:zhang-wei, consumer:credit-platform, console:main or hub:main");

    /// <summary>Gets the node that this member is; null for every other kind.</summary>
    public NodeId? Node => Kind == MemberKind.Node && NodeId.TryParse(ToString(), out var node) ? node : null;

    /// <summary>Names the member that a node is.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The member of the same text.</returns>
    public static MemberId Of(NodeId node) => new(MemberKind.Node, node.Jurisdiction.ToString());

    /// <summary>Reads a member id.</summary>
    /// <param name="text">Kind in lower case, a colon, name; nothing around it.</param>
    /// <returns>The member id.</returns>
    /// <exception cref="ViolationException"><paramref name="text"/> has another shape.</exception>
    public static MemberId Parse(string text) =>
        TryParse(text, out var id, out var violation) ? id : throw new ViolationException(violation);

    /// <summary>Reads a member id.</summary>
    /// <param name="text">As for <see cref="Parse"/>.</param>
    /// <param name="id">The member id.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out MemberId id) => TryParse(text, out id, out _);

    /// <summary>Reads a member id, and says what is wrong.</summary>
    /// <param name="text">As for <see cref="Parse"/>.</param>
    /// <param name="id">The member id.</param>
    /// <param name="violation">What was expected and found.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out MemberId id, [NotNullWhen(false)] out Violation? violation)
    {
        var parts = (text ?? "").Split(':');
        if (parts is [var kind, var name] && KindOf(kind) is { } known
            && (known == MemberKind.Node ? Jurisdiction.TryParse(name, out _) : FreeName().IsMatch(name)))
        {
            id = new MemberId(known, name);
            violation = null;
            return true;
        }

        id = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Reads a member from the URI of its certificate.</summary>
    /// <param name="urn">The URI.</param>
    /// <param name="network">The network to which it must belong.</param>
    /// <param name="id">The member.</param>
    /// <returns>Whether the URI names a member of that network.</returns>
    public static bool TryParseUrn(string? urn, string network, out MemberId id)
    {
        var prefix = $"{UrnPrefix}{network}:";
        id = default;
        return urn is not null && urn.StartsWith(prefix, StringComparison.Ordinal) && TryParse(urn[prefix.Length..], out id);
    }

    /// <summary>Writes the URI that stands as subject alternative name in the certificates of the member.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Such as <c>urn:exchangehub:yrd-demo:node:310118</c>.</returns>
    public string ToUrn(string network) => $"{UrnPrefix}{network}:{this}";

    /// <inheritdoc/>
    public override string ToString() => Name is null ? "" : $"{WordOf(Kind)}:{Name}";

    private static MemberKind? KindOf(string word) => word switch
    {
        "node" => MemberKind.Node,
        "operator" => MemberKind.Operator,
        "consumer" => MemberKind.Consumer,
        "console" => MemberKind.Console,
        "hub" => MemberKind.Hub,
        _ => null,
    };

    private static string WordOf(MemberKind kind) => kind switch
    {
        MemberKind.Node => "node",
        MemberKind.Operator => "operator",
        MemberKind.Consumer => "consumer",
        MemberKind.Console => "console",
        MemberKind.Hub => "hub",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex FreeName();
}
