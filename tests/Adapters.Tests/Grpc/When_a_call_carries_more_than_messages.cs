using System.Text;
using ExchangeHub.Adapters.Tests.Grpc.Peers;
using ExchangeHub.Grpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Testing;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Headers, trailers and rich errors say who calls, why it failed and what to do. They are the parts of a call that proxies and
/// libraries mangle first.
/// </summary>
[Collection(LoopbackServerCollection.Name)]
public sealed class When_a_call_carries_more_than_messages(LoopbackServer server)
{
    private const string EchoedTrailer = "x-grpc-test-echo-trailing-bin";
    private readonly TestService.TestServiceClient _client = new(server.Secure);

    public static TheoryData<int> Lengths => [1, 2, 3, 256, 4_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Binary_metadata_comes_back_byte_for_byte(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(index => (byte)(index % 256)).ToArray();
        using var call = _client.UnaryCallAsync(new SimpleRequest(), new Metadata { { EchoedTrailer, bytes } });
        await call;

        var entry = Assert.Single(call.GetTrailers().GetAll(EchoedTrailer));
        Assert.True(entry.IsBinary);
        Assert.Equal(bytes, entry.ValueBytes);
    }

    [Fact]
    public async Task Trailers_of_a_failed_call_arrive_with_its_status()
    {
        byte[] receipt = [1, 2, 3];
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 9, Message = "已进入听证程序，暂不互认。" } };

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.UnaryCallAsync(request, new Metadata { { EchoedTrailer, receipt } }));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal("已进入听证程序，暂不互认。", failure.Status.Detail);
        Assert.Equal(receipt, failure.Trailers.GetValueBytes(EchoedTrailer));
    }

    [Fact]
    public async Task A_rich_error_arrives_with_all_its_details()
    {
        var violation = new BadRequest.Types.FieldViolation { Field = "receiver", Description = "应为六位行政区划代码，如 310118。" };
        var details = new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Details =
            {
                Any.Pack(new ErrorInfo { Domain = "exchangehub", Reason = "1003" }),
                Any.Pack(new BadRequest { FieldViolations = { violation } }),
            },
        };

        var failure = await FailAsync(StatusCode.InvalidArgument, details.ToByteArray());

        Assert.Equal(details, failure.ReadDetails());
        Assert.Equal("1003", failure.ReadDetail<ErrorInfo>()?.Reason);
        Assert.Equal(violation, Assert.Single(failure.ReadDetail<BadRequest>()!.FieldViolations));
        Assert.Null(failure.ReadDetail<LocalizedMessage>());
    }

    [Fact]
    public async Task A_rich_error_that_is_none_does_not_hide_the_status()
    {
        var failure = await FailAsync(StatusCode.NotFound, Encoding.UTF8.GetBytes("not a protobuf message"));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.Null(failure.ReadDetails());
    }

    private async Task<RpcException> FailAsync(StatusCode code, byte[] details)
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = (int)code, Message = "refused" } };
        var headers = new Metadata { { InteropService.DetailsHeader, details } };
        return await Assert.ThrowsAsync<RpcException>(async () => await _client.UnaryCallAsync(request, headers));
    }
}
