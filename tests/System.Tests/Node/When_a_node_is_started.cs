using ExchangeHub.Protos.Node.V1;
using Grpc.Core;

namespace ExchangeHub.SystemTests.Node;

/// <summary>A node that starts with the wrong settings signs in the wrong name. It must not start, and must say why.</summary>
public sealed class When_a_node_is_started : IAsyncLifetime, IAsyncDisposable
{
    private readonly District _qingpu = new("310118", "http://127.0.0.1:9");

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _qingpu.DisposeAsync();

    [Fact]
    public async Task It_says_where_it_serves_answers_health_checks_and_ends_cleanly()
    {
        using var node = await NodeProcess.StartAsync(_qingpu);
        using var channel = NodeProcess.Connect(_qingpu);
        var health = await new global::Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(
            new global::Grpc.Health.V1.HealthCheckRequest());

        Assert.Equal(global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Equal(
            "node:310118", (await new NodeService.NodeServiceClient(channel).GetStatusAsync(new GetStatusRequest())).Node);
        using var watching = new NodeService.NodeServiceClient(channel).Watch(new WatchRequest());
        var ended = Assert.ThrowsAsync<RpcException>(async () => await watching.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(0, await node.InterruptAsync());
        Assert.Equal(StatusCode.Unavailable, (await ended).StatusCode);
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_is_refused()
    {
        _ = await _qingpu.StartAsync();

        Refused(_qingpu.Arguments, "Another process uses the data folder");
        _ = await _qingpu.SubmitAsync(Papers.Submit("alone", Papers.Permit(1)));
    }

    [Fact]
    public async Task With_a_clock_that_goes_after_it_repeats_what_it_has_answered()
    {
        var request = Papers.Submit("clock", Papers.Permit(1), TestClock.Evening);
        _ = await _qingpu.StartAsync();
        var first = await _qingpu.SubmitAsync(request);
        await _qingpu.StopAsync();

        _qingpu.Clock = new TestClock(TestClock.Evening.AddHours(-1));
        _ = await _qingpu.StartAsync();

        Assert.Equal(first, await _qingpu.SubmitAsync(request));
        request.ClientKey = "another";
        Assert.Equal(StatusCode.InvalidArgument, (await Refusal.OfAsync(_qingpu.Node.SubmitAsync(request))).Code);
    }

    [Theory]
    [InlineData("--Node:Listen", "http://0.0.0.0:7201", "only a loopback address")]
    [InlineData("--Node:Listen", "https://127.0.0.1:7201", "only a loopback address")]
    [InlineData("--Node:Hub", "http://192.0.2.1:7100", "must use https")]
    [InlineData("--Node:Hub", "", "an address such as")]
    [InlineData("--Node:Id", "310118", "a node id such as")]
    [InlineData("--Node:Id", "node:330101", "does not have node:330101")]
    [InlineData("--Node:Id", "node:320509", "is not registered for node:320509")]
    [InlineData("--Node:Key", "/nowhere/key.pem", "PEM file")]
    [InlineData("--Node:Network", "/nowhere/network.json", "cannot be read")]
    [InlineData("--Node:DataFolder", "", "Node:DataFolder is missing")]
    public void A_setting_that_is_wrong_is_named(string name, string value, string says)
    {
        var arguments = _qingpu.Arguments;
        arguments[Array.IndexOf(arguments, name) + 1] = value;

        Refused(arguments, says);
    }

    [Fact]
    public async Task A_key_is_made_for_its_owner_alone_and_never_twice()
    {
        var path = Path.Combine(_qingpu.Folder, "new.pem");

        var (exitCode, output, _) = await NodeProcess.RunAsync("init-key", path);
        var again = await NodeProcess.RunAsync("init-key", path);

        Assert.Equal(0, exitCode);
        Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var lines = output.Split('\n');
        Assert.Equal(Records.VerificationKey.IdOf(Convert.FromBase64String(lines[0])), lines[1]);
        Assert.NotEqual(0, again.ExitCode);

        // The node starts with it once the network file has it.
        File.Copy(path, _qingpu.KeyFile, overwrite: true);
        await File.WriteAllTextAsync(
            _qingpu.NetworkFile, (await File.ReadAllTextAsync(_qingpu.NetworkFile)).Replace(
                _qingpu.PublicKey, lines[0], StringComparison.Ordinal));
        _ = await _qingpu.StartAsync();
        _ = await _qingpu.SubmitAsync(Papers.Submit("first", Papers.Permit(1)));
    }

    // In this process, which is faster and the same: everything is checked before anything is started.
    private static void Refused(string[] arguments, string says)
    {
        var refused = Assert.ThrowsAny<Exception>(
            () => { using var app = (IDisposable)ExchangeHub.Node.Program.Build(arguments, TimeProvider.System); });
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
