using ExchangeHub.EventLog;
using ExchangeHub.Guards;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.Guards;

/// <summary>Reads what a question about a subject rests on: the index names the dossiers, the log tells them.</summary>
internal sealed class GuardQuestions(NodeWatch watch, ISubjectIndex index, IEventLog log, IEventCodec codec)
{
    // One subject with hundreds of penalties must not take every connection of the store.
    private const int ReadsAtOnce = 4;

    private LoggedEvent? _first; // for ever the same, once there is one

    /// <summary>Waits until everything that the hub has taken so far is counted.</summary>
    public async Task<long> CatchUpAsync(CancellationToken cancellation) =>
        await index.WaitForAsync(await log.HeadAsync(cancellation), cancellation);

    /// <summary>Answers how a subject stands.</summary>
    public async Task<Standing> StandingAsync(StandingQuestion question, CancellationToken cancellation)
    {
        _first ??= (await log.ReadAsync(0, 1, cancellation)).FirstOrDefault();
        var found = await index.FindAsync(
            question.Subject, question.Kinds, question.From, question.ValidOn, cancellation);
        var dossiers = new List<KeyValuePair<DossierId, DossierFacts>>(found.Length);
        foreach (var some in found.Chunk(ReadsAtOnce))
        {
            dossiers.AddRange(await Task.WhenAll(some.Select(dossier => ReadAsync(dossier, cancellation))));
        }

        return Standing.Of(watch.Network(question.KnownAt), question with { BeganAt = _first?.At }, dossiers);
    }

    private async Task<KeyValuePair<DossierId, DossierFacts>> ReadAsync(DossierId dossier, CancellationToken cancellation)
    {
        var events = await log.ReadStreamAsync(dossier.Stream, 0, cancellation);
        return KeyValuePair.Create(
            dossier, events.Select(codec.DecodeDossier).Aggregate(DossierState.Empty, Dossier.Evolve).Facts);
    }
}
