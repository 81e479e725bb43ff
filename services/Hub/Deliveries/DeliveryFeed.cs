using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Deliveries;

/// <summary>
/// Follows the log for all live subscribers: one reader decodes each event once and keeps the newest in a ring. A subscriber
/// that falls behind the ring reads the log by itself, at its own pace, and costs the others nothing.
/// </summary>
internal sealed class DeliveryFeed(IEventLog log, IEventCodec codec, NetworkInForce network, ILogger<DeliveryFeed> logger)
    : BackgroundService
{
    private const int RingSize = 4096;
    private const int PageSize = 500;

    private readonly FeedEvent?[] _ring = new FeedEvent?[RingSize];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _head = -1;

    /// <summary>Gets the position up to which the feed has followed; −1 before it has begun.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <summary>Gets the next events after a position, without a gap; empty at the head.</summary>
    public async Task<IReadOnlyList<FeedEvent>> ReadAsync(long after, CancellationToken cancellation)
    {
        var fromRing = new List<FeedEvent>();
        for (var position = after + 1; fromRing.Count < PageSize && position <= Head; position++)
        {
            // A slot may have been used again since the head was looked at; then the rest comes with the next call.
            if (Volatile.Read(ref _ring[position % RingSize]) is not { } entry || entry.Position != position)
            {
                break;
            }

            fromRing.Add(entry);
        }

        if (fromRing.Count > 0 || after >= Head)
        {
            return fromRing;
        }

        var page = await log.ReadAsync(after, PageSize, cancellation);
        return [.. page.Select(logged => FeedEvent.From(logged, codec))];
    }

    /// <summary>Waits until the feed has followed beyond a position.</summary>
    public async Task WaitForMoreAsync(long position, CancellationToken cancellation)
    {
        while (Head <= position)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Head <= position)
            {
                await moved.WaitAsync(cancellation);
            }
        }
    }

    /// <summary>Gets what a filter asks of a dossier, as of a position.</summary>
    public async Task<DossierCard> CardAsync(DossierId dossier, long position, CancellationToken cancellation)
    {
        var events = await log.ReadStreamAsync(dossier.Stream, afterRevision: 0, cancellation);
        var filed = events.TakeWhile(logged => logged.Position <= position)
            .Select(codec.DecodeDossier).OfType<DossierEvent.StatementFiled>().ToList();
        var facts = new DossierFacts([.. filed.Select(entry => new FiledStatement(entry.Statement, entry.ReceivedAt))], []);
        return facts.Current is { Statement.Body: StatementBody.RecordVersion record } current
            ? new DossierCard(
                record.Jurisdiction,
                record.Subjects,
                filed.First(entry => ReferenceEquals(entry.Statement, current.Statement)).Envelope,
                Assessor.RulesFor(network(), facts))
            : new DossierCard(null, [], null, null);
    }

    /// <summary>Gets what was kept from a receiver until this event opened the dossier to it, or the case.</summary>
    public async Task<IReadOnlyList<FeedEvent>> OpenedAsync(
        FeedEvent entry, Jurisdiction receiver, CancellationToken cancellation)
    {
        if (entry.Opens(receiver) is not { } stream)
        {
            return [];
        }

        var before = (await log.ReadStreamAsync(stream, afterRevision: 0, cancellation))
            .TakeWhile(logged => logged.Position < entry.Position).Select(logged => FeedEvent.From(logged, codec))
            .Where(earlier => earlier.Event is DossierEvent.StatementFiled).Reverse();
        return
        [
            .. before.TakeWhile(earlier => earlier is { Dossier: not null, Version: null } || earlier.IsHiddenFrom(receiver))
                .Where(earlier => earlier.IsHiddenFrom(receiver)).Reverse(),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = TimeSpan.FromMilliseconds(100);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (LogUnavailableException away)
            {
                HubLog.FeedWaits(logger, delay, away);
                await Task.Delay(delay, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        if (Head < 0)
        {
            // What lies behind is read by whoever asks for it.
            Move(await log.HeadAsync(stopping));
        }

        while (true)
        {
            _ = await log.WaitForMoreAsync(Head, stopping);
            foreach (var logged in await log.ReadAsync(Head, PageSize, stopping))
            {
                Volatile.Write(ref _ring[logged.Position % RingSize], FeedEvent.From(logged, codec));
                Volatile.Write(ref _head, logged.Position);
            }

            Move(Head);
        }
    }

    private void Move(long head)
    {
        Volatile.Write(ref _head, head);
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
