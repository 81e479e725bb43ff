using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Discretions;

/// <summary>Finds levels that are out of order, overlap, or leave a number between them without a level.</summary>
internal static class LevelOrder
{
    /// <summary>Reports them where they stand.</summary>
    public static void Report(DocumentReader reader, ImmutableArray<(DiscretionLevel Level, DocumentNode At)> levels)
    {
        var isMeasured = levels.Any(entry => entry.Level.From is not null || entry.Level.To is not null);
        for (var index = 0; index < levels.Length; index++)
        {
            var (level, at) = levels[index];
            if (level.From >= level.To)
            {
                reader.Report(at, RuleFaultCode.Contradiction, new Violation(
                    new Wording("from 小于 to", "'from' less than 'to'"), Bounds(level)));
            }

            if (index == 0)
            {
                continue;
            }

            var before = levels[index - 1].Level;
            if (level.Weight.BasisPoints < before.Weight.BasisPoints)
            {
                reader.Report(at, RuleFaultCode.Contradiction, Violation.Quoting(
                    new Wording($"档次由低到高，此处不低于 {before.Weight}", $"levels from low to high, here not less than {before.Weight}"),
                    level.Weight.ToString()));
            }

            if (isMeasured && (level.From is null || level.From != before.To))
            {
                reader.Report(at, RuleFaultCode.Contradiction, new Violation(
                    new Wording("区间首尾相接：from 等于前一档次的 to", "bounds that meet: 'from' equal to the 'to' before it"),
                    new Wording($"{Bounds(before).Chinese}之后的{Bounds(level).Chinese}",
                        $"{Bounds(level).English} after {Bounds(before).English}")));
            }
        }
    }

    private static Wording Bounds(DiscretionLevel level)
    {
        var (from, to) = (Written(level.From), Written(level.To));
        return new Wording($"“{from} 至 {to}”", $"'{from} to {to}'");
    }

    private static string Written(decimal? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? "…";
}
