using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What happens to an agreement.</summary>
public abstract record AgreementEvent
{
    private AgreementEvent() { }

    /// <summary>Rule sets of the network file are used for the first time.</summary>
    /// <param name="Rules">Which.</param>
    public sealed record Founded(ImmutableArray<FoundedRules> Rules) : AgreementEvent;

    /// <summary>An act of a party was taken.</summary>
    /// <param name="Envelope">As the party signed it.</param>
    /// <param name="Act">The same, read.</param>
    /// <param name="At">When it was taken.</param>
    public sealed record ActTaken(Envelope Envelope, AgreementAct Act, DateTimeOffset At) : AgreementEvent;

    /// <summary>Names the stream of an agreement.</summary>
    /// <param name="agreement">Such as <c>agr:yrd-demo-2020</c>.</param>
    /// <returns>The stream.</returns>
    public static string Stream(string agreement) => $"agreement-{agreement}";
}

/// <summary>A rule set of the network file, as it was when it was first used.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Digest of what it says.</param>
public sealed record FoundedRules(int Number, Digest Hash)
{
    /// <summary>Finds the rule sets of a network file that are new, and what a hub with a history must not accept.</summary>
    /// <param name="known">What was used before.</param>
    /// <param name="network">The network as its file says.</param>
    /// <param name="at">When it is read.</param>
    /// <returns>What is new; or why the file is of no use: a version that says something else than it did, that is missing,
    /// or that would have been in force already.</returns>
    public static (ImmutableArray<FoundedRules> New, Wording? Fault) Compare(
        ImmutableArray<FoundedRules> known, Network network, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(network);
        var sets = network.Agreement.RuleSets;
        foreach (var (number, hash) in known)
        {
            if (sets.FirstOrDefault(rules => rules.Number == number) is not { } rules)
            {
                return ([], new(
                    $"网络文件缺少第 {number} 版规则，而历史决定依据该版作出。",
                    $"Version {number} of the rules is missing, under which decisions were made."));
            }

            if (rules.Hash != hash)
            {
                return ([], new(
                    $"{rules.Name} 的内容与首次使用时不同（当时 {hash}，现为 {rules.Hash}）。修改规则应发布新版本。",
                    $"{rules.Name} says something else than when it was first used (then {hash}, now {rules.Hash}). A change of "
                    + "rules is a new version."));
            }
        }

        var added = sets.Where(rules => !known.Any(one => one.Number == rules.Number)).ToArray();
        if (!known.IsEmpty && Array.Find(added, rules => rules.InForceFrom < AgreementActs.EarliestFrom(at)) is { } late)
        {
            return ([], new(
                $"{late.Name} 自 {CivilDates.Format(late.InForceFrom)} 起施行，规则不得溯及既往：最早为 "
                + $"{CivilDates.Format(AgreementActs.EarliestFrom(at))}。",
                $"{late.Name} begins on {CivilDates.Format(late.InForceFrom)}. Rules are not retroactive: the earliest first day "
                + $"is {CivilDates.Format(AgreementActs.EarliestFrom(at))}."));
        }

        return ([.. added.Select(rules => new FoundedRules(rules.Number, rules.Hash))], null);
    }
}
