using ExchangeHub.Node.Storage;
using ExchangeHub.Node.Telemetry;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExchangeHub.Node.Errors;

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
        catch (StoreFullException full)
        {
            NodeLog.DiskFull(logger, context.Method, full);
            throw NodeErrors.DiskFull().ToException();
        }
        catch (StoreClosedException)
        {
            throw NodeErrors.Stopping().ToException();
        }
        catch (InvalidDataException damaged)
        {
            NodeLog.Damaged(logger, context.Method, damaged);
            throw NodeErrors.Damaged().ToException();
        }
        catch (Exception bug) when (bug is not (RpcException or OperationCanceledException or IOException))
        {
            // The last line of defence: nobody above this one could say more, and the text of the exception must not leave.
            NodeLog.CallFailed(logger, context.Method, bug);
            throw NodeErrors.Internal(context.Method).ToException();
        }
    }
}
