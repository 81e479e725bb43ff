using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Reads the articles of a table, with the factors of each.</summary>
/// <param name="values">Reads the values.</param>
/// <param name="gravity">What articles without factors of their own go by.</param>
internal sealed partial class ArticleReader(TableValues values, GeneralGravity gravity)
{
    private readonly DocumentReader _reader = values.Reader;

    public DiscretionArticle? Read(DocumentNode node)
    {
        if (_reader.Entries(
            node, "instrument", "edition", "article", "zh", "en", "rangeMin", "rangeMax", "basis", "trust", "start", "factors",
            "weightsBasis", "weightsTrust") is not { } entries)
        {
            return null;
        }

        var (least, most) = (values.Amount(entries.Find("rangeMin")), values.Amount(entries.Find("rangeMax")));
        CheckRange(entries, least, most);
        var isWeighed = entries.Find("factors") is not null;
        var weights = isWeighed ? TableValues.Basis(entries, "weightsBasis", "weightsTrust") : default;
        var (basis, trust) = TableValues.Basis(entries);
        var method = isWeighed ? DiscretionMethod.Accumulation
            : (least, most) switch
            {
                (not null, not null) => DiscretionMethod.ShareOfRange,
                (null, _) => DiscretionMethod.ShareOfMaximum,
                _ => DiscretionMethod.MultipleOfMinimum,
            };
        var id = string.Join('/',
            values.Matching(entries, "instrument", Instrument(), new Wording("不含“/”的法律名称", "a title without '/'")),
            values.Matching(entries, "edition", Edition(), new Wording("版本年份，例如 2017", "the year of the edition, such as 2017")),
            values.Matching(entries, "article", Number(), new Wording(
                "条款序号，必要时附英文小写限定，例如 35-serious", "its number, with a word where needed, such as 35-serious")));
        return new DiscretionArticle(id, values.Name(entries), method)
        {
            RangeMin = least,
            RangeMax = most,
            RangeBasis = basis,
            RangeTrust = trust,
            Start = isWeighed ? values.Share(entries, "start", 0, 100) ?? default : default,
            Factors = isWeighed
                ? values.Distinct(entries.Find("factors"), factor => Factor(factor, weights.Trust), factor => factor.Id)
                : [gravity.FactorOf(method)],
        };
    }

    private void CheckRange(Entries entries, Fen? least, Fen? most)
    {
        if (entries.Find("rangeMin") is null && entries.Find("rangeMax") is null)
        {
            _ = entries.Need("rangeMax");
        }
        else if (least > most)
        {
            _reader.Report(entries.Find("rangeMax")!, RuleFaultCode.Contradiction, new Wording(
                $"不低于 {least.Value.ToGroupedYuan()} 元的金额", $"not less than {least.Value.ToGroupedYuan()} yuan"));
        }

        if (entries.Find("factors") is not { } factors)
        {
            foreach (var name in (string[])["start", "weightsBasis", "weightsTrust"])
            {
                if (entries.Find(name) is { } idle)
                {
                    _reader.Report(idle, RuleFaultCode.Unreachable, new Wording(
                        $"没有因素（factors）时不写 {name}", $"no {name} where there are no factors"));
                }
            }
        }
        else if (entries.Find("rangeMax") is null)
        {
            _ = entries.Need("rangeMax");
        }
        else if (_reader.List(factors).IsEmpty)
        {
            _reader.Report(factors, RuleFaultCode.MissingEntry, new Wording("至少一个因素", "at least one factor"));
        }
    }

    private DiscretionFactor? Factor(DocumentNode node, SourceTrust trust)
    {
        if (_reader.Entries(node, "id", "zh", "en", "levels") is not { } entries)
        {
            return null;
        }

        var nodes = _reader.List(entries.Need("levels"));
        var levels = values.Distinct(entries.Find("levels"), level => Level(level, trust), level => level.Id);
        if (nodes.IsEmpty && entries.Find("levels") is { } empty)
        {
            _reader.Report(empty, RuleFaultCode.MissingEntry, new Wording("至少一个档次", "at least one level"));
        }

        if (levels.Length == nodes.Length)
        {
            LevelOrder.Report(_reader, [.. levels.Zip(nodes)]);
        }

        return new DiscretionFactor(values.Id(entries), values.Name(entries), levels);
    }

    private DiscretionLevel? Level(DocumentNode node, SourceTrust trust)
    {
        if (_reader.Entries(node, "id", "zh", "en", "weight", "from", "to") is not { } entries)
        {
            return null;
        }

        var (id, name, weight) = (values.Id(entries), values.Name(entries), values.Share(entries, "weight", -100, 100));
        var (from, to) = (values.Bound(entries.Find("from")), values.Bound(entries.Find("to")));
        return weight is null ? null : new DiscretionLevel(id, name, weight.Value, trust) { From = from, To = to };
    }

    [GeneratedRegex(@"\A[^/\s]{1,100}\z")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\A[0-9]{4}\z")]
    private static partial Regex Edition();

    [GeneratedRegex(@"\A[0-9]{1,4}(-[a-z]{1,30})?\z")]
    private static partial Regex Number();
}
