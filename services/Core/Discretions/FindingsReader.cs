using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Finds in a table what was found in a case, and collects what the table does not know.</summary>
internal sealed class FindingsReader(DiscretionArticle article, ImmutableArray<DiscretionModifier> modifiers)
{
    private readonly ImmutableArray<Violation>.Builder _mistakes = ImmutableArray.CreateBuilder<Violation>();

    public ImmutableArray<Violation> Mistakes => _mistakes.ToImmutable();

    /// <summary>Gives every factor of the article its level.</summary>
    public ImmutableArray<CountedFactor> Factors(ImmutableArray<FoundLevel> found)
    {
        Once(new Wording("因素", "factor"), found.Select(level => level.Factor), article.Factors.Select(factor => factor.Id));
        return
        [
            .. from factor in article.Factors
               let given = found.FirstOrDefault(level => level.Factor == factor.Id)
               let level = given is null ? null : Level(factor, given.Level)
               select new CountedFactor(factor, level ?? factor.Levels[0], IsKnown: level is not null, given?.RestsOn ?? []),
        ];
    }

    /// <summary>Applies the modifiers that were asked for.</summary>
    public ImmutableArray<CountedModifier> Apply(CaseFindings found)
    {
        Once(
            new Wording("调整情形", "modifier"),
            found.Modifiers.Select(asked => asked.Modifier),
            modifiers.Select(modifier => modifier.Id));
        var exclusions = modifiers.SelectMany(modifier => modifier.Exclusions).Select(exclusion => exclusion.Id).Distinct();
        Once(new Wording("不适用情形", "exclusion"), found.Exclusions, exclusions);
        return
        [
            .. from modifier in modifiers
               let asked = found.Modifiers.FirstOrDefault(asked => asked.Modifier == modifier.Id)
               where asked is not null
               let reasons = modifier.Exclusions.Where(exclusion => found.Exclusions.Contains(exclusion.Id)).ToImmutableArray()
               let reduction = Reduction(modifier, asked.Reduction)
               select new CountedModifier(modifier, reasons.IsEmpty ? reduction : default, reasons),
        ];
    }

    private DiscretionLevel? Level(DiscretionFactor factor, string text)
    {
        var isMeasured = factor.Levels.Any(level => level.From is not null || level.To is not null);
        var isNumber = decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var measured);
        var level = factor.Levels.FirstOrDefault(level => level.Id == text)
            ?? (isMeasured && isNumber ? factor.Levels.FirstOrDefault(level => level.Covers(measured)) : null);
        if (level is null)
        {
            _mistakes.Add(UnknownWord.Of(
                new Wording($"“{factor.Id}”的档次", $"level of '{factor.Id}'"), text, factor.Levels.Select(known => known.Id)));
        }

        return level;
    }

    private Percentage Reduction(DiscretionModifier modifier, Percentage? asked)
    {
        var reduction = asked ?? modifier.Least;
        if (reduction.BasisPoints < modifier.Least.BasisPoints || reduction.BasisPoints > modifier.Most.BasisPoints)
        {
            _mistakes.Add(Violation.Quoting(
                new Wording(
                    $"“{modifier.Id}”的幅度：{modifier.Least} 至 {modifier.Most}",
                    $"for '{modifier.Id}' from {modifier.Least} to {modifier.Most}"),
                reduction.ToString()));
        }

        return reduction;
    }

    private void Once(Wording what, IEnumerable<string> given, IEnumerable<string> known)
    {
        var names = known.ToHashSet(StringComparer.Ordinal);
        foreach (var word in given.GroupBy(word => word, StringComparer.Ordinal))
        {
            if (!names.Contains(word.Key))
            {
                _mistakes.Add(UnknownWord.Of(what, word.Key, names));
            }
            else if (word.Skip(1).Any())
            {
                _mistakes.Add(Violation.Quoting(
                    new Wording($"每个{what.Chinese}只写一次", $"every {what.English} once"), word.Key,
                    new Wording("不止一次", "more than once")));
            }
        }
    }
}
