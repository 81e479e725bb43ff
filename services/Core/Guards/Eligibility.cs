using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>Whether somebody may be on a positive list.</summary>
/// <param name="IsEligible">Whether it may.</param>
/// <param name="Condition">What the agreement demands; empty when it says nothing of positive lists.</param>
/// <param name="Missing">Facts that would have to be known.</param>
/// <param name="RuleSet">The rule set.</param>
public sealed record Eligibility(Answer IsEligible, string Condition, ImmutableArray<string> Missing, string RuleSet)
{
    /// <summary>Gets the first day whose penalties bar a listing.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="receiver">The party of the list.</param>
    /// <param name="on">The day of the listing.</param>
    /// <returns>Null when the party has no agreement on that day, or it says nothing of positive lists.</returns>
    public static DateOnly? BarredFrom(Network network, Jurisdiction receiver, DateOnly on) =>
        RulesOf(network, receiver, on)?.Terms.Guards.PositiveList?.Within.From(on, isBack: true, WorkingDays.Announced);

    /// <summary>Judges a candidate by the terms of the agreement.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="receiver">The party of the list.</param>
    /// <param name="on">The day of the listing.</param>
    /// <param name="candidate">What is known of the candidate.</param>
    /// <returns>The answer; not known when the agreement has no terms, or a fact that decides is missing.</returns>
    public static Eligibility Of(Network network, Jurisdiction receiver, DateOnly on, Candidate candidate)
    {
        var rules = RulesOf(network, receiver, on);
        if (rules?.Terms.Guards.PositiveList is not { } terms)
        {
            return new Eligibility(Answer.NotKnown, "", [], rules?.Name ?? "");
        }

        var traced = terms.When.Trace(candidate, WorkingDays.Announced);
        return new Eligibility(
            traced.Value switch { true => Answer.Yes, false => Answer.No, null => Answer.NotKnown },
            terms.When.Text,
            traced.Value is null ? traced.Missing : [],
            rules.Name);
    }

    private static RuleSet? RulesOf(Network network, Jurisdiction receiver, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Agreement.InForceOn(on) is { } rules && rules.Binds(receiver) ? rules : null;
    }
}
