using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace ExchangeHub.Hub.Rest;

/// <summary>A path of REST, and the method behind it.</summary>
/// <param name="Path">Below <c>/api/v1</c>; what is in braces is a field of the request.</param>
/// <param name="Method">The method that answers, as it is called over gRPC.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Request">The request.</param>
/// <param name="Response">The answer.</param>
internal abstract record RestRoute(
    string Path, string Method, string Summary, MessageDescriptor Request, MessageDescriptor Response)
{
    /// <summary>Gets the field of the answer whose entries are rows; empty when the answer is one thing.</summary>
    public string Rows { get; init; } = "";

    /// <summary>Gets a value indicating whether the request comes as a body.</summary>
    public bool IsPost { get; init; }

    /// <summary>Gets a value indicating whether the answer comes in pieces.</summary>
    public virtual bool IsStream => false;

    /// <summary>Asks.</summary>
    /// <param name="services">Where the service comes from.</param>
    /// <param name="guards">Who judges the call, outermost first.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">The call.</param>
    /// <param name="take">Takes the answer, or the pieces of it.</param>
    public abstract Task AskAsync(
        IServiceProvider services, IReadOnlyList<Interceptor> guards, IMessage request, RestCall context,
        Func<IMessage, Task> take);
}

/// <summary>A route to a method that answers once.</summary>
internal sealed record UnaryRoute<TService, TRequest, TResponse>(
    string Path, string Method, string Summary, Func<TService, UnaryServerMethod<TRequest, TResponse>> Of)
    : RestRoute(Path, Method, Summary, new TRequest().Descriptor, new TResponse().Descriptor)
    where TService : class
    where TRequest : class, IMessage, new()
    where TResponse : class, IMessage, new()
{
    public override async Task AskAsync(
        IServiceProvider services, IReadOnlyList<Interceptor> guards, IMessage request, RestCall context,
        Func<IMessage, Task> take)
    {
        var call = guards.Reverse().Aggregate(
            Of(ActivatorUtilities.CreateInstance<TService>(services)),
            (inner, guard) => (asked, live) => guard.UnaryServerHandler(asked, live, inner));
        await take(await call((TRequest)request, context));
    }
}

/// <summary>A route to a method that answers in pieces.</summary>
internal sealed record StreamRoute<TService, TRequest, TResponse>(
    string Path, string Method, string Summary, Func<TService, ServerStreamingServerMethod<TRequest, TResponse>> Of)
    : RestRoute(Path, Method, Summary, new TRequest().Descriptor, new TResponse().Descriptor)
    where TService : class
    where TRequest : class, IMessage, new()
    where TResponse : class, IMessage, new()
{
    public override bool IsStream => true;

    public override Task AskAsync(
        IServiceProvider services, IReadOnlyList<Interceptor> guards, IMessage request, RestCall context,
        Func<IMessage, Task> take) =>
        guards.Reverse().Aggregate(
            Of(ActivatorUtilities.CreateInstance<TService>(services)),
            (inner, guard) => (asked, answers, live) => guard.ServerStreamingServerHandler(asked, answers, live, inner))(
            (TRequest)request, new Taking<TResponse>(take), context);
}

/// <summary>Hands on what a method writes.</summary>
internal sealed class Taking<T>(Func<IMessage, Task> take) : IServerStreamWriter<T>
    where T : class, IMessage
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => take(message);

    // What takes it ends with the request itself.
    public Task WriteAsync(T message, CancellationToken cancellationToken) => take(message);
}
