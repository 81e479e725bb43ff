using System.Collections.Immutable;
using ExchangeHub.Rules;

namespace ExchangeHub.Agreements;

/// <summary>What a rule set says besides its rules.</summary>
/// <param name="Agreement">The agreement, such as <c>agr:yrd-demo-2020</c>.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="InForceFrom">First day.</param>
/// <param name="InForceTo">Last day; null when it is open.</param>
/// <param name="RecognisesFrom">Acts of office before this day are outside the agreement.</param>
/// <param name="Notice">How long before it leaves a party says so; null when it cannot leave by notice.</param>
/// <param name="SameActMetres">Two acts of one subject on one day within this distance are taken for one act.</param>
/// <param name="Parameters">What the parties agreed on, and groups may choose otherwise.</param>
/// <param name="Laws">What conditions may ask of laws and organs.</param>
internal sealed record RuleSetTerms(
    string Agreement,
    int Number,
    DateOnly InForceFrom,
    DateOnly? InForceTo,
    DateOnly RecognisesFrom,
    Period? Notice,
    int SameActMetres,
    ImmutableArray<Parameter> Parameters,
    LawTable Laws)
{
    /// <summary>Finds a parameter.</summary>
    public Parameter? Find(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>Gets after how long a node of which nothing is heard is silent; null when that was not agreed on.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>Gets what follows from recognised penalties together.</summary>
    public GuardTerms Guards { get; init; } = new([], null, null);
}
