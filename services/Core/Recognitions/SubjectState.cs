using System.Collections.Immutable;
using ExchangeHub.Records;

namespace ExchangeHub.Recognitions;

/// <summary>What is remembered of a subject.</summary>
/// <param name="Acts">The acts, by decision, in the order in which they were first filed.</param>
/// <param name="Fallen">Decisions that fell away for good, with the day.</param>
public sealed record SubjectState(ImmutableArray<PenalisedAct> Acts, ImmutableDictionary<DossierId, DateOnly> Fallen)
{
    /// <summary>Gets a subject of whom nothing is known.</summary>
    public static SubjectState Empty { get; } = new([], ImmutableDictionary<DossierId, DateOnly>.Empty);

    /// <summary>Gets the acts, each once, with every decision on it.</summary>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Groups of decisions that concern one act, in the order in which they were first filed.</returns>
    public ImmutableArray<ImmutableArray<PenalisedAct>> DistinctActs(int metresMax)
    {
        var groups = new List<List<PenalisedAct>>();
        foreach (var act in Acts)
        {
            var same = groups.Where(group => group.Exists(other => act.IsSameActAs(other, metresMax))).ToList();
            _ = groups.RemoveAll(same.Contains);
            groups.Add([.. same.SelectMany(group => group), act]);
        }

        return [.. groups.Select(group => group.ToImmutableArray())];
    }

    /// <summary>Counts the acts on which at least one decision stands: the number of violations that count as
    /// repetition.</summary>
    /// <param name="metresMax">Distance within which two acts of one day are taken for one.</param>
    /// <returns>Each act once, however many decisions, duplicates or versions there are.</returns>
    public int ViolationCount(int metresMax) =>
        DistinctActs(metresMax).Count(act => act.Any(decision => !Fallen.ContainsKey(decision.Dossier)));
}
