using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Reads the kinds of values that a table has, and reports those that are none.</summary>
internal sealed partial class TableValues(DocumentReader reader)
{
    private static readonly Fen AmountMax = new(100_000_000_000_000); // as on the wire

    public DocumentReader Reader => reader;

    /// <summary>Reads a list of things with ids, each id once.</summary>
    public ImmutableArray<T> Distinct<T>(DocumentNode? list, Func<DocumentNode, T?> read, Func<T, string> id)
        where T : class
    {
        var entries = ImmutableArray.CreateBuilder<T>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in reader.List(list))
        {
            if (read(node) is not { } entry)
            {
                continue;
            }

            if (id(entry).Length > 0 && !known.Add(id(entry)))
            {
                reader.Report(node, RuleFaultCode.RepeatedEntry, Violation.Quoting(
                    new Wording("每个标识只写一次", "every id once"), id(entry)));
            }

            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    public string Id(Entries entries) => Matching(entries, "id", AnyId(), new Wording(
        "含有字母的标识，由小写字母、数字、连字符和小数点组成，例如 3-5x",
        "an id with a letter, of lower-case letters, digits, hyphens and points, such as 3-5x"));

    public string Matching(Entries entries, string name, Regex shape, Wording expected) =>
        Read(entries.Need(name), expected, text => shape.IsMatch(text) ? text : null) ?? "";

    /// <summary>Reads the name of something, which stands beside its other values.</summary>
    public Wording Name(Entries entries)
    {
        foreach (var language in (string[])["zh", "en"])
        {
            if (entries.Find(language) is not DocumentNode.Scalar { Text.Length: > 0 })
            {
                reader.Report(entries.At, RuleFaultCode.MissingTranslation, new Violation(
                    new Wording($"“{language}”文本", $"the text '{language}'"), new Wording("没有", "none")));
            }
        }

        return new Wording(entries.TextOrEmpty("zh"), entries.TextOrEmpty("en"));
    }

    /// <summary>Reads where a value comes from, and how well that was checked.</summary>
    public static (string Text, SourceTrust Trust) Basis(Entries entries, string basis = "basis", string trust = "trust") =>
        (entries.TextOrEmpty(basis), entries.Trust(trust));

    /// <summary>Reads a share between two shares in per cent.</summary>
    /// <returns>Null when it is not there or no such share, which has been reported.</returns>
    public Percentage? Share(Entries entries, string name, int least, int most) => Read<Percentage?>(
        entries.Need(name),
        new Wording($"{least}% 至 {most}% 的百分比，至多两位小数，例如 20%",
            $"a share from {least}% to {most}% with at most two decimals, such as 20%"),
        text => Percentage.TryParse(text, out var share) && share.BasisPoints >= least * 100 && share.BasisPoints <= most * 100
            ? share : null);

    /// <summary>Reads a share with where it comes from.</summary>
    public (Percentage Value, SourceTrust Trust) Sourced(Entries entries, string name, int most) =>
        entries.Need(name) is { } node && reader.Entries(node, "value", "basis", "trust") is { } sourced
            ? (Share(sourced, "value", 0, most) ?? default, Basis(sourced).Trust) : default;

    public Fen? Amount(DocumentNode? node) => Read<Fen?>(
        node,
        new Wording($"不超过 {AmountMax.ToGroupedYuan()} 元的金额，例如 100000 yuan",
            $"an amount of at most {AmountMax.ToGroupedYuan()} yuan, such as 100000 yuan"),
        text => text.EndsWith(" yuan", StringComparison.Ordinal) && Fen.TryFromYuan(text[..^5], out var amount, out _)
            && amount <= AmountMax ? amount : null);

    public decimal? Bound(DocumentNode? node) => Read<decimal?>(
        node,
        new Wording("至多九位、至多六位小数的数，例如 0.5", "a number of at most nine digits and six decimals, such as 0.5"),
        text => AnyBound().IsMatch(text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null);

    private T? Read<T>(DocumentNode? node, Wording expected, Func<string, T?> parse)
    {
        if (reader.Text(node) is not { } scalar)
        {
            return default;
        }

        var value = parse(scalar.Text);
        if (value is null)
        {
            reader.Report(scalar, RuleFaultCode.MisplacedValue, expected);
        }

        return value;
    }

    // With a letter, so that a level cannot be taken for a measured number.
    [GeneratedRegex(@"\A(?=[0-9.-]*[a-z])[a-z0-9][a-z0-9.-]{0,39}\z")]
    private static partial Regex AnyId();

    [GeneratedRegex(@"\A-?[0-9]{1,9}(\.[0-9]{1,6})?\z")]
    private static partial Regex AnyBound();
}
