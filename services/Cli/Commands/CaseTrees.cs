using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>Changes the trees of a cases file and finds things in them.</summary>
internal static class CaseTrees
{
    /// <summary>Puts other values into a tree.</summary>
    /// <param name="tree">The tree, which stays as it is.</param>
    /// <param name="change">Dotted paths, such as <c>penalty.officers.0.validTo</c>, and the values; null takes away.</param>
    /// <exception cref="CaseFaultException">A path leads nowhere.</exception>
    public static DocumentNode.Mapping Change(
        DocumentNode.Mapping tree, ImmutableArray<(DocumentNode.Scalar Path, DocumentNode Value)> change) =>
        change.Aggregate(tree, (changed, one) =>
            (DocumentNode.Mapping)Put(changed, one.Path, one.Path.Text.Split('.'), one.Value));

    /// <summary>Finds what a path of the wire contract names, or the nearest thing around it.</summary>
    /// <param name="tree">The record or event.</param>
    /// <param name="path">Such as <c>record.penalty.officers[1].home_division</c>; its first word names the tree.</param>
    public static DocumentNode Find(DocumentNode tree, string path)
    {
        foreach (var part in path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Split('.').Skip(1))
        {
            var plain = part.Replace("_", "", StringComparison.Ordinal);
            var next = tree switch
            {
                DocumentNode.Mapping mapping => mapping.Entries
                    .Where(entry => string.Equals(
                        entry.Name.Text.Replace("_", "", StringComparison.Ordinal), plain, StringComparison.OrdinalIgnoreCase))
                    .Select(entry => entry.Value).FirstOrDefault(),
                DocumentNode.Sequence list when int.TryParse(part, out var index) => list.Entries.ElementAtOrDefault(index),
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            tree = next;
        }

        return tree;
    }

    private static DocumentNode Put(DocumentNode tree, DocumentNode.Scalar at, ReadOnlySpan<string> path, DocumentNode value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        var name = path[0];
        if (tree is DocumentNode.Sequence list
            && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Entries.Length)
        {
            return path.Length == 1 && IsNothing(value)
                ? list with { Entries = list.Entries.RemoveAt(index) }
                : list with { Entries = list.Entries.SetItem(index, Put(list.Entries[index], at, path[1..], value)) };
        }

        if (tree is not DocumentNode.Mapping mapping)
        {
            throw CaseFaultException.At(at, RuleFaultCode.MisplacedValue, new Wording(
                $"记录中已有的路径（“{name}”处没有可更改的内容）", $"a path of the record; there is nothing to change at '{name}'"));
        }

        var place = mapping.Entries.Select((entry, place) => (entry.Name.Text, Place: place))
            .Where(entry => entry.Text == name).Select(entry => entry.Place).DefaultIfEmpty(-1).First();
        if (path.Length == 1 && IsNothing(value))
        {
            return place < 0
                ? throw CaseFaultException.At(
                    at, RuleFaultCode.UnknownEntry, new Wording("记录中已有的名称", "a name that the record has"))
                : mapping with { Entries = mapping.Entries.RemoveAt(place) };
        }

        var inner = place < 0 ? new DocumentNode.Mapping(at.Source, at.Start, []) : mapping.Entries[place].Value;
        var put = Put(inner, at, path[1..], value);
        return mapping with
        {
            Entries = place < 0
                ? mapping.Entries.Add((new DocumentNode.Scalar(at.Source, at.Start, name), put))
                : mapping.Entries.SetItem(place, (mapping.Entries[place].Name, put)),
        };
    }

    private static bool IsNothing(DocumentNode value) =>
        value is DocumentNode.Scalar { Text: "null" or "~" or "" } scalar
        && (scalar.Start >= scalar.Source.Length || scalar.Source[scalar.Start] is not ('"' or '\''));
}
