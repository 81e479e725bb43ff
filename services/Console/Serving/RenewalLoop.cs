using ExchangeHub.Certificates;

namespace ExchangeHub.Console.Serving;

/// <summary>Renews the identity of the console before it ends.</summary>
internal sealed class RenewalLoop(IdentityFolder identity, Uri hub, TimeProvider clock, ILogger<RenewalLoop> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Renewal(identity, hub, clock).RunAsync(
        last => ConsoleLog.Renewed(logger, last), cause => ConsoleLog.NotRenewed(logger, cause), stoppingToken);
}
