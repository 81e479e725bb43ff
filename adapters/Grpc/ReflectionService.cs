using Grpc.Core;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace ExchangeHub.Grpc;

/// <summary>The reflection service on the wire: puts each question to the index.</summary>
internal sealed class ReflectionService(DescriptorIndex index) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(Answer(index, request), context.CancellationToken).ConfigureAwait(false);
        }
    }

    internal static ServerReflectionResponse Answer(DescriptorIndex index, ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            Question.ListServices => Services(index),
            Question.FileByFilename => File(
                index.FileNamed(request.FileByFilename),
                $"no file '{request.FileByFilename}'"),
            Question.FileContainingSymbol => File(
                index.FileOfSymbol(request.FileContainingSymbol),
                $"no symbol '{request.FileContainingSymbol}'"),
            Question.FileContainingExtension => File(
                index.FileOfExtension(
                    request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
                $"no extension {request.FileContainingExtension.ExtensionNumber}"
                + $" of '{request.FileContainingExtension.ContainingType}'"),
            Question.AllExtensionNumbersOfType => ExtensionNumbers(index, request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "The request asks nothing that this server knows."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private static ServerReflectionResponse Services(DescriptorIndex index)
    {
        var services = index.Services.Select(name => new ServiceResponse { Name = name });
        return new() { ListServicesResponse = new() { Service = { services } } };
    }

    private static ServerReflectionResponse File(Google.Protobuf.Reflection.FileDescriptor? file, string otherwise)
    {
        if (file is null)
        {
            return NotFound(otherwise);
        }

        var files = DescriptorIndex.WithImports(file).Select(each => each.SerializedData);
        return new() { FileDescriptorResponse = new() { FileDescriptorProto = { files } } };
    }

    private static ServerReflectionResponse ExtensionNumbers(DescriptorIndex index, string message) =>
        index.ExtensionNumbers(message) is { } numbers
            ? new() { AllExtensionNumbersResponse = new() { BaseTypeName = message, ExtensionNumber = { numbers } } }
            : NotFound($"no message '{message}'");

    private static ServerReflectionResponse NotFound(string what) => Error(StatusCode.NotFound, $"This server knows {what}.");

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message } };
}
