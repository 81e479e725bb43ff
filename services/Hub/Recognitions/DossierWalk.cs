using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Which part of the history.</summary>
/// <param name="After">Dossiers that begin after this position.</param>
/// <param name="To">And what the log holds up to this one.</param>
/// <param name="Kinds">Of these kinds.</param>
internal sealed record Stretch(long After, long To, FrozenSet<RecordKind> Kinds);

/// <summary>A step through the history.</summary>
/// <param name="Position">Every dossier that begins up to here has come by, this one included.</param>
/// <param name="Events">Events read since the step before.</param>
/// <param name="Dossier">The dossier; null when the step only says how far it is.</param>
internal readonly record struct Step(long Position, int Events, (DossierId Id, DossierFacts Facts)? Dossier);

/// <summary>Goes through the dossiers of a log in the order in which they begin, each with all that is known of it.</summary>
/// <remarks>
/// Statement and decisions are adjacent in the log, so that most dossiers are complete in one place. How many events each of a
/// page has by now tells which go on later; those are read by stream. What is kept in memory is a page of events.
/// </remarks>
internal sealed class DossierWalk(IEventLog log, IEventCodec codec, Stretch stretch)
{
    private const int PageSize = 1_000;

    /// <summary>Gives every dossier.</summary>
    public async IAsyncEnumerable<Step> DossiersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var run = new List<LoggedEvent>();
        await foreach (var page in PagesAsync(cancellation))
        {
            var runs = new List<List<LoggedEvent>>();
            foreach (var logged in page)
            {
                if (run is [var first, ..] && logged.Stream != first.Stream)
                {
                    runs.Add(run);
                    run = [];
                }

                if (run.Count > 0 || (logged.Revision == 1 && IsDossier(logged)))
                {
                    run.Add(logged);
                }
            }

            await foreach (var step in FoldAsync(runs, cancellation))
            {
                yield return step;
            }

            yield return new Step(run.Count > 0 ? run[0].Position - 1 : page[^1].Position, page.Length, null);
        }

        await foreach (var step in FoldAsync(run.Count > 0 ? [run] : [], cancellation))
        {
            yield return step;
        }
    }

    private static bool IsDossier(LoggedEvent logged) => logged.Stream.StartsWith("dossier-", StringComparison.Ordinal);

    private async IAsyncEnumerable<ImmutableArray<LoggedEvent>> PagesAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var position = stretch.After; position < stretch.To;)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await log.ReadAsync(position, (int)Math.Min(PageSize, stretch.To - position), cancellation);
            if (page.IsEmpty)
            {
                yield break; // the log was shorter than its head said: it was replaced while it was read
            }

            position = page[^1].Position;
            yield return page;
        }
    }

    private async IAsyncEnumerable<Step> FoldAsync(
        List<List<LoggedEvent>> runs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var revisions = await log.RevisionsAsync([.. runs.Select(run => run[0].Stream)], cancellation);
        foreach (var run in runs)
        {
            if (!DossierId.TryFromStream(run[0].Stream, out var dossier) || !stretch.Kinds.Contains(dossier.Kind))
            {
                yield return new Step(run[0].Position, 0, null);
                continue;
            }

            IEnumerable<LoggedEvent> events = revisions[run[0].Stream] > run[^1].Revision
                ? (await log.ReadStreamAsync(run[0].Stream, 0, cancellation)).Where(logged => logged.Position <= stretch.To)
                : run;
            var state = events.Select(codec.DecodeDossier).Aggregate(DossierState.Empty, Dossier.Evolve);
            yield return new Step(run[0].Position, 0, (dossier, state.Facts));
        }
    }
}
