using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>What filing depends on, with the revision of each stream as it was read.</summary>
internal sealed record Gathered(FilingContext Context, ImmutableDictionary<string, long> Revisions)
{
    public static Gathered Nothing { get; } =
        new(FilingContext.Empty, ImmutableDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>Reads until nothing is missing.</summary>
    /// <param name="streams">Where to read.</param>
    /// <param name="missing">Says what is missing.</param>
    /// <param name="isNew">A record id that is taken for new without a look at the store, as most are; when it is not, the append
    /// is refused.</param>
    /// <param name="cancellation">Ends the read early.</param>
    public static async Task<Gathered> ReadAsync(
        Streams streams, Func<FilingContext, Unread> missing, RecordId? isNew, CancellationToken cancellation)
    {
        var gathered = Nothing;
        while (missing(gathered.Context) is { IsNothing: false } unread)
        {
            gathered = await gathered.ReadAsync(streams, unread, isNew, cancellation);
        }

        return gathered;
    }

    /// <summary>Writes what the core decided as appends, on the condition that nothing that was read has changed.</summary>
    /// <param name="result">What the core decided.</param>
    /// <param name="codec">Gives events their stored form.</param>
    /// <param name="idOf">Names the event with an ordinal, from 0 in the order of the log.</param>
    public ImmutableArray<StreamAppend> ToAppends(FilingResult result, IEventCodec codec, Func<int, Guid> idOf)
    {
        var ordinal = 0;
        var appends = ImmutableArray.CreateBuilder<StreamAppend>();
        foreach (var (dossier, events) in result.Dossiers)
        {
            Add(dossier.Stream, [.. events.Select(happened => codec.Encode(idOf(ordinal++), happened))]);
        }

        foreach (var (subject, events) in result.Subjects)
        {
            Add(SubjectFile.Stream(subject), [.. events.Select(happened => codec.Encode(idOf(ordinal++), happened))]);
        }

        foreach (var (record, events) in result.Cited)
        {
            Add(CitedRecord.Stream(record), [.. events.Select(happened => codec.Encode(idOf(ordinal++), happened))]);
        }

        if (Postponed(result).ToArray() is { Length: > 0 } postponed)
        {
            // Whoever appends here adds to a list; nobody's decision depends on what others have added.
            appends.Add(new StreamAppend(
                Sweep.DueStream, null, [.. postponed.Select(record => codec.EncodeDue(idOf(ordinal++), record))]));
        }

        // What was read and is not written must not have changed either, or the decision would rest on something that was not so.
        var written = appends.Select(append => append.Stream).ToHashSet(StringComparer.Ordinal);
        foreach (var stream in Revisions.Keys.Where(stream => !written.Contains(stream)).Order(StringComparer.Ordinal))
        {
            Add(stream, []);
        }

        return appends.ToImmutable();

        void Add(string stream, ImmutableArray<NewEvent> events) =>
            appends.Add(new StreamAppend(stream, Revisions[stream], events));
    }

    private static IEnumerable<RecordId> Postponed(FilingResult result) =>
        result.Cited.Where(cited => cited.Events.Any(happened => happened is CitedEvent.Postponed)).Select(cited => cited.Record);

    /// <summary>Remembers the streams as they are after the append.</summary>
    public void Remember(Streams streams, FilingResult result)
    {
        foreach (var (dossier, events) in result.Dossiers)
        {
            streams.Remember(
                dossier, events.Aggregate(Context.Dossiers[dossier], Dossier.Evolve), Revisions[dossier.Stream] + events.Length);
        }

        foreach (var (subject, events) in result.Subjects)
        {
            streams.Remember(
                subject,
                events.Aggregate(Context.Subjects[subject], SubjectFile.Evolve),
                Revisions[SubjectFile.Stream(subject)] + events.Length);
        }

        foreach (var (record, events) in result.Cited)
        {
            streams.Remember(
                record,
                events.Aggregate(Context.Cited[record], CitedRecord.Evolve),
                Revisions[CitedRecord.Stream(record)] + events.Length);
        }

        foreach (var record in Postponed(result))
        {
            streams.Postpone(record);
        }
    }

    private async Task<Gathered> ReadAsync(
        Streams streams, Unread unread, RecordId? isNew, CancellationToken cancellation)
    {
        var (dossiers, subjects, cited) = (Context.Dossiers.ToBuilder(), Context.Subjects.ToBuilder(), Context.Cited.ToBuilder());
        var revisions = Revisions.ToBuilder();
        foreach (var id in unread.Dossiers)
        {
            (dossiers[id], revisions[id.Stream]) = await streams.DossierAsync(id, cancellation);
        }

        foreach (var code in unread.Subjects)
        {
            (subjects[code], revisions[SubjectFile.Stream(code)]) = await streams.SubjectAsync(code, cancellation);
        }

        foreach (var record in unread.Cited)
        {
            (cited[record], revisions[CitedRecord.Stream(record)]) =
                await streams.CitedAsync(record, record == isNew, cancellation);
        }

        return new Gathered(
            new FilingContext(dossiers.ToImmutable(), subjects.ToImmutable(), cited.ToImmutable()), revisions.ToImmutable());
    }
}
