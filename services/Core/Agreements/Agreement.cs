using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>What a receiver does while a remedy against a penalty is pending.</summary>
public enum PendingRemedy
{
    /// <summary>It goes on recognising, with FLG-UNDER-REVIEW: neither remedy stays execution (Penalty Law 73).</summary>
    KeepWithFlag = 1,

    /// <summary>It lets recognition rest, with SUS-PENDING, because the agreement says so.</summary>
    Suspend = 2,
}

/// <summary>The choices that an agreement leaves to its parties.</summary>
/// <param name="PendingRemedy">What follows while a remedy is pending.</param>
/// <param name="ConfirmedIllegalEnds">
/// Whether a decision that was confirmed illegal without being annulled ends recognition (TRM-CONFIRMED-ILLEGAL, optional).
/// </param>
public sealed record Policy(PendingRemedy PendingRemedy, bool ConfirmedIllegalEnds);

/// <summary>Receivers that made the same choices and therefore share every decision.</summary>
/// <param name="Name">Name within the rule set, lower-case ASCII, such as <c>parties</c>.</param>
/// <param name="Policy">Their choices.</param>
/// <param name="Members">The receivers.</param>
public sealed record ReceiverGroup(string Name, Policy Policy, ImmutableHashSet<Jurisdiction> Members);

/// <summary>A numbered version of the rules of an agreement; immutable once in force.</summary>
/// <param name="Agreement">The agreement, such as <c>agr:yrd-demo-2020</c>.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="InForceFrom">First day.</param>
/// <param name="InForceTo">Last day; null when it is open.</param>
/// <param name="Groups">Every party, in exactly one group.</param>
/// <param name="RecognisesFrom">Acts of office before this day are outside the agreement (REF-AGR-DATE).</param>
/// <param name="SameActMetres">Two acts of one subject on one day within this distance are taken for one act.</param>
public sealed record RuleSet(
    string Agreement,
    int Number,
    DateOnly InForceFrom,
    DateOnly? InForceTo,
    ImmutableArray<ReceiverGroup> Groups,
    DateOnly RecognisesFrom,
    int SameActMetres)
{
    /// <summary>Gets the name that decisions cite, such as <c>agr:yrd-demo-2020/v3</c>.</summary>
    public string Name => $"{Agreement}/v{Number}";

    /// <summary>Gets the group of a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <returns>The group, or null when it is not a party.</returns>
    public ReceiverGroup? GroupOf(Jurisdiction receiver) => Groups.FirstOrDefault(group => group.Members.Contains(receiver));

    /// <summary>Says whether a division is bound by these rules.</summary>
    /// <param name="division">The division.</param>
    /// <returns>Whether it is a party.</returns>
    public bool Binds(Jurisdiction division) => GroupOf(division) is not null;
}

/// <summary>An agreement on mutual recognition, with every version of its rules.</summary>
/// <param name="Id">Such as <c>agr:yrd-demo-2020</c>.</param>
/// <param name="RuleSets">Oldest first, without overlap.</param>
public sealed record Agreement(string Id, ImmutableArray<RuleSet> RuleSets)
{
    /// <summary>Gets the rules for a record: those in force on the day on which it was published.</summary>
    /// <param name="publishedOn">The civil day (Asia/Shanghai).</param>
    /// <returns>The rule set, or null when none was in force.</returns>
    /// <remarks>Source: domain reference "Decision model", which rule version, (a).</remarks>
    public RuleSet? InForceOn(DateOnly publishedOn) => RuleSets.FirstOrDefault(
        rules => rules.InForceFrom <= publishedOn && (rules.InForceTo is null || publishedOn <= rules.InForceTo));
}
