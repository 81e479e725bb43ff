using ExchangeHub.Certificates;
using ExchangeHub.Node.Telemetry;

namespace ExchangeHub.Node.Connection;

/// <summary>Renews the identity of the node before it ends.</summary>
internal sealed class RenewalLoop(IdentityFolder identity, Uri hub, TimeProvider clock, ILogger<RenewalLoop> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Renewal(identity, hub, clock).RunAsync(
        last => NodeLog.Renewed(logger, last), cause => NodeLog.NotRenewed(logger, cause), stoppingToken);
}
