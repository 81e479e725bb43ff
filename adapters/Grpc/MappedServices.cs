using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace ExchangeHub.Grpc;

/// <summary>Finds out which gRPC services a program has mapped.</summary>
internal static class MappedServices
{
    /// <summary>The descriptors of all mapped services that were generated from a .proto file, each once.</summary>
    internal static IEnumerable<ServiceDescriptor> Of(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
        .OfType<GrpcMethodMetadata>()
        .Select(method => method.ServiceType)
        .Distinct()
        .Select(Descriptor)
        .OfType<ServiceDescriptor>()
        .DistinctBy(service => service.FullName);

    // An attribute of the generated base class names the method that binds the service; the descriptor stands beside that method.
    private static ServiceDescriptor? Descriptor(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } binding)
            {
                return binding.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
                    as ServiceDescriptor;
            }
        }

        return null;
    }
}
