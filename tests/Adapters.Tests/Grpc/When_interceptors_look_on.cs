using ExchangeHub.Adapters.Tests.Grpc.Peers;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Identity, telemetry and errors hang on interceptors. One that is left out for one kind of call is a hole nobody sees, and
/// two in the wrong order check the caller after the work is done.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_interceptors_look_on(LoopbackServer server)
{
    private readonly List<string> _seen = [];

    private static Metadata Traced => new() { { TraceInterceptor.Asked, "1" } };

    [Fact]
    public async Task The_server_leads_every_kind_of_call_through_them_in_order()
    {
        var client = new TestService.TestServiceClient(server.Plain);

        using var unary = client.UnaryCallAsync(new SimpleRequest(), Traced);
        await unary;
        AssertTrail("UnaryCall", unary.GetTrailers());

        using var fromClient = client.StreamingInputCall(Traced);
        await fromClient.RequestStream.CompleteAsync();
        await fromClient;
        AssertTrail("StreamingInputCall", fromClient.GetTrailers());

        using var fromServer = client.StreamingOutputCall(new StreamingOutputCallRequest(), Traced);
        Assert.False(await fromServer.ResponseStream.MoveNext());
        AssertTrail("StreamingOutputCall", fromServer.GetTrailers());

        using var duplex = client.FullDuplexCall(Traced);
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());
        AssertTrail("FullDuplexCall", duplex.GetTrailers());
    }

    [Fact]
    public async Task The_client_leads_every_kind_of_call_through_them_in_order()
    {
        var client = new TestService.TestServiceClient(
            server.Plain.Intercept(new Recorder("outer", _seen), new Recorder("inner", _seen)));

        client.EmptyCall(new Empty());
        await client.EmptyCallAsync(new Empty());
        using var fromClient = client.StreamingInputCall();
        await fromClient.RequestStream.CompleteAsync();
        await fromClient;
        using var fromServer = client.StreamingOutputCall(new StreamingOutputCallRequest());
        Assert.False(await fromServer.ResponseStream.MoveNext());
        using var duplex = client.FullDuplexCall();
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());

        string[] kinds = ["blocking", "unary", "client", "server", "duplex"];
        Assert.Equal(kinds.SelectMany(kind => new[] { $"outer {kind}", $"inner {kind}" }), _seen);
    }

    [Fact]
    public async Task The_one_that_was_added_last_sees_a_call_first()
    {
        var invoker = server.Plain.Intercept(new Recorder("first", _seen)).Intercept(new Recorder("second", _seen));

        await new TestService.TestServiceClient(invoker).EmptyCallAsync(new Empty());

        Assert.Equal(["second unary", "first unary"], _seen);
    }

    [Fact]
    public async Task A_function_can_add_headers_to_every_kind_of_call()
    {
        var client = new TestService.TestServiceClient(server.Plain.Intercept(headers =>
        {
            headers.Add("x-grpc-test-echo-initial", "added");
            return headers;
        }));

        using var unary = client.UnaryCallAsync(new SimpleRequest());
        await unary;
        await AssertAddedAsync(unary.ResponseHeadersAsync);
        using var fromClient = client.StreamingInputCall();
        await fromClient.RequestStream.CompleteAsync();
        await AssertAddedAsync(fromClient.ResponseHeadersAsync);
        using var fromServer = client.StreamingOutputCall(new StreamingOutputCallRequest());
        await AssertAddedAsync(fromServer.ResponseHeadersAsync);
        using var duplex = client.FullDuplexCall();
        await AssertAddedAsync(duplex.ResponseHeadersAsync);
    }

    private static async Task AssertAddedAsync(Task<Metadata> headers) =>
        Assert.Equal("added", (await headers).GetValue("x-grpc-test-echo-initial"));

    private static void AssertTrail(string method, Metadata trailers)
    {
        var path = $"/grpc.testing.TestService/{method}";
        Assert.Equal([$"{path} outer", $"{path} inner"], trailers.GetAll(TraceInterceptor.Trail).Select(entry => entry.Value));
    }

    private sealed class Recorder(string name, List<string> seen) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} blocking");
            return base.BlockingUnaryCall(request, context, continuation);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} unary");
            return base.AsyncUnaryCall(request, context, continuation);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} client");
            return base.AsyncClientStreamingCall(context, continuation);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} server");
            return base.AsyncServerStreamingCall(request, context, continuation);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} duplex");
            return base.AsyncDuplexStreamingCall(context, continuation);
        }
    }
}
