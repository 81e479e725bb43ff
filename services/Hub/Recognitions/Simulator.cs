using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Recognitions;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>Tries drafts of rules on the log, one at a time.</summary>
internal sealed class Simulator(NetworkInForce network, IEventLog log, IEventCodec codec, ReadRules readRules, TimeProvider clock)
    : IDisposable
{
    private const int EventsMax = 10_000;
    private const int StepsAhead = 256;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Tries a draft.</summary>
    /// <param name="request">Which draft, and on what part of the history; its fields have been checked.</param>
    /// <param name="tell">Sends a piece of the answer.</param>
    /// <param name="cancellation">Ends it at once.</param>
    public async Task RunAsync(
        SimulateRequest request, Func<SimulateResponse, Task> tell, CancellationToken cancellation)
    {
        var head = await log.HeadAsync(cancellation);
        var stretch = SimulationRequests.Stretch(request, head);
        var simulation = new Simulation(network(), SimulationRequests.Draft(request, readRules, network().Agreement.Id));
        while (!await _turn.WaitAsync(TellEvery, cancellation))
        {
            await tell(WireSimulations.Progress(stretch.After, stretch.To, new Tally()));
        }

        try
        {
            var tally = await JudgeAsync(simulation, stretch, tell, cancellation);
            await tell(WireSimulations.Summary(tally, simulation, stretch.To));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Tally> JudgeAsync(
        Simulation simulation, Stretch stretch, Func<SimulateResponse, Task> tell, CancellationToken cancellation)
    {
        var walk = new DossierWalk(log, codec, stretch);
        var tally = new Tally();
        var (told, events, worked) = (clock.GetTimestamp(), 0, clock.GetTimestamp());
        await foreach (var step in Ahead(walk.DossiersAsync(cancellation), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (step.Dossier is var (dossier, facts))
            {
                ImmutableArray<Comparison> flips = [.. simulation.Try(facts).Where(compared => compared.Flips)];
                tally.Add(flips);
                foreach (var flip in flips)
                {
                    await tell(WireSimulations.Flip(step.Position, dossier, facts.Current!.Statement.Record, flip));
                }
            }
            else if (step.Events > 0)
            {
                // A tenth of the time is left to what the hub has to take and to answer; a quarter made those no faster.
                await Task.Delay(clock.GetElapsedTime(worked) / 9, clock, cancellation);
                worked = clock.GetTimestamp();
            }

            events += step.Events;
            if (events >= EventsMax || clock.GetElapsedTime(told) >= TellEvery)
            {
                await tell(WireSimulations.Progress(step.Position, stretch.To, tally));
                (told, events) = (clock.GetTimestamp(), 0);
            }
        }

        return tally;
    }

    // Reading and folding takes as long as judging: the one goes on while the other works, a page or so ahead.
    private static async IAsyncEnumerable<Step> Ahead(
        IAsyncEnumerable<Step> steps, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ahead = Channel.CreateBounded<Step>(
            new BoundedChannelOptions(StepsAhead) { SingleReader = true, SingleWriter = true });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(ReadAsync, CancellationToken.None);
        try
        {
            await foreach (var step in ahead.Reader.ReadAllAsync(cancellation))
            {
                yield return step;
            }

            await reading; // what it failed with
        }
        finally
        {
            await ending.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task ReadAsync()
        {
            try
            {
                await foreach (var step in steps.WithCancellation(ending.Token))
                {
                    await ahead.Writer.WriteAsync(step, ending.Token);
                }
            }
            finally
            {
                ahead.Writer.Complete();
            }
        }
    }
}
