using ExchangeHub.Agreements;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Queries;

/// <summary>The acts of a subject on the wire, each once.</summary>
internal static class SubjectActs
{
    /// <summary>Writes them.</summary>
    /// <returns>How many count, and all of them, in the order in which they were first filed.</returns>
    public static (int Count, IEnumerable<Act> Acts) Of(SubjectState subject, Network network)
    {
        var metres = network.Agreement.RuleSets[^1].SameActMetres;
        return (subject.ViolationCount(metres), subject.DistinctActs(metres).Select(decisions =>
        {
            var act = new Act { Counts = decisions.Any(decision => !subject.Fallen.ContainsKey(decision.Dossier)) };
            if (decisions.Select(decision => decision.Sketch.To ?? decision.Sketch.From).OfType<DateOnly>()
                .ToArray() is { Length: > 0 } days)
            {
                act.On = CivilDates.Format(days.Max());
            }

            act.Dossiers.Add(decisions.Select(decision => decision.Dossier.ToString()));
            return act;
        }));
    }
}
