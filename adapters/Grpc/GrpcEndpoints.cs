using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ExchangeHub.Grpc;

/// <summary>Gives a server the two services that gRPC tools expect of every server: health and reflection.</summary>
/// <remarks>Call the <c>Add…</c> beside <c>AddGrpc()</c>, the <c>Map…</c> beside <c>MapGrpcService</c>, in any order.</remarks>
public static class GrpcEndpoints
{
    /// <summary>Adds <see cref="ServingStates"/>, by which the program says what it serves.</summary>
    /// <param name="services">The program's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGrpcHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ServingStates(
            () => MappedServices.Of(provider.GetRequiredService<EndpointDataSource>()).Select(service => service.FullName),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        return services;
    }

    /// <summary>Adds what reflection answers from: the descriptors of all mapped services.</summary>
    /// <param name="services">The program's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
            new DescriptorIndex(MappedServices.Of(provider.GetRequiredService<EndpointDataSource>())));
        return services;
    }

    /// <summary>Maps <c>grpc.health.v1.Health</c>: Check, List and Watch.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    /// <returns>What further conventions, such as authorisation, apply to.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddGrpcHealth"/> was not called.</exception>
    public static IEndpointConventionBuilder MapGrpcHealth(this IEndpointRouteBuilder endpoints)
    {
        // Made now, so that a stopping host is noticed even if nobody ever asked for health.
        _ = endpoints.ServiceProvider.GetRequiredService<ServingStates>();
        return endpoints.MapGrpcService<HealthService>();
    }

    /// <summary>Maps <c>grpc.reflection.v1</c> and <c>grpc.reflection.v1alpha</c>.</summary>
    /// <param name="endpoints">The program's endpoints.</param>
    /// <remarks>Reflection tells anybody who may call it what the server looks like: map it where that is no secret.</remarks>
    /// <exception cref="InvalidOperationException"><see cref="AddGrpcReflection"/> was not called.</exception>
    public static void MapGrpcReflection(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(DescriptorIndex)) == false)
        {
            throw new InvalidOperationException("MapGrpcReflection needs AddGrpcReflection on the program's services.");
        }

        endpoints.MapGrpcService<ReflectionService>();
        endpoints.MapGrpcService<ReflectionServiceV1Alpha>();
    }
}
