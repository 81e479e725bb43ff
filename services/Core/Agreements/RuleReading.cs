using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A part of a condition with the value that it had for a record.</summary>
/// <param name="Text">The part, in canonical form.</param>
/// <param name="Value">Its value as an expression would write it; <c>unknown</c> when it is not known.</param>
/// <param name="IsDecisive">Whether the value of the whole rests on it.</param>
/// <param name="Source">The statement it came from, when it is a fact that has one.</param>
/// <param name="Parts">Of what it was made.</param>
public sealed record ConditionStep(
    string Text, string Value, bool IsDecisive, string? Source, ImmutableArray<ConditionStep> Parts)
{
    /// <summary>The most parts that are told of one condition; the deeper ones are left out first.</summary>
    public const int PartsMax = 200;

    internal static ConditionStep Of(TraceStep root)
    {
        // By breadth, so that a long list below one part does not hide the others.
        var kept = new HashSet<TraceStep>(ReferenceEqualityComparer.Instance);
        for (var queue = new Queue<TraceStep>([root]); kept.Count < PartsMax && queue.TryDequeue(out var step);)
        {
            _ = kept.Add(step);
            foreach (var part in step.Parts)
            {
                queue.Enqueue(part);
            }
        }

        return Of(root, kept);
    }

    private static ConditionStep Of(TraceStep step, HashSet<TraceStep> kept) => new(
        step.Text, step.Value, step.IsDecisive, step.Fact?.Source,
        [.. step.Parts.Where(kept.Contains).Select(part => Of(part, kept))]);
}

/// <summary>A rule as its rule set has it, and how its condition came out for a record.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Title">What it says, in few words.</param>
/// <param name="Sentence">What it says, as a sentence.</param>
/// <param name="LegalBasis">The provisions, in Chinese, with edition and articles.</param>
/// <param name="Trust">How well they have been checked.</param>
/// <param name="IsMandatory">Whether the fact alone suffices.</param>
/// <param name="DecidedBy">Who establishes it.</param>
/// <param name="Condition">The condition in canonical form; empty when only an officer can establish it.</param>
/// <param name="Tree">How the condition came out; null when there is none.</param>
public sealed record RuleReading(
    ReasonCode Code,
    Wording Title,
    Wording Sentence,
    string LegalBasis,
    SourceTrust Trust,
    bool IsMandatory,
    ReasonDecider DecidedBy,
    string Condition,
    ConditionStep? Tree)
{
    internal static RuleReading Of(Rule rule, Circumstances seen)
    {
        var condition = rule.Holds(seen) is true ? rule.When : rule.Suspect ?? rule.When;
        return new RuleReading(
            rule.Code, rule.Title, rule.Sentence, rule.LegalBasis, rule.Trust, rule.IsMandatory, rule.DecidedBy,
            condition?.Text ?? "",
            condition is null ? null : ConditionStep.Of(condition.Trace(seen, WorkingDays.Announced).Root));
    }
}

/// <summary>What the other grounds alone would give.</summary>
/// <param name="Without">The decisive grounds: as long as one of them stands, the outcome is the same.</param>
/// <param name="Outcome">What the others would give. A fact that bears on several grounds is not undone by that.</param>
public sealed record Alternative(ImmutableArray<ReasonCode> Without, Outcome Outcome);
