using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Access;

/// <summary>Keeps the registry of members: takes the acts of operators and members, and follows those of other
/// processes.</summary>
internal sealed class MembersDesk(
    Network network, IEventLog log, IMemberCodec codec, LiveCalls calls, TimeProvider clock, ILogger<MembersDesk> logger)
    : BackgroundService
{
    // A revocation has effect within a second, also when another process of the hub took it.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // Keys end by time as well, and nothing happens in the log then.
    private static readonly TimeSpan RecheckEvery = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private Known _known = new(0, Members.None);

    /// <summary>Gets the registry as it stands.</summary>
    public Members State => Volatile.Read(ref _known).Members;

    /// <summary>Gets how many events the registry has: it grows with every change.</summary>
    public long Epoch => Volatile.Read(ref _known).Epoch;

    /// <summary>Reads the registry before the hub serves anybody.</summary>
    /// <returns>Why the network file is of no use to a hub with this history; null when all is well.</returns>
    public async Task<Wording?> BeginAsync(CancellationToken cancellation)
    {
        await RefreshAsync(cancellation);
        var (added, fault) = MemberActs.Compare(State, network);
        if (fault is null && !added.IsEmpty)
        {
            _ = await ActAsync((_, at) => (new MemberEvent.Founded(added, at), null), cancellation);
        }

        return fault;
    }

    /// <summary>Says what a caller may ask for now.</summary>
    /// <returns>The admission; or why there is none.</returns>
    public (Admission? Admission, Wording? Fault) Admit(Caller caller)
    {
        var (member, fault) = State.Admit(caller.Member, caller.Pin, clock.GetUtcNow());
        return (member is null ? null : new Admission(caller, ReceiversOf(member)), fault);
    }

    /// <summary>Lets something happen that is decided on the registry as it stands, and again when somebody else was faster;
    /// durable when the task completes.</summary>
    /// <returns>What happened, or why nothing did; neither when nothing has to happen.</returns>
    public async Task<(MemberEvent? Happened, Rejection? Rejection)> ActAsync(
        Func<Members, DateTimeOffset, (MemberEvent? Event, Rejection? Rejection)> decide, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                var known = _known;
                var at = AppendRules.ToStored(clock.GetUtcNow());
                var (happened, rejection) = decide(known.Members, at);
                if (happened is null)
                {
                    return (null, rejection);
                }

                var request = new AppendRequest(
                    [new StreamAppend(MemberEvent.Stream, known.Epoch, [codec.Encode(Guid.CreateVersion7(at), happened)])], at);
                var outcome = await log.AppendAsync(request, cancellation);
                await RefreshAsync(cancellation);
                if (outcome is AppendOutcome.Appended)
                {
                    AccessLog.Happened(logger, happened.GetType().Name, MemberWords.Of(happened), known.Epoch + 1);
                    return (happened, null);
                }
            }
        }
        finally
        {
            _turn.Release();
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
        var checkedAt = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.GetElapsedTime(checkedAt) > RecheckEvery)
            {
                checkedAt = clock.GetTimestamp();
                calls.Recheck(caller => Admit(caller).Fault);
            }

            await _turn.WaitAsync(stoppingToken);
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (LogUnavailableException away)
            {
                AccessLog.RegistryWaits(logger, away);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var known = _known;
        foreach (var logged in await log.ReadStreamAsync(MemberEvent.Stream, known.Epoch, cancellation))
        {
            known = new Known(logged.Revision, known.Members.Apply(codec.Decode(logged)));
        }

        if (known != _known)
        {
            Volatile.Write(ref _known, known);
            calls.Recheck(caller => Admit(caller).Fault);
        }
    }

    // A node asks for the party for which it speaks; an arbiter speaks for none and asks for its own division.
    private ImmutableArray<Jurisdiction> ReceiversOf(Member member) =>
        member.Id.Node is { } node && network.Nodes.TryGetValue(node, out var registered)
            ? [registered.Party ?? node.Jurisdiction] : member.Receivers;

    private sealed record Known(long Epoch, Members Members);
}
