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
/// Statement and decisions are adjacent in the log, so that most dossiers are complete in one place. A survey of the stretch
/// finds those that go on later; they are read by stream when their turn comes. What is kept in memory is a page of events and,
/// for each dossier that goes on, a hash of its name: a false hit costs a read and nothing else.
/// </remarks>
internal sealed class DossierWalk(IEventLog log, IEventCodec codec, Stretch stretch)
{
    private const int PageSize = 1_000;
    private readonly HashSet<int> _continued = [];

    /// <summary>Looks through the stretch for dossiers that go on later.</summary>
    /// <returns>After each page, how far it is.</returns>
    public async IAsyncEnumerable<Step> SurveyAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (stream, revision) = ("", 0L);
        await foreach (var page in PagesAsync(cancellation))
        {
            foreach (var logged in page)
            {
                if (logged.Revision > 1 && !(logged.Stream == stream && logged.Revision == revision + 1) && IsDossier(logged))
                {
                    _ = _continued.Add(logged.Stream.GetHashCode(StringComparison.Ordinal));
                }

                (stream, revision) = (logged.Stream, logged.Revision);
            }

            yield return new Step(page[^1].Position, page.Length, null);
        }
    }

    /// <summary>Gives every dossier, after the survey.</summary>
    public async IAsyncEnumerable<Step> DossiersAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var run = new List<LoggedEvent>();
        await foreach (var page in PagesAsync(cancellation))
        {
            foreach (var logged in page)
            {
                if (run is [var first, ..] && logged.Stream != first.Stream)
                {
                    yield return await FoldAsync(run, cancellation);
                    run.Clear();
                }

                if (run.Count > 0 || (logged.Revision == 1 && IsDossier(logged)))
                {
                    run.Add(logged);
                }
            }

            yield return new Step(run.Count > 0 ? run[0].Position - 1 : page[^1].Position, page.Length, null);
        }

        if (run.Count > 0)
        {
            yield return await FoldAsync(run, cancellation);
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

    private async Task<Step> FoldAsync(List<LoggedEvent> run, CancellationToken cancellation)
    {
        var position = run[0].Position;
        if (!DossierId.TryFromStream(run[0].Stream, out var dossier) || !stretch.Kinds.Contains(dossier.Kind))
        {
            return new Step(position, 0, null);
        }

        IEnumerable<LoggedEvent> events = _continued.Contains(run[0].Stream.GetHashCode(StringComparison.Ordinal))
            ? (await log.ReadStreamAsync(run[0].Stream, 0, cancellation)).Where(logged => logged.Position <= stretch.To)
            : run;
        var state = events.Select(codec.DecodeDossier).Aggregate(DossierState.Empty, Dossier.Evolve);
        return new Step(position, 0, (dossier, state.Facts));
    }
}
