using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ExchangeHub.DualPublicity;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>A place of law that is read wrongly carries a decision under a provision that nobody cited.</summary>
public sealed class CitationParserTests
{
    private static readonly CitationParser Parser = new(new CodeList(new Dictionary<string, ImmutableArray<string>>
    {
        ["水污染防治法"] = ["2017"],
        ["行政处罚法"] = ["2021"],
    }));

    [Theory]
    [InlineData("《中华人民共和国水污染防治法》第八十三条第（二）项", "水污染防治法 2017 83 0 2")]
    [InlineData("依据《水污染防治法》第83条第2项的规定", "水污染防治法 2017 83 0 2")]
    [InlineData("《水污染防治法》第一百零三条", "水污染防治法 2017 103 0 0")]
    [InlineData("《水污染防治法》第十条第一款、第三款", "水污染防治法 2017 10 1 0|水污染防治法 2017 10 3 0")]
    [InlineData("《水污染防治法》第二十条第二款第一项、第四项", "水污染防治法 2017 20 2 1|水污染防治法 2017 20 2 4")]
    [InlineData("《水污染防治法》第三十九条、第八十三条第（三）项", "水污染防治法 2017 39 0 0|水污染防治法 2017 83 0 3")]
    [InlineData("《水污染防治法》第三十九条和《行政处罚法》第二十八条第一款", "水污染防治法 2017 39 0 0|行政处罚法 2021 28 1 0")]
    [InlineData("《水污染防治法》（2008年修订）第七十四条", "水污染防治法 2008 74 0 0")]
    [InlineData("《上海市环境保护条例》（2022）第十条之一", "上海市环境保护条例 2022 10-1 0 0")]
    [InlineData("《水污染防治法》第八十三条、《水污染防治法》第八十三条", "水污染防治法 2017 83 0 0")]
    [InlineData("《水污染防治法》第十九条，有下列三项情形", "水污染防治法 2017 19 0 0")]
    public void Every_place_is_found_and_no_other(string text, string places)
    {
        var values = new List<JsonNode>();

        Assert.Null(Parser.Parse(text, RecordFields.Find("penalty.penaltyBasis")!, values));
        Assert.Equal(places, string.Join('|', values.Select(value =>
            $"{value["instrumentId"]} {value["edition"]} {value["article"]} {value["paragraph"] ?? 0} {value["item"] ?? 0}")));
    }

    [Theory]
    [InlineData("有关法律规定")]
    [InlineData("第八十三条第二项")]
    [InlineData("《水污染防治法》有关规定")]
    [InlineData("《江苏省水污染防治条例》第五条")]
    public void An_imprecise_citation_is_a_fault(string text) =>
        Assert.NotNull(Parser.Parse(text, RecordFields.Find("penalty.penaltyBasis")!, []));
}
