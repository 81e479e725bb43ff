namespace Grpc.Core;

/// <summary>A service's methods together with their handlers. Immutable.</summary>
public class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> _bindings;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> bindings) => _bindings = bindings;

    /// <summary>Starts a definition without methods.</summary>
    /// <returns>The builder.</returns>
    public static Builder CreateBuilder() => new();

    /// <summary>Hands every method to a server, in the order in which they were added.</summary>
    /// <param name="serviceBinder">The server's side.</param>
    public void BindService(ServiceBinderBase serviceBinder)
    {
        foreach (var bind in _bindings)
        {
            bind(serviceBinder);
        }
    }

    /// <summary>Collects methods for a definition. For one thread.</summary>
    public class Builder
    {
        private readonly HashSet<string> _names = [];
        private readonly List<Action<ServiceBinderBase>> _bindings = [];

        /// <summary>Starts without methods.</summary>
        public Builder()
        {
        }

        /// <summary>Adds a unary method.</summary>
        /// <typeparam name="TRequest">The message that the client sends.</typeparam>
        /// <typeparam name="TResponse">The message that the server sends.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a client-streaming method.</summary>
        /// <typeparam name="TRequest">The message that the client sends.</typeparam>
        /// <typeparam name="TResponse">The message that the server sends.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a server-streaming method.</summary>
        /// <typeparam name="TRequest">The message that the client sends.</typeparam>
        /// <typeparam name="TResponse">The message that the server sends.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Adds a duplex method.</summary>
        /// <typeparam name="TRequest">The message that the client sends.</typeparam>
        /// <typeparam name="TResponse">The message that the server sends.</typeparam>
        /// <param name="method">The method.</param>
        /// <param name="handler">Its handler.</param>
        /// <returns>This builder.</returns>
        /// <exception cref="ArgumentException">A method of that name was added before.</exception>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class => Add(method, binder => binder.AddMethod(method, handler));

        /// <summary>Makes the definition of the methods added so far.</summary>
        /// <returns>The definition; later additions do not change it.</returns>
        public ServerServiceDefinition Build() => new([.. _bindings]);

        private Builder Add(IMethod method, Action<ServiceBinderBase> bind)
        {
            if (!_names.Add(method.FullName))
            {
                throw new ArgumentException($"{method.FullName} was added before. Add each method once.", nameof(method));
            }

            _bindings.Add(bind);
            return this;
        }
    }
}
