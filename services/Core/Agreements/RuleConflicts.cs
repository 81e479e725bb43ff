using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Finds rules that contradict each other or can never apply.</summary>
/// <remarks>Rules of one precedence cannot contradict each other otherwise: the catalogue gives each precedence one effect, and
/// a rule must say what it says.</remarks>
internal static class RuleConflicts
{
    /// <summary>Reports them where they stand.</summary>
    public static void Report(DocumentReader reader, ImmutableArray<(Rule? Rule, DocumentNode At)> rules)
    {
        foreach (var ((rule, at), index) in rules.Select((rule, index) => (rule, index)))
        {
            if (rule!.Kinds.IsEmpty || rule.When?.Text == "false")
            {
                reader.Report(at, RuleFaultCode.Unreachable, new Violation(
                    new Wording("可能成立的规则", "a rule that can apply"),
                    new Wording($"{rule.Code} 永不成立", $"{rule.Code}, which never does")));
            }

            foreach (var (before, _) in rules.Take(index))
            {
                if (before!.Code == rule.Code && before.Kinds.Intersect(rule.Kinds).Any())
                {
                    reader.Report(at, RuleFaultCode.Contradiction, new Violation(
                        new Wording("每种记录的每个理由只有一条规则", "one rule for each reason and kind of record"),
                        new Wording($"{rule.Code} 的第二条规则", $"a second rule for {rule.Code}")));
                }
            }
        }
    }
}
