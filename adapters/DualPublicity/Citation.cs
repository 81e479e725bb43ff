using System.Text.Json.Nodes;

namespace ExchangeHub.DualPublicity;

/// <summary>A place of law that a decision rests on.</summary>
/// <param name="Law">The name of the law, without <c>中华人民共和国</c>.</param>
/// <param name="Edition">The year of its edition.</param>
/// <param name="Article">The number of the article, such as <c>83</c> or <c>83-1</c>.</param>
/// <param name="Paragraph">The number of the paragraph, 0 when none is cited.</param>
/// <param name="Item">The number of the item, 0 when none is cited.</param>
internal sealed record Citation(string Law, string Edition, string Article, int Paragraph, int Item)
{
    public JsonObject ToJson()
    {
        var basis = new JsonObject { ["instrumentId"] = Law, ["edition"] = Edition, ["article"] = Article };
        if (Paragraph > 0)
        {
            basis["paragraph"] = Paragraph;
        }

        if (Item > 0)
        {
            basis["item"] = Item;
        }

        return basis;
    }
}
