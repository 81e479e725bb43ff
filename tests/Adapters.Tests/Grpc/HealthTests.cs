using ExchangeHub.Adapters.Tests.Grpc.Peers;
using ExchangeHub.Grpc;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Balancers and operators ask a server whether to send it calls. The dangerous answers are the stale one, and the one that
/// keeps a stopping server from stopping.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class HealthTests(LoopbackServer server) : IDisposable
{
    private const string Service = "grpc.testing.TestService";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Health.HealthClient _client = new(server.Plain);

    public void Dispose()
    {
        server.States.Serve();
        server.States.Serve(Service);
    }

    [Theory]
    [InlineData(ServingStates.Server)]
    [InlineData(Service)]
    [InlineData("grpc.health.v1.Health")]
    public async Task The_server_and_every_mapped_service_serve(string service) =>
        Assert.Equal(ServingStatus.Serving, await CheckAsync(service));

    [Theory]
    [InlineData("grpc.testing.UnimplementedService")]
    [InlineData("TestService")]
    [InlineData("\0")]
    public async Task A_service_that_is_not_mapped_is_not_found(string service)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(service));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task A_withheld_service_does_not_serve_until_it_is_served_again()
    {
        server.States.Withhold(Service);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(Service));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(ServingStates.Server));

        server.States.Serve(Service);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(Service));
    }

    [Fact]
    public async Task A_withheld_server_serves_nothing()
    {
        server.States.Withhold();
        server.States.Serve(Service);

        var listed = await _client.ListAsync(new HealthListRequest());

        Assert.Contains(Service, listed.Statuses.Keys);
        Assert.Contains(ServingStates.Server, listed.Statuses.Keys);
        Assert.All(listed.Statuses.Values, response => Assert.Equal(ServingStatus.NotServing, response.Status));
    }

    [Fact]
    public async Task A_watcher_is_told_now_and_at_every_change()
    {
        using var watch = Watch(_client, Service);
        await AssertToldAsync(ServingStatus.Serving, watch);

        server.States.Withhold(Service);
        await AssertToldAsync(ServingStatus.NotServing, watch);

        server.States.Withhold();
        server.States.Serve(Service);
        server.States.Serve();
        await AssertToldAsync(ServingStatus.Serving, watch);
    }

    [Fact]
    public async Task A_watcher_is_not_told_of_what_does_not_concern_it()
    {
        using var watch = Watch(_client, Service);
        await AssertToldAsync(ServingStatus.Serving, watch);

        server.States.Withhold("grpc.health.v1.Health");
        server.States.Serve("grpc.health.v1.Health");
        server.States.Withhold(Service);

        await AssertToldAsync(ServingStatus.NotServing, watch);
    }

    [Fact]
    public async Task A_watcher_of_an_unknown_service_is_told_so_and_kept()
    {
        using var watch = Watch(_client, "unknown");

        await AssertToldAsync(ServingStatus.ServiceUnknown, watch);

        var next = watch.ResponseStream.MoveNext();
        server.States.Withhold(Service);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(Service));
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_stopping_server_tells_its_watchers_and_lets_them_go()
    {
        using var stopping = new LoopbackServer();
        await stopping.InitializeAsync();
        using var watch = Watch(new Health.HealthClient(stopping.Plain), ServingStates.Server);
        await AssertToldAsync(ServingStatus.Serving, watch);

        var stop = stopping.StopAsync();

        await AssertToldAsync(ServingStatus.NotServing, watch);
        Assert.False(await watch.ResponseStream.MoveNext());
        await stop.WaitAsync(Patience);
        await stopping.DisposeAsync();
    }

    private static AsyncServerStreamingCall<HealthCheckResponse> Watch(Health.HealthClient client, string service) =>
        client.Watch(new HealthCheckRequest { Service = service }, deadline: DateTime.UtcNow + Patience);

    private static async Task AssertToldAsync(ServingStatus expected, AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(expected, watch.ResponseStream.Current.Status);
    }

    private async Task<ServingStatus> CheckAsync(string service) =>
        (await _client.CheckAsync(new HealthCheckRequest { Service = service }, deadline: DateTime.UtcNow + Patience)).Status;
}
