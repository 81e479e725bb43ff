using ExchangeHub.EventLog;
using ExchangeHub.Hub.Telemetry;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExchangeHub.Hub.Errors;

/// <summary>The last line: turns what the services let through into a status, and never lets an inner text out.</summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => Done(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => Done(continuation(requestStream, responseStream, context)));

    private static async Task<bool> Done(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (LogUnavailableException away)
        {
            HubLog.StoreAway(logger, context.Method, away);
            throw HubErrors.StoreAway().ToException();
        }
        catch (InvalidOperationException late) when (context.CancellationToken.IsCancellationRequested)
        {
            // An answer to a call that its caller has reset: nobody is there to be told, and it is no bug.
            throw new OperationCanceledException("The caller has ended the call.", late, context.CancellationToken);
        }
        catch (Exception bug) when (bug is not (RpcException or OperationCanceledException or IOException))
        {
            // The last line of defence: nobody above this one could say more, and the text of the exception must not leave.
            HubLog.CallFailed(logger, context.Method, bug);
            throw HubErrors.Internal(context.Method).ToException();
        }
    }
}
