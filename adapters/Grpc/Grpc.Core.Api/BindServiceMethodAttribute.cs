using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Says, on a generated service base class, which static method binds the service's methods to a server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class BindServiceMethodAttribute : Attribute
{
    private const DynamicallyAccessedMemberTypes Methods =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    /// <summary>Points to the binding method; generated code writes it.</summary>
    /// <param name="bindType">The type that has the method.</param>
    /// <param name="bindMethodName">The method: static, takes a <see cref="ServiceBinderBase"/> and the service.</param>
    public BindServiceMethodAttribute([DynamicallyAccessedMembers(Methods)] Type bindType, string bindMethodName)
    {
        BindType = bindType;
        BindMethodName = bindMethodName;
    }

    /// <summary>The type that has the binding method, and beside it the service's descriptor.</summary>
    [DynamicallyAccessedMembers(Methods)]
    public Type BindType { get; }

    /// <summary>The name of the binding method.</summary>
    public string BindMethodName { get; }
}
