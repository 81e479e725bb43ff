namespace ExchangeHub.Records;

/// <summary>What is known, from a day on, of the penalties against a subject that lie shortly before a decision.</summary>
/// <param name="Subject">Credit code of the subject.</param>
/// <param name="Acts">How many acts were punished in the period that ends with the decision, its own included, each once; 0 when
/// that is no series by the terms of the agreement, or no longer.</param>
/// <param name="Divisions">In how many divisions they were punished; 0 when they are no series.</param>
/// <param name="SinceOn">The civil day from which it is so.</param>
/// <param name="KnownAt">When whoever keeps the dossier learnt it.</param>
public sealed record SeriesFact(string Subject, int Acts, int Divisions, DateOnly SinceOn, DateTimeOffset KnownAt)
{
    /// <summary>Says where each subject of a dossier stands on a day.</summary>
    /// <param name="known">What is known, in the order of the log.</param>
    /// <param name="on">The civil day.</param>
    /// <returns>The newest of each subject; of one day counts what was learnt last.</returns>
    internal static IEnumerable<SeriesFact> Standing(IEnumerable<SeriesFact> known, DateOnly on) =>
        known.Where(fact => fact.SinceOn <= on).GroupBy(fact => fact.Subject, StringComparer.Ordinal)
            .Select(facts => facts.Aggregate((one, other) => other.SinceOn >= one.SinceOn ? other : one));

    /// <summary>Says what must be recorded so that the recorded facts tell the same as those worked out.</summary>
    /// <param name="recorded">What has been recorded of the subject, in the order of the log.</param>
    /// <param name="turns">What was worked out, oldest first; at most one a day.</param>
    /// <returns>The missing facts. What no longer holds is overruled on its own day, because nothing is taken back.</returns>
    internal static IEnumerable<SeriesFact> Missing(
        IReadOnlyCollection<SeriesFact> recorded, IReadOnlyCollection<SeriesFact> turns)
    {
        var told = recorded.ToList();
        foreach (var day in recorded.Concat(turns).Select(fact => fact.SinceOn).Distinct().Order())
        {
            var none = new SeriesFact(recorded.Concat(turns).First().Subject, 0, 0, day, default);
            var wanted = (turns.LastOrDefault(turn => turn.SinceOn <= day) ?? none) with { SinceOn = day };
            if (wanted != (Standing(told, day).SingleOrDefault() ?? none) with { SinceOn = day, KnownAt = default })
            {
                told.Add(wanted);
                yield return wanted;
            }
        }
    }
}
