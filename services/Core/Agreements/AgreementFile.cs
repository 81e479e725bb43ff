using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the agreement of a network, whose rule sets are documents of their own.</summary>
internal static partial class AgreementFile
{
    /// <summary>Reads the agreement.</summary>
    /// <param name="agreement">Where it stands.</param>
    /// <param name="parties">The parties of the network, who alone can be members of a group.</param>
    /// <param name="readRules">Reads a rule set by the name that the network file gives it.</param>
    /// <returns>The agreement; its rule sets are in order and do not overlap.</returns>
    public static Agreement Read(Place agreement, ImmutableHashSet<Jurisdiction> parties, Func<string, RuleSet> readRules)
    {
        agreement.Only("id", "ruleSets");
        var id = agreement.At("id").Text(AgreementId(), "an agreement such as agr:yrd-demo-2020");
        var ruleSets = ImmutableArray.CreateBuilder<RuleSet>();
        foreach (var place in agreement.List("ruleSets"))
        {
            var rules = place.Read(readRules);
            if (rules.Agreement != id)
            {
                throw place.Wrong($"Expected rules of {id}; found rules of {rules.Agreement}.");
            }

            foreach (var stranger in rules.Groups.SelectMany(group => group.Members).Where(member => !parties.Contains(member)))
            {
                throw place.NoParty(stranger, parties);
            }

            if (ruleSets is [.., var before])
            {
                MustFollow(place, before, rules);
            }

            ruleSets.Add(rules);
        }

        return ruleSets.Count > 0
            ? new Agreement(id, ruleSets.ToImmutable())
            : throw agreement.At("ruleSets").Wrong("Expected at least one rule set; found none.");
    }

    private static void MustFollow(Place place, RuleSet before, RuleSet rules)
    {
        if (rules.Number <= before.Number)
        {
            throw place.Wrong($"Expected a number of more than {before.Number}, the oldest first; found {rules.Number}.");
        }

        if (!(rules.InForceFrom > before.InForceTo))
        {
            throw place.Wrong($"Expected rules in force from a day after the last one of {before.Name}, "
                + $"{(before.InForceTo is { } last ? CivilDates.Format(last) : "which has none")}; "
                + $"found {CivilDates.Format(rules.InForceFrom)}.");
        }
    }

    [GeneratedRegex(@"\Aagr:[a-z0-9][a-z0-9-]{0,59}\z")]
    private static partial Regex AgreementId();
}
