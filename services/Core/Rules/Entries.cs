using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Names with their values, as a document has them.</summary>
internal sealed class Entries(
    DocumentReader reader, DocumentNode.Mapping at, ImmutableDictionary<string, DocumentNode> values)
{
    private static readonly Dictionary<string, SourceTrust> TrustWords = new()
    {
        ["programme"] = SourceTrust.Programme,
        ["found"] = SourceTrust.Found,
        ["recall"] = SourceTrust.Recalled,
        ["derived"] = SourceTrust.Derived,
    };

    public DocumentNode.Mapping At => at;

    public DocumentNode? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>Gets a value that must be there; that it is not is reported.</summary>
    public DocumentNode? Need(string name)
    {
        if (Find(name) is { } value)
        {
            return value;
        }

        reader.Report(at, RuleFaultCode.MissingEntry, new Violation(
            new Wording($"“{name}”", $"'{name}'"), new Wording("没有", "none")));
        return null;
    }

    public string Text(string name) => reader.Text(Need(name))?.Text ?? "";

    public string TextOrEmpty(string name) => reader.Text(Find(name))?.Text ?? "";

    /// <summary>Reads a text by a parser of the vocabulary.</summary>
    /// <returns><c>default</c> when it is not there or cannot be read, which has been reported.</returns>
    public T Read<T>(string name, Func<string, T> parse, bool isOptional = false)
    {
        if (reader.Text(isOptional ? Find(name) : Need(name)) is not { } scalar)
        {
            return default!;
        }

        try
        {
            return parse(scalar.Text);
        }
        catch (ViolationException wrong)
        {
            reader.Report(scalar, RuleFaultCode.MisplacedValue, wrong.Expected);
            return default!;
        }
    }

    /// <summary>Reads one of some words.</summary>
    public T Choose<T>(string name, IReadOnlyDictionary<string, T> words)
    {
        if (reader.Text(Need(name)) is not { } scalar)
        {
            return default!;
        }

        if (words.TryGetValue(scalar.Text, out var chosen))
        {
            return chosen;
        }

        reader.Report(scalar, RuleFaultCode.MisplacedValue, new Wording(
            $"{string.Join('、', words.Keys)} 之一", $"one of {string.Join(", ", words.Keys)}"));
        return default!;
    }

    /// <summary>Reads how well a source has been checked.</summary>
    public SourceTrust Trust(string name) => Choose(name, TrustWords);

    /// <summary>Reads a text in both languages.</summary>
    public Wording Wording(string name)
    {
        if (Need(name) is not { } both || reader.Entries(both, "zh", "en") is not { } texts)
        {
            return new Wording("", "");
        }

        foreach (var language in (string[])["zh", "en"])
        {
            if (texts.Find(language) is not DocumentNode.Scalar { Text.Length: > 0 })
            {
                reader.Report(both, RuleFaultCode.MissingTranslation, new Violation(
                    new Wording($"“{language}”文本", $"the text '{language}'"), new Wording("没有", "none")));
            }
        }

        return new Wording(texts.TextOrEmpty("zh"), texts.TextOrEmpty("en"));
    }
}
