using System.Collections.Immutable;
using System.Net.Http.Json;

namespace ExchangeHub.NoticeFollower;

/// <summary>One position as the hub hands it out.</summary>
/// <param name="Position">Its place, from 1, without gaps.</param>
/// <param name="Type">The stable name and version of the event, such as <c>statement-received.v1</c>.</param>
/// <param name="Digest">SHA-256 of its payload, 64 lower-case hexadecimal digits.</param>
internal sealed record FeedEntry(long Position, string Type, string Digest);

/// <summary>The reading side: the only thing here that knows how the hub is asked.</summary>
/// <param name="hub">Its base address answers <c>GET positions?after=5&amp;max=500</c> with a JSON array of entries, empty at the
/// head.</param>
internal sealed class HubFeed(HttpClient hub)
{
    /// <summary>Reads the next entries, the first being <paramref name="afterPosition"/> + 1; none at the head.</summary>
    public async Task<ImmutableArray<FeedEntry>> ReadAsync(long afterPosition, int countMax, CancellationToken cancellation)
    {
        var address = new Uri(FormattableString.Invariant($"positions?after={afterPosition}&max={countMax}"), UriKind.Relative);
        var entries = await hub.GetFromJsonAsync<FeedEntry[]>(address, cancellation);
        return [.. entries ?? []];
    }
}
