namespace Grpc.Core;

/// <summary>What generated clients share: where their calls go.</summary>
public abstract class ClientBase
{
    /// <summary>For mocks in tests: every call throws.</summary>
    protected ClientBase()
        : this(new ClientBaseConfiguration(new UnimplementedCallInvoker(), null))
    {
    }

    /// <summary>For generated code that copies a client.</summary>
    /// <param name="configuration">Where the calls go.</param>
    /// <exception cref="ArgumentNullException"><paramref name="configuration"/> is <c>null</c>.</exception>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        CallInvoker = configuration.CreateCallInvoker();
    }

    /// <summary>Makes a client of a channel.</summary>
    /// <param name="channel">The way to the server; many clients may share it.</param>
    public ClientBase(ChannelBase channel)
        : this(channel?.CreateCallInvoker() ?? throw new ArgumentNullException(nameof(channel)))
    {
    }

    /// <summary>Makes a client of an invoker, for instance one with interceptors.</summary>
    /// <param name="callInvoker">What starts the calls.</param>
    public ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    /// <summary>What starts the calls.</summary>
    protected CallInvoker CallInvoker { get; }

    private protected ClientBaseConfiguration Configuration { get; }

    /// <summary>Where a client's calls go. Generated code passes it on and knows nothing of what is inside.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker _callInvoker;
        private readonly string? _host;

        internal ClientBaseConfiguration(CallInvoker callInvoker, string? host)
        {
            ArgumentNullException.ThrowIfNull(callInvoker);
            _callInvoker = callInvoker;
            _host = host;
        }

        internal CallInvoker CreateCallInvoker() => _host is null ? _callInvoker : new HostCallInvoker(_callInvoker, _host);

        internal ClientBaseConfiguration WithHost(string host)
        {
            ArgumentNullException.ThrowIfNull(host);
            return new ClientBaseConfiguration(_callInvoker, host);
        }
    }
}

/// <summary>What the generated client of one service inherits.</summary>
/// <typeparam name="T">The generated client.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>For mocks in tests: every call throws.</summary>
    protected ClientBase()
    {
    }

    /// <summary>For generated code that copies a client.</summary>
    /// <param name="configuration">Where the calls go.</param>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Makes a client of a channel.</summary>
    /// <param name="channel">The way to the server; many clients may share it.</param>
    public ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Makes a client of an invoker, for instance one with interceptors.</summary>
    /// <param name="callInvoker">What starts the calls.</param>
    public ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>Makes a client that names another host to the server.</summary>
    /// <param name="host">The host, with its port where it matters.</param>
    /// <returns>A new client on the same channel.</returns>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>Makes a client of the same type; generated code implements it.</summary>
    /// <param name="configuration">Where its calls go.</param>
    /// <returns>A new client.</returns>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
