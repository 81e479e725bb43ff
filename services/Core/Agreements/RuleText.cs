using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A rule as its rule set has it, to be read by people.</summary>
/// <param name="Code">The reason, which carries the effect.</param>
/// <param name="Precedence">The gate at which it is judged; the smaller first.</param>
/// <param name="Kinds">The kinds of record that it judges.</param>
/// <param name="Title">What it says, in few words.</param>
/// <param name="Sentence">What it says, as a sentence.</param>
/// <param name="LegalBasis">The provisions, in Chinese, with edition and articles.</param>
/// <param name="Trust">How well they have been checked.</param>
/// <param name="IsMandatory">Whether the fact alone suffices.</param>
/// <param name="DecidedBy">Who establishes it.</param>
public sealed record RuleText(
    ReasonCode Code,
    int Precedence,
    ImmutableArray<RecordKind> Kinds,
    Wording Title,
    Wording Sentence,
    string LegalBasis,
    SourceTrust Trust,
    bool IsMandatory,
    ReasonDecider DecidedBy)
{
    /// <summary>Gets the condition in canonical form; empty when only an officer can establish it.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Gets what raises it, so that an officer has to decide; empty when only an officer can raise it.</summary>
    public string Suspect { get; init; } = "";

    /// <summary>Gets from which day it holds.</summary>
    public string Since { get; init; } = "";

    /// <summary>Gets how long an officer has to decide; empty when nobody has to.</summary>
    public string Deadline { get; init; } = "";

    /// <summary>Reads out a rule set.</summary>
    /// <param name="rules">The rule set.</param>
    /// <returns>Its rules by precedence, then by code.</returns>
    public static IEnumerable<RuleText> Of(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Rules.OrderBy(rule => rule.Precedence).ThenBy(rule => rule.Code.ToString(), StringComparer.Ordinal)
            .Select(rule => new RuleText(
                rule.Code, rule.Precedence, rule.Kinds, rule.Title, rule.Sentence, rule.LegalBasis, rule.Trust, rule.IsMandatory,
                rule.DecidedBy)
            {
                Condition = rule.When?.Text ?? "",
                Suspect = rule.Suspect?.Text ?? "",
                Since = rule.Since.Text,
                Deadline = rule.Deadline is { } deadline ? $"{deadline}" : "",
            });
    }
}
