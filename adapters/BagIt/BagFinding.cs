using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.BagIt;

/// <summary>How much a finding weighs.</summary>
public enum BagSeverity
{
    /// <summary>Worth knowing; the bag may be accepted.</summary>
    Remark = 1,

    /// <summary>The bag must not be accepted.</summary>
    Fault = 2,
}

/// <summary>One thing that was found in a bag.</summary>
/// <param name="Fault">What sort it is.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Path">The file, relative to the bag (or to the archive, for faults of the archive); control and direction
/// characters are written as <c>\u{202E}</c>. Null when the bag as a whole is meant.</param>
/// <param name="Violation">What was expected and what was found.</param>
public sealed record BagFinding(BagFault Fault, BagSeverity Severity, string? Path, Violation Violation)
{
    /// <summary>Gets the code for programs, such as <c>BAG-404</c>.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"BAG-{(int)Fault}");

    /// <summary>Gets the finding as a sentence in both languages: where, what would be right, what was found.</summary>
    public Wording Sentence => new(
        $"{(Path is null ? "" : Path + "：")}{Violation.ToChinese()}", $"{(Path is null ? "" : Path + ": ")}{Violation}");

    /// <summary>Says it in English, with the code.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Code} {Sentence.English}";
}
