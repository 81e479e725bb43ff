using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using V1 = Grpc.Reflection.V1;

namespace ExchangeHub.Grpc;

/// <summary>
/// Reflection under its first name, by which older tools still ask (grpc_cli 1.51). The messages have the same bytes, so each is
/// read again as its namesake.
/// </summary>
internal sealed class ReflectionServiceV1Alpha(DescriptorIndex index) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
        {
            var answer = ReflectionService.Answer(index, V1.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
            var response = ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
            await responseStream.WriteAsync(response, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
