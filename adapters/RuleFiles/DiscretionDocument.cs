using ExchangeHub.Discretions;
using ExchangeHub.Rules;

namespace ExchangeHub.RuleFiles;

/// <summary>A table of discretion as a text that legal officers write.</summary>
public static class DiscretionDocument
{
    /// <summary>Reads a table from its text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="faults">Every mistake with its line and column; empty when there is none.</param>
    /// <returns>The table; null when there is a mistake.</returns>
    public static DiscretionTable? Parse(string text, out RuleFaults faults)
    {
        var (root, fault) = YamlDocument.Read(text);
        if (root is null)
        {
            faults = new RuleFaults([fault!], 0);
            return null;
        }

        return DiscretionFile.Read(root, out faults);
    }
}
