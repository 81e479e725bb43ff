using System.Diagnostics;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Testing;
using Reflections = Grpc.Reflection;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// The standard services are described here in our own words. Their wire is not ours to choose: each service, method, field
/// and value must be the one of the public files, which Debian's <c>grpc-proto</c> carries.
/// </summary>
public sealed class StandardProtosTests
{
    // Health.List is younger than Debian's copy of the file.
    private static readonly string[] Younger =
    [
        "grpc.health.v1.Health.List(.grpc.health.v1.HealthListRequest) : .grpc.health.v1.HealthListResponse",
        "grpc.health.v1.HealthListResponse.statuses = 1 Message .grpc.health.v1.HealthListResponse.StatusesEntry Repeated",
        "grpc.health.v1.HealthListResponse.StatusesEntry.key = 1 String  Optional",
        "grpc.health.v1.HealthListResponse.StatusesEntry.value = 2 Message .grpc.health.v1.HealthCheckResponse Optional",
    ];

    public static TheoryData<string> Files => [.. Ours.Keys];

    private static Dictionary<string, FileDescriptor> Ours { get; } = new FileDescriptor[]
    {
        HealthReflection.Descriptor,
        Reflections.V1.ReflectionReflection.Descriptor,
        Reflections.V1Alpha.ReflectionReflection.Descriptor,
        EmptyReflection.Descriptor,
        MessagesReflection.Descriptor,
        TestReflection.Descriptor,
    }.ToDictionary(file => file.Name);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_declaration_is_the_public_one(string file)
    {
        var ours = Declarations(Ours[file].ToProto());
        var theirs = Declarations(await PublicAsync(file));

        Assert.Empty(ours.Except(theirs).Except(Younger));
        if (!file.StartsWith("grpc/testing/", StringComparison.Ordinal))
        {
            Assert.Empty(theirs.Except(ours));
        }
    }

    private static async Task<FileDescriptorProto> PublicAsync(string file)
    {
        var target = Path.GetTempFileName();
        try
        {
            // Through the shell, because that says on its own if protoc is not there.
            using var protoc = Process.Start(
                "sh", ["-c", "protoc -I/usr/share/grpc-proto --descriptor_set_out=$0 $1", target, file]);
            await protoc.WaitForExitAsync();
            Assert.True(protoc.ExitCode == 0, $"protoc could not read {file}. Run deploy/install.d/interop.sh.");
            return FileDescriptorSet.Parser.ParseFrom(await File.ReadAllBytesAsync(target)).File[0];
        }
        finally
        {
            File.Delete(target);
        }
    }

    private static List<string> Declarations(FileDescriptorProto file) =>
    [
        .. file.Service.SelectMany(service => service.Method.Select(method =>
            $"{file.Package}.{service.Name}.{method.Name}({Stream(method.ClientStreaming)}{method.InputType})"
            + $" : {Stream(method.ServerStreaming)}{method.OutputType}")),
        .. file.MessageType.SelectMany(message => Declarations(message, file.Package)),
        .. file.EnumType.SelectMany(enumeration => Declarations(enumeration, file.Package)),
    ];

    private static IEnumerable<string> Declarations(DescriptorProto message, string scope)
    {
        var name = $"{scope}.{message.Name}";
        return message.Field.Select(field => $"{name}.{field.Name} = {field.Number} {field.Type} {field.TypeName} {field.Label}")
            .Concat(message.NestedType.SelectMany(nested => Declarations(nested, name)))
            .Concat(message.EnumType.SelectMany(enumeration => Declarations(enumeration, name)));
    }

    private static IEnumerable<string> Declarations(EnumDescriptorProto enumeration, string scope) =>
        enumeration.Value.Select(value => $"{scope}.{enumeration.Name}.{value.Name} = {value.Number}");

    private static string Stream(bool streaming) => streaming ? "stream " : "";
}
