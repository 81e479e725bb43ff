using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Reads the places of law that a text cites: <c>《中华人民共和国水污染防治法》第八十三条第二项</c>.</summary>
/// <remarks>
/// <para>
/// An article goes with the law named last before it; a paragraph or an item without an article, with the article before it. The
/// edition stands behind the law, such as <c>（2017年修正）</c>, or comes from the list of the mapping: a record needs it, because a
/// statute may lapse between the act and the decision.
/// </para>
/// <para>A text that cites no article is a fault: an imprecise citation is fatal to a decision (review rubric of 2024, item
/// 10).</para>
/// </remarks>
/// <param name="editions">The edition of each law, by its name without <c>中华人民共和国</c>.</param>
internal sealed partial class CitationParser(CodeList editions) : CellParser
{
    private const string Republic = "中华人民共和国";
    private const string Number = "[0-9〇零一二三四五六七八九十百千]{1,9}";
    private const int LengthMax = 5000;

    private static readonly Wording Article = new(
        "写明法律名称和条款的处罚依据，例如《水污染防治法》第八十三条第二项", "a law with its article such as 《水污染防治法》第八十三条第二项");

    public override CellFault? Parse(string text, FieldRule rule, List<JsonNode> values)
    {
        var citations = new List<Citation>();
        var (law, edition) = ("", "");
        foreach (var match in text.Length > LengthMax ? [] : Citations().Matches(text).AsEnumerable())
        {
            if (match.Groups["law"] is { Success: true, Value: var name })
            {
                law = name.StartsWith(Republic, StringComparison.Ordinal) ? name[Republic.Length..] : name;
                edition = match.Groups["year"] is { Success: true, Value: var year } ? year : EditionOf(law);
            }
            else if (Read(match, law, edition, citations) is { } fault)
            {
                return fault;
            }
        }

        values.AddRange(citations.Distinct().Select(citation => citation.ToJson()));
        return citations.Count == 0 ? new CellFault(FaultKind.ValueUnreadable, Violation.Quoting(Article, text)) : null;
    }

    public override CellFault Missing(FieldRule rule) => new(FaultKind.ValueMissing, Violation.Quoting(Article, null));

    private static CellFault? Read(Match match, string law, string edition, List<Citation> citations)
    {
        var last = citations.Count == 0 ? null : citations[^1];
        if (law.Length == 0)
        {
            return new CellFault(FaultKind.ValueUnreadable, Violation.Quoting(Article, match.Value));
        }

        if (edition.Length == 0)
        {
            return new CellFault(FaultKind.ValueUnlisted, Violation.Quoting(
                new Wording(
                    "带有版本的法律名称，例如《水污染防治法》（2017年修正），或映射文件 editions 代码表中的法律",
                    "a law with its edition such as 《水污染防治法》（2017年修正）, or one whose edition the mapping lists"),
                law));
        }

        if (match.Groups["article"] is { Success: true, Value: var article })
        {
            var inserted = match.Groups["inserted"] is { Success: true, Value: var number } ? $"-{ToNumber(number)}" : "";
            citations.Add(new Citation(law, edition, $"{ToNumber(article)}{inserted}", 0, 0));
        }
        else if (last is not null && match.Groups["paragraph"] is { Success: true, Value: var paragraph })
        {
            var place = last with { Paragraph = ToNumber(paragraph), Item = 0 };
            Narrow(citations, place, isFirst: last is { Paragraph: 0, Item: 0 });
        }
        else if (last is not null && match.Groups["item"] is { Success: true, Value: var item })
        {
            Narrow(citations, last with { Item = ToNumber(item) }, isFirst: last.Item == 0);
        }

        return null;
    }

    // "第一款、第三款" cites two paragraphs: the first narrows the article, the second is a place of its own.
    private static void Narrow(List<Citation> citations, Citation place, bool isFirst)
    {
        if (isFirst)
        {
            citations[^1] = place;
        }
        else
        {
            citations.Add(place);
        }
    }

    private static int ToNumber(string text)
    {
        if (char.IsAsciiDigit(text[0]))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain) ? plain : 0;
        }

        var (sum, digit) = (0, 0);
        foreach (var character in text)
        {
            var value = "零一二三四五六七八九".IndexOf(character, StringComparison.Ordinal);
            if (value >= 0 || character == '〇')
            {
                digit = Math.Max(value, 0);
                continue;
            }

            var weight = character switch { '十' => 10, '百' => 100, _ => 1000 };
            sum += (digit == 0 ? 1 : digit) * weight;
            digit = 0;
        }

        return sum + digit;
    }

    private string EditionOf(string law) => editions.Find(law) is [var edition, ..] ? edition : "";

    [GeneratedRegex(
        @"《(?<law>[^《》]{2,60})》(?:[（(](?<year>(?:19|20)[0-9]{2})年?(?:修正|修订|施行|版|本)?[）)])?"
        + "|第(?<article>" + Number + ")条(?:之(?<inserted>" + Number + "))?"
        + "|第(?<paragraph>" + Number + ")款"
        + "|(?:第[（(]?|[（(])(?<item>" + Number + ")[）)]?项")]
    private static partial Regex Citations();
}
