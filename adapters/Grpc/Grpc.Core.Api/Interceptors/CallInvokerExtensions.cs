namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of an invoker.</summary>
/// <remarks>The interceptor that was added last sees a call first; within one list, the first sees it first.</remarks>
public static class CallInvokerExtensions
{
    /// <summary>Puts one interceptor in front.</summary>
    /// <param name="invoker">What starts the calls.</param>
    /// <param name="interceptor">What sees them first.</param>
    /// <returns>A new invoker; the old one is unchanged.</returns>
    /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, interceptor);
    }

    /// <summary>Puts several interceptors in front.</summary>
    /// <param name="invoker">What starts the calls.</param>
    /// <param name="interceptors">In the order in which they see a call.</param>
    /// <returns>A new invoker; the old one is unchanged.</returns>
    /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        return interceptors.Reverse().Aggregate(invoker, (inner, interceptor) => inner.Intercept(interceptor));
    }

    /// <summary>Puts a function in front that sees the request headers of every call.</summary>
    /// <param name="invoker">What starts the calls.</param>
    /// <param name="interceptor">Takes the headers, which it may change, and returns those to send.</param>
    /// <returns>A new invoker; the old one is unchanged.</returns>
    /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return invoker.Intercept(new HeaderInterceptor(interceptor));
    }
}
