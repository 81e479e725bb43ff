namespace Grpc.Core.Interceptors;

/// <summary>A call as a client's interceptor sees it. Immutable: pass on a new one to change it.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>Describes a call.</summary>
    /// <param name="method">The remote method.</param>
    /// <param name="host">The host to name to the server; <c>null</c> for the channel's.</param>
    /// <param name="options">How to call.</param>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The remote method.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The host to name to the server; <c>null</c> for the channel's.</summary>
    public string? Host { get; }

    /// <summary>How to call: headers, deadline, cancellation.</summary>
    public CallOptions Options { get; }
}
