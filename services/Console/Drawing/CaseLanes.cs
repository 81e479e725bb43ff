using ExchangeHub.Console.Language;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Drawing;

/// <summary>What happened in a joint case, as lanes.</summary>
internal static class CaseLanes
{
    /// <summary>Lays out the acts of a case, one after the other; like acts of one party and day are one mark.</summary>
    public static Swimlanes Of(IEnumerable<Entry> entries)
    {
        var runs = new List<(Entry First, int Count)>();
        foreach (var entry in entries)
        {
            if (runs.Count > 0 && runs[^1].First is var last && (last.By, last.On, last.Deed) == (entry.By, entry.On, entry.Deed))
            {
                runs[^1] = (last, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((entry, 1));
            }
        }

        return new Swimlanes([.. runs.Select((run, column) => new Mark(
            column, run.First.By, column, Times(CaseWords.Deed(run.First.Deed), run.Count), run.First.On,
            run.First.ReceivedAt.ToDateTimeOffset(), "own", IsStated: true))], runs.Count);
    }

    private static Wording Times(Wording deed, int count) =>
        count == 1 ? deed : new Wording($"{deed.Chinese} ×{count}", $"{deed.English} ×{count}");
}
