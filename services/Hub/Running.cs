namespace ExchangeHub.Hub;

/// <summary>Runs something for as long as the host runs.</summary>
internal sealed class Running(Func<CancellationToken, Task> run) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => run(stoppingToken);
}
