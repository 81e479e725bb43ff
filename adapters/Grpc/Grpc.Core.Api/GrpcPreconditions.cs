namespace Grpc.Core.Utils;

/// <summary>Checks of arguments and state. Code written for gRPC uses them; new code says <c>ThrowIfNull</c>.</summary>
public static class GrpcPreconditions
{
    /// <summary>Refuses an argument.</summary>
    /// <param name="condition">What must hold.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckArgument(bool condition)
    {
        if (!condition)
        {
            throw new ArgumentException(null);
        }
    }

    /// <summary>Refuses an argument with a reason.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="errorMessage">What to say if it does not.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckArgument(bool condition, string errorMessage)
    {
        if (!condition)
        {
            throw new ArgumentException(errorMessage);
        }
    }

    /// <summary>Refuses <c>null</c>.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="reference">The argument.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="ArgumentNullException">It is <c>null</c>.</exception>
    public static T CheckNotNull<T>(T reference) => CheckNotNull(reference, nameof(reference));

    /// <summary>Refuses <c>null</c> and names the argument.</summary>
    /// <typeparam name="T">The argument's type.</typeparam>
    /// <param name="reference">The argument.</param>
    /// <param name="paramName">Its name.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="ArgumentNullException">It is <c>null</c>.</exception>
    public static T CheckNotNull<T>(T reference, string paramName) => reference ?? throw new ArgumentNullException(paramName);

    /// <summary>Refuses to go on in a wrong state.</summary>
    /// <param name="condition">What must hold.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void CheckState(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException();
        }
    }

    /// <summary>Refuses to go on in a wrong state, with a reason.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="errorMessage">What to say if it does not.</param>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void CheckState(bool condition, string errorMessage)
    {
        if (!condition)
        {
            throw new InvalidOperationException(errorMessage);
        }
    }
}
