using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Disclosures;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Disclosures;

/// <summary>Keeps the requests for personal values: takes acts that nodes signed, and says what there are.</summary>
internal sealed class DisclosureDesk(
    NetworkInForce network, IEventLog log, IEventCodec events, IDisclosureCodec codec, ReadDisclosureAct read,
    ListCommitments list, TimeProvider clock) : BackgroundService
{
    // Another process of the same hub may take an act.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private Known _known = new(DisclosureFile.Empty, []);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets every act, in order: the first has number 1.</summary>
    public ImmutableList<DisclosureTaken> Acts => Volatile.Read(ref _known).Acts;

    /// <summary>Gets the requests.</summary>
    public DisclosureFile File => Volatile.Read(ref _known).File;

    /// <summary>Takes an act; durable when the task completes.</summary>
    /// <returns>Its number; or why it is not taken.</returns>
    public async Task<(int Number, HubErrors.Failure? Failure)> TakeAsync(Envelope? envelope, CancellationToken cancellation)
    {
        var (act, violations) = SealedDisclosure.Open(network(), envelope, read);
        if (act is null)
        {
            return (0, HubErrors.InvalidAct(violations));
        }

        if (act.SignedAt > clock.GetUtcNow() + TimeSpan.FromMinutes(5))
        {
            return (0, HubErrors.FromTheFuture("signed_at", act.SignedAt, clock.GetUtcNow()));
        }

        var grounds = act.Deed is DisclosureDeed.Ask ask ? await GroundsAsync(act.By, ask.Dossier, cancellation) : null;
        await _turn.WaitAsync(cancellation);
        try
        {
            return await TakeAsync(envelope!, act, grounds, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until there are more acts than that.</summary>
    public async Task WaitForMoreAsync(int number, CancellationToken cancellation)
    {
        while (Acts.Count <= number)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Acts.Count <= number)
            {
                await moved.WaitAsync(cancellation);
            }
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            await _turn.WaitAsync(stoppingToken);
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (LogUnavailableException)
            {
                // The store has alarms of its own; nothing is decided on what is not known.
            }
            finally
            {
                _turn.Release();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<(int Number, HubErrors.Failure? Failure)> TakeAsync(
        Envelope envelope, DisclosureAct act, DisclosureGrounds? grounds, CancellationToken cancellation)
    {
        var digest = Dsse.DigestOf(envelope);
        while (true)
        {
            await RefreshAsync(cancellation);
            var known = _known;
            if (known.Acts.FindIndex(one => Dsse.DigestOf(one.Envelope) == digest) is >= 0 and var repeated)
            {
                return (repeated + 1, null);
            }

            if (known.File.Check(act, grounds) is { } rejection)
            {
                return (0, HubErrors.From(rejection));
            }

            var at = Now();
            var publisher = grounds?.Publisher ?? known.File.Requests[act.Id].Publisher;
            var happened = codec.Encode(EventIds.Of(digest, 0), new DisclosureTaken(envelope, act, publisher, at));
            var outcome = await log.AppendAsync(
                new AppendRequest([new StreamAppend(DisclosureTaken.Stream, known.Acts.Count, [happened])], at), cancellation);
            if (outcome is AppendOutcome.Appended)
            {
                await RefreshAsync(cancellation);
                return (known.Acts.Count + 1, null);
            }
        }
    }

    // What the record commits to in any of its versions, and whether it is for the asker at all.
    private async Task<DisclosureGrounds?> GroundsAsync(NodeId asker, DossierId dossier, CancellationToken cancellation)
    {
        var (state, paths) = (DossierState.Empty, ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal));
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, cancellation))
        {
            var happened = events.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.StatementFiled { Statement.Body: StatementBody.RecordVersion } filed)
            {
                paths.UnionWith(list(filed.Envelope.Payload));
            }
        }

        return state.Facts.Current is { Statement.Node: var publisher } ? new DisclosureGrounds(
            publisher,
            [.. paths],
            Audience.Includes(network(), state.Facts, network().Nodes.GetValueOrDefault(asker)?.Party ?? asker.Jurisdiction))
            : null;
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var known = _known;
        foreach (var logged in await log.ReadStreamAsync(DisclosureTaken.Stream, known.Acts.Count, cancellation))
        {
            var taken = codec.Decode(logged);
            known = new Known(known.File.Apply(taken.Act, taken.Publisher), known.Acts.Add(taken));
        }

        if (known != _known)
        {
            Volatile.Write(ref _known, known);
            Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    // To the microsecond, as the log keeps it.
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private sealed record Known(DisclosureFile File, ImmutableList<DisclosureTaken> Acts);
}
