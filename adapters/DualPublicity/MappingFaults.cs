using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Everything that is wrong with a mapping, in the order in which it was found.</summary>
internal sealed class MappingFaults
{
    private readonly List<Wording> _faults = [];

    /// <summary>Adds a fault.</summary>
    /// <param name="place">The place in the JSON.</param>
    /// <param name="chinese">What would be right.</param>
    /// <param name="english">What would be right.</param>
    public void Add(string place, string chinese, string english) =>
        _faults.Add(new Wording($"映射文件 {place}：应为{chinese}。", $"Mapping, {place}: expected {english}."));

    /// <summary>Adds a fault unless something is good.</summary>
    public void Demand(string place, bool isGood, string chinese, string english)
    {
        if (!isGood)
        {
            Add(place, chinese, english);
        }
    }

    public ImmutableArray<Wording> ToImmutable() => [.. _faults];
}
