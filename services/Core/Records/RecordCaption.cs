using System.Collections.Immutable;

namespace ExchangeHub.Records;

/// <summary>What lists show of a record.</summary>
/// <param name="DocumentNumber">The number of its document, as printed; empty when it has none.</param>
/// <param name="SubjectNames">Names of its subjects that are not natural persons.</param>
public sealed record RecordCaption(string DocumentNumber, ImmutableArray<string> SubjectNames)
{
    /// <inheritdoc/>
    public bool Equals(RecordCaption? other) =>
        other is not null && DocumentNumber == other.DocumentNumber && SubjectNames.SequenceEqual(other.SubjectNames);

    /// <inheritdoc/>
    public override int GetHashCode() => DocumentNumber.GetHashCode(StringComparison.Ordinal);
}
