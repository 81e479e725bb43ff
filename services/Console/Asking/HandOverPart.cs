using System.Collections.Immutable;
using ExchangeHub.Protos.Handover.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>A part of the hand-overs that is shown, and how many there are.</summary>
/// <param name="Shown">What is shown: overdue ones first, then by the next day.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Overdue">How many of them are overdue.</param>
/// <param name="Done">How many of them are done.</param>
internal sealed record HandOverPart(ImmutableArray<ListHandOversResponse> Shown, int Count, int Overdue, int Done)
{
    /// <summary>Reads the hand-overs to their end, and keeps no more than what leads up to one page.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="request">Which ones, as of when.</param>
    /// <param name="window">The rows of the page, counted from 0.</param>
    public static async Task<HandOverPart> ReadAsync(Hub hub, ListHandOversRequest request, Range window)
    {
        var (overdue, others) = (new List<ListHandOversResponse>(), new List<ListHandOversResponse>());
        var (count, late, done) = (0, 0, 0);
        using var call = hub.HandOvers.ListHandOvers(request, hub.Soon);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var one = call.ResponseStream.Current;
            (count, late, done) = (count + 1, late + (one.IsOverdue ? 1 : 0), done + (Next(one) is null ? 1 : 0));
            var kept = one.IsOverdue ? overdue : others;
            if (kept.Count < window.End.Value)
            {
                kept.Add(one);
            }
        }

        return new HandOverPart([.. overdue.Concat(others).Take(window)], count, late, done);
    }

    /// <summary>Finds what is to be done next.</summary>
    /// <returns>Null when all is done.</returns>
    public static ListHandOversResponse.Types.Term? Next(ListHandOversResponse one) =>
        one.Terms.FirstOrDefault(term => term.DoneOn.Length == 0);
}
