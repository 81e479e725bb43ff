using System.Net;
using ExchangeHub.History;

namespace ExchangeHub.Node.History;

/// <summary>The history of the hub as it shows it to anybody: checkpoints and tiles.</summary>
internal sealed class HubHistory(HttpClient http) : ITileSource
{
    /// <summary>Reads the newest checkpoint with enough signatures.</summary>
    /// <returns>The checkpoint, of which nothing is verified; null when the hub has none.</returns>
    /// <exception cref="HttpRequestException">The hub is away.</exception>
    public async Task<SignedNote?> FindCheckpointAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri("checkpoint", UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        _ = answer.EnsureSuccessStatusCode();
        return SignedNote.TryParse(await answer.Content.ReadAsStringAsync(cancellation), out var note) ? note : null;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileAddress tile, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri(tile.Path, UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            throw new TileMissingException(tile);
        }

        _ = answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }
}
