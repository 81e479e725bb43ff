using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.Queries;

/// <summary>Dossiers as one answer needs them, each read once.</summary>
/// <param name="log">Where they are.</param>
/// <param name="codec">Reads their events.</param>
/// <param name="network">Says who may see them.</param>
/// <param name="knownAt">What was known by then; null for everything.</param>
/// <param name="isPublic">The reader is shown what anybody may know.</param>
internal sealed class DossierShelf(
    IEventLog log, IEventCodec codec, Network network, DateTimeOffset? knownAt, bool isPublic)
{
    private readonly Dictionary<DossierId, FiledDossier?> _read = [];

    /// <summary>Reads dossiers.</summary>
    /// <returns>In their order, those that hold a record which every party may see.</returns>
    public async Task<ImmutableArray<FiledDossier>> ReadAsync(IEnumerable<DossierId> dossiers, CancellationToken cancellation)
    {
        var asked = dossiers.ToArray();
        DossierId[] unread = [.. asked.Where(dossier => !_read.ContainsKey(dossier))];
        var streams = unread is [] ? ImmutableDictionary<string, ImmutableArray<LoggedEvent>>.Empty
            : await log.ReadStreamsAsync([.. unread.Select(dossier => dossier.Stream)], cancellation);
        foreach (var dossier in unread)
        {
            var folded = FiledDossier.Of(dossier, streams[dossier.Stream], codec, knownAt, isPublic);
            _read[dossier] = folded is not null && Audience.Includes(network, folded.Facts, null) ? folded : null;
        }

        return [.. asked.Select(dossier => _read[dossier]).OfType<FiledDossier>()];
    }
}
