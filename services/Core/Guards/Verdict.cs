using System.Collections.Immutable;
using ExchangeHub.Recognitions;

namespace ExchangeHub.Guards;

/// <summary>What some receivers make of a record, as far as guards ask.</summary>
/// <param name="For">The receivers.</param>
/// <param name="IsCounted">Whether it counts for them.</param>
/// <param name="SinceOn">The civil day from which it does, or does not.</param>
/// <param name="Grounds">Grounds of dishonesty that it may carry, by their names in the rule set; none unless it counts.</param>
/// <param name="RuleSet">The rule set by which that was judged.</param>
public sealed record Verdict(
    Receivers For, bool IsCounted, DateOnly SinceOn, ImmutableArray<string> Grounds, string RuleSet)
{
    /// <inheritdoc/>
    public bool Equals(Verdict? other) => other is not null && For == other.For && IsCounted == other.IsCounted
        && SinceOn == other.SinceOn && RuleSet == other.RuleSet && Grounds.SequenceEqual(other.Grounds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(For, IsCounted, SinceOn);
}
