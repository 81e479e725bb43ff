using System.Collections.Immutable;

namespace ExchangeHub.Recognitions;

// One stream per subject: subject-<credit code>. It holds the acts for which the subject was penalised, so that a second decision
// on the same act is seen whoever makes it, and an act is counted once however many decisions there are.

/// <summary>The file of a subject.</summary>
public static class SubjectFile
{
    /// <summary>Names the stream of a subject.</summary>
    /// <param name="creditCode">Its credit code.</param>
    /// <returns>The stream.</returns>
    public static string Stream(string creditCode) => $"subject-{creditCode}";

    /// <summary>Applies one event of the stream.</summary>
    /// <param name="state">The state before the event.</param>
    /// <param name="event">The event.</param>
    /// <returns>The state after it.</returns>
    public static SubjectState Evolve(SubjectState state, SubjectEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            SubjectEvent.ActFiled filed => state with { Acts = Put(state.Acts, filed.Act) },
            SubjectEvent.ActStruck struck => new SubjectState(
                state.Acts.RemoveAll(act => act.Dossier == struck.Dossier), state.Fallen.Remove(struck.Dossier)),
            SubjectEvent.DecisionFell fell => state with { Fallen = state.Fallen.SetItem(fell.Dossier, fell.On) },
            _ => throw new InvalidDataException(
                $"{@event?.GetType().Name} has no place in a subject's file: the stored stream is corrupt."),
        };
    }

    private static ImmutableArray<PenalisedAct> Put(ImmutableArray<PenalisedAct> acts, PenalisedAct act)
    {
        for (var index = 0; index < acts.Length; index++)
        {
            if (acts[index].Dossier == act.Dossier)
            {
                return acts.SetItem(index, act);
            }
        }

        return acts.Add(act);
    }
}
