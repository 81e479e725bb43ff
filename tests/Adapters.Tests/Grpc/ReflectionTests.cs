using ExchangeHub.Adapters.Tests.Grpc.Peers;
using ExchangeHub.Grpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Answered = Grpc.Reflection.V1.ServerReflectionResponse.MessageResponseOneofCase;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// A tool that has no .proto file asks the server. What it gets must be enough to build every message, and in order.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class ReflectionTests(LoopbackServer server)
{
    private static readonly string[] Mapped =
    [
        "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
        "grpc.testing.TestService",
    ];

    [Fact]
    public async Task All_mapped_services_are_listed()
    {
        var response = await AskAsync(new ServerReflectionRequest { ListServices = "*", Host = "hub" });

        Assert.Equal(Mapped, response.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal("hub", response.ValidHost);
        Assert.Equal("*", response.OriginalRequest.ListServices);
    }

    [Theory]
    [InlineData("grpc.testing.TestService", "grpc/testing/test.proto")]
    [InlineData("grpc.testing.TestService.UnaryCall", "grpc/testing/test.proto")]
    [InlineData("grpc.testing.Payload", "grpc/testing/messages.proto")]
    [InlineData("grpc.testing.Payload.body", "grpc/testing/messages.proto")]
    [InlineData("grpc.testing.PayloadType", "grpc/testing/messages.proto")]
    [InlineData("grpc.testing.COMPRESSABLE", "grpc/testing/messages.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto")]
    [InlineData("grpc.reflection.v1.ServerReflectionRequest.message_request", "grpc/reflection/v1/reflection.proto")]
    public async Task A_symbol_leads_to_its_file(string symbol, string file)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.Equal(file, Files(response)[^1].Name);
    }

    [Fact]
    public async Task A_file_comes_with_all_that_it_imports_so_that_a_tool_can_build_it()
    {
        var response = await AskAsync(new ServerReflectionRequest { FileByFilename = "grpc/testing/test.proto" });

        var built = FileDescriptor.BuildFromByteStrings(response.FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal(
            ["grpc/testing/empty.proto", "grpc/testing/messages.proto", "grpc/testing/test.proto"],
            built.Select(file => file.Name));
        Assert.Equal(6, built[^1].FindTypeByName<ServiceDescriptor>("TestService").Methods.Count);
    }

    [Theory]
    [InlineData("grpc.testing.Nothing")]
    [InlineData("")]
    public async Task What_is_not_there_is_not_found(string name)
    {
        ServerReflectionRequest[] questions =
        [
            new() { FileContainingSymbol = name },
            new() { FileByFilename = name },
            new() { AllExtensionNumbersOfType = name },
            new() { FileContainingExtension = new ExtensionRequest { ContainingType = name, ExtensionNumber = 7 } },
        ];
        foreach (var question in questions)
        {
            var response = await AskAsync(question);
            Assert.Equal(Answered.ErrorResponse, response.MessageResponseCase);
            Assert.Equal((int)StatusCode.NotFound, response.ErrorResponse.ErrorCode);
        }
    }

    [Fact]
    public async Task A_question_that_asks_nothing_is_answered_so()
    {
        var response = await AskAsync(new ServerReflectionRequest());

        Assert.Equal((int)StatusCode.InvalidArgument, response.ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task The_first_version_of_the_protocol_answers_the_same()
    {
        using var call = new V1Alpha.ServerReflection.ServerReflectionClient(server.Plain).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new V1Alpha.ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.WriteAsync(
            new V1Alpha.ServerReflectionRequest { FileContainingSymbol = "grpc.testing.Payload" });
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(Mapped, call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Single(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public void An_extension_leads_to_its_file_by_message_and_number()
    {
        const int Field = 50990;
        const string Options = "google.protobuf.FieldOptions";
        var annotations = ExchangeHub.Protos.Rules.V1.FieldReflection.Descriptor;
        var service = new FileDescriptorProto
        {
            Name = "extended.proto",
            Dependency = { annotations.Name },
            Service = { new ServiceDescriptorProto { Name = "Extended" } },
        };
        var files = FileDescriptor.BuildFromByteStrings(
            [.. DescriptorIndex.WithImports(annotations).Select(file => file.SerializedData), service.ToByteString()]);

        var index = new DescriptorIndex(files[^1].Services);

        Assert.Equal(annotations.Name, index.FileOfExtension(Options, Field)?.Name);
        Assert.Null(index.FileOfExtension(Options, Field + 1));
        Assert.Equal([Field], index.ExtensionNumbers(Options)!);
        Assert.Empty(index.ExtensionNumbers("google.protobuf.MethodOptions")!);
        Assert.Null(index.ExtensionNumbers("google.protobuf.NoSuchOptions"));
    }

    private static List<FileDescriptorProto> Files(ServerReflectionResponse response) =>
        [.. response.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom)];

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        using var call = new ServerReflection.ServerReflectionClient(server.Plain)
            .ServerReflectionInfo(deadline: DateTime.UtcNow.AddSeconds(15));
        await call.RequestStream.WriteAsync(question);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        var response = call.ResponseStream.Current;
        Assert.False(await call.ResponseStream.MoveNext());
        return response;
    }
}
