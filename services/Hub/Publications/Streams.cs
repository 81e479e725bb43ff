using System.Threading.Channels;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>Reads dossiers and subjects from the log, folded.</summary>
internal sealed class Streams(IEventLog log, IEventCodec codec)
{
    // A statement with its decisions is some kilobytes, an act one, and most cited records are one name: together at most some
    // 100 MB.
    private readonly RecentStates<DossierId, DossierState> _dossiers = new(16_384, state => 1 + state.Facts.Statements.Length);
    private readonly RecentStates<string, SubjectState> _subjects = new(16_384, state => 1 + state.Acts.Length);
    private readonly RecentStates<RecordId, CitedState> _cited = new(65_536, state => 1 + state.CitedBy.Count);

    private readonly Channel<RecordId> _due =
        Channel.CreateUnbounded<RecordId>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Gets cited records of which a cascade left something to the sweep.</summary>
    public ChannelReader<RecordId> Due => _due.Reader;

    public Task<(DossierState State, long Revision)> DossierAsync(DossierId id, CancellationToken cancellation) => ReadAsync(
        _dossiers, id, id.Stream, DossierState.Empty, (state, logged) => Dossier.Evolve(state, codec.DecodeDossier(logged)),
            cancellation);

    public Task<(SubjectState State, long Revision)> SubjectAsync(string creditCode, CancellationToken cancellation) => ReadAsync(
        _subjects,
        creditCode,
        SubjectFile.Stream(creditCode),
        SubjectState.Empty,
        (state, logged) => SubjectFile.Evolve(state, codec.DecodeSubject(logged)),
        cancellation);

    public Task<(CitedState State, long Revision)> CitedAsync(
        RecordId record, bool isTakenForNew, CancellationToken cancellation) =>
        isTakenForNew && !_cited.TryGet(record, out _)
            ? Task.FromResult((CitedState.Empty, 0L))
            : ReadAsync(
                _cited,
                record,
                CitedRecord.Stream(record),
                CitedState.Empty,
                (state, logged) => CitedRecord.Evolve(state, codec.DecodeCited(logged)),
                cancellation);

    public void Remember(DossierId id, DossierState state, long revision) => _dossiers.Put(id, state, revision);

    public void Remember(string creditCode, SubjectState state, long revision) => _subjects.Put(creditCode, state, revision);

    public void Remember(RecordId record, CitedState state, long revision) => _cited.Put(record, state, revision);

    public void Postpone(RecordId record) => _ = _due.Writer.TryWrite(record);

    public void Forget(FilingContext context)
    {
        foreach (var id in context.Dossiers.Keys)
        {
            _dossiers.Forget(id);
        }

        foreach (var creditCode in context.Subjects.Keys)
        {
            _subjects.Forget(creditCode);
        }

        foreach (var record in context.Cited.Keys)
        {
            _cited.Forget(record);
        }
    }

    private async Task<(TState State, long Revision)> ReadAsync<TKey, TState>(
        RecentStates<TKey, TState> recent,
        TKey key,
        string stream,
        TState initial,
        Func<TState, LoggedEvent, TState> evolve,
        CancellationToken cancellation)
        where TKey : notnull
    {
        if (recent.TryGet(key, out var known))
        {
            return known;
        }

        var events = await log.ReadStreamAsync(stream, afterRevision: 0, cancellation);
        var state = events.Aggregate(initial, evolve);
        recent.Put(key, state, events.Length);
        return (state, events.Length);
    }
}
