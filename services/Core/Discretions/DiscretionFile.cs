using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Reads a table of discretion from a document that legal officers wrote.</summary>
/// <remarks>The shape is taught by <c>docs/discretion.md</c>. A document with a mistake gives no table at all.</remarks>
public static partial class DiscretionFile
{
    private static readonly Dictionary<string, RoundingDirection> Directions = new()
    {
        ["down"] = RoundingDirection.Down,
        ["nearest"] = RoundingDirection.Nearest,
        ["up"] = RoundingDirection.Up,
    };

    /// <summary>Reads a table.</summary>
    /// <param name="root">The document.</param>
    /// <param name="faults">Every mistake with its line and column; empty when there is none.</param>
    /// <returns>The table; null when there is a mistake.</returns>
    public static DiscretionTable? Read(DocumentNode root, out RuleFaults faults)
    {
        ArgumentNullException.ThrowIfNull(root);
        var values = new TableValues(new DocumentReader());
        var table = Read(values, root);
        faults = values.Reader.List();
        return values.Reader.IsClean ? table : null;
    }

    private static DiscretionTable? Read(TableValues values, DocumentNode root)
    {
        if (values.Reader.Entries(
            root, "rulesetId", "edition", "title", "source", "trust", "rounding", "formula", "general", "articles", "modifiers")
            is not { } document)
        {
            return null;
        }

        var terms = Terms(values, document);
        var articles = new ArticleReader(values, GeneralGravity.Read(values, document.Need("general")));
        var read = values.Distinct(document.Need("articles"), articles.Read, article => article.Id);
        if (read.IsEmpty && document.Find("articles") is DocumentNode.Sequence { Entries.IsEmpty: true } none)
        {
            values.Reader.Report(none, RuleFaultCode.MissingEntry, new Wording("至少一个条款", "at least one article"));
        }

        var modifiers = values.Distinct(document.Find("modifiers"), node => Modifier(values, node), modifier => modifier.Id);
        return new DiscretionTable(terms, read, modifiers, Digest.Of(Encoding.UTF8.GetBytes(root.Source)));
    }

    private static DiscretionTerms Terms(TableValues values, Entries document)
    {
        var formula = document.Need("formula") is { } node ? values.Reader.Entries(node, "weightsMax", "deviation") : null;
        return new DiscretionTerms(
            values.Matching(document, "rulesetId", RulesetId(), new Wording(
                "小写字母、数字、连字符组成的标识，例如 yrd-2024", "an id of lower-case letters, digits and hyphens, such as yrd-2024")),
            document.Text("edition"),
            document.Wording("title"))
        {
            Source = document.Text("source"),
            Trust = TableValues.Basis(document).Trust,
            WeightsMax = formula is null ? default : values.Sourced(formula, "weightsMax", 100).Value,
            Deviation = formula is null ? default : values.Sourced(formula, "deviation", 100).Value,
            Rounding = Rounding(values, document.Need("rounding")),
        };
    }

    private static AmountRounding Rounding(TableValues values, DocumentNode? node)
    {
        var unit = new Fen(1);
        if (node is null || values.Reader.Entries(node, "to", "direction", "basis", "trust") is not { } entries)
        {
            return new AmountRounding(unit, default, default);
        }

        if (values.Amount(entries.Need("to")) is { } written)
        {
            unit = written;
            if (unit.Value == 0)
            {
                values.Reader.Report(entries.Find("to")!, RuleFaultCode.MisplacedValue, new Wording(
                    "大于零的金额", "an amount above zero"));
            }
        }

        return new AmountRounding(unit, entries.Choose("direction", Directions), TableValues.Basis(entries).Trust);
    }

    private static DiscretionModifier? Modifier(TableValues values, DocumentNode node)
    {
        var reader = values.Reader;
        if (reader.Entries(node, "id", "zh", "en", "least", "most", "exclusions", "basis", "trust") is not { } entries)
        {
            return null;
        }

        var least = values.Share(entries, "least", 0, 100) ?? default;
        var most = values.Share(entries, "most", 0, 100) ?? Percentage.Whole;
        if (least.BasisPoints > most.BasisPoints)
        {
            reader.Report(entries.Find("most") ?? node, RuleFaultCode.Contradiction, new Wording(
                $"不低于 {least} 的百分比", $"a share not less than {least}"));
        }

        var exclusions = values.Distinct(
            entries.Find("exclusions"),
            exclusion => reader.Entries(exclusion, "id", "zh", "en") is { } named
                ? new DiscretionExclusion(values.Id(named), values.Name(named)) : null,
            exclusion => exclusion.Id);
        var (basis, trust) = TableValues.Basis(entries);
        return new DiscretionModifier(values.Id(entries), values.Name(entries), least, most, exclusions, trust) { Basis = basis };
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z")]
    private static partial Regex RulesetId();
}
