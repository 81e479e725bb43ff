namespace Grpc.Core;

/// <summary>Adds what authenticates one call, such as a bearer token, to its headers.</summary>
/// <param name="context">Which call.</param>
/// <param name="metadata">The headers to add to.</param>
/// <returns>Completes when the headers are complete; a failure fails the call.</returns>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>Which call an <see cref="AsyncAuthInterceptor"/> is to authenticate.</summary>
public class AuthInterceptorContext
{
    /// <summary>Describes a call that cannot be cancelled.</summary>
    /// <param name="serviceUrl">The service's address: scheme, host, port, service name.</param>
    /// <param name="methodName">The method's name in its service.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>Describes a call.</summary>
    /// <param name="serviceUrl">The service's address: scheme, host, port, service name.</param>
    /// <param name="methodName">The method's name in its service.</param>
    /// <param name="cancellationToken">Fires when the call is given up.</param>
    /// <exception cref="ArgumentNullException">A text is <c>null</c>.</exception>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>The service's address, such as <c>https://hub.example:5001/exchangehub.hub.v1.Records</c>.</summary>
    public string ServiceUrl { get; }

    /// <summary>The method's name in its service.</summary>
    public string MethodName { get; }

    /// <summary>Fires when the call is given up.</summary>
    public CancellationToken CancellationToken { get; }
}

/// <summary>How a runtime is told what call credentials consist of.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>Takes credentials that are made of several.</summary>
    /// <param name="state">The runtime's own.</param>
    /// <param name="credentials">The parts, in order.</param>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>Takes credentials that write headers.</summary>
    /// <param name="state">The runtime's own.</param>
    /// <param name="interceptor">What writes them.</param>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}

/// <summary>What authenticates single calls, beside what authenticates the connection.</summary>
public abstract class CallCredentials
{
    /// <summary>Makes credentials that apply several, in order.</summary>
    /// <param name="credentials">Two or more.</param>
    /// <returns>The combination.</returns>
    /// <exception cref="ArgumentException">Fewer than two were given.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite(credentials);

    /// <summary>Makes credentials that write headers.</summary>
    /// <param name="interceptor">What writes them; called for every call.</param>
    /// <returns>The credentials.</returns>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new HeaderWriting(interceptor);

    /// <summary>Tells a runtime what these credentials consist of.</summary>
    /// <param name="configurator">The runtime's side.</param>
    /// <param name="state">The runtime's own, handed through.</param>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class Composite : CallCredentials
    {
        private readonly IReadOnlyList<CallCredentials> _parts;

        internal Composite(CallCredentials[] parts)
        {
            ArgumentNullException.ThrowIfNull(parts);
            if (parts.Length < 2)
            {
                throw new ArgumentException($"Composing takes two or more credentials; found {parts.Length}.", nameof(parts));
            }

            _parts = [.. parts];
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, _parts);
    }

    private sealed class HeaderWriting : CallCredentials
    {
        private readonly AsyncAuthInterceptor _interceptor;

        internal HeaderWriting(AsyncAuthInterceptor interceptor)
        {
            ArgumentNullException.ThrowIfNull(interceptor);
            _interceptor = interceptor;
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, _interceptor);
    }
}
