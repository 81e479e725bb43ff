using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace ExchangeHub.Grpc;

/// <summary>
/// What the health service answers. The server and every mapped gRPC service serve unless they are withheld; a stopping host
/// withholds the whole server for good.
/// </summary>
/// <remarks>Safe for concurrent use. The empty name is the server as a whole, as in <c>grpc.health.v1</c>.</remarks>
public sealed class ServingStates
{
    /// <summary>The server as a whole.</summary>
    public const string Server = "";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _withheld = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _services;
    private readonly CancellationToken _stopping;
    private TaskCompletionSource _changed = NewSignal();

    // The services are asked for late: they are known only when the program has mapped all of them.
    internal ServingStates(Func<IEnumerable<string>> services, CancellationToken stopping)
    {
        _services = new(() => services().ToHashSet(StringComparer.Ordinal));
        _stopping = stopping;
        stopping.Register(() => Withhold());
    }

    /// <summary>The server and the mapped services, by name.</summary>
    internal IEnumerable<string> Names => _services.Value.Prepend(Server);

    /// <summary>Lets a service take calls again. It still answers NOT_SERVING while the whole server is withheld.</summary>
    /// <param name="service">The service's name with its package, such as <c>grpc.health.v1.Health</c>.</param>
    public void Serve(string service = Server) => Change(withheld => withheld.Remove(service));

    /// <summary>Answers NOT_SERVING for a service, or for everything, until it is served again.</summary>
    /// <param name="service">The service's name with its package.</param>
    /// <remarks>Calls are not refused: this is what callers and balancers are told, so that they go elsewhere.</remarks>
    public void Withhold(string service = Server) => Change(withheld => withheld.Add(service));

    /// <summary>
    /// Reads the state of a service, with a task that completes at the next change of any state; no task when the host is
    /// stopping, because nothing will change any more.
    /// </summary>
    internal (ServingStatus Status, Task? Changed) Observe(string service)
    {
        lock (_gate)
        {
            var stopping = _stopping.IsCancellationRequested;
            return (Status(service, stopping), stopping ? null : _changed.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServingStatus Status(string service, bool stopping)
    {
        if (service.Length > 0 && !_services.Value.Contains(service))
        {
            return ServingStatus.ServiceUnknown;
        }

        return stopping || _withheld.Contains(Server) || _withheld.Contains(service)
            ? ServingStatus.NotServing
            : ServingStatus.Serving;
    }

    private void Change(Func<HashSet<string>, bool> change)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (!change(_withheld))
            {
                return;
            }

            signal = _changed;
            _changed = NewSignal();
        }

        signal.SetResult();
    }
}
