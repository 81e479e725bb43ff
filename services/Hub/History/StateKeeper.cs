using System.Security.Cryptography;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Records;

namespace ExchangeHub.Hub.History;

/// <summary>Writes the root over what the log says of subjects into the log, for each kind that has roots: when something
/// changed, at most every ten minutes, and twice a day when nothing did, so that nobody has to rely on an old one.</summary>
/// <remarks>Reads the read model and appends one event: publishing waits for none of it.</remarks>
internal sealed class StateKeeper(
    IStateIndex index, StateTrees trees, IEventLog log, HubOptions options, TimeProvider clock, ILogger<StateKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan AnewAfter = TimeSpan.FromHours(12);

    private readonly TimeSpan _apart = TimeSpan.FromMinutes(options.StateRootMinutes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(await NextAsync(stoppingToken), clock, stoppingToken);
                foreach (var kind in StateRoot.Kinds)
                {
                    await WriteAsync(kind, stoppingToken);
                }
            }
            catch (LogUnavailableException away)
            {
                HubLog.StateRootWaits(logger, away);
                await Task.Delay(_apart, clock, stoppingToken);
            }
        }
    }

    // A hub that is started often must not put it off for ever, nor write one at each start.
    private async Task<TimeSpan> NextAsync(CancellationToken cancellation)
    {
        var wait = TimeSpan.Zero;
        foreach (var kind in StateRoot.Kinds)
        {
            var newest = await index.FindRootAsync(kind, long.MaxValue, cancellation);
            var left = newest is null ? _apart : newest.At + _apart - clock.GetUtcNow();
            wait = left > wait ? left : wait;
        }

        return wait > TimeSpan.Zero && wait < _apart ? wait : _apart;
    }

    private async Task WriteAsync(RecordKind kind, CancellationToken cancellation)
    {
        var head = await log.HeadAsync(cancellation);
        await index.WaitForAsync(head, cancellation);
        var newest = await index.FindRootAsync(kind, head, cancellation);
        if (newest is not null && clock.GetUtcNow() - newest.At < AnewAfter
            && !await index.HasChangedAsync(kind, newest.Root.UpTo, head, cancellation))
        {
            return;
        }

        var draft = new StateRoot(
            kind, head, 0, MerkleTree.EmptyRoot, [.. RandomNumberGenerator.GetBytes(StateRoot.BlindingBytes)]);
        var tree = await trees.BuildAsync(draft, cancellation);
        var root = draft with { Count = tree.Count, Root = tree.Root };
        var at = AppendRules.ToStored(clock.GetUtcNow());
        var written = new NewEvent(Guid.CreateVersion7(at), StateRoot.EventType, root.ToBytes());

        // Where another hub was faster, its root is as good.
        var outcome = await log.AppendAsync(
            new AppendRequest([new StreamAppend(StateRoot.StreamOf(kind), newest?.Revision ?? 0, [written])], at), cancellation);
        if (outcome is AppendOutcome.Appended appended)
        {
            HubLog.StateRootWritten(logger, kind.Code(), root.Count, root.UpTo, appended.FirstPosition);
        }
    }
}
