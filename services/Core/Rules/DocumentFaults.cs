using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>The mistakes that keep a document from being read at all.</summary>
public static class DocumentFaults
{
    /// <summary>The document is too long.</summary>
    /// <param name="found">How many characters it has.</param>
    /// <param name="maximum">How many it may have.</param>
    /// <returns>The mistake, at the beginning.</returns>
    public static RuleFault TooLong(int found, int maximum) => new(RuleFaultCode.TooLong, 1, 1, 0, new Violation(
        new Wording($"至多 {maximum} 个字符", $"at most {maximum} characters"),
        new Wording($"{found} 个字符", $"{found} characters")));

    /// <summary>The notation cannot be read.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="column">From 1.</param>
    /// <param name="found">What the reader found, in English, as it says it.</param>
    /// <returns>The mistake.</returns>
    public static RuleFault Unreadable(int line, int column, string found) =>
        new(RuleFaultCode.UnreadableDocument, line, column, 0, new Violation(
            new Wording("YAML 或 JSON 格式的规则文件", "a document of rules in YAML or JSON"), new Wording(found, found)));
}
