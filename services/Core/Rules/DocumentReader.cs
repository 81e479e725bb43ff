using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Reads the values of a document and collects its mistakes, each with its line and column.</summary>
internal sealed class DocumentReader
{
    private const int FaultsMax = 50;

    private readonly List<(int At, RuleFault Fault)> _faults = [];

    public bool IsClean => _faults.Count == 0;

    /// <summary>Lists the mistakes in the order of the document.</summary>
    public RuleFaults List() => new(
        [.. _faults.OrderBy(fault => fault.At).Take(FaultsMax).Select(fault => fault.Fault)],
        Math.Max(0, _faults.Count - FaultsMax));

    /// <summary>Reads names with their values; a name that means nothing here, or stands twice, is a mistake.</summary>
    /// <returns>Null when the value is something else, which has been reported.</returns>
    public Entries? Entries(DocumentNode node, params ReadOnlySpan<string> names)
    {
        if (node is not DocumentNode.Mapping mapping)
        {
            Report(node, RuleFaultCode.MisplacedValue, new Wording("若干名称及其取值", "names with their values"));
            return null;
        }

        var entries = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
        foreach (var (name, value) in mapping.Entries)
        {
            if (names.Length > 0 && !names.Contains(name.Text))
            {
                var nearest = Nearest.Of(name.Text, names.ToArray());
                Report(name, RuleFaultCode.UnknownEntry, nearest is null
                    ? new Wording($"{string.Join('、', names!)} 之一", $"one of {string.Join(", ", names!)}")
                    : new Wording($"{nearest}", $"'{nearest}'"));
            }
            else if (!entries.TryAdd(name.Text, value))
            {
                Report(name, RuleFaultCode.RepeatedEntry, new Wording("每个名称只写一次", "every name once"));
            }
        }

        return new Entries(this, mapping, entries.ToImmutableDictionary(StringComparer.Ordinal));
    }

    /// <summary>Reads a list.</summary>
    public ImmutableArray<DocumentNode> List(DocumentNode? node)
    {
        if (node is null or DocumentNode.Sequence)
        {
            return (node as DocumentNode.Sequence)?.Entries ?? [];
        }

        Report(node, RuleFaultCode.MisplacedValue, new Wording("列表", "a list"));
        return [];
    }

    /// <summary>Reads a text.</summary>
    /// <returns>Null when it is something else or empty, which has been reported.</returns>
    public DocumentNode.Scalar? Text(DocumentNode? node)
    {
        if (node is null or DocumentNode.Scalar { Text.Length: > 0 })
        {
            return node as DocumentNode.Scalar;
        }

        Report(node, RuleFaultCode.MisplacedValue, new Wording("文本", "a text"));
        return null;
    }

    /// <summary>Reports a mistake and quotes the text that it concerns.</summary>
    public void Report(DocumentNode node, RuleFaultCode code, Wording expected)
    {
        var found = node is DocumentNode.Scalar scalar
            ? Violation.Quoting(expected, scalar.Text)
            : new Violation(expected, node is DocumentNode.Sequence
                ? new Wording("列表", "a list") : new Wording("若干名称及其取值", "names with their values"));
        Report(node, code, found);
    }

    public void Report(DocumentNode node, RuleFaultCode code, Violation violation) =>
        Add(node.Source, node.Start, code, (node as DocumentNode.Scalar)?.Text.Length ?? 0, violation);

    /// <summary>Reports a mistake that has been described.</summary>
    public void Report(DocumentNode node, RuleFault fault) => _faults.Add((node.Start, fault));

    /// <summary>Reports the mistakes of an expression where they stand in the document.</summary>
    /// <param name="written">The expression as the document has it.</param>
    /// <param name="faults">Its mistakes.</param>
    /// <param name="text">The text that was compiled, which may say more than the document.</param>
    /// <param name="before">How many characters of that text stand before what the document has.</param>
    public void Report(DocumentNode.Scalar written, RuleFaults faults, string text, int before)
    {
        foreach (var fault in faults.First)
        {
            var index = Math.Clamp(Index(text, fault.Line, fault.Column) - before, 0, written.Text.Length);
            Add(written.Source, InSource(written, index), fault.Code, fault.Length, fault.Violation);
        }
    }

    private void Add(string source, int at, RuleFaultCode code, int length, Violation violation)
    {
        var before = source.AsSpan(0, Math.Min(at, source.Length));
        _faults.Add((at, new RuleFault(
            code, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), length, violation)));
    }

    private static int Index(string text, int line, int column)
    {
        var start = 0;
        for (var left = line - 1; left > 0; left--)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return start + column - 1;
    }

    // Folding and indentation change white space and nothing else, so that what is no white space is counted off.
    private static int InSource(DocumentNode.Scalar written, int index)
    {
        var count = written.Text.AsSpan(0, index).ToString().Count(character => !char.IsWhiteSpace(character));
        var source = written.Source;
        var at = written.Start;
        if (at < source.Length && source[at] is '|' or '>')
        {
            at = Math.Max(source.IndexOf('\n', at), at);
        }
        else if (at < source.Length && source[at] is '"' or '\'')
        {
            at++;
        }

        for (; at < source.Length && (count > 0 || char.IsWhiteSpace(source[at])); at++)
        {
            count -= char.IsWhiteSpace(source[at]) ? 0 : 1;
        }

        return at;
    }
}
