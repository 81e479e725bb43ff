using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// What the official types promise to generated code, runtimes and mocks, as far as no call over a wire shows it.
/// </summary>
public sealed class CallTypesTests
{
    [Fact]
    public void Changed_call_options_leave_the_old_ones_as_they_were()
    {
        var deadline = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        using var cancellation = new CancellationTokenSource();
        var before = new CallOptions();

        var after = before.WithHeaders([]).WithDeadline(deadline).WithCancellationToken(cancellation.Token)
            .WithWriteOptions(WriteOptions.Default).WithCredentials(credentials).WithWaitForReady();

        Assert.Equal(new CallOptions(), before);
        Assert.Empty(after.Headers!);
        Assert.Equal(deadline, after.Deadline);
        Assert.Equal(cancellation.Token, after.CancellationToken);
        Assert.Same(WriteOptions.Default, after.WriteOptions);
        Assert.Same(credentials, after.Credentials);
        Assert.True(after.IsWaitForReady);
        Assert.False(after.WithWaitForReady(false).IsWaitForReady);
    }

    [Fact]
    public void A_failure_shows_its_status_and_keeps_its_local_cause()
    {
        var cause = new IOException("the cable is out");
        var failure = new RpcException(new Status(StatusCode.Unavailable, "no hub", cause));

        Assert.Same(cause, failure.InnerException);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Empty(failure.Trailers);
        Assert.Equal(
            "Status(StatusCode=\"Unavailable\", Detail=\"no hub\", DebugException=\"System.IO.IOException: the cable is out\")",
            failure.Message);
        Assert.Throws<ArgumentNullException>(() => new RpcException(Status.DefaultCancelled, trailers: null!));
    }

    [Fact]
    public async Task A_writer_that_cannot_cancel_a_write_says_so()
    {
        IAsyncStreamWriter<string> writer = new OldWriter();
        using var cancellation = new CancellationTokenSource();

        await writer.WriteAsync("message", CancellationToken.None);

        await Assert.ThrowsAsync<NotSupportedException>(() => writer.WriteAsync("message", cancellation.Token));
    }

    [Fact]
    public void A_service_definition_binds_each_method_once_and_in_order()
    {
        var binder = new Recorder();
        var builder = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Describe("first"), (UnaryServerMethod<string, string>)((request, _) => Task.FromResult(request)))
            .AddMethod(Describe("second"), (UnaryServerMethod<string, string>)((request, _) => Task.FromResult(request)));
        var definition = builder.Build();

        Assert.Throws<ArgumentException>("method", () =>
            builder.AddMethod(Describe("first"), (UnaryServerMethod<string, string>)((request, _) => Task.FromResult(request))));
        definition.BindService(binder);

        Assert.Equal(["/test.Service/first", "/test.Service/second"], binder.Names);
    }

    [Fact]
    public async Task A_client_with_a_host_of_its_own_names_it_in_every_call()
    {
        var invoker = new HostRecorder();
        var client = new TestService.TestServiceClient(invoker).WithHost("hub.example");

        client.EmptyCall(new Empty());
        await client.EmptyCallAsync(new Empty());
        Assert.Throws<InvalidOperationException>(() => client.StreamingOutputCall(new StreamingOutputCallRequest()));
        Assert.Throws<InvalidOperationException>(() => client.StreamingInputCall());
        Assert.Throws<InvalidOperationException>(() => client.FullDuplexCall());

        Assert.Equal(Enumerable.Repeat("hub.example", 5), invoker.Hosts);
    }

    [Fact]
    public void A_client_without_a_channel_can_be_mocked_but_not_called()
    {
        var client = new Mock();

        Assert.Throws<NotImplementedException>(() => client.EmptyCall(new Empty()));
    }

    [Theory]
    [InlineData("gzip", 0x1f)]
    [InlineData("deflate", 0x78)]
    public void What_a_provider_compresses_it_gives_back(string name, byte firstByte)
    {
        ICompressionProvider[] providers =
            [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        var provider = providers.Single(candidate => candidate.EncodingName == name);
        var message = Enumerable.Range(0, 10_000).Select(index => (byte)(index % 7)).ToArray();
        using var compressed = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(compressed, null))
        {
            stream.Write(message);
        }

        using var restored = new MemoryStream();
        provider.CreateDecompressionStream(new MemoryStream(compressed.ToArray())).CopyTo(restored);

        Assert.Equal(message, restored.ToArray());
        Assert.Equal(firstByte, compressed.ToArray()[0]);
        Assert.InRange(compressed.Length, 1, message.Length / 10);
    }

    private static Method<string, string> Describe(string name) => new(
        MethodType.Unary, "test.Service", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private sealed class Mock : TestService.TestServiceClient;

    private sealed class OldWriter : IAsyncStreamWriter<string>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message) => Task.CompletedTask;
    }

    private sealed class Recorder : ServiceBinderBase
    {
        internal List<string> Names { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Names.Add(method.FullName);
    }

    private sealed class HostRecorder : CallInvoker
    {
        internal List<string?> Hosts { get; } = [];

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Hosts.Add(host);
            return Activator.CreateInstance<TResponse>();
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Hosts.Add(host);
            return new AsyncUnaryCall<TResponse>(
                Task.FromResult(Activator.CreateInstance<TResponse>()),
                Task.FromResult(Metadata.Empty),
                () => Status.DefaultSuccess,
                () => Metadata.Empty,
                () => { });
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Recorded(host);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Recorded(host);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Recorded(host);

        private InvalidOperationException Recorded(string? host)
        {
            Hosts.Add(host);
            return new InvalidOperationException("Only the host matters here.");
        }
    }
}
