using System.Collections.Immutable;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>Dossiers noted for cited records, to be written into their streams in one order whatever the order of the
/// notes.</summary>
internal sealed class CitingNotes
{
    private readonly Dictionary<RecordId, HashSet<DossierId>> _notes = [];

    public void Add(RecordId record, DossierId dossier)
    {
        if (!_notes.TryGetValue(record, out var dossiers))
        {
            _notes.Add(record, dossiers = []);
        }

        _ = dossiers.Add(dossier);
    }

    /// <summary>Lists the notes, both by name.</summary>
    public IEnumerable<(RecordId Record, ImmutableArray<DossierId> Dossiers)> InOrder() => _notes
        .OrderBy(note => note.Key.ToString(), StringComparer.Ordinal).Select(note => (note.Key, ByName(note.Value)));

    /// <summary>Puts dossiers in order.</summary>
    public static ImmutableArray<DossierId> ByName(IEnumerable<DossierId> dossiers) =>
        [.. dossiers.OrderBy(dossier => dossier.ToString(), StringComparer.Ordinal)];
}
