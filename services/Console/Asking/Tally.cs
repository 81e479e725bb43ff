using System.Collections.Immutable;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>How many decisions there are over the records of a period.</summary>
/// <param name="From">First day of the decisions on record, yyyy-MM-dd.</param>
/// <param name="To">Last day, yyyy-MM-dd.</param>
/// <param name="Counts">From whom, for whom, of which kind, with which outcome.</param>
/// <param name="Position">The position of the log up to which that is complete.</param>
public sealed record Tally(string From, string To, ImmutableArray<DecisionCount> Counts, long Position)
{
    /// <summary>Gets the tally before anybody was asked.</summary>
    public static Tally Nothing { get; } = new("", "", [], 0);

    /// <summary>Gets how many decisions there are.</summary>
    public long Total => Counts.Sum(count => count.Count);

    /// <summary>Asks the hub.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="asked">The days of a form and a kind; what is empty is filled in: the newest days for which the hub
    /// answers.</param>
    /// <param name="today">Today.</param>
    /// <returns>The tally.</returns>
    internal static async Task<Tally> AskAsync(Hub hub, (string? From, string? To, string? Kind) asked, DateOnly today)
    {
        var days = new FindRecordsRequest { DecidedFrom = asked.From ?? "", DecidedTo = asked.To ?? "" };
        _ = Searching.Bound(days, today);
        var counted = await hub.Query.CountDecisionsAsync(
            new CountDecisionsRequest
            {
                DecidedFrom = days.DecidedFrom, DecidedTo = days.DecidedTo, Kind = asked.Kind ?? "", Receiver = hub.AskedFor,
            },
            hub.Soon);
        return new Tally(days.DecidedFrom, days.DecidedTo, [.. counted.Counts], counted.AtPosition);
    }

    /// <summary>Lists the parties and whoever else has records, in the order of their codes.</summary>
    public ImmutableArray<string> Origins(IEnumerable<string> parties) =>
        [.. parties.Union(Counts.Select(count => count.Jurisdiction)).Order(StringComparer.Ordinal)];

    /// <summary>Counts by outcome, the best for the record first.</summary>
    /// <param name="origin">From whom.</param>
    /// <param name="receiver">For whom.</param>
    /// <returns>What there is any of.</returns>
    public ImmutableArray<(Outcome Outcome, long Count)> Between(string origin, string receiver) =>
    [
        .. Counts.Where(count => count.Jurisdiction == origin && count.Receiver == receiver)
            .GroupBy(count => count.Outcome, count => count.Count).Select(same => (same.Key, same.Sum()))
            .OrderBy(pair => Language.Words.Outcomes.ToList().IndexOf(pair.Key)),
    ];

    /// <summary>Says whether an outcome is one on which the receiver relies.</summary>
    public static bool IsRelied(Outcome outcome) => outcome is Outcome.Recognised or Outcome.RecognisedWithFlag;
}
