using ExchangeHub.Rules;

namespace ExchangeHub.Agreements;

/// <summary>Reads the cases that a legal officer writes beside a rule set.</summary>
/// <remarks>
/// The shape is taught by <c>docs/rules.md</c>. What a record holds is left to whoever knows the wire; here it is a tree whose
/// places are known.
/// </remarks>
public static class RuleCaseFile
{
    /// <summary>The word for the node that designates venue, which speaks for no party.</summary>
    public const string Arbiter = "arbiter";

    /// <summary>Reads cases.</summary>
    /// <param name="root">The document.</param>
    /// <param name="rules">The rule set that they are for.</param>
    /// <param name="faults">Every mistake with its line and column; empty when there is none.</param>
    /// <returns>The cases; null when there is a mistake.</returns>
    public static RuleCaseSet? Read(DocumentNode root, RuleSet rules, out RuleFaults faults)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(rules);
        var reading = new RuleCaseReader(new DocumentReader(), rules);
        var cases = reading.Read(root);
        faults = reading.Faults;
        return reading.IsClean ? cases : null;
    }
}
