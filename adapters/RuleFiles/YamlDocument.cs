using System.Collections.Immutable;
using ExchangeHub.Rules;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExchangeHub.RuleFiles;

/// <summary>Reads YAML 1.1, of which JSON is a part, into the neutral tree that the core reads rules from.</summary>
/// <remarks>
/// Only what a document of rules needs: one document of mappings, lists and scalars. Anchors, aliases and tags are refused,
/// because a signed text must say what it says where it says it, and because a few lines of aliases unfold without end.
/// </remarks>
public static class YamlDocument
{
    /// <summary>The longest document: 2 MiB of text.</summary>
    public const int CharactersMax = 2 * 1024 * 1024;

    private const int DepthMax = 20;

    /// <summary>Reads a document.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <returns>The tree, or the one mistake that keeps it from being read.</returns>
    public static (DocumentNode? Root, RuleFault? Fault) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > CharactersMax)
        {
            return (null, DocumentFaults.TooLong(text.Length, CharactersMax));
        }

        // A mark counts a line end as one character, whatever it is made of.
        text = text.ReplaceLineEndings("\n");
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
            {
                return (null, DocumentFaults.Unreadable(1, 1, "the document is empty"));
            }

            parser.Consume<DocumentStart>();
            var root = Read(parser, text, depth: 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? (root, null)
                : (null, FaultAt(parser.Current!.Start, "a second document begins here"));
        }
        catch (YamlException malformed)
        {
            return (null, FaultAt(malformed.Start, malformed.Message));
        }
        catch (InvalidOperationException malformed)
        {
            // The scanner gives up in this way on some texts, such as an opened list with a colon in it, and says no place.
            return (null, DocumentFaults.Unreadable(1, 1, malformed.Message));
        }
    }

    private static DocumentNode Read(Parser parser, string text, int depth)
    {
        if (depth > DepthMax)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"more than {DepthMax} levels of lists");
        }

        if (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || (!node.Tag.IsEmpty && node.Tag != "!")))
        {
            throw new YamlException(node.Start, node.End, "an anchor or a tag; write every value out");
        }

        var start = (int)parser.Current!.Start.Index;
        switch (parser.Current)
        {
            case Scalar scalar:
                _ = parser.MoveNext();
                return new DocumentNode.Scalar(text, start, scalar.Value);
            case SequenceStart:
                _ = parser.MoveNext();
                var entries = ImmutableArray.CreateBuilder<DocumentNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    entries.Add(Read(parser, text, depth + 1));
                }

                return new DocumentNode.Sequence(text, start, entries.ToImmutable());
            case MappingStart:
                _ = parser.MoveNext();
                var pairs = ImmutableArray.CreateBuilder<(DocumentNode.Scalar, DocumentNode)>();
                while (!parser.TryConsume<MappingEnd>(out _))
                {
                    var name = Read(parser, text, depth + 1) as DocumentNode.Scalar
                        ?? throw new YamlException(parser.Current.Start, parser.Current.End, "a list as the name of a value");
                    pairs.Add((name, Read(parser, text, depth + 1)));
                }

                return new DocumentNode.Mapping(text, start, pairs.ToImmutable());
            default:
                throw new YamlException(parser.Current.Start, parser.Current.End, "an alias; write the value out");
        }
    }

    private static RuleFault FaultAt(Mark at, string found) => DocumentFaults.Unreadable((int)at.Line, (int)at.Column, found);
}
