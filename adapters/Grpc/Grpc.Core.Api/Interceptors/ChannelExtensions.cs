namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of a channel, in the order of <see cref="CallInvokerExtensions"/>.</summary>
public static class ChannelExtensions
{
    /// <summary>Puts one interceptor in front.</summary>
    /// <param name="channel">The way to the server.</param>
    /// <param name="interceptor">What sees the calls first.</param>
    /// <returns>An invoker for clients to be made of; the channel is unchanged.</returns>
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptor);
    }

    /// <summary>Puts several interceptors in front.</summary>
    /// <param name="channel">The way to the server.</param>
    /// <param name="interceptors">In the order in which they see a call.</param>
    /// <returns>An invoker for clients to be made of; the channel is unchanged.</returns>
    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptors);
    }

    /// <summary>Puts a function in front that sees the request headers of every call.</summary>
    /// <param name="channel">The way to the server.</param>
    /// <param name="interceptor">Takes the headers, which it may change, and returns those to send.</param>
    /// <returns>An invoker for clients to be made of; the channel is unchanged.</returns>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker().Intercept(interceptor);
    }
}
