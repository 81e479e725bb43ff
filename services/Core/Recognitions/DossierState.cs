using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>What must be remembered of a dossier to file the next statement and to judge again.</summary>
/// <param name="Facts">What is known.</param>
/// <param name="InForce">The newest decision for each group or receiver, by <see cref="Receivers.Key"/>.</param>
/// <param name="DecisionCount">How many decisions there have been.</param>
public sealed record DossierState(DossierFacts Facts, ImmutableDictionary<string, Decision> InForce, int DecisionCount)
{
    /// <summary>Gets a dossier in which nothing has happened.</summary>
    public static DossierState Empty { get; } = new(
        DossierFacts.Empty, ImmutableDictionary.Create<string, Decision>(StringComparer.Ordinal), 0);

    /// <summary>Finds the decision that applies to a receiver.</summary>
    /// <param name="receiver">The receiver.</param>
    /// <param name="network">Parties and rules.</param>
    /// <returns>Its own decision, or that of its group, or null when there is none.</returns>
    public Decision? For(Jurisdiction receiver, Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (InForce.GetValueOrDefault(receiver.ToString()) is { } own)
        {
            return own;
        }

        return Assessor.RulesFor(network, Facts)?.GroupOf(receiver) is { } group
            && InForce.GetValueOrDefault(group.Name) is { } shared && !shared.For.Except.Contains(receiver)
            ? shared
            : null;
    }
}
