using System.Data.Common;
using ExchangeHub.Agreements;
using ExchangeHub.Disclosures;
using ExchangeHub.Node.Connection;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using ExchangeHub.Protos.Disclosure.V1;
using Grpc.Core;

namespace ExchangeHub.Node.Disclosures;

/// <summary>Follows the acts on personal values that concern this node, from the last one that is kept.</summary>
internal sealed class DisclosureFollower(
    DisclosureService.DisclosureServiceClient hub,
    DisclosureActStore acts,
    Network network,
    ReadDisclosureAct read,
    Subscriber self,
    TimeProvider clock,
    ILogger<DisclosureFollower> logger) : BackgroundService
{
    // The hub says something every 2 s.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Backoff(clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(pause, stoppingToken);
            }
            catch (Exception failed) when (failed is RpcException or IOException or OperationCanceledException
                or StoreFullException or StoreFailedException or StoreClosedException or DbException)
            {
                if (pause.IsWorthTelling && !stoppingToken.IsCancellationRequested)
                {
                    NodeLog.DisclosuresWait(logger, pause.Next);
                }
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                await pause.WaitAsync(stoppingToken);
            }
        }
    }

    private async Task FollowAsync(Backoff pause, CancellationToken stopping)
    {
        using var silence = new CancellationTokenSource(SilenceMax, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, silence.Token);
        var request = new FollowActsRequest { Node = self.Node.ToString(), After = acts.Last() };
        using var call = hub.FollowActs(request, cancellationToken: ending.Token);
        while (await call.ResponseStream.MoveNext(ending.Token))
        {
            silence.CancelAfter(SilenceMax);
            if (call.ResponseStream.Current is { Number: > 0 } act)
            {
                // The hub is not believed: what no node signed is told and left out.
                if (SealedDisclosure.Open(network, DisclosureDesk.From(act.Envelope), read).Act is null)
                {
                    NodeLog.DisclosureUnsound(logger, act.Number);
                }
                else
                {
                    await acts.KeepAsync(act, ending.Token);
                }
            }

            pause.Reset();
        }
    }
}
