using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExchangeHub.Adapters.Tests.Grpc.Peers;

/// <summary>
/// Adds its name to a trailer of every call that asks for it, on the way in, before anything else touches the call.
/// </summary>
internal sealed class TraceInterceptor(string name) : Interceptor
{
    internal const string Asked = "x-test-trace";
    internal const string Trail = "x-test-trail";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Sign(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Sign(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Sign(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Sign(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Sign(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue(Asked) is not null)
        {
            context.ResponseTrailers.Add(Trail, $"{context.Method} {name}");
        }
    }
}
