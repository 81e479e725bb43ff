namespace Grpc.Core;

/// <summary>Handles a call with one request and one response.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
/// <param name="request">The request.</param>
/// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
/// <returns>The response, never <c>null</c>.</returns>
public delegate Task<TResponse> UnaryServerMethod<TRequest, TResponse>(TRequest request, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Handles a call with many requests and one response.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
/// <param name="requestStream">The requests; returning before its end resets the stream.</param>
/// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
/// <returns>The response, never <c>null</c>.</returns>
public delegate Task<TResponse> ClientStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Handles a call with one request and many responses.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
/// <param name="request">The request.</param>
/// <param name="responseStream">Where the responses go; not usable after the handler returned.</param>
/// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
/// <returns>Completes when there is nothing left to say.</returns>
public delegate Task ServerStreamingServerMethod<TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;

/// <summary>Handles a call in which both sides stream.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
/// <param name="requestStream">The requests; returning before its end resets the stream.</param>
/// <param name="responseStream">Where the responses go; not usable after the handler returned.</param>
/// <param name="context">The call: headers, deadline, cancellation, trailers.</param>
/// <returns>Completes when there is nothing left to say.</returns>
public delegate Task DuplexStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
