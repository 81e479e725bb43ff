using System.Globalization;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>When penalties against one subject are a series, as the parties agreed on it.</summary>
/// <param name="Count">How many acts it takes.</param>
/// <param name="Divisions">In how many divisions they must have been punished.</param>
/// <param name="Within">The period that ends with the decision that is looked at.</param>
/// <param name="Basis">Where it comes from; empty when it is a choice of the parties.</param>
/// <param name="Trust">How well that has been checked.</param>
internal sealed record SeriesTerms(int Count, int Divisions, Period Within, string Basis, SourceTrust Trust)
{
    private const int CountMax = 100;

    /// <summary>Reads the terms.</summary>
    /// <param name="reader">Takes the faults.</param>
    /// <param name="node">The entry; null when the agreement says nothing of it.</param>
    /// <returns>Null when there is no entry, or it is not one.</returns>
    public static SeriesTerms? Read(DocumentReader reader, DocumentNode? node) =>
        node is null || reader.Entries(node, "count", "divisions", "within", "basis", "trust") is not { } terms ? null
            : new SeriesTerms(
                terms.Read("count", Number),
                terms.Read("divisions", Number),
                terms.Read("within", GuardTermsReader.Within),
                terms.TextOrEmpty("basis"),
                terms.Trust("trust"));

    /// <summary>Tells what they say, row by row, for comparing them.</summary>
    public IEnumerable<(string Subject, string Aspect, string Text)> Sayings() =>
    [
        ("penaltySeries", "count", Count.ToString(CultureInfo.InvariantCulture)),
        ("penaltySeries", "divisions", Divisions.ToString(CultureInfo.InvariantCulture)),
        ("penaltySeries", "within", Within.ToString()),
        ("penaltySeries", "basis", Basis),
    ];

    // Less than two of either is no series.
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 2 and <= CountMax
            ? number
            : throw new ViolationException(new Wording($"2 至 {CountMax} 的整数", $"a whole number from 2 to {CountMax}"));
}
