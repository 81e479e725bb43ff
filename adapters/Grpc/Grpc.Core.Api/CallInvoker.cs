namespace Grpc.Core;

/// <summary>Starts calls. A channel makes one; interceptors wrap one around another.</summary>
public abstract class CallInvoker
{
    /// <summary>Calls a unary method and blocks the thread until the response is there.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    /// <param name="request">The request.</param>
    /// <returns>The response.</returns>
    /// <exception cref="RpcException">The call did not end well.</exception>
    public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a unary call.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    /// <param name="request">The request.</param>
    /// <returns>The call.</returns>
    public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a server-streaming call.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    /// <param name="request">The request.</param>
    /// <returns>The call.</returns>
    public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a client-streaming call.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    /// <returns>The call.</returns>
    public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a duplex call.</summary>
    /// <typeparam name="TRequest">The message that the client sends.</typeparam>
    /// <typeparam name="TResponse">The message that the server sends.</typeparam>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    /// <returns>The call.</returns>
    public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;
}
