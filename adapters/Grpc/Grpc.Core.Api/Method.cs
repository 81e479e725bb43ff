namespace Grpc.Core;

/// <summary>Which side of a call sends one message, and which a stream of them.</summary>
public enum MethodType
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>Many requests, one response.</summary>
    ClientStreaming,

    /// <summary>One request, many responses.</summary>
    ServerStreaming,

    /// <summary>Many of both, independent of each other.</summary>
    DuplexStreaming,
}

/// <summary>A remote method without its message types, as routing and logging need it.</summary>
public interface IMethod
{
    /// <summary>Which sides stream.</summary>
    MethodType Type { get; }

    /// <summary>The service's name with its package, such as <c>grpc.health.v1.Health</c>.</summary>
    string ServiceName { get; }

    /// <summary>The method's name in its service, such as <c>Check</c>.</summary>
    string Name { get; }

    /// <summary>The path on the wire: <c>/service/method</c>.</summary>
    string FullName { get; }
}

/// <summary>A remote method, with the functions that turn its messages into bytes and back.</summary>
/// <typeparam name="TRequest">The message that the client sends.</typeparam>
/// <typeparam name="TResponse">The message that the server sends.</typeparam>
public class Method<TRequest, TResponse> : IMethod
{
    /// <summary>Describes one remote method; generated code does it once per method.</summary>
    /// <param name="type">Which sides stream.</param>
    /// <param name="serviceName">The service's name with its package, without slashes.</param>
    /// <param name="name">The method's name in its service.</param>
    /// <param name="requestMarshaller">How requests become bytes and back.</param>
    /// <param name="responseMarshaller">How responses become bytes and back.</param>
    /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
    public Method(
        MethodType type,
        string serviceName,
        string name,
        Marshaller<TRequest> requestMarshaller,
        Marshaller<TResponse> responseMarshaller)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(requestMarshaller);
        ArgumentNullException.ThrowIfNull(responseMarshaller);
        Type = type;
        ServiceName = serviceName;
        Name = name;
        RequestMarshaller = requestMarshaller;
        ResponseMarshaller = responseMarshaller;
        FullName = $"/{serviceName}/{name}";
    }

    /// <inheritdoc/>
    public MethodType Type { get; }

    /// <inheritdoc/>
    public string ServiceName { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How requests become bytes and back.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; }

    /// <summary>How responses become bytes and back.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; }

    /// <inheritdoc/>
    public string FullName { get; }
}
