using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>A table of discretion 裁量表: the same circumstances give the same fine, whoever asks.</summary>
/// <remarks>Nothing of it is written in the program: ranges, weights, shares, reductions and rounding are the document's, with a
/// mark of how well each was checked.</remarks>
public sealed class DiscretionTable
{
    internal DiscretionTable(
        DiscretionTerms terms,
        ImmutableArray<DiscretionArticle> articles,
        ImmutableArray<DiscretionModifier> modifiers,
        Digest hash)
    {
        Terms = terms;
        Articles = articles;
        Modifiers = modifiers;
        Hash = hash;
    }

    /// <summary>Gets what holds for all articles.</summary>
    public DiscretionTerms Terms { get; }

    /// <summary>Gets the articles, in the order of the document.</summary>
    public ImmutableArray<DiscretionArticle> Articles { get; }

    /// <summary>Gets the modifiers, in the order of the document.</summary>
    public ImmutableArray<DiscretionModifier> Modifiers { get; }

    /// <summary>Gets the digest of the document, line ends apart.</summary>
    public Digest Hash { get; }

    /// <summary>Calculates a fine.</summary>
    /// <param name="article">The provision: <c>水污染防治法/2017/83</c>.</param>
    /// <param name="found">What was found in the case.</param>
    /// <param name="mistakes">What the table does not know, each with the nearest that it does; empty when there is
    /// nothing.</param>
    /// <returns>The calculation; null when there is a mistake.</returns>
    public Calculation? Calculate(string article, CaseFindings found, out ImmutableArray<Violation> mistakes)
    {
        ArgumentNullException.ThrowIfNull(article);
        ArgumentNullException.ThrowIfNull(found);
        if (Articles.FirstOrDefault(known => known.Id == article) is not { } provision)
        {
            mistakes = [UnknownWord.Of(new Wording("条款", "article"), article, Articles.Select(known => known.Id))];
            return null;
        }

        var reader = new FindingsReader(provision, Modifiers);
        var factors = reader.Factors(found.Levels);
        var modifiers = reader.Apply(found);
        mistakes = reader.Mistakes;
        return mistakes.IsEmpty ? Calculate(provision, factors, modifiers) : null;
    }

    private Calculation Calculate(
        DiscretionArticle article, ImmutableArray<CountedFactor> factors, ImmutableArray<CountedModifier> modifiers)
    {
        var sum = article.Start.BasisPoints + factors.Sum(factor => (long)factor.Level.Weight.BasisPoints);
        var counted = new Percentage((int)Math.Clamp(
            sum, 0, article.Method == DiscretionMethod.Accumulation ? Terms.WeightsMax.BasisPoints : int.MaxValue));
        var (least, most) = ((decimal)(article.RangeMin?.Value ?? 0), (decimal)(article.RangeMax?.Value ?? 0));
        var weighed = article.Method switch
        {
            DiscretionMethod.ShareOfRange => least + counted.Of(most - least),
            DiscretionMethod.MultipleOfMinimum => counted.Of(least),
            _ => counted.Of(most),
        };
        var within = Clip(article, weighed);

        // Reductions are added, so that their order means nothing.
        var off = modifiers.Sum(modifier => modifier.Reduction.BasisPoints);
        var reduced = within - new Percentage(Math.Min(off, Percentage.Whole.BasisPoints)).Of(within);
        return new Calculation
        {
            Table = this,
            Article = article,
            Factors = factors,
            Sum = new Percentage((int)sum),
            Counted = counted,
            Weighed = weighed,
            WithinRange = within,
            Modifiers = modifiers,
            Reduced = reduced,
            Amount = new Fen((long)Round(article, Clip(article, reduced))),
        };
    }

    // The bounds are the statute's and no unit of ours: who owes the lowest fine owes exactly that.
    private decimal Round(DiscretionArticle article, decimal amount) =>
        amount == article.RangeMin?.Value || amount == article.RangeMax?.Value
            ? amount : Clip(article, Terms.Rounding.Of(amount));

    private static decimal Clip(DiscretionArticle article, decimal amount) =>
        Math.Min(Math.Max(amount, article.RangeMin?.Value ?? 0), article.RangeMax?.Value ?? decimal.MaxValue);
}
