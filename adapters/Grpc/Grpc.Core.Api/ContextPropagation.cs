namespace Grpc.Core;

/// <summary>What of a call is handed on to the calls that its handler makes. Immutable.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Chooses what is handed on.</summary>
    /// <param name="propagateDeadline">Whether further calls end when this one must.</param>
    /// <param name="propagateCancellation">Whether further calls are cancelled with this one.</param>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether further calls end when this one must.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether further calls are cancelled with this one.</summary>
    public bool IsPropagateCancellation { get; }
}

/// <summary>A call's deadline and cancellation on their way to further calls. Only a runtime can make one.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
