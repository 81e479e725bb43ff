using System.Collections.Immutable;
using ExchangeHub.Protos.Lists.V1;

namespace ExchangeHub.Console.Asking;

/// <summary>A part of a list that is shown, and how large the whole is.</summary>
/// <param name="Entries">What is shown.</param>
/// <param name="Matching">How many entries meet the conditions.</param>
/// <param name="Count">How many entries the list has, as the hub signed it.</param>
/// <param name="Position">The position of the log up to which that is complete.</param>
internal sealed record ListSnapshot(ImmutableArray<ListEntry> Entries, int Matching, long Count, long Position)
{
    /// <summary>Reads a list to its end, and keeps one page of what meets the conditions.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="request">Which list, as of when.</param>
    /// <param name="isMeant">The conditions.</param>
    /// <param name="window">The entries of the page, counted from 0.</param>
    /// <returns>The page.</returns>
    public static async Task<ListSnapshot> ReadAsync(
        Hub hub, GetSnapshotRequest request, Func<ListEntry, bool> isMeant, Range window)
    {
        var shown = ImmutableArray.CreateBuilder<ListEntry>();
        var (matching, statement) = (0, new ListStatement());
        using var call = hub.Lists.GetSnapshot(request, hub.Soon);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            foreach (var entry in call.ResponseStream.Current.Entries.Where(isMeant))
            {
                if (matching >= window.Start.Value && matching < window.End.Value)
                {
                    shown.Add(entry);
                }

                matching++;
            }

            statement = call.ResponseStream.Current.Signed is { } signed
                ? ListStatement.Parser.ParseFrom(signed.Payload) : statement;
        }

        return new ListSnapshot(shown.ToImmutable(), matching, statement.Count, statement.Position);
    }
}
