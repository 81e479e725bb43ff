using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the agreement of a network with its rule sets: the part of a <see cref="NetworkFile"/> that the parties sign.
/// </summary>
internal static partial class AgreementFile
{
    private const int SameActMetresMax = 100_000;

    /// <summary>Reads the agreement.</summary>
    /// <param name="agreement">Where it stands.</param>
    /// <param name="parties">The parties of the network, who alone can be members of a group.</param>
    /// <returns>The agreement; its rule sets are in order and do not overlap.</returns>
    public static Agreement Read(Place agreement, ImmutableHashSet<Jurisdiction> parties)
    {
        agreement.Only("id", "ruleSets");
        var id = agreement.At("id").Text(AgreementId(), "an agreement such as agr:yrd-demo-2020");
        var ruleSets = ImmutableArray.CreateBuilder<RuleSet>();
        foreach (var place in agreement.List("ruleSets"))
        {
            var rules = ReadRuleSet(id, place, parties);
            if (rules.InForceTo < rules.InForceFrom)
            {
                throw place.At("inForceTo").Wrong($"Expected a day not before {CivilDates.Format(rules.InForceFrom)}; "
                    + $"found {CivilDates.Format(rules.InForceTo.Value)}.");
            }

            if (ruleSets is [.., var before])
            {
                if (rules.Number <= before.Number)
                {
                    throw place.At("number").Wrong(
                        $"Expected more than {before.Number}, the oldest first; found {rules.Number}.");
                }

                if (!(rules.InForceFrom > before.InForceTo))
                {
                    throw place.At("inForceFrom").Wrong($"Expected a day after the last one of {before.Name}, "
                        + $"{(before.InForceTo is { } last ? CivilDates.Format(last) : "which has none")}; "
                        + $"found {CivilDates.Format(rules.InForceFrom)}.");
                }
            }

            ruleSets.Add(rules);
        }

        return ruleSets.Count > 0
            ? new Agreement(id, ruleSets.ToImmutable())
            : throw agreement.At("ruleSets").Wrong("Expected at least one rule set; found none.");
    }

    private static RuleSet ReadRuleSet(string agreement, Place rules, ImmutableHashSet<Jurisdiction> parties)
    {
        rules.Only("number", "inForceFrom", "inForceTo", "recognisesFrom", "sameActMetres", "groups");
        var groups = rules.List("groups").Distinct(
            group => ReadGroup(group, parties), group => group.Name, "A group is named once in a rule set");
        foreach (var member in groups.SelectMany(group => group.Members).Distinct())
        {
            if (groups.Where(group => group.Members.Contains(member)).ToArray() is [var one, var other, ..])
            {
                throw rules.At("groups").Wrong(
                    $"A party is in one group at most; {member} is in '{one.Name}' and in '{other.Name}'.");
            }
        }

        return new RuleSet(
            agreement,
            rules.At("number").Number(1, int.MaxValue),
            rules.At("inForceFrom").Read(CivilDates.Parse),
            rules.Find("inForceTo")?.Read(CivilDates.Parse),
            groups,
            rules.At("recognisesFrom").Read(CivilDates.Parse),
            rules.At("sameActMetres").Number(0, SameActMetresMax));
    }

    private static ReceiverGroup ReadGroup(Place group, ImmutableHashSet<Jurisdiction> parties)
    {
        group.Only("name", "members", "pendingRemedy", "confirmedIllegalEnds");
        return new ReceiverGroup(
            group.At("name").Text(GroupName(), "a name that begins with a letter, of lower-case letters, digits and hyphens"),
            new Policy(
                group.At("pendingRemedy").Text() switch
                {
                    "KEEP_WITH_FLAG" => PendingRemedy.KeepWithFlag,
                    "SUSPEND" => PendingRemedy.Suspend,
                    var other => throw group.At("pendingRemedy").Wrong($"Expected KEEP_WITH_FLAG or SUSPEND; found '{other}'."),
                },
                group.Find("confirmedIllegalEnds")?.Truth() ?? false),
            [.. group.List("members").Distinct(
                member => member.Read(Jurisdiction.Parse) is var division && parties.Contains(division)
                    ? division
                    : throw member.NoParty(division, parties),
                member => member,
                "A member is named once")]);
    }

    [GeneratedRegex(@"\Aagr:[a-z0-9][a-z0-9-]{0,59}\z")]
    private static partial Regex AgreementId();

    // It must not look like a division: both are keys of decisions.
    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z")]
    private static partial Regex GroupName();
}
