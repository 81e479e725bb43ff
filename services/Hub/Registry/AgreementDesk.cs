using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Telemetry;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Registry;

/// <summary>An act that was taken: the number counts the acts of the agreement from 1.</summary>
internal sealed record TakenAct(int Number, AgreementEvent.ActTaken Taken);

/// <summary>Keeps the agreement: takes the acts of its parties, and says what the rules are.</summary>
internal sealed class AgreementDesk(
    Network founded, IEventLog log, IAgreementCodec codec, IAgreementActReader reader, ReadRules readRules, TimeProvider clock,
    ILogger<AgreementDesk> logger) : BackgroundService
{
    // Another process of the same hub may take an act. Nothing that is acted begins before the next day, so that it is early
    // enough to hear of it in a moment.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _stream = AgreementEvent.Stream(founded.Agreement.Id);
    private Known _known = new(0, AgreementState.Of(founded), [], []);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the agreement as it stands.</summary>
    public AgreementState State => Volatile.Read(ref _known).State;

    /// <summary>Gets every act, in order.</summary>
    public ImmutableArray<TakenAct> Acts => Volatile.Read(ref _known).Acts;

    /// <summary>Reads what has happened to the agreement, before the hub serves anybody.</summary>
    /// <returns>Why the network file is of no use to a hub with this history; null when all is well.</returns>
    public async Task<Wording?> BeginAsync(CancellationToken cancellation)
    {
        await RefreshAsync(cancellation);
        var at = AppendRules.ToStored(clock.GetUtcNow());
        var (added, fault) = FoundedRules.Compare(_known.Founded, founded, at);
        if (fault is not null || added.IsEmpty)
        {
            return fault;
        }

        var cause = Digest.Of(added.SelectMany(rules => rules.Hash.ToBytes()).ToArray());
        _ = await AppendAsync(new AgreementEvent.Founded(added), cause, at, cancellation);
        await RefreshAsync(cancellation);
        return null;
    }

    /// <summary>Takes an act; durable when the task completes.</summary>
    public async Task<(TakenAct? Taken, HubErrors.Failure? Failure)> TakeAsync(Envelope? envelope, CancellationToken cancellation)
    {
        var (act, violations) = SealedAct.Open(founded, envelope, reader);
        if (act is null)
        {
            return (null, HubErrors.InvalidAct(violations));
        }

        if (act.SignedAt > clock.GetUtcNow() + TimeSpan.FromMinutes(5))
        {
            return (null, HubErrors.FromTheFuture("signed_at", act.SignedAt, clock.GetUtcNow()));
        }

        if (act.Deed is AgreementDeed.Draft draft
            && RuleDocuments.Mistakes(draft.Document, readRules) is { IsEmpty: false } mistakes)
        {
            return (null, HubErrors.Invalid(mistakes));
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            return await TakeAsync(envelope!, act, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until there are more acts than that.</summary>
    public async Task WaitForMoreAsync(int number, CancellationToken cancellation)
    {
        while (Acts.Length <= number)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Acts.Length <= number)
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
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await _turn.WaitAsync(stoppingToken);
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (LogUnavailableException away)
            {
                HubLog.AgreementWaits(logger, away);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task<(TakenAct? Taken, HubErrors.Failure? Failure)> TakeAsync(
        Envelope envelope, AgreementAct act, CancellationToken cancellation)
    {
        var digest = Dsse.DigestOf(envelope);
        for (var known = _known; ; known = _known)
        {
            if (known.Acts.FirstOrDefault(one => Dsse.DigestOf(one.Taken.Envelope) == digest) is { } repeated)
            {
                return (repeated, null);
            }

            var at = AppendRules.ToStored(clock.GetUtcNow());
            if (AgreementActs.Check(known.State, act, at, readRules) is { } rejection)
            {
                return (null, HubErrors.From(rejection));
            }

            var outcome = await AppendAsync(new AgreementEvent.ActTaken(envelope, act, at), digest, at, cancellation);
            await RefreshAsync(cancellation);
            if (outcome is AppendOutcome.Appended)
            {
                HubLog.ActTaken(logger, act.Deed.GetType().Name, act.Party.ToString(), known.Acts.Length + 1);
                return (_known.Acts[known.Acts.Length], null);
            }
        }
    }

    private Task<AppendOutcome> AppendAsync(
        AgreementEvent happened, Digest cause, DateTimeOffset at, CancellationToken cancellation) => log.AppendAsync(
        new AppendRequest([new StreamAppend(_stream, _known.Revision, [codec.Encode(EventIds.Of(cause, 0), happened)])], at),
        cancellation);

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var known = _known;
        foreach (var logged in await log.ReadStreamAsync(_stream, known.Revision, cancellation))
        {
            known = codec.Decode(logged) switch
            {
                AgreementEvent.Founded { Rules: var rules } => known with { Founded = known.Founded.AddRange(rules) },
                AgreementEvent.ActTaken taken => known with
                {
                    State = known.State.Apply(taken.Act, taken.At, readRules),
                    Acts = known.Acts.Add(new TakenAct(known.Acts.Length + 1, taken)),
                },
                _ => known,
            };
            known = known with { Revision = logged.Revision };
        }

        if (known != _known)
        {
            Volatile.Write(ref _known, known);
            Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    private sealed record Known(
        long Revision, AgreementState State, ImmutableArray<FoundedRules> Founded, ImmutableArray<TakenAct> Acts);
}
