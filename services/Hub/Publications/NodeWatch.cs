using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>
/// Notices which nodes nothing is heard of. A node is heard of when it publishes, and while its inbox is subscribed. That it fell
/// silent and that it is back stand in the log, so that an answer as of an earlier time says what was said then.
/// </summary>
/// <remarks>
/// Watched is who has ever subscribed its inbox: of a node that only publishes, such as a provincial platform, silence says
/// nothing. While no hub was running nobody could be heard of: a node has its full time again when the hub begins.
/// </remarks>
internal sealed class NodeWatch(
    NetworkInForce network, IEventLog log, IEventCodec codec, ISubscriptions subscriptions, TimeProvider clock,
    HubMetrics metrics, ILogger<NodeWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<NodeId, DateTimeOffset> _heard = new();
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private ImmutableDictionary<NodeId, Known> _known = ImmutableDictionary<NodeId, Known>.Empty;

    /// <summary>Reads what was noticed before, before the hub serves anybody.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        foreach (var node in network().Nodes.Keys)
        {
            await RefreshAsync(node, cancellation);
        }

        foreach (var (subscription, _) in await subscriptions.ReceiptsAsync(0, cancellation))
        {
            _ = _open.TryAdd(subscription.Name, 0);
        }

        metrics.FellSilent(Current().Length);
    }

    /// <summary>Gets which nodes are silent.</summary>
    public ImmutableArray<Silence> Current() => KnownAt(null);

    /// <summary>Gets the network with the silences that were known at an instant; null for now.</summary>
    public Network Network(DateTimeOffset? knownAt) => network() with { Silences = KnownAt(knownAt) };

    /// <summary>Says whether a subscription is being served now.</summary>
    public bool IsOpen(string subscription) => _open.GetValueOrDefault(subscription) > 0;

    /// <summary>Says when something was heard of a node last, since this hub began; null when nothing was.</summary>
    public DateTimeOffset? HeardAt(NodeId node) =>
        IsOpen(InboxOf(node)) ? clock.GetUtcNow() : _heard.TryGetValue(node, out var at) ? at : null;

    /// <summary>Something was heard of a node.</summary>
    public void Heard(NodeId node) => _heard[node] = clock.GetUtcNow();

    /// <summary>A subscription is open until it is said to be closed.</summary>
    public void Opened(string subscription) => _ = _open.AddOrUpdate(subscription, 1, (_, count) => count + 1);

    /// <summary>A subscription is not open any more.</summary>
    public void Closed(string subscription)
    {
        foreach (var node in network().Nodes.Keys.Where(node => InboxOf(node) == subscription))
        {
            Heard(node);
        }

        _ = _open.AddOrUpdate(subscription, 0, (_, count) => count - 1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (LogUnavailableException away)
            {
                HubLog.WatchWaits(logger, away);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var at = AppendRules.ToStored(now); // as the log keeps it
        var patience = network().Agreement.InForceOn(CivilDates.Of(at))?.StaleAfter;
        foreach (var node in network().Nodes.Values.Where(node => node.Party is not null).Select(node => node.Id))
        {
            if (!_open.TryGetValue(InboxOf(node), out var open))
            {
                continue;
            }

            if (open > 0)
            {
                Heard(node);
            }

            DateTimeOffset? heard = _heard.TryGetValue(node, out var last) ? last : null;
            if (SilenceOf(node) is { } silence)
            {
                if (heard > silence.NotedAt)
                {
                    await NoticeAsync(node, new NodeEvent.WasHeard(), at, cancellation);
                }
            }
            else if (at - (heard ?? _began) > patience)
            {
                var lastHeard = heard ?? _began;
                await NoticeAsync(
                    node,
                    new NodeEvent.FellSilent(AppendRules.ToStored(lastHeard)),
                    at,
                    cancellation);
            }
        }
    }

    // Another hub may have noticed it first; then there is nothing left to say.
    private async Task NoticeAsync(NodeId node, NodeEvent noticed, DateTimeOffset at, CancellationToken cancellation)
    {
        var revision = _known.GetValueOrDefault(node)?.Revision ?? 0;
        var cause = Digest.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"watch {node} {revision}")));
        var outcome = await log.AppendAsync(
            new AppendRequest(
                [new StreamAppend(NodeEvent.Stream(node), revision, [codec.Encode(EventIds.Of(cause, 0), noticed)])], at),
            cancellation);
        var before = Current().Length;
        await RefreshAsync(node, cancellation);
        metrics.FellSilent(Current().Length - before);
        if (outcome is not AppendOutcome.Appended)
        {
            return;
        }

        if (noticed is NodeEvent.FellSilent { LastHeardAt: var last })
        {
            HubLog.NodeFellSilent(logger, node.ToString(), last);
        }
        else
        {
            HubLog.NodeReturned(logger, node.ToString());
        }
    }

    private async Task RefreshAsync(NodeId node, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault(node) ?? new Known(0, []);
        foreach (var logged in await log.ReadStreamAsync(NodeEvent.Stream(node), known.Revision, cancellation))
        {
            var silences = codec.DecodeNode(logged) switch
            {
                NodeEvent.FellSilent silent => known.Silences.Add(new Silence(node, silent.LastHeardAt, logged.At)),
                _ => known.Silences.SetItem(known.Silences.Length - 1, known.Silences[^1] with { EndedAt = logged.At }),
            };
            known = new Known(logged.Revision, silences);
        }

        Volatile.Write(ref _known, _known.SetItem(node, known));
    }

    private Silence? SilenceOf(NodeId node) =>
        _known.GetValueOrDefault(node)?.Silences is [.., { EndedAt: null } last] ? last : null;

    private ImmutableArray<Silence> KnownAt(DateTimeOffset? knownAt) =>
    [
        .. Volatile.Read(ref _known).Values.SelectMany(known => known.Silences).Where(silence => silence.WasKnown(knownAt))
            .OrderBy(silence => silence.Node.ToString(), StringComparer.Ordinal),
    ];

    private static string InboxOf(NodeId node) => $"{node}/inbox";

    private sealed record Known(long Revision, ImmutableArray<Silence> Silences);
}
