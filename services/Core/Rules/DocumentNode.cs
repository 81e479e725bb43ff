using System.Collections.Immutable;

namespace ExchangeHub.Rules;

/// <summary>A value of a document that people write, and where it stands in its text.</summary>
/// <param name="Source">The whole text.</param>
/// <param name="Start">Index of its first character.</param>
/// <remarks>Made by whatever reads the notation; nothing here knows which one that is.</remarks>
public abstract record DocumentNode(string Source, int Start)
{
    /// <summary>A text, a number or a truth value: what it means depends on its place.</summary>
    /// <param name="Source">The whole document.</param>
    /// <param name="Start">Index of its first character, quotation mark or block sign included.</param>
    /// <param name="Text">Its text, without quotation marks and block indentation.</param>
    public sealed record Scalar(string Source, int Start, string Text) : DocumentNode(Source, Start);

    /// <summary>A list.</summary>
    /// <param name="Source">The whole document.</param>
    /// <param name="Start">Index of its first character.</param>
    /// <param name="Entries">What is in it.</param>
    public sealed record Sequence(string Source, int Start, ImmutableArray<DocumentNode> Entries) : DocumentNode(Source, Start);

    /// <summary>Names with their values, in the order of the document.</summary>
    /// <param name="Source">The whole document.</param>
    /// <param name="Start">Index of its first character.</param>
    /// <param name="Entries">The names and their values; a name may stand twice.</param>
    public sealed record Mapping(string Source, int Start, ImmutableArray<(Scalar Name, DocumentNode Value)> Entries)
        : DocumentNode(Source, Start);
}
