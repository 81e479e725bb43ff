using System.Diagnostics.CodeAnalysis;

namespace ExchangeHub.Vocabulary;

/// <summary>A node of the federation, named by the division whose records it publishes.</summary>
/// <param name="Jurisdiction">The division; one node for each county-level division, its certificate is bound to it.</param>
/// <remarks>Shape: <c>node:</c> and six ASCII digits, for example <c>node:310118</c>.</remarks>
public readonly record struct NodeId(Jurisdiction Jurisdiction)
{
    private const string Prefix = "node:";

    private static readonly Wording Shape =
        new("节点标识，例如 node:310118", "a node id such as node:310118");

    /// <summary>Reads a node id that is known to be good.</summary>
    /// <param name="text"><c>node:</c> and six ASCII digits.</param>
    /// <returns>The node id.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape; the message says which.</exception>
    public static NodeId Parse(string text) =>
        TryParse(text, out var id, out var violation) ? id : throw new ViolationException(violation);

    /// <summary>Reads a node id.</summary>
    /// <param name="text"><c>node:</c> and six ASCII digits; lower case, without spaces.</param>
    /// <param name="id">The node id, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; the node itself need not exist.</returns>
    public static bool TryParse(string? text, out NodeId id) => TryParse(text, out id, out _);

    /// <summary>Reads a node id, and says what is wrong when it is none.</summary>
    /// <param name="text"><c>node:</c> and six ASCII digits; lower case, without spaces.</param>
    /// <param name="id">The node id, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; the node itself need not exist.</returns>
    public static bool TryParse(string? text, out NodeId id, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is { Length: 11 } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Jurisdiction.TryParse(text[Prefix.Length..], out var jurisdiction))
        {
            id = new NodeId(jurisdiction);
            violation = null;
            return true;
        }

        id = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the id.</summary>
    /// <returns><c>node:310118</c>, or the empty string for <c>default</c>.</returns>
    public override string ToString() => this == default ? "" : Prefix + Jurisdiction;
}
