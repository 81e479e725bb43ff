using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>One thing that two versions of the rules say differently.</summary>
/// <param name="Subject">What: a reason code, <c>policy.</c> and the name of a parameter, a group, or a name of the head.</param>
/// <param name="Aspect">Which part of it, such as <c>when</c>.</param>
/// <param name="Before">What the first version says; empty when it says nothing.</param>
/// <param name="After">What the second version says; empty when it says nothing.</param>
public sealed record RuleChange(string Subject, string Aspect, string Before, string After)
{
    /// <summary>Compares what two rule sets say, whatever their layout.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <returns>Head, parameters and groups first, then rules in the order in which they are judged.</returns>
    public static ImmutableArray<RuleChange> Between(RuleSet before, RuleSet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (one, other) = (Sayings(before).ToArray(), Sayings(after).ToArray());
        var left = one.ToDictionary(said => (said.Subject, said.Aspect), said => said.Text);
        var right = other.ToDictionary(said => (said.Subject, said.Aspect), said => said.Text);
        return
        [
            .. from said in one.Concat(other).Select(said => (said.Subject, said.Aspect)).Distinct()
               let was = left.GetValueOrDefault(said, "")
               let @is = right.GetValueOrDefault(said, "")
               where was != @is
               select new RuleChange(said.Subject, said.Aspect, was, @is),
        ];
    }

    private static IEnumerable<(string Subject, string Aspect, string Text)> Sayings(RuleSet rules)
    {
        yield return ("inForceFrom", "", CivilDates.Format(rules.InForceFrom));
        yield return ("inForceTo", "", rules.InForceTo is { } last ? CivilDates.Format(last) : "");
        yield return ("recognisesFrom", "", CivilDates.Format(rules.RecognisesFrom));
        yield return ("notice", "", rules.Terms.Notice is { } notice ? $"{notice}" : "");
        yield return ("sameActMetres", "", $"{rules.SameActMetres}");
        yield return ("staleAfter", "", rules.StaleAfter is { } silence ? TimeLength.Format(silence) : "");
        foreach (var parameter in rules.Terms.Parameters)
        {
            yield return ($"policy.{parameter.Name}", "value", Parameter.Write(parameter.Value));
            yield return ($"policy.{parameter.Name}", "basis", parameter.Basis);
            yield return ($"policy.{parameter.Name}", "local", parameter.IsLocal ? "true" : "");
        }

        foreach (var group in rules.Groups)
        {
            yield return (group.Name, "members", string.Join(", ", group.Members.Select(member => $"{member}").Order(
                StringComparer.Ordinal)));
            foreach (var (parameter, value) in rules.Choices(group))
            {
                yield return (group.Name, parameter, value);
            }
        }

        foreach (var row in rules.Terms.Laws.Sayings().Concat(rules.Terms.Guards.Sayings()))
        {
            yield return row;
        }

        foreach (var rule in rules.Rules.OrderBy(rule => rule.Precedence))
        {
            // One reason may have a rule for each kind of record.
            var subject = rules.Rules.Count(other => other.Code == rule.Code) == 1
                ? $"{rule.Code}" : $"{rule.Code} ({string.Join(", ", rule.Kinds.Select(kind => Spelling.Of(kind)))})";
            foreach (var (aspect, text) in Sayings(rule))
            {
                yield return (subject, aspect, text);
            }
        }
    }

    private static IEnumerable<(string Aspect, string Text)> Sayings(Rule rule) =>
    [
        ("kinds", string.Join(", ", rule.Kinds.Select(kind => Spelling.Of(kind)))),
        ("decider", Spelling.Of(rule.DecidedBy)),
        ("scope", rule.IsOfItems ? "ITEM" : ""),
        ("when", rule.When?.Text ?? ""),
        ("suspect", rule.Suspect?.Text ?? ""),
        ("since", rule.Since.Text),
        ("deadline", rule.Deadline is { } deadline ? $"{deadline}" : ""),
        ("basis", rule.LegalBasis),
        ("title", $"{rule.Title.Chinese} / {rule.Title.English}"),
        ("sentence", $"{rule.Sentence.Chinese} / {rule.Sentence.English}"),
    ];
}
