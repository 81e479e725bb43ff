using System.Collections.Immutable;

namespace ExchangeHub.Records;

/// <summary>What a record is about, for those who look for it; no rule asks for it here.</summary>
/// <param name="Industries">Industries of its subjects or of its permit, four digits of GB/T 4754-2017, each once.</param>
/// <param name="WaterBody">Name of the water, such as 太浦河; empty when it names none.</param>
/// <param name="Place">Where the act was done; null when the record does not say it.</param>
public sealed record RecordTopic(ImmutableArray<string> Industries, string WaterBody, GeoPoint? Place)
{
    /// <summary>Gets the topic of a record that says nothing of it.</summary>
    public static RecordTopic Unsaid { get; } = new([], "", null);

    /// <inheritdoc/>
    public bool Equals(RecordTopic? other) => other is not null && WaterBody == other.WaterBody && Place == other.Place
        && Industries.SequenceEqual(other.Industries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(WaterBody, Place, Industries.Length);
}
