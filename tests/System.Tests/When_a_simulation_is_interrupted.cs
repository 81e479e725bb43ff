using System.Diagnostics;
using System.Globalization;
using System.Net;
using ExchangeHub.Protos.Recognition.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.SystemTests;

/// <summary>A draft on a long history takes minutes. Who presses Ctrl-C must not have to begin again.</summary>
public sealed class When_a_simulation_is_interrupted
{
    [Fact]
    public async Task The_command_line_says_how_to_go_on_and_the_hub_is_told_to_stop()
    {
        var service = new Endless();
        await using var hub = await StartAsync(service);
        var draft = Path.Combine(RunningZone.Samples, "rules", "yrd-demo-2020-v4.yaml");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "xhub.dll"), "rules", "simulate", draft, "--from", "7", "--lang", "en",
                "--hub", hub.Urls.Single(),
            ])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Assert.Equal("position 500 of 1000: 90 dossiers, 3 flips", await process.StandardError.ReadLineAsync());

        using var interrupting = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains(
            $"xhub rules simulate {draft} --from 7 --to 1000 --resume-after 500", said, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        await service.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<WebApplication> StartAsync(Endless service)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var app = builder.Build();
        app.MapGrpcService<Endless>();
        await app.StartAsync();
        return app;
    }

    /// <summary>Says how far it is, and nothing more.</summary>
    private sealed class Endless : RecognitionService.RecognitionServiceBase
    {
        public TaskCompletionSource Cancelled { get; } = new();

        public override async Task Simulate(
            SimulateRequest request, IServerStreamWriter<SimulateResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new SimulateResponse
            {
                Progress = new SimulateResponse.Types.Progress
                {
                    Position = 500, Head = 1000, Surveyed = 1000, Dossiers = 90, Flips = 3,
                },
            });
            try
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            finally
            {
                Cancelled.SetResult();
            }
        }
    }
}
