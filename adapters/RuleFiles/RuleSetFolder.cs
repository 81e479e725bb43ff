using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.Rules;

namespace ExchangeHub.RuleFiles;

/// <summary>The rule sets of a network, as files beside its network file.</summary>
/// <param name="folder">The folder that names are relative to.</param>
public sealed class RuleSetFolder(string folder)
{
    /// <summary>Reads a rule set.</summary>
    /// <param name="name">Its file name, such as <c>rules/yrd-demo-2020-v3.yaml</c>.</param>
    /// <returns>The rule set, compiled, with the bytes that its parties sign.</returns>
    /// <exception cref="FormatException">It is not there or has mistakes, which the message lists.</exception>
    public SignedDocument Read(string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            var bytes = File.ReadAllBytes(path);
            return Parse(Encoding.UTF8.GetString(bytes), out var faults) is { } rules
                ? new SignedDocument(rules, bytes)
                : throw new FormatException($"{name} is no rule set:\n{faults}");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Expected the rule set at {path}; found nothing that can be read there.", missing);
        }
    }

    /// <summary>Reads a rule set from its text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="faults">Every mistake with its line and column; empty when there is none.</param>
    /// <returns>The rule set, compiled; null when there is a mistake.</returns>
    public static RuleSet? Parse(string text, out RuleFaults faults)
    {
        var (root, fault) = YamlDocument.Read(text);
        if (root is null)
        {
            faults = new RuleFaults([fault!], 0);
            return null;
        }

        return RuleSetFile.Read(root, out faults);
    }
}
