using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>What one column of a row holds.</summary>
/// <param name="Text">The text as it stands, or of a JSON number or truth value as it is written; null for nothing and for a
/// list.
/// </param>
/// <param name="Elements">The texts of a JSON list of texts or numbers; <c>default</c> otherwise.</param>
/// <param name="Fault">Why it holds nothing that could be read; null when it does.</param>
internal readonly record struct Cell(string? Text, ImmutableArray<string> Elements = default, Violation? Fault = null);
