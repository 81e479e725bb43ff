using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Writes out the provisions that the catalogue cites in short, as they stand in a reasoned document.</summary>
/// <remarks>
/// The catalogue writes <c>处罚法25；处罚办法2023 14、16</c>. What it cites in another form is repeated as it stands: a citation must
/// not say more than was looked up.
/// </remarks>
internal static partial class Citation
{
    private static readonly FrozenDictionary<string, Wording> Instruments = new Dictionary<string, Wording>
    {
        ["处罚法"] = new("《中华人民共和国行政处罚法》", "Administrative Penalty Law"),
        ["复议法"] = new("《中华人民共和国行政复议法》", "Administrative Reconsideration Law"),
        ["诉讼法"] = new("《中华人民共和国行政诉讼法》", "Administrative Litigation Law"),
        ["许可法"] = new("《中华人民共和国行政许可法》", "Administrative Licensing Law"),
        ["强制法"] = new("《中华人民共和国行政强制法》", "Administrative Compulsion Law"),
        ["电子签名法"] = new("《中华人民共和国电子签名法》", "Electronic Signature Law"),
        ["排污条例"] = new("《排污许可管理条例》", "Regulation on Pollutant Discharge Permits"),
        ["处罚办法2023"] = new("《生态环境行政处罚办法》", "Measures for Ecological and Environmental Administrative Penalties"),
        ["许可办法2024"] = new("《排污许可管理办法》", "Measures for Pollutant Discharge Permits"),
        ["信用修复36号"] = new("《信用修复管理办法》", "Measures for Credit Repair"),
        ["示范区条例"] = new(
            "《上海市促进长三角生态绿色一体化发展示范区高质量发展条例》", "Shanghai Regulation on the Demonstration Zone"),
        ["证据规定2002"] = new(
            "《最高人民法院关于行政诉讼证据若干问题的规定》", "Provisions of the Supreme People's Court on Evidence in Administrative Litigation"),
        ["评查细则2024"] = new("《生态环境行政执法案卷评查细则（2024年修订版）》", "Rules for the Review of Enforcement Files (2024)"),
        ["示范区“三统一”行动方案"] = new(
            "示范区“三统一”行动方案", "Action Programme of the Demonstration Zone on Unified Standards, Monitoring and Enforcement"),
        ["协议"] = new("互认协议", "the agreement"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Writes out a legal basis.</summary>
    /// <param name="legalBasis">As the catalogue cites it; empty when there is none.</param>
    /// <returns>The provisions, in Chinese joined by <c>、</c>, in English by semicolons; both empty when there is none.</returns>
    public static Wording Of(string legalBasis)
    {
        var provisions = legalBasis.Split('；', StringSplitOptions.RemoveEmptyEntries).Select(Provision).ToArray();
        return new Wording(
            string.Join('、', provisions.Select(provision => provision.Chinese)),
            string.Join("; ", provisions.Select(provision => provision.English)));
    }

    private static Wording Provision(string cited)
    {
        if (Pattern().Match(cited) is not { Success: true } match
            || !Instruments.TryGetValue(match.Groups["name"].Value, out var instrument))
        {
            return new Wording(cited, cited);
        }

        if (match.Groups["problem"] is { Success: true, Value: var problems })
        {
            return new Wording($"{instrument.Chinese}重大问题第{problems}项", $"{instrument.English}, major problem {problems}");
        }

        if (match.Groups["article"].Captures is not { Count: > 0 } articles)
        {
            return instrument;
        }

        var plural = articles.Count > 1 || articles[0].Value.Contains('-', StringComparison.Ordinal) ? "arts." : "art.";
        var name = match.Groups["name"].Value;
        return new Wording(
            instrument.Chinese + string.Join('、', articles.Select(article => ArticleInChinese(name, article.Value))),
            $"{instrument.English}, {plural} {string.Join(", ", articles.Select(article => article.Value.Replace('-', '–')))}");
    }

    // 9(3) of the Penalty Law is an item 项 of its list of penalties; elsewhere the number in brackets is a paragraph 款.
    private static string ArticleInChinese(string instrument, string article)
    {
        if (article.Split('-') is [var first, var last])
        {
            return $"第{Numeral(first)}条至第{Numeral(last)}条";
        }

        var (number, part) = article.Split('(', ')') is [var whole, var bracket, _] ? (whole, bracket) : (article, null);
        var unit = instrument == "处罚法" && number == "9" ? "项" : "款";
        return $"第{Numeral(number)}条" + (part is null ? "" : $"第{Numeral(part)}{unit}");
    }

    private static string Numeral(string digits)
    {
        const string Figures = "零一二三四五六七八九";
        var value = int.Parse(digits, CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        var skipsZero = true;
        foreach (var (weight, unit) in ((int, string)[])[(1000, "千"), (100, "百"), (10, "十"), (1, "")])
        {
            var figure = value / weight % 10;
            if (figure > 0)
            {
                // 十二 and not 一十二, but 一百一十二.
                _ = text.Append(figure == 1 && weight == 10 && text.Length == 0 ? "" : Figures[figure]).Append(unit);
                skipsZero = false;
            }
            else if (!skipsZero && value % weight > 0)
            {
                _ = text.Append(Figures[0]);
                skipsZero = true;
            }
        }

        return text.ToString();
    }

    // The name ends where the articles begin; a year or an order number belongs to the name.
    [GeneratedRegex(
        @"\A(?<name>处罚办法2023|许可办法2024|信用修复36号|证据规定2002|评查细则2024|\D+?)\s*"
        + @"(?:重大问题(?<problem>[0-9]+)"
        + @"|(?<article>[0-9]+(?:\([0-9]+\)|-[0-9]+)?)(?:、(?<article>[0-9]+(?:\([0-9]+\)|-[0-9]+)?))*)?\z")]
    private static partial Regex Pattern();
}
