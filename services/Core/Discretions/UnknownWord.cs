using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Says that a word is not in a table, and what was probably meant.</summary>
internal static class UnknownWord
{
    private const int ListedMax = 20;

    /// <summary>Says it.</summary>
    /// <param name="what">What the word should name.</param>
    /// <param name="text">The word.</param>
    /// <param name="known">What the table has.</param>
    public static Violation Of(Wording what, string text, IEnumerable<string> known)
    {
        var words = known.ToArray();
        if (Nearest.Of(text, words) is { } nearest)
        {
            return Violation.Quoting(
                new Wording(
                    $"表中已有的{what.Chinese}（疑为“{nearest}”）", $"the {what.English} of the table, perhaps '{nearest}'"),
                text);
        }

        var (list, more) = (words.Take(ListedMax).ToArray(), words.Length > ListedMax);
        return Violation.Quoting(
            new Wording(
                $"表中已有的{what.Chinese}，即 {string.Join('、', list)}{(more ? " 等" : "")} 之一",
                $"the {what.English} of the table, one of {string.Join(", ", list)}{(more ? ", …" : "")}"),
            text);
    }
}
