namespace Grpc.Core;

/// <summary>Receives a service's methods one by one, so that a server can route to them.</summary>
/// <remarks>A handler may be <c>null</c>: the server then makes its own from the service type.</remarks>
public class ServiceBinderBase
{
    /// <summary>Takes a unary method.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler, or <c>null</c>.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotOverridden.Member();

    /// <summary>Takes a client-streaming method.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler, or <c>null</c>.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotOverridden.Member();

    /// <summary>Takes a server-streaming method.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler, or <c>null</c>.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotOverridden.Member();

    /// <summary>Takes a duplex method.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler, or <c>null</c>.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotOverridden.Member();
}
