using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>The rules of an agreement day by day: a rule set falls into periods where a party leaves or chooses for
/// itself.</summary>
internal static class AgreementPeriods
{
    /// <summary>Works out the periods, oldest first, without overlap.</summary>
    public static ImmutableArray<RuleSet> Of(AgreementState state)
    {
        var periods = ImmutableArray.CreateBuilder<RuleSet>();
        var binding = state.Binding().ToArray();
        for (var i = 0; i < binding.Length; i++)
        {
            var (rules, signedAs) = binding[i];
            var last = i + 1 < binding.Length && !(rules.InForceTo < binding[i + 1].Rules.InForceFrom)
                ? binding[i + 1].Rules.InForceFrom.AddDays(-1)
                : rules.InForceTo;
            Departure[] departures =
                [.. state.Departures.Where(left => left.GivenAs > signedAs && rules.Binds(left.Party))];
            LocalChoice[] choices = [.. state.Choices.Where(choice => choice.RuleSet == rules.Number)];
            DateOnly[] firstDays =
            [
                .. departures.Select(left => left.LastDay.AddDays(1)).Concat(choices.Select(choice => choice.From))
                    .Where(day => day > rules.InForceFrom && !(day > last)).Prepend(rules.InForceFrom).Distinct().Order(),
            ];
            for (var period = 0; period < firstDays.Length; period++)
            {
                var from = firstDays[period];
                var to = period + 1 < firstDays.Length ? firstDays[period + 1].AddDays(-1) : last;
                var left = departures.Where(departure => departure.LastDay < from).Select(departure => departure.Party);
                periods.Add(rules.During(from, to).With(
                    Groups(rules, [.. left], [.. choices.Where(choice => choice.From <= from)])));
            }
        }

        return periods.ToImmutable();
    }

    private static ImmutableArray<ReceiverGroup> Groups(RuleSet rules, HashSet<Jurisdiction> left, LocalChoice[] choices)
    {
        var groups = ImmutableArray.CreateBuilder<ReceiverGroup>();
        foreach (var group in rules.Groups)
        {
            var chosen = group.Members.Except(left)
                .Select(member => (Member: member, Choices: Chosen(rules, group, choices.Where(one => one.Party == member))))
                .ToLookup(one => one.Choices.SequenceEqual(group.Choices));
            if (chosen.Contains(true))
            {
                groups.Add(group with { Members = [.. chosen[true].Select(one => one.Member)] });
            }

            // A document cannot name a group so.
            groups.AddRange(chosen[false].OrderBy(one => one.Member.ToString(), StringComparer.Ordinal)
                .Select(one => new ReceiverGroup($"{group.Name}.{one.Member}", [one.Member]) { Choices = one.Choices }));
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<object> Chosen(RuleSet rules, ReceiverGroup group, IEnumerable<LocalChoice> choices)
    {
        var chosen = group.Choices;
        foreach (var (name, value) in choices.OrderBy(choice => choice.From).SelectMany(choice => choice.Choices))
        {
            var index = rules.Terms.Parameters.IndexOf(rules.Terms.Find(name)!);
            chosen = chosen.SetItem(index, value ?? group.Choices[index]);
        }

        return chosen;
    }
}
