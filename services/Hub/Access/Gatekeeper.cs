using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Telemetry;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Connections.Features;

namespace ExchangeHub.Hub.Access;

/// <summary>Asks before each call, and each message of a long one, whether its caller may; without a row in
/// <see cref="Permissions"/> nobody may.</summary>
/// <remarks>On a hub without TLS nobody can be known, and all are taken at their word; it serves this machine alone
/// then.</remarks>
internal sealed class Gatekeeper(
    MembersDesk desk, Callers callers, LiveCalls calls, Readings readings, ILogger<Gatekeeper> logger) : Interceptor
{
    private const string HttpContextKey = "__HttpContext";
    private static readonly object AdmissionKey = new();
    private static readonly object ReaderKey = new();

    /// <summary>Gets whom a call comes from; null on a hub without TLS.</summary>
    public static Admission? Of(ServerCallContext context) =>
        context.UserState.TryGetValue(AdmissionKey, out var admission) ? (Admission)admission : null;

    /// <summary>Gets for whom and what records are shown; null where none are, and on a hub without TLS.</summary>
    public static Admitted? ReaderOf(ServerCallContext context) =>
        context.UserState.TryGetValue(ReaderKey, out var reader) ? (Admitted)reader : null;

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, async live =>
        {
            Check(live, request);
            var answer = await continuation(request, live);
            await ShowAsync(live, answer as IMessage);
            return answer;
        });

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, live => continuation(Checked(requestStream, live), live));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, async live =>
        {
            Check(live, request);
            await ShowAsync(live, null);
            await continuation(request, new CheckedWriter<TResponse>(responseStream, () => Recheck(live)), live);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        AdmitAsync(context, async live =>
        {
            await continuation(
                Checked(requestStream, live), new CheckedWriter<TResponse>(responseStream, () => Recheck(live)), live);
            return true;
        });

    private CheckedReader<T> Checked<T>(IAsyncStreamReader<T> requests, ServerCallContext live) => new(requests, request =>
    {
        Recheck(live);
        Check(live, request);
    });

    private async Task<T> AdmitAsync<T>(ServerCallContext context, Func<ServerCallContext, Task<T>> call)
    {
        if (!callers.AreKnown)
        {
            return await call(context);
        }

        var caller = callers.Of(context.GetHttpContext()) ?? throw Refused(context, null, AccessErrors.NotAdmitted());
        var (admission, _) = desk.Admit(caller);
        if (admission is null)
        {
            // The connection outlived the key; nothing more is to come over it.
            context.GetHttpContext().Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            throw Refused(context, caller, AccessErrors.NotAdmitted());
        }

        if (!Permissions.Allows(context.Method, caller.Member.Kind))
        {
            throw Refused(context, caller, AccessErrors.NotGranted(caller.Member.ToString(), context.Method));
        }

        context.UserState[AdmissionKey] = admission;
        if (Permissions.Readings.Contains(context.Method))
        {
            var (reader, rejection) = Readings.Admit(context, admission);
            context.UserState[ReaderKey] = reader ?? throw Refused(context, caller, HubErrors.From(rejection!));
        }

        // Where the runtime looks for it in a context that is not its own.
        context.UserState[HttpContextKey] = context.GetHttpContext();
        using var live = calls.Enter(caller, context);
        try
        {
            // Once more: the key may have been lost before the call was among those that are ended.
            Recheck(live);
            return await call(live);
        }
        catch (Exception ended) when (
            live.IsCut && ended is OperationCanceledException or InvalidOperationException or IOException or RpcException)
        {
            throw AccessErrors.NotAdmitted().ToException();
        }
    }

    private void Recheck(ServerCallContext context)
    {
        if (Of(context) is { Caller: var caller } && desk.Admit(caller).Fault is not null)
        {
            throw Refused(context, caller, AccessErrors.NotAdmitted());
        }
    }

    private void Check<TRequest>(ServerCallContext context, TRequest request)
    {
        if (Of(context) is { } admission && request is IMessage message && Asking.Fault(admission, message) is { } failure)
        {
            throw Refused(context, admission.Caller, failure);
        }

        if (ReaderOf(context) is { } reader && readings.Fault(reader, request as IMessage) is { } rejection)
        {
            throw Refused(context, Of(context)!.Caller, HubErrors.From(rejection));
        }
    }

    private async Task ShowAsync(ServerCallContext context, IMessage? answer)
    {
        if (ReaderOf(context) is { } reader
            && await readings.ShowAsync(reader, context.Method, answer, context.CancellationToken) is { } rejection)
        {
            throw Refused(context, Of(context)!.Caller, HubErrors.From(rejection));
        }
    }

    private RpcException Refused(ServerCallContext context, Caller? caller, HubErrors.Failure failure)
    {
        AccessLog.CallRefused(logger, caller?.Member.ToString() ?? "nobody", context.Method, failure.Reason);
        if (caller is not null)
        {
            readings.Refused(context, caller.Member, failure.Reason);
        }

        return failure.ToException();
    }
}
