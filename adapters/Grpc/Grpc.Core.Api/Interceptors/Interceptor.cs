namespace Grpc.Core.Interceptors;

/// <summary>Sees every call on its way, on the client or on the server; override what matters.</summary>
/// <remarks>Each member passes the call on by default. It may change what it passes on, answer, or wrap the result.</remarks>
public abstract class Interceptor
{
    /// <summary>Goes on with a blocking unary call: to the next interceptor, or to the wire.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options.</param>
    /// <returns>The response.</returns>
    public delegate TResponse BlockingUnaryCallContinuation<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Goes on with a unary call: to the next interceptor, or to the wire.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options.</param>
    /// <returns>The call.</returns>
    public delegate AsyncUnaryCall<TResponse> AsyncUnaryCallContinuation<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Goes on with a server-streaming call: to the next interceptor, or to the wire.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options.</param>
    /// <returns>The call.</returns>
    public delegate AsyncServerStreamingCall<TResponse> AsyncServerStreamingCallContinuation<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Goes on with a client-streaming call: to the next interceptor, or to the wire.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="context">Method, host and options.</param>
    /// <returns>The call.</returns>
    public delegate AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCallContinuation<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Goes on with a duplex call: to the next interceptor, or to the wire.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="context">Method, host and options.</param>
    /// <returns>The call.</returns>
    public delegate AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCallContinuation<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class;

    /// <summary>Sees a blocking unary call on the client.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options; pass on a changed one to change them.</param>
    /// <param name="continuation">Goes on with the call.</param>
    /// <returns>The response.</returns>
    public virtual TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Sees a unary call on the client.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options; pass on a changed one to change them.</param>
    /// <param name="continuation">Goes on with the call.</param>
    /// <returns>The call.</returns>
    public virtual AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Sees a server-streaming call on the client.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">Method, host and options; pass on a changed one to change them.</param>
    /// <param name="continuation">Goes on with the call.</param>
    /// <returns>The call.</returns>
    public virtual AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Sees a client-streaming call on the client.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="context">Method, host and options; pass on a changed one to change them.</param>
    /// <param name="continuation">Goes on with the call.</param>
    /// <returns>The call.</returns>
    public virtual AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(context);

    /// <summary>Sees a duplex call on the client.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="context">Method, host and options; pass on a changed one to change them.</param>
    /// <param name="continuation">Goes on with the call.</param>
    /// <returns>The call.</returns>
    public virtual AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(context);

    /// <summary>Sees a unary call on the server.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
    /// <param name="continuation">Goes on: to the next interceptor, or to the handler.</param>
    /// <returns>The response.</returns>
    public virtual Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, context);

    /// <summary>Sees a client-streaming call on the server.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="requestStream">The requests.</param>
    /// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
    /// <param name="continuation">Goes on: to the next interceptor, or to the handler.</param>
    /// <returns>The response.</returns>
    public virtual Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(requestStream, context);

    /// <summary>Sees a server-streaming call on the server.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="responseStream">Where the responses go.</param>
    /// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
    /// <param name="continuation">Goes on: to the next interceptor, or to the handler.</param>
    /// <returns>Completes when the call is over.</returns>
    public virtual Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(request, responseStream, context);

    /// <summary>Sees a duplex call on the server.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="requestStream">The requests.</param>
    /// <param name="responseStream">Where the responses go.</param>
    /// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
    /// <param name="continuation">Goes on: to the next interceptor, or to the handler.</param>
    /// <returns>Completes when the call is over.</returns>
    public virtual Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class => continuation(requestStream, responseStream, context);
}
